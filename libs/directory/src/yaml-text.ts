import {
  EVENT_ID,
  YAMLException,
  constructFromEvents,
  getScalarValue,
  parseEvents,
  type Event as YamlEvent,
} from 'js-yaml';
import type { Path } from './check.js';

/** A text that holds more than one document, or that YAML 1.2 does not read: why, and on which line (from 1). */
export class YamlError extends Error {
  override readonly name = 'YamlError';

  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

/** What a YAML text holds, and where each part of it stands. */
export interface YamlText {
  /** Plain data, as JSON has it; undefined for an empty text. */
  readonly value: unknown;
  /** The line of a place, from 1: of its key in a map, of the value in a list; of what holds it where it is lacking. */
  readonly lineAt: (path: Path) => number;
}

/** Reads one document of YAML 1.2 (core schema). Throws YamlError. */
export function readYaml(source: string): YamlText {
  const lineOf = (offset: number): number => source.slice(0, offset).split('\n').length;
  try {
    const events = parseEvents(source, {});
    const [value, ...others] = constructFromEvents(events, { source });
    if (others.length > 0) throw new YamlError('there is more than one document', 1);
    return { value, lineAt: (path) => lineOf(offsetOf(events, source, path)) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new YamlError(error.reason, lineOf(error.mark?.position ?? 0));
  }
}

/** Where in the source the place begins; events come in the order of the text, each map and list closed by a POP. */
function offsetOf(events: readonly YamlEvent[], source: string, path: Path): number {
  let at = 1;
  let offset = 0;
  for (const step of path) {
    const found = childAt(events, source, { at, step });
    if (!found) break;
    offset = startOf(events[found.mark]) ?? offset;
    at = found.value;
  }
  return offset;
}

/** The index of the event that marks a child of the map or list at `at`, and of the one at which its value begins. */
function childAt(
  events: readonly YamlEvent[],
  source: string,
  { at, step }: { readonly at: number; readonly step: string | number },
): { readonly mark: number; readonly value: number } | undefined {
  const type = events[at]?.type;
  const isMap = type === EVENT_ID.MAPPING;
  if (!isMap && type !== EVENT_ID.SEQUENCE) return undefined;
  for (let [mark, count] = [at + 1, 0]; events[mark]?.type !== EVENT_ID.POP; count += 1) {
    const value = isMap ? after(events, mark) : mark;
    const event = events[mark];
    const name = isMap && event?.type === EVENT_ID.SCALAR ? getScalarValue(source, event) : count;
    if (name === step) return { mark, value };
    mark = after(events, value);
  }
  return undefined;
}

/** The index after the whole node that begins at this one. */
function after(events: readonly YamlEvent[], index: number): number {
  let depth = 0;
  for (let at = index; at < events.length; at += 1) {
    const type = events[at]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth += 1;
    if (type === EVENT_ID.POP) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return events.length;
}

/** Where a node begins in the source; undefined for one that is written nowhere, as the value after a bare `key:`. */
function startOf(event: YamlEvent | undefined): number | undefined {
  if (event?.type === EVENT_ID.SCALAR) return event.valueStart < 0 ? undefined : event.valueStart;
  if (event?.type === EVENT_ID.ALIAS) return event.anchorStart;
  return event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE ? event.start : undefined;
}
