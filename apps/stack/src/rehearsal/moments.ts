import { stripVTControlCharacters } from 'node:util';
import { headline, speakerOf } from './headlines.js';
import type { Labels } from './labels.js';
import type { Fate, Told } from './told.js';

/** One line of the story of a rehearsal, for people: what a step came to, or what a service did by itself. */
export interface Moment {
  /** Of the scenario. */
  readonly minute: number;
  readonly who: string;
  readonly what: string;
  /** `by-itself`: no step of the script. */
  readonly fate: Fate | 'by-itself';
  /** Why it was refused or not played, or what is not as it should be. */
  readonly because?: string;
}

/** Follows a rehearsal while it is played. */
export type Watcher = (moment: Moment) => void;

/** The moment of a step that was played, or not. */
export function momentOf(told: Told, labels: Labels): Moment {
  const { step, fate, because, failures } = told;
  const why = [because, ...failures].find((text) => text !== undefined && text !== '');
  return {
    minute: step.at,
    who: speakerOf(step, labels),
    what: headline(told, labels),
    fate,
    ...(why !== undefined && { because: why }),
  };
}

/** The moment of what a service did by itself, from the lines that tell it on a terminal: "Police, control room: calls in …". */
export function ownMoment(minute: number, lines: readonly string[]): Moment {
  const [who = '', ...what] = plainText(lines).split(': ');
  return { minute, who: who.replace(/^at minute \d+, /, ''), what: what.join(': '), fate: 'by-itself' };
}

/** Lines of a terminal as one text: without colours, margins and the mark at their head. */
function plainText(lines: readonly string[]): string {
  const text = lines.map((line) => stripVTControlCharacters(line).trim()).join(' ');
  return text.replace(/^>\s*/, '');
}
