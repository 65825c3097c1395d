import { describe, expect, it } from '@jest/globals';
import { loadDirectory, vocabularyOf } from '#directory';
import {
  EVENT_CLASSES,
  EventAttributes,
  decodeEvent,
  encodeEvent,
  type EventType,
  type LedgerEvent,
} from './event.js';
import { MAX_EVENT_BYTES, signJws } from './jws.js';
import { permanentProperties, type CodeSet, type PermanentKind } from './permanent.js';
import { sampleValue, signingKey } from './worked-message.js';

const vocabulary = vocabularyOf(loadDirectory());
const key = signingKey('police');

const longest = (texts: Iterable<string>): string =>
  [...texts].reduce((one, other) => (other.length > one.length ? other : one), '');

const widestCode = (set: CodeSet): string => longest(vocabulary[set === 'member' ? 'agency' : set]);

function widestValue(kind: PermanentKind): unknown {
  if (kind.is === 'object') return widestOf(kind.of());
  if (kind.is === 'code') return widestCode(kind.set);
  if (kind.is === 'one-of')
    return kind.values.find((value) => typeof value === 'boolean') ?? longest(kind.values.map(String));
  if (kind.is === 'count') return Number.MAX_SAFE_INTEGER;
  if (kind.is === 'source') return `/${widestCode('agency')}/${widestCode('unit')}`;
  return sampleValue(kind);
}

/** Fields of an item that stand only with one reason why there is no value; those of `temp-unknown` are the longest. */
const OF_OTHER_REASONS = ['searchedat', 'heldby'];

/** The largest object that a class and the shipped directory allow: every property, every list full. */
function widestOf(of: new () => object): Record<string, unknown> {
  const properties = permanentProperties(of).filter(({ name }) => !OF_OTHER_REASONS.includes(name));
  return Object.fromEntries(
    properties.map(({ name, kind, list, max }) => {
      const value = widestValue(kind);
      return [name, list ? Array.from({ length: max }, () => value) : value] as const;
    }),
  );
}

const widestEvent = (type: EventType): LedgerEvent =>
  ({ ...widestOf(EventAttributes), type, data: widestOf(EVENT_CLASSES[type]) }) as unknown as LedgerEvent;

const SPOKEN = (Object.keys(EVENT_CLASSES) as EventType[]).filter((type) =>
  /^concordat\.(task|disclosure|roster)\./.test(type),
);

describe('The largest event that agencies can say of a task or of their shifts', () => {
  it.each(SPOKEN)(
    '%s fits into one entry of the log, with 60 items, or 120 shifts, and all that is said of them',
    async (type) => {
      const text = encodeEvent(widestEvent(type));
      expect(decodeEvent(text)).toBeDefined();
      expect((await signJws(text, key)).length).toBeLessThanOrEqual(MAX_EVENT_BYTES);
    },
  );
});
