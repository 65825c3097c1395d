import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { Composer, decideWish } from '#agency';
import { Opener, Sealer, encodeMessage, freshKeyPair, type FreshKeyPair } from '#contracts';
import { Directory, keyId, loadDirectory, parseBundle, subsetDirectory } from '#directory';
import type { TaskCommand } from '#domain';
import type { Delivery } from '#messaging';
import { agreementIndexOf } from '../../libs/agency/src/agreements.js';
import { AgencyIntake, type DeadLetter } from '../../libs/agency/src/intake.js';
import { judgeArrival } from '../../libs/agency/src/judge.js';
import { AgencyBook } from '../support/agency-book.js';

const signing = freshKeyPair('Ed25519');
const sealing = new Map(
  ['police', 'ambulance', 'custodian'].map((member) => [member, freshKeyPair('X25519')]),
);
const kidOf = ({ jwk: { crv, x } }: FreshKeyPair): string => keyId(crv, x);
const keys = [...sealing].map(([member, pair]) => {
  const { crv, x } = pair.jwk;
  return { member, use: 'sealing', crv, x, kid: kidOf(pair), status: 'active' };
});
const data = subsetDirectory(loadDirectory(), ['police', 'ambulance']);
const directory = new Directory(parseBundle({ version: 2, data, keys }));

let book: AgencyBook;
let opened: AgencyBook | undefined;
const known = new Set<number>([1]);
const letters: DeadLetter[] = [];
let intake: AgencyIntake;

beforeAll(async () => {
  opened = book = await AgencyBook.open('ambulance');
  const own = sealing.get('ambulance');
  if (!own) throw new Error('ambulance has no key');
  intake = new AgencyIntake({
    store: book.store.intake,
    opener: new Opener({ kid: kidOf(own), privateKey: own.privateKey }),
    own: () => undefined,
    rules: { judge: (arrival) => judgeArrival(arrival, agreementIndexOf(directory)), clauses: () => [] },
    folded: () => undefined,
    heard: () => undefined,
    trustAt: () => ({
      vocabulary: directory.vocabulary,
      findKey: (kid) =>
        kid === 'k'.repeat(43) ? { member: 'police', publicKey: signing.publicKey } : undefined,
    }),
    knowsDirectory: (version) => Promise.resolve(known.has(version)),
    modes: ['test'],
    epoch: () => book.store.outbox.position(),
    control: () => Promise.resolve(),
    keeper: () => Promise.resolve(),
    spoilt: () => Promise.resolve(),
    deadLetter: (letter) => Promise.resolve(void letters.push(letter)),
  });
}, 180_000);
afterAll(() => opened?.close(), 60_000);

/** Police ask ambulance under the directory version 2, as the ledger delivers it. */
async function delivery(deliveries: number): Promise<Delivery> {
  const by = { agency: 'police', unit: 'control-room' };
  const command = {
    ...{
      type: 'request',
      taskId: uuidv7(),
      caseId: uuidv7(),
      mode: 'test',
      by,
      at: new Date().toISOString(),
    },
    ...{ kind: 'emergency-medical-response', urgency: 'u1-immediate', asker: by },
    performer: { agency: 'ambulance', unit: 'crew' },
  } as TaskCommand;
  const items = [{ code: 'exact-location', state: 'known', value: 'the west pier' } as const];
  const wish = {
    command,
    items,
    actor: { ref: 'A'.repeat(22), role: 'dispatcher', type: 'person' } as const,
  };
  const granted = decideWish(wish, { task: undefined, directory, modes: ['test'] });
  if ('answer' in granted) throw new Error(granted.answer.refused);
  const key = { kid: 'k'.repeat(43), privateKey: signing.privateKey };
  const composer = new Composer({ signing: key, sealer: new Sealer(), index: Buffer.alloc(32, 7) });
  const { event, sealed, subject } = await composer.compose(
    granted,
    { number: 1, epoch: 1, skipped: [] },
    directory,
  );
  const bytes = encodeMessage({ event, ...(sealed && { sealed }) });
  const place = { sequence: 2 ** 40 + 5, deliveries, recordedAt: new Date(), pending: 0, ackSubject: '' };
  return { subject, data: bytes, ...place };
}

describe('an event that names a directory version which is not here yet', () => {
  it('is not judged by another version: it comes again, and is taken in once the version is here', async () => {
    const first = await delivery(1);
    expect(await intake.take([first])).toEqual([{ verdict: { do: 'retry', afterMs: expect.any(Number) } }]);
    expect(await book.rows('event')).toEqual([]);
    known.add(2);
    const [judged] = await intake.take([{ ...first, deliveries: 2 }]);
    expect(judged).toMatchObject({ react: [{ pattern: 'concordat.task.requested.v1' }] });
    expect(await book.rows('event')).toHaveLength(1);
    expect(letters).toEqual([]);
  });

  it('that nobody ever published becomes a dead letter in the end, and comes round no more', async () => {
    known.delete(2);
    const last = await delivery(81);
    expect(await intake.take([last])).toEqual([{ verdict: { do: 'terminate', reason: 'BAD_EVENT' } }]);
    expect(letters).toMatchObject([{ reason: 'BAD_EVENT', place: '/directoryversion' }]);
  });
});
