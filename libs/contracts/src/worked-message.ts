import { createHash, type KeyObject } from 'node:crypto';
import {
  EVENT_CLASSES,
  EventAttributes,
  type EventType,
  type LedgerEvent,
  type Vocabulary,
} from './event.js';
import type { OpeningKey, Reader } from './jwe.js';
import type { SigningKey } from './jws.js';
import { freshKeyPair } from './key-pair.js';
import { permanentProperties, type PermanentKind } from './permanent.js';

/** Worked values for specs: every value is valid, made up, and of no real person or agency. */
export const TASK_ID = '01931c6e-7a10-7c3a-9a50-3d1f5b0c2e11';

/** A valid value of a kind of permanent property. */
export function sampleValue(kind: PermanentKind): unknown {
  switch (kind.is) {
    case 'one-of':
      return kind.values[0];
    case 'code':
      return kind.set === 'agency' || kind.set === 'member' ? 'police' : 'code-1';
    case 'count':
      return 7;
    case 'id':
      return TASK_ID;
    case 'time':
      return '2026-03-14T22:05:00.000Z';
    case 'hash':
      return 'A'.repeat(43);
    case 'signature':
      return 'A'.repeat(86);
    case 'opaque':
      return 'A'.repeat(22);
    case 'source':
      return '/police/control-room';
    case 'log-name':
      return 'concordat/log-1';
    case 'object':
      return sampleOf(kind.of());
    default:
      return kind satisfies never;
  }
}

/** A valid object of a permanent class, with every optional property; lists have one entry. */
export function sampleOf(of: new () => object): Record<string, unknown> {
  return Object.fromEntries(
    permanentProperties(of).map(({ name, kind, list }) => {
      const value = sampleValue(kind);
      return [name, list ? [value] : value] as const;
    }),
  );
}

/** A valid event of a type, with every optional property, as a plain object. */
export const sampleEvent = (type: EventType): Record<string, unknown> => ({
  ...sampleOf(EventAttributes),
  type,
  data: sampleOf(EVENT_CLASSES[type]),
});

/** A request of the police to the ambulance service, as small as may be. */
export function requestEvent(
  change: { readonly source?: string; readonly sealedhash?: string; readonly items?: readonly object[] } = {},
): LedgerEvent<'concordat.task.requested.v1'> {
  const event = {
    ...sampleEvent('concordat.task.requested.v1'),
    source: change.source ?? '/police/control-room',
    mode: 'actual',
    sealedhash: change.sealedhash ?? 'A'.repeat(43),
    data: {
      asker: { agency: 'police', unit: 'control-room' },
      performer: { agency: 'ambulance', unit: 'control-room' },
      kind: 'code-1',
      urgency: 'code-1',
      ...(change.items && { items: change.items }),
    },
  };
  return event as unknown as LedgerEvent<'concordat.task.requested.v1'>;
}

/** A vocabulary that holds every code of the samples. */
export const VOCABULARY: Vocabulary = {
  agency: new Set(['police', 'ambulance']),
  unit: new Set(['control-room', 'code-1']),
  taskKind: new Set(['code-1']),
  item: new Set(['code-1']),
  urgency: new Set(['code-1']),
  declineReason: new Set(['code-1']),
  absentReason: new Set(['code-1']),
  outcome: new Set(['code-1']),
  actorRole: new Set(['code-1']),
  rule: new Set(['code-1']),
  basis: new Set(['code-1']),
  purpose: new Set(['code-1']),
  overrideReason: new Set(['code-1']),
  grade: new Set(['code-1']),
  lawRule: new Set(['code-1']),
  slot: new Set(['code-1']),
  clock: new Set(['code-1']),
  clockReason: new Set(['code-1']),
  skill: new Set(['code-1']),
  language: new Set(['code-1']),
  employer: new Set(['code-1']),
};

/** A key id in the form of an RFC 7638 thumbprint. */
export const keyId = (name: string): string => createHash('sha256').update(name).digest('base64url');

/** A fresh signing key. */
export function signingKey(name: string): SigningKey & { readonly publicKey: KeyObject } {
  const { privateKey, publicKey } = freshKeyPair('Ed25519');
  return { kid: keyId(name), privateKey, publicKey };
}

/** A fresh sealing key: both sides. */
export function sealingKey(name: string): Reader & OpeningKey & { readonly publicKey: KeyObject } {
  const { privateKey, publicKey, jwk } = freshKeyPair('X25519');
  return { kid: keyId(name), privateKey, publicKey, x: jwk.x };
}

/** The value that an action throws; fails loudly when it throws nothing. */
export async function thrownBy(act: () => unknown): Promise<unknown> {
  try {
    await act();
  } catch (thrown) {
    return thrown;
  }
  throw new Error('nothing was thrown');
}

/** Every text that differs from `text` in one character of the base64url alphabet. */
export function* changedTexts(text: string): Generator<{ readonly at: number; readonly text: string }> {
  for (let at = 0; at < text.length; at += 1) {
    const other = text[at] === 'A' ? 'B' : 'A';
    yield { at, text: text.slice(0, at) + other + text.slice(at + 1) };
  }
}
