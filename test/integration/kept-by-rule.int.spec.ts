import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CommandDesk, Composer } from '#agency';
import { Sealer, decodeEvent, readJws, type TaskLedgerEvent, freshKeyPair } from '#contracts';
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
  const { x } = freshKeyPair('X25519').jwk;
  return { member, use: 'sealing', crv: 'X25519', x, kid: keyId('X25519', x), status: 'active' };
});
const SIGNING = { kid: 'k'.repeat(43), privateKey: freshKeyPair('Ed25519').privateKey };

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
let around: ConstructorParameters<typeof KeptSender>[0];
let sender: KeptSender;
/** How often something failed that was reported as a fault. */
let faults = 0;

beforeAll(async () => {
  opened = book = await AgencyBook.open('police');
  const composer = new Composer({ signing: SIGNING, sealer: new Sealer(), index: Buffer.alloc(32, 7) });
  const fail = (): void => {
    faults += 1;
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
  around = {
    ...{ agency: 'police', store, desk, directory, actor: serviceActor('police') },
    now: () => Promise.resolve(new Date().toISOString()),
    onFault: fail,
  };
  sender = new KeptSender(around);
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

  it('is not taken for refused when its task is closed between look and turn', async () => {
    const task = await asked();
    await told(task, 'accepted');
    const { store } = book;
    const records = {
      task: async (id: string) => {
        await told(task, 'started');
        await book.store.intake.takeIn([
          await book.entry(task, 'ambulance', 'completed', { data: { outcome: 'conveyed' } }),
        ]);
        return store.records.task(id);
      },
    } as typeof store.records;
    const { kept, refusals } = store;
    const late = new KeptSender({ ...around, store: { kept, refusals, records } });
    await late.round();
    expect(await store.refusals.unreported(9)).toEqual([]);
    await sender.round();
    expect([await fate(task), (await events()).length]).toEqual([['task-closed'], 1]);
  });

  it('that cannot be sent holds up nothing else: neither the other tasks nor the wishes of the same turn', async () => {
    const [stuck, other] = [await asked(), await asked()];
    const [waiting] = await book.store.kept.waitingIn(stuck.caseId);
    const tooMuch = { ...statement(), note: 'x'.repeat(200_000) };
    await book.store.kept.replace(waiting?.id ?? 0, tooMuch);
    for (const task of [stuck, other]) await told(task, 'accepted');
    faults = 0;
    await sender.round();
    expect([await fate(stuck), await fate(other)]).toEqual([['accepted'], ['sent']]);
    expect(faults).toBe(1);
    const by = { agency: 'police', unit: 'control-room' };
    const inform = (taskId: string, items: readonly ItemStatement[]) =>
      desk.submit(
        {
          command: { type: 'inform', taskId, by, at: new Date().toISOString() },
          items,
          note: 'both in one turn',
          actor: { ref: 'A'.repeat(22), role: 'dispatcher', type: 'person' },
        },
        0,
      );
    const third = await asked();
    const both = await Promise.allSettled([inform(stuck.id, [tooMuch]), inform(third.id, [])]);
    expect(both).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: { state: 'queued' } }]);
  });

  it('is not sent as it was when it was put right or taken back between look and turn', async () => {
    const task = await asked();
    await told(task, 'accepted');
    const [ripe] = await book.store.kept.ripe(9);
    if (!ripe) throw new Error('nothing is ripe');
    const wish = (items: readonly ItemStatement[]) => ({
      command: {
        ...{ type: 'inform' as const, taskId: task.id, at: new Date().toISOString() },
        by: { agency: 'police', unit: 'control-room' },
      },
      items,
      sends: [ripe.id],
      actor: serviceActor('police'),
    });
    await book.store.kept.replace(ripe.id, statement('T. Quillfeather'));
    expect(await desk.submit(wish([ripe.statement]), 0)).toEqual({ refused: 'KEPT_ITEM_CHANGED' });
    await book.store.kept.drop([ripe.id], 'recalled');
    expect(await desk.submit(wish([statement('T. Quillfeather')]), 0)).toEqual({
      refused: 'KEPT_ITEM_CHANGED',
    });
    expect(await events()).toHaveLength(1);
  });
});

describe('a word on what was told before', () => {
  it('that loses a race with a step is decided again, however the task stands by then', async () => {
    const task = await asked();
    const command = {
      ...{ type: 'recall', taskId: task.id, at: new Date().toISOString(), reason: 'wrong-person' },
      by: { agency: 'police', unit: 'control-room' },
      recalls: [{ event: task.id, item: 'exact-location' }],
    } as never;
    const actor = { ref: 'A'.repeat(22), role: 'dispatcher', type: 'person' } as const;
    const first = (await desk.submit({ command, items: [], actor }, 0)) as { eventId: string };
    await told(task, 'accepted');
    const [lost] = await book.store.outbox.lostCommands(9);
    expect(lost?.eventId).toBe(first.eventId);
    await desk.again(lost as { eventId: string; command: unknown });
    expect(await events()).toContainEqual(
      expect.objectContaining({ type: 'concordat.task.recalled.v1', taskversion: 3 }),
    );
  });
});
