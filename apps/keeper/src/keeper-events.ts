import { createHash, createPrivateKey } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import {
  DIRECTORY_SUBJECT,
  STATUS_SUBJECT,
  encodeEvent,
  signJws,
  type DataOf,
  type LedgerEvent,
  type SigningKey,
} from '#contracts';
import { bundleHash, keyId, type DirectoryBundle } from '#directory';
import type { ExerciseClock, Letter } from './state.js';

/** What an event of the keeper says besides its data. */
export interface Frame {
  readonly epoch: number;
  readonly directoryVersion: number;
  readonly at: Date;
  /** Left out for what is no leaf: an answer that is not recorded, and the clock of an exercise. */
  readonly number?: number;
  /** The opaque reference of the operator who acted; left out when the keeper acts by itself. */
  readonly operator?: string;
}

/** A status as the keeper signs it. */
export type StatusData = DataOf<'concordat.status.reported.v1'>;
/** The clock of an exercise as the keeper signs it. */
export type ClockData = Pick<DataOf<'concordat.exercise.clock.v1'>, 'exercise' | 'at'>;

/** The keeper acting by itself, as an opaque reference of 16 bytes. */
const ITSELF = createHash('sha256').update('concordat/keeper').digest().subarray(0, 16).toString('base64url');

/** The keeper's signing key from `{ signing: <private JWK> }`. Throws when it holds no private Ed25519 key. */
export function readSigningKey(text: string): SigningKey {
  const { signing: jwk = {} } = JSON.parse(text) as {
    readonly signing?: { readonly crv?: string; readonly x?: string };
  };
  if (jwk.crv !== 'Ed25519' || typeof jwk.x !== 'string') throw new Error('KEYS_FILE holds no Ed25519 key');
  return {
    kid: keyId('Ed25519', jwk.x),
    privateKey: createPrivateKey({ key: { ...jwk }, format: 'jwk' }),
  };
}

/** A signed status that is not recorded: the answer to a question. */
export const signStatus = (data: StatusData, frame: Frame, key: SigningKey): Promise<string> =>
  sign({ ...attributes(frame), type: 'concordat.status.reported.v1', data }, key);

/** A numbered status, ready to be recorded. */
export async function statusLetter(data: StatusData, frame: Frame, key: SigningKey): Promise<Letter> {
  const event: LedgerEvent = { ...attributes(frame), type: 'concordat.status.reported.v1', data };
  return letter(event, STATUS_SUBJECT, { event: await sign(event, key) });
}

/** A numbered directory version with its bundle, ready to be recorded. */
export async function directoryLetter(
  bundle: DirectoryBundle,
  frame: Frame,
  key: SigningKey,
): Promise<Letter> {
  const data = { version: bundle.version, bundlehash: bundleHash(bundle) };
  const event: LedgerEvent = { ...attributes(frame), type: 'concordat.directory.published.v1', data };
  return letter(event, DIRECTORY_SUBJECT, { event: await sign(event, key), bundle });
}

/** The clock of an exercise, ready to be recorded. It has no number: a drill's time of day is no leaf of the log. */
export async function signClock(
  { exercise, at }: ClockData,
  frame: Frame,
  key: SigningKey,
): Promise<ExerciseClock> {
  const data = { exercise, at };
  const event: LedgerEvent = { ...attributes(frame), type: 'concordat.exercise.clock.v1', data };
  return { exercise, at, id: event.id, message: { event: await sign(event, key) }, sequence: 0 };
}

const letter = (event: LedgerEvent, subject: string, message: Letter['message']): Letter => ({
  number: event.sendernumber ?? 0,
  id: event.id,
  epoch: event.epoch,
  subject,
  message,
  sequence: 0,
});

const sign = (event: LedgerEvent, key: SigningKey): Promise<string> => signJws(encodeEvent(event), key);

function attributes({ epoch, directoryVersion, at, number, operator }: Frame) {
  return {
    specversion: '1.0' as const,
    source: '/keeper',
    id: uuidv7(),
    time: at.toISOString(),
    datacontenttype: 'application/json' as const,
    ...(number === undefined ? {} : { sendernumber: number }),
    epoch,
    directoryversion: directoryVersion,
    actor: operator ?? ITSELF,
    actorrole: operator === undefined ? 'service' : 'operator',
    actortype: operator === undefined ? ('system' as const) : ('person' as const),
  };
}
