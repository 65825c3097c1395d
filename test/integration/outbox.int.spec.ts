import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EPOCH_STRIDE, type TaskLedgerEvent } from '#contracts';
import { NO_NEEDS, openAgencyStore, type AgencyStore, type LedgerEntry, type OutboxRow } from '#storage';
import { emptyRange, serializeRange } from '#transparency';
import { startEmbeddedServers, type EmbeddedServers } from '../support/servers.js';

const TASK = '01931c6e-7a10-7c3a-9a50-3d1f5b0c2e11';
const EVENT = '01931c6e-7a10-7c3a-9a50-3d1f5b0c2e12';
const CASE = '01931c6e-7a10-7c3a-9a50-3d1f5b0c2e13';
const LEAF = Buffer.alloc(32, 7);
const AT = '2026-03-14T22:05:00.000Z';
const SEQUENCE = EPOCH_STRIDE + 1;
const police = { agency: 'police', unit: 'control-room' };
const ambulance = { agency: 'ambulance', unit: 'crew' };

const row: OutboxRow = {
  number: 1,
  eventId: EVENT,
  taskId: TASK,
  taskVersion: 1,
  type: 'concordat.task.requested.v1',
  subject: `concordat.test.task.police.ambulance.${TASK}`,
  addressee: 'ambulance',
  event: 'the signed bytes',
  sealed: 'the sealed part',
  indexTokens: [],
  leafHash: LEAF,
  command: {},
  opens: {
    caseId: CASE,
    asker: 'police',
    performer: 'ambulance',
    parties: ['police/control-room', 'ambulance/crew'],
  },
};

const entry: LedgerEntry = {
  sequence: SEQUENCE,
  recordedAt: AT,
  event: {
    type: 'concordat.task.requested.v1',
    source: '/police/control-room',
    subject: TASK,
    id: EVENT,
    time: AT,
    sendernumber: 1,
    taskversion: 1,
    caseid: CASE,
    mode: 'test',
    data: { asker: police, performer: ambulance, kind: 'welfare-check', urgency: 'u1-immediate' },
  } as TaskLedgerEvent,
  jws: row.event,
  sealed: 'the sealed part',
  content: {},
  leafHash: LEAF.toString('hex'),
  sender: 'police',
  acted: true,
};

let servers: EmbeddedServers;
let store: AgencyStore;

beforeAll(async () => {
  servers = await startEmbeddedServers();
  const { url } = await servers.database();
  store = await openAgencyStore({ url, name: 'police' }, 'police', ['test']);
}, 180_000);
afterAll(async () => {
  await store?.database.close();
  await servers?.stop();
}, 60_000);

const kept = async (): Promise<number> => {
  await store.witness.clearSafe(1);
  return (await store.database.query('SELECT 1 FROM outbox')).length;
};

/** A checkpoint over this one leaf, accepted and persisted. */
const prove = (): Promise<boolean> =>
  store.witness.accept(
    {
      origin: 'concordat/log/1',
      size: 1,
      range: { ...serializeRange(emptyRange), size: 1 },
      root: LEAF.toString('base64url'),
      checkpoint: {},
      coverage: [],
      alarm: undefined,
    },
    {},
    0,
    [LEAF.toString('hex')],
  );

describe('an event leaves the outbox', () => {
  it('only when it is recorded, proven, cosigned by others, held by its addressee, and taken in by its own agency', async () => {
    await store.intake.enterEpoch(1, 'open');
    await store.outbox.takeTurn({ ...NO_NEEDS, taskIds: [TASK] }, () => Promise.resolve({ rows: [row] }));
    await store.outbox.recorded([{ eventId: EVENT, sequence: SEQUENCE }]);
    expect(await kept()).toBe(1);
    await prove();
    expect(await kept()).toBe(1);
    await store.witness.cosigned('mh-trust', 1);
    expect(await kept()).toBe(1);
    await store.witness.holds('ambulance', [{ task: TASK, version: 1 }]);
    // Should the ledger be lost now, only this row could still bring the event back to the agency's own records.
    expect(await kept()).toBe(1);
    expect(await store.intake.takeIn([entry])).toEqual([{ result: 'taken', entry, released: [] }]);
    expect(await kept()).toBe(0);
  });

  it('and is still known as recorded afterwards', async () => {
    expect(await store.outbox.sent([EVENT])).toMatchObject([{ state: 'recorded', sequence: SEQUENCE }]);
  });
});

describe('a new epoch', () => {
  const [early, late] = ['2', '3'].map((digit) => ({
    taskId: `${TASK.slice(0, -1)}${digit}`,
    eventId: `${EVENT.slice(0, -2)}a${digit}`,
  })) as [{ taskId: string; eventId: string }, { taskId: string; eventId: string }];
  const asked = ({ taskId, eventId }: typeof early, number: number): OutboxRow => ({
    ...row,
    number,
    taskId,
    eventId,
    event: `the signed bytes of ${number}`,
    subject: `concordat.test.task.police.ambulance.${taskId}`,
  });
  const read = ({ jws, of, sequence }: { jws: string; of: typeof early; sequence: number }): LedgerEntry => ({
    ...entry,
    sequence,
    jws,
    event: { ...entry.event, subject: of.taskId, id: of.eventId },
  });

  it('sends again what stands on the lost ledger alone, and nothing that the new one holds already', async () => {
    const rows = [asked(early, 2), asked(late, 3)] as const;
    const taskIds = rows.map(({ taskId }) => taskId);
    await store.outbox.takeTurn({ ...NO_NEEDS, taskIds }, () => Promise.resolve({ rows }));
    // The broker is new and empty, and this service was quicker than the keeper's word of it.
    const inNew = 2 * EPOCH_STRIDE + 1;
    await store.intake.takeIn([
      read({ jws: rows[0].event, of: early, sequence: inNew }),
      read({ jws: rows[1].event, of: late, sequence: SEQUENCE + 1 }),
    ]);
    await store.intake.enterEpoch(2, 'recovering');
    expect((await store.outbox.due(9)).map(({ eventId }) => eventId)).toEqual([late.eventId]);
    expect(await store.outbox.position()).toMatchObject({ epoch: 2, toResend: 1 });
    expect(await store.outbox.sent([early.eventId])).toMatchObject([{ state: 'recorded', sequence: inNew }]);
    // The next step of the task must expect what stands there.
    const { opens: _, ...step } = asked(early, 4);
    const next = { ...step, eventId: `${EVENT.slice(0, -2)}a4`, taskVersion: 2 };
    await store.outbox.takeTurn({ ...NO_NEEDS, taskIds: [early.taskId] }, () =>
      Promise.resolve({ rows: [next] }),
    );
    await store.intake.enterEpoch(2, 'open');
    const due = await store.outbox.due(9);
    expect(due.map(({ eventId, expectedSequence }) => [eventId, expectedSequence])).toEqual([
      [late.eventId, undefined],
      [next.eventId, inNew],
    ]);
  });
});
