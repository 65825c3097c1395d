import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { setTimeout as pause } from 'node:timers/promises';
import { JetStreamApi, type LedgerOwner, type LedgerPlan } from '#messaging';
import { ask, pull, startBroker, type Broker } from '../support/broker.js';

const AGENCIES = ['police', 'ambulance', 'mh-trust'];
const PLAN: LedgerPlan = { epoch: 1, agencies: AGENCIES, replicas: 1, maxBytes: 100_000_000 };
const MEMBERS = [...AGENCIES, 'audit'];

let broker: Broker;
let started: Broker | undefined;
let owner: LedgerOwner;
let keeper: NatsConnection;
const clients = new Map<string, NatsConnection>();
const clientOf = (member: string): NatsConnection => clients.get(member) as NatsConnection;

/** Subjects on the ledger, with how many messages stand on each. */
async function ledger(): Promise<Record<string, number>> {
  const api = new JetStreamApi(keeper, 2_000);
  const info = await api.ask<{ state: { subjects?: Record<string, number> } }>('STREAM.INFO.LEDGER', {
    subjects_filter: '>',
  });
  return info.state.subjects ?? {};
}

beforeAll(async () => {
  started = broker = await startBroker({ agencies: AGENCIES });
  owner = await broker.owner();
  keeper = await broker.client('keeper');
  for (const member of MEMBERS) clients.set(member, await broker.client(member));
}, 180_000);

afterAll(() => started?.stop());

beforeEach(async () => {
  await owner.remove();
  await owner.declare(PLAN);
});

/** Subjects with their one rightful writer. */
const WRITERS: readonly (readonly [string, readonly string[]])[] = [
  ['concordat.actual.task.police.ambulance.t1', ['police', 'ambulance']],
  ['concordat.actual.task.ambulance.mh-trust.t1', ['ambulance', 'mh-trust']],
  ['concordat.exercise.task.mh-trust.mh-trust.t1', ['mh-trust']],
  // An offered performer claims the need: by its signature, which its asker judges.
  ['concordat.actual.need.police.n1', AGENCIES],
  ['concordat.roster.ambulance', ['ambulance']],
  ['concordat.witness.police', ['police']],
  ['concordat.witness.mh-trust', ['mh-trust']],
  ['concordat.deadletter.ambulance', ['ambulance']],
  ['concordat.refusal.ambulance', ['ambulance']],
  ['concordat.refusal.mh-trust', ['mh-trust']],
  ['concordat.erasure.ambulance', ['ambulance']],
  ['concordat.checkpoint', ['audit']],
  ['concordat.audit', ['audit']],
  ['concordat.status', []],
  ['concordat.exercise', []],
  ['concordat.directory', []],
];

describe('writing on the ledger', () => {
  it.each(WRITERS)('%s is open to its own writers only', async (subject, writers) => {
    for (const member of MEMBERS) {
      const outcome = await ask(clientOf(member), subject, 'x');
      expect([member, 'answer' in outcome]).toEqual([member, writers.includes(member)]);
    }
    expect((await ledger())[subject] ?? 0).toBe(writers.length);
  });

  it('keeps the subject that the sender named, and stores once what an agency asks of itself', async () => {
    await ask(clientOf('police'), 'concordat.actual.task.police.police.t2', 'x');
    expect(await ledger()).toEqual({ 'concordat.actual.task.police.police.t2': 1 });
  });

  it('refuses roll-up, time to live and schedules, whatever headers a member sends', async () => {
    const subject = 'concordat.actual.task.police.ambulance.t3';
    await ask(clientOf('police'), subject, 'first');
    const spoilt = [
      { 'Nats-Rollup': 'sub' },
      { 'Nats-Rollup': 'all' },
      { 'Nats-TTL': '1s' },
      { 'Nats-Schedule': '@at 2026-01-01T00:00:00Z', 'Nats-Schedule-Target': 'concordat.witness.ambulance' },
    ];
    for (const fields of spoilt) {
      const outcome = await ask(clientOf('police'), subject, 'spoilt', fields);
      expect('answer' in outcome ? outcome.answer : '').toContain('"error"');
    }
    await pause(1_500);
    expect(await ledger()).toEqual({ [subject]: 1 });
  });
});

describe('reading the ledger', () => {
  it('gives a member the messages of its own consumer and of no other', async () => {
    await ask(clientOf('police'), 'concordat.actual.task.police.ambulance.t1', 'secret');
    for (const member of MEMBERS) {
      for (const durable of MEMBERS) {
        const got = (await pull(clientOf(member), durable))?.string();
        const due = member === durable && member !== 'mh-trust' ? 'secret' : undefined;
        expect([member, durable, got]).toEqual([member, durable, due]);
      }
    }
  });

  it('gives the report of a refused disclosure to who wrote it and to the audit service', async () => {
    await ask(clientOf('police'), 'concordat.refusal.police', 'not let through');
    const readers: string[] = [];
    for (const member of MEMBERS) {
      for (const durable of MEMBERS)
        if (await pull(clientOf(member), durable)) readers.push(`${member} by ${durable}`);
    }
    expect(readers).toEqual(['police by police', 'audit by audit']);
  });

  it('gives what stands on a need to its asker and to the audit service, whoever wrote it', async () => {
    await ask(clientOf('ambulance'), 'concordat.actual.need.police.n1', 'a claim');
    const readers: string[] = [];
    for (const member of MEMBERS) {
      for (const durable of MEMBERS)
        if (await pull(clientOf(member), durable)) readers.push(`${member} by ${durable}`);
    }
    expect(readers).toEqual(['police by police', 'audit by audit']);
  });

  it('hands nothing to a member that listens everywhere', async () => {
    const heard: string[] = [];
    for (const subject of ['>', '_INBOX.>', '_R_.>', '$JS.>', 'concordat.>', 'HUB.>']) {
      clientOf('mh-trust').subscribe(subject, {
        callback: (_error, message) => void heard.push(message.subject),
      });
      clientOf('mh-trust').subscribe(subject, {
        queue: 'q',
        callback: (_error, message) => void heard.push(message.subject),
      });
    }
    await clientOf('mh-trust').flush();
    await ask(clientOf('police'), 'concordat.actual.task.police.ambulance.t1', 'secret');
    await ask(clientOf('police'), 'concordat.refusal.police', 'secret');
    await ask(
      clientOf('ambulance'),
      'HUB.API.CONSUMER.MSG.NEXT.LEDGER.ambulance',
      '{"batch":1,"no_wait":true}',
    );
    await ask(clientOf('audit'), 'concordat.checkpoint', 'x');
    await pause(200);
    expect(heard).toEqual([]);
  });

  const API = [
    'INFO',
    'STREAM.LIST',
    'STREAM.NAMES',
    'STREAM.INFO.LEDGER',
    'STREAM.CREATE.MINE',
    'STREAM.UPDATE.LEDGER',
    'STREAM.PURGE.LEDGER',
    'STREAM.DELETE.LEDGER',
    'STREAM.MSG.GET.LEDGER',
    'STREAM.MSG.DELETE.LEDGER',
    'STREAM.SNAPSHOT.LEDGER',
    'STREAM.RESTORE.LEDGER',
    'DIRECT.GET.LEDGER',
    'DIRECT.GET.LEDGER.concordat.actual.task.police.ambulance.t1',
    'CONSUMER.CREATE.LEDGER.mine',
    'CONSUMER.DURABLE.CREATE.LEDGER.mine',
    'CONSUMER.DELETE.LEDGER.police',
    'CONSUMER.INFO.LEDGER.police',
    'CONSUMER.LIST.LEDGER',
    'CONSUMER.PAUSE.LEDGER.police',
    'CONSUMER.RESET.LEDGER.police',
    'ACCOUNT.PURGE.HUB',
    'META.LEADER.STEPDOWN',
    'SERVER.REMOVE',
  ];
  it('does nothing for a member that asks the JetStream API, under either name', async () => {
    await ask(clientOf('police'), 'concordat.actual.task.police.ambulance.t1', 'x');
    for (const member of ['mh-trust', 'audit']) {
      const asked = (prefix: string): Promise<Awaited<ReturnType<typeof ask>>[]> =>
        Promise.all(API.map((path) => ask(clientOf(member), `${prefix}.${path}`, '')));
      expect((await asked('HUB.API')).filter((outcome) => 'answer' in outcome)).toEqual([]);
      // The server itself answers these in every account: that the account has no JetStream.
      const answers = (await asked('$JS.API')).flatMap((outcome) =>
        'answer' in outcome ? [outcome.answer] : [],
      );
      expect(answers.filter((answer) => !answer.includes('"error"'))).toEqual([]);
    }
    expect(await ledger()).toEqual({ 'concordat.actual.task.police.ambulance.t1': 1 });
    expect((await owner.inspect(PLAN)).faults).toEqual([]);
  });

  it('does not let a member acknowledge for another', async () => {
    await ask(clientOf('police'), 'concordat.actual.task.police.ambulance.t1', 'x');
    const pulled = (await pull(clientOf('ambulance'), 'ambulance')) as Msg;
    expect('none' in (await ask(clientOf('mh-trust'), String(pulled.reply), '+ACK'))).toBe(true);
    expect('none' in (await ask(clientOf('police'), String(pulled.reply), '+TERM'))).toBe(true);
    expect('answer' in (await ask(clientOf('ambulance'), String(pulled.reply), '+ACK'))).toBe(true);
  });
});

describe('the ways around', () => {
  it("do not store a publish's acknowledgement under another's name", async () => {
    const subject = 'concordat.actual.task.police.ambulance.t9';
    for (const reply of [
      'concordat.actual.task.ambulance.mh-trust.t9',
      'concordat.witness.ambulance',
      'concordat.status',
      'concordat.actual.task.police.ambulance.t10',
    ]) {
      clientOf('police').publish(subject, 'x', { reply });
    }
    await clientOf('police').flush();
    await pause(400);
    expect(await ledger()).toEqual({ [subject]: 4 });
  });

  it('do not store delivered messages again under any name', async () => {
    const subject = 'concordat.actual.task.police.ambulance.t9';
    await ask(clientOf('police'), subject, 'x');
    for (const reply of [
      'concordat.witness.ambulance',
      'concordat.actual.task.police.ambulance.t10',
      subject,
    ]) {
      clientOf('police').publish('HUB.API.CONSUMER.MSG.NEXT.LEDGER.police', '{"batch":5,"no_wait":true}', {
        reply,
      });
      await pause(100);
    }
    await pause(300);
    expect(await ledger()).toEqual({ [subject]: 1 });
  });

  it("do not record the keeper's or the audit service's answer under another's name", async () => {
    for (const [server, subject] of [
      [keeper, 'concordat.keeper.status'],
      [clientOf('audit'), 'concordat.log.leaves'],
    ] as const) {
      server.subscribe(subject, { callback: (_error, message) => void message.respond('answer') });
      await server.flush();
      expect(await ask(clientOf('police'), subject)).toEqual({ answer: 'answer' });
      for (const reply of [
        'concordat.witness.police',
        'concordat.witness.ambulance',
        'concordat.checkpoint',
      ]) {
        clientOf('police').publish(subject, '{}', { reply });
      }
    }
    await pause(300);
    // On its own subject a member can write what it likes; readers refuse what is not signed by it.
    expect(Object.keys(await ledger())).toEqual(['concordat.witness.police']);
  });

  it('let nobody in without a key, and nobody else answer for the audit service', async () => {
    await expect(broker.client('nobody')).rejects.toThrow();
    clientOf('mh-trust').subscribe('concordat.log.leaves', {
      callback: (_error, message) => void message.respond('forged'),
    });
    await clientOf('mh-trust').flush();
    expect(await ask(clientOf('ambulance'), 'concordat.log.leaves')).not.toEqual({ answer: 'forged' });
  });
});
