import { plain } from '../rehearsal/labels.js';
import type { EventTold } from './material.js';

/**
 * How an event is drawn. `ask`: a request; `yes`: something is taken on or done; `no`: it is not; `silence`: nothing came
 * in time; `move`: somebody else is called in or takes over; `tell`: something is told; `plain`: anything else.
 */
export const TONES = ['ask', 'yes', 'no', 'silence', 'move', 'tell', 'plain'] as const;

/** One of {@link TONES}. */
export type Tone = (typeof TONES)[number];

interface Wording {
  readonly tone: Tone;
  readonly says: (event: EventTold) => string;
  /** What is said below it in small, beside the note. */
  readonly beside?: (event: EventTold) => readonly (string | undefined)[];
}

const saying = (tone: Tone, words: string): Wording => ({ tone, says: () => words });
const list = (words: readonly string[] = []): string => words.join(', ');
const at = (minute: number | undefined, word: string): string =>
  minute === undefined ? '' : ` ${word} minute ${minute}`;
const because = (words: string | undefined): string => (words === undefined ? '' : `: ${words}`);

const CLOCK_PART = (percent: number | undefined): string =>
  percent === undefined || percent >= 100 ? 'its time is over' : `${percent} % of its time is gone`;

/** Every type of event that has words of its own. Others are called by their type. */
const WORDINGS: Readonly<Record<string, Wording>> = {
  requested: {
    tone: 'ask',
    says: ({ facts }) => `asks for: ${facts.kind ?? 'something'}`,
    beside: ({ facts }) => [facts.wanted && `wants to know: ${list(facts.wanted)}`],
  },
  received: saying('plain', 'is looking at it'),
  accepted: {
    tone: 'yes',
    says: () => 'accepts, and holds the task',
    beside: ({ facts }) => [
      facts.promise && `promise: ${facts.promise}${at(facts.minute, 'by')}`,
      facts.slots && list(facts.slots),
    ],
  },
  rejected: { tone: 'no', says: ({ facts }) => `declines${because(facts.reason)}` },
  started: saying('yes', 'has begun'),
  informed: { tone: 'tell', says: told, beside: toldBeside },
  completed: { tone: 'yes', says: ({ facts }) => `has done it${because(facts.outcome)}` },
  failed: { tone: 'no', says: ({ facts }) => `could not do it${because(facts.reason)}` },
  cancelled: { tone: 'no', says: ({ facts }) => `withdraws it${because(facts.reason)}` },
  expired: {
    tone: 'silence',
    says: ({ facts }) => `no answer in time${because(facts.outcome)}`,
    beside: () => ['the asker keeps the task'],
  },
  'answered-late': {
    tone: 'silence',
    says: ({ facts }) => `answers too late (${facts.answer ?? 'an answer'}): of no effect`,
  },
  overdue: {
    tone: 'silence',
    says: ({ facts }) =>
      facts.clocks
        ? `clock ${list(facts.clocks)}: ${CLOCK_PART(facts.percent)}`
        : `deadline missed: ${facts.deadline ?? 'a time'}`,
  },
  escalated: {
    tone: 'move',
    says: ({ facts }) => `escalates${because(facts.why)}`,
    beside: ({ facts }) => [facts.units && `calls in ${facts.units.join('; ')}`],
  },
  countered: { tone: 'no', says: ({ facts }) => `would do it on other terms${at(facts.minute, 'from')}` },
  'counter-accepted': saying('yes', 'agrees to the other terms'),
  'counter-refused': saying('no', 'does not agree to the other terms'),
  held: { tone: 'no', says: ({ facts }) => `lets it wait${at(facts.minute, 'until')}` },
  resumed: saying('yes', 'goes on with it'),
  'entered-in-error': saying('no', 'says it was asked for by mistake'),
  'handover-offered': {
    tone: 'move',
    says: ({ facts }) => `offers to hand over the person${at(facts.minute, 'until')}`,
  },
  'handover-accepted': saying('move', 'takes over, and now answers for the person'),
  'handover-refused': saying('no', 'does not take over yet'),
  'handover-lapsed': saying('silence', 'nobody answered the handover: nothing passes'),
  'clock-told': { tone: 'tell', says: ({ facts }) => `tells the clock: ${list(facts.clocks)}` },
  'slots-set': { tone: 'tell', says: ({ facts }) => `people needed: ${list(facts.slots)}` },
  promised: {
    tone: 'tell',
    says: ({ facts }) => `promises${because(facts.promise)}${at(facts.minute, 'by')}`,
  },
  'promise-ended': { tone: 'tell', says: ({ facts }) => `promise ${facts.end ?? 'ended'}` },
  identified: {
    tone: 'tell',
    says: ({ facts }) =>
      facts.identity === 'reversed' ? 'takes the identity back' : 'the person is identified',
    beside: itemsBeside,
  },
  corrected: { tone: 'tell', says: () => 'corrects what it told', beside: itemsBeside },
  recalled: { tone: 'no', says: ({ facts }) => `takes back what it told${because(facts.reason)}` },
  acknowledged: saying('plain', 'has seen it'),
  reviewed: { tone: 'plain', says: ({ facts }) => `has reviewed the override${because(facts.finding)}` },
};

/** What was told, by name where that is short, and else in numbers with the names below. */
function told(event: EventTold): string {
  const names = toldNames(event);
  if (names === '') return 'tells in words';
  const { values, reasons, held } = event.items;
  const parts = [
    count(values, 'item'),
    count(reasons, 'reason for a gap', 'reasons for gaps'),
    count(held, 'held back', 'held back'),
  ].filter((part) => part !== '');
  const verb = event.byItself ? 'what had waited goes now' : 'tells';
  return `${verb}: ${names.length > LONGEST_NAMES ? parts.join(', ') : names}`;
}

const LONGEST_NAMES = 56;

const count = ({ length }: readonly string[], one: string, more = `${one}s`): string =>
  length === 0 ? '' : `${length} ${length === 1 ? one : more}`;

function toldBeside(event: EventTold): readonly string[] {
  const names = toldNames(event);
  return names.length > LONGEST_NAMES ? [names] : [];
}

function toldNames({ items: { values, reasons, held } }: EventTold): string {
  return [
    list(values),
    reasons.length > 0 ? `why there is no ${list(reasons)}` : '',
    held.length > 0 ? `that it holds back ${list(held)}` : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function itemsBeside({ items }: EventTold): readonly string[] {
  const { values, reasons, held } = items;
  const all = [...values, ...reasons, ...held];
  return all.length > 0 ? [`with: ${list(all)}`] : ['without any item'];
}

/** An event in plain words: what it says, and what is said beside it. */
export interface EventWords {
  readonly tone: Tone;
  readonly says: string;
  readonly beside: string;
}

/** What an event says, in words for people. Never throws, whatever the type. */
export function wordsOfEvent(event: EventTold): EventWords {
  const { facts, lossy, override, type } = event;
  const wording = Object.hasOwn(WORDINGS, type) ? WORDINGS[type] : undefined;
  const beside = [
    ...(wording?.beside?.(event) ?? []),
    facts.fact,
    facts.note,
    override && `under an emergency override: ${override}`,
    ...lossy.map(({ said, shown }) => `“${said}” is there “${shown}”`),
  ].filter((part) => typeof part === 'string');
  return {
    tone: wording?.tone ?? 'plain',
    says: wording?.says(event) ?? plain(type),
    beside: beside.join('; '),
  };
}
