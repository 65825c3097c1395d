import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  JetStreamApi,
  LedgerWriter,
  type Append,
  type Appended,
  type LedgerOwner,
  type LedgerPlan,
} from '#messaging';
import { startBroker, type Broker } from '../support/broker.js';

const AGENCIES = ['police', 'ambulance', 'mh-trust'];
const PLAN: LedgerPlan = { epoch: 1, agencies: AGENCIES, replicas: 1, maxBytes: 100_000_000 };

let broker: Broker;
let started: Broker | undefined;
let owner: LedgerOwner;
let api: JetStreamApi;
const writers = new Map<string, LedgerWriter>();
const writerOf = (member: string): LedgerWriter => writers.get(member) as LedgerWriter;

beforeAll(async () => {
  started = broker = await startBroker({ agencies: AGENCIES });
  owner = await broker.owner();
  api = new JetStreamApi(await broker.client('keeper'), 2_000);
  for (const member of AGENCIES) writers.set(member, new LedgerWriter(await broker.client(member)));
}, 180_000);

afterAll(() => started?.stop());

beforeEach(async () => {
  await owner.remove();
  await owner.declare(PLAN);
});

const taskOf = (performer: string, name: string): string =>
  `concordat.actual.task.police.${performer}.${name}`;
const needOf = (name: string): string => `concordat.actual.need.police.${name}`;

const event = (subject: string, expectedSequence?: number): Append => ({
  subject,
  messageId: randomUUID(),
  bytes: Buffer.from(subject),
  ...(expectedSequence !== undefined && { expectedSequence }),
});

/** An acceptance of what was asked at that sequence, with the claim of a need. */
const acceptance = (subject: string, asked: number, need: string): Append => ({
  ...event(subject, asked),
  companion: { subject: need, messageId: randomUUID(), expectedSequence: 0, bytes: Buffer.from(need) },
});

/** Subjects on the ledger, with how many messages stand on each. */
async function ledger(): Promise<Record<string, number>> {
  const info = await api.ask<{ state: { subjects?: Record<string, number> } }>('STREAM.INFO.LEDGER', {
    subjects_filter: '>',
  });
  return info.state.subjects ?? {};
}

const sequenceOf = (appended: Appended | undefined): number => {
  if (appended?.outcome !== 'recorded') throw new Error(`not recorded: ${appended?.outcome}`);
  return appended.sequence;
};

/** Police ask an agency; gives the sequence of the request. */
async function asked(performer: string, name: string): Promise<number> {
  return sequenceOf((await writerOf('police').append([event(taskOf(performer, name), 0)]))[0]);
}

async function accepts(performer: string, ...pairs: Append[]): Promise<Appended[]> {
  return writerOf(performer).append(pairs);
}

describe('an acceptance with its claim', () => {
  it('is recorded whole, and its sequence is that of the acceptance', async () => {
    const first = await asked('ambulance', 't1');
    const [told] = await accepts('ambulance', acceptance(taskOf('ambulance', 't1'), first, needOf('n1')));
    expect(told).toEqual({ outcome: 'recorded', sequence: first + 2 });
    expect((await owner.newest(taskOf('ambulance', 't1')))?.sequence).toBe(first + 2);
    expect((await owner.newest(needOf('n1')))?.sequence).toBe(first + 1);
  });

  it('leaves neither on the ledger when the need is claimed already', async () => {
    const [one, other] = [await asked('ambulance', 't1'), await asked('mh-trust', 't2')];
    await accepts('ambulance', acceptance(taskOf('ambulance', 't1'), one, needOf('n1')));
    const before = await ledger();
    const late = acceptance(taskOf('mh-trust', 't2'), other, needOf('n1'));
    expect(await accepts('mh-trust', late)).toEqual([{ outcome: 'conflict' }]);
    expect(await ledger()).toEqual(before);
    // So the one who was too late can tell which of the two stood in the way.
    expect(await writerOf('mh-trust').isEmpty(needOf('n1'))).toBe(false);
    expect(await writerOf('mh-trust').lastOn(taskOf('mh-trust', 't2'))).toBe(other);
  });

  it('leaves neither on the ledger when the task has moved on', async () => {
    const first = await asked('ambulance', 't1');
    await writerOf('police').append([event(taskOf('ambulance', 't1'), first)]);
    const before = await ledger();
    const late = acceptance(taskOf('ambulance', 't1'), first, needOf('n1'));
    expect(await accepts('ambulance', late)).toEqual([{ outcome: 'conflict' }]);
    expect(await ledger()).toEqual(before);
    expect(await writerOf('ambulance').isEmpty(needOf('n1'))).toBe(true);
    expect(await writerOf('ambulance').lastOn(taskOf('ambulance', 't1'))).toBe(first + 1);
  });

  it('stands once when it is sent again without having heard the answer', async () => {
    const first = await asked('ambulance', 't1');
    const pair = acceptance(taskOf('ambulance', 't1'), first, needOf('n1'));
    await accepts('ambulance', pair);
    const before = await ledger();
    expect(await accepts('ambulance', pair)).toEqual([{ outcome: 'conflict' }]);
    const { expectedSequence: _none, ...unexpecting } = pair;
    expect(await accepts('ambulance', unexpecting)).toEqual([{ outcome: 'conflict' }]);
    expect(await ledger()).toEqual(before);
  });

  it('is won by one of those who claim the same need at the same moment', async () => {
    for (let round = 0; round < 20; round += 1) {
      const need = needOf(`n${round}`);
      const [one, other] = [
        await asked('ambulance', `a${round}`),
        await asked('mh-trust', `m${round}`),
      ] as const;
      const told = await Promise.all([
        accepts('ambulance', acceptance(taskOf('ambulance', `a${round}`), one, need)),
        accepts('mh-trust', acceptance(taskOf('mh-trust', `m${round}`), other, need)),
      ]);
      expect(told.map(([answer]) => answer?.outcome).sort()).toEqual(['conflict', 'recorded']);
      const counts = await ledger();
      expect(counts[need]).toBe(1);
      const stand = [counts[taskOf('ambulance', `a${round}`)], counts[taskOf('mh-trust', `m${round}`)]];
      expect(stand.sort()).toEqual([1, 2]);
    }
  });
});

describe('many acceptances with their claims, among other events', () => {
  const MANY = 40;

  async function askedMany(): Promise<number[]> {
    const requests = Array.from({ length: MANY }, (_, index) => event(taskOf('ambulance', `t${index}`), 0));
    return (await writerOf('police').append(requests)).map(sequenceOf);
  }

  it('go as whole pairs in one batch, each with its own place', async () => {
    const places = await askedMany();
    const pairs = places.map((place, index) =>
      acceptance(taskOf('ambulance', `t${index}`), place, needOf(`n${index}`)),
    );
    const others = Array.from({ length: 9 }, (_, index) => event(taskOf('ambulance', `other${index}`), 0));
    const told = await accepts('ambulance', ...others, ...pairs);
    for (const [index, { subject }] of [...others, ...pairs].entries())
      expect((await owner.newest(subject))?.sequence).toBe(sequenceOf(told[index]));
    const counts = await ledger();
    for (const { companion } of pairs) expect(counts[companion?.subject ?? '']).toBe(1);
  });

  it('fall back to pairs and singles when one of them is too late, and no other is lost by that', async () => {
    const places = await askedMany();
    const pairs = places.map((place, index) =>
      acceptance(taskOf('ambulance', `t${index}`), place, needOf(`n${index}`)),
    );
    const other = await asked('mh-trust', 'first');
    await accepts('mh-trust', acceptance(taskOf('mh-trust', 'first'), other, needOf('n7')));
    const told = await accepts('ambulance', event(taskOf('ambulance', 'other'), 0), ...pairs);
    const lost = told.flatMap(({ outcome }, index) => (outcome === 'recorded' ? [] : [[index, outcome]]));
    expect(lost).toEqual([[8, 'conflict']]);
    const counts = await ledger();
    for (const [index, { subject, companion }] of pairs.entries()) {
      const stands = index === 7 ? [1, 1] : [2, 1];
      expect([counts[subject], counts[companion?.subject ?? '']]).toEqual(stands);
    }
  });

  it('are never parted where one batch ends and the next begins', async () => {
    const small = new LedgerWriter(await broker.client('ambulance'), { singlesUpTo: 2, batchUpTo: 5 });
    const places = (await askedMany()).slice(0, 9);
    const pairs = places.map((place, index) =>
      acceptance(taskOf('ambulance', `t${index}`), place, needOf(`n${index}`)),
    );
    const told = await small.append(pairs);
    for (const [index, { subject, companion }] of pairs.entries()) {
      const sequence = sequenceOf(told[index]);
      expect((await owner.newest(subject))?.sequence).toBe(sequence);
      expect((await owner.newest(companion?.subject ?? ''))?.sequence).toBe(sequence - 1);
    }
  });
});
