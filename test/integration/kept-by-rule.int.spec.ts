import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandDesk, Composer } from '#agency';
import { Sealer, decodeEvent, readJws, type TaskLedgerEvent } from '#contracts';
import {
  Directory,
  keyId,
  loadDirectory,
  parseBundle,
  subsetDirectory,
  type DirectoryData,
} from '#directory';
import type { ItemStatement, SharingAgreement } from '#domain';
import { KeptSender } from '../../libs/agency/src/kept-sender.js';
import { serviceActor } from '../../libs/agency/src/service-actor.js';
import { AgencyBook, bookTask, type BookTask } from '../support/agency-book.js';

/** Whose sealing keys a directory must have, with a key of each. */
const KEYS = ['police', 'ambulance', 'custodian'].map((member) => {
  const { x } = generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' });
  return { member, use: 'sealing', crv: 'X25519', x, kid: keyId('X25519', String(x)), status: 'active' };
});
const SIGNING = { kid: 'k'.repeat(43), privateKey: generateKeyPairSync('ed25519').privateKey };

/** A version of the shipped directory for two agencies, with its agreements changed. */
function directoryWith(version: number, change: (all: readonly SharingAgreement[]) => unknown): Directory {
  const data = subsetDirectory(loadDirectory(), ['police', 'ambulance']);
  const changed = { ...data, agreements: change(data.agreements) } as DirectoryData;
  return new Directory(parseBundle({ version, data: changed, keys: KEYS }));
}

const AS_SHIPPED = directoryWith(1, (all) => all);
const ENDED = directoryWith(2, (all) => all.map((one) => ({ ...one, inForceUntil: '2026-01-01T00:00:00Z' })));
const LATER = directoryWith(2, (all) =>
  all.map((one) => ({
    ...one,
    rules: one.rules.map((rule) =>
      rule.code === 'police.emergency.accepted' ? { ...rule, stage: 'attending' } : rule,
    ),
  })),
);

let book: AgencyBook;
let opened: AgencyBook | undefined;
let inForce: Directory;
let desk: CommandDesk;
let sender: KeptSender;

beforeAll(async () => {
  opened = book = await AgencyBook.open('police');
  const composer = new Composer({ signing: SIGNING, sealer: new Sealer(), index: Buffer.alloc(32, 7) });
  const fail = (_: string, error: unknown): void => {
    throw error;
  };
  const { store } = book;
  const directory = (): Directory => inForce;
  desk = new CommandDesk({
    store,
    composer,
    directory,
    modes: ['test'],
    stored: () => undefined,
    onFault: fail,
  });
  const now = (): string => new Date().toISOString();
  sender = new KeptSender({ agency: 'police', store, desk, directory, actor: serviceActor('police'), now });
}, 180_000);
afterAll(() => opened?.close(), 60_000);

beforeEach(async () => {
  inForce = AS_SHIPPED;
  await book.store.database.query('TRUNCATE kept_item, outbox, task, event, feed, refusal');
});

const NAME = 'Tobiah Quillfeather';
const statement = (value = NAME): ItemStatement => ({ code: 'full-name', state: 'known', value });

/** Police ask ambulance, with a name that may only go on acceptance; the request stands on the ledger. */
async function asked(): Promise<BookTask> {
  const task = bookTask();
  const party = { agency: 'police', unit: 'control-room' };
  const facts = {
    kind: 'emergency-medical-response',
    urgency: 'u1-immediate',
    mode: 'test',
    caseId: task.caseId,
  };
  const answer = await desk.submit(
    {
      command: {
        ...{ type: 'request', taskId: task.id, ...(facts as typeof facts & { mode: 'test' }) },
        ...{
          asker: party,
          performer: { agency: 'ambulance', unit: 'crew' },
          by: party,
          at: new Date().toISOString(),
        },
      } as never,
      items: [statement()],
      actor: { ref: 'A'.repeat(22), role: 'dispatcher', type: 'person' },
    },
    0,
  );
  expect(answer).toMatchObject({
    state: 'queued',
    items: { sent: [], kept: [{ code: 'full-name', until: 'accepted' }] },
  });
  await takeInOwn(task);
  return task;
}

/** What the outbox of police has of the task comes back from the ledger. */
async function takeInOwn(task: BookTask): Promise<void> {
  const rows = await book.rows<{ task_id: string; event: string; task_version: number }>('outbox');
  const row = rows
    .filter(({ task_id }) => task_id === task.id)
    .sort((a, b) => b.task_version - a.task_version)[0];
  if (!row) throw new Error('nothing is on its way');
  const entry = await book.entry(task, 'police', 'requested');
  const event = decodeEvent(readJws(row.event).payload) as TaskLedgerEvent;
  await book.store.intake.takeIn([{ ...entry, event, jws: row.event }]);
}

const told = async (task: BookTask, type: string): Promise<void> => {
  await book.store.intake.takeIn([await book.entry(task, 'ambulance', type)]);
};
const fate = async (task: BookTask) =>
  (await book.store.kept.ofTask(task.id)).map(({ ended, stage }) => ended ?? stage);
const events = async (): Promise<object[]> =>
  (await book.rows<{ event: string }>('outbox')).map(({ event }) => decodeEvent(readJws(event).payload));

describe('an item that waits for acceptance', () => {
  it('goes by itself, said by the service, under the rule that is in force then', async () => {
    const task = await asked();
    await sender.round();
    expect(await fate(task)).toEqual(['accepted']);
    await told(task, 'accepted');
    await sender.round();
    expect(await fate(task)).toEqual(['sent']);
    expect((await events()).at(-1)).toMatchObject({
      type: 'concordat.task.informed.v1',
      actorrole: 'service',
      data: {
        items: [{ code: 'full-name', rule: 'police.emergency.accepted', stage: 'accepted', way: 'pushed' }],
      },
    });
    await sender.round();
    expect(await events()).toHaveLength(2);
  });

  it('stays when the agreement has ended meanwhile: it is forgotten, and the attempt is noted without the value', async () => {
    const task = await asked();
    await told(task, 'accepted');
    inForce = ENDED;
    await sender.round();
    expect(await fate(task)).toEqual(['no-rule']);
    expect(await events()).toHaveLength(1);
    const noted = await book.store.refusals.unreported(9);
    expect(noted).toMatchObject([
      {
        direction: 'outgoing',
        other: 'ambulance',
        taskId: task.id,
        items: [{ code: 'full-name', why: 'not-in-force' }],
      },
    ]);
    expect(JSON.stringify([noted, await book.rows('kept_item')])).not.toContain(NAME);
  });

  it('waits longer when the rule in force by then wants a later stage', async () => {
    const task = await asked();
    await told(task, 'accepted');
    inForce = LATER;
    await sender.round();
    expect(await fate(task)).toEqual(['attending']);
    await told(task, 'started');
    await sender.round();
    expect([await fate(task), (await events()).length]).toEqual([['sent'], 2]);
  });

  it('is given up when the task is closed before', async () => {
    const task = await asked();
    await told(task, 'rejected');
    await sender.round();
    expect([await fate(task), (await events()).length]).toEqual([['task-closed'], 1]);
  });

  it('goes as it was put right while it waited', async () => {
    const task = await asked();
    const [waiting] = await book.store.kept.waitingIn(task.caseId);
    await book.store.kept.replace(waiting?.id ?? 0, statement('T. Quillfeather'));
    await told(task, 'accepted');
    await sender.round();
    const [row] = (await book.rows<{ command: { items: ItemStatement[] } }>('outbox')).slice(-1);
    expect(row?.command.items.map(({ value }) => value)).toEqual(['T. Quillfeather']);
  });
});
