import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { EPOCH_STRIDE } from '#contracts';
import { NO_NEEDS } from '#storage';
import { NeedStage, needOfPolice, type OfferedTask } from '../support/need-stage.js';

let stage: NeedStage;
let opened: NeedStage | undefined;
let need: string;
let task: OfferedTask;
let epoch = 0;

beforeAll(async () => {
  opened = stage = await NeedStage.open('ambulance');
}, 240_000);
afterAll(() => opened?.close(), 60_000);

/** Each test has a ledger of its own, so each is a new epoch to this database. */
beforeEach(async () => {
  epoch += 1;
  await stage.book.store.database.query('TRUNCATE outbox, task, event, parked, feed');
  await stage.newLedger(epoch);
  await stage.book.store.intake.enterEpoch(epoch, 'open');
  need = uuidv7();
  task = await stage.offered(need);
});

const stateOf = async (eventId: string) => (await stage.book.store.outbox.sent([eventId]))[0];
const hasState = (eventId: string, state: string) => async (): Promise<boolean> =>
  (await stateOf(eventId))?.state === state;

describe('an acceptance of an offer', () => {
  it('is recorded with its claim', async () => {
    const { entry } = await stage.accepts(task);
    await stage.relays('ambulance', hasState(entry.event.id, 'recorded'));
    expect([await stage.count(task.subject), await stage.count(needOfPolice(need))]).toEqual([2, 1]);
  });

  it('is lost for good when somebody else has claimed the need: nobody decides it again', async () => {
    await stage.states('mh-trust', await stage.claim(need, { by: 'mh-trust', task: uuidv7() }));
    const { entry, number } = await stage.accepts(task);
    const again = await stage.relays('ambulance', hasState(entry.event.id, 'lost'));
    expect(await stateOf(entry.event.id)).toMatchObject({
      state: 'lost',
      refusal: { refused: 'NEED_ALREADY_MET', because: { need } },
    });
    expect(again).toEqual([]);
    expect(await stage.count(task.subject)).toBe(1);
    // Its number will never come, and the next event says so.
    await stage.book.store.outbox.takeTurn({ ...NO_NEEDS, taskIds: [task.id] }, (turn) => {
      expect(turn.skipped).toEqual([number]);
      expect(turn.tasks.get(task.id)?.pending).toBeUndefined();
      return Promise.resolve({ rows: [] });
    });
  });

  it('waits for what its own reading says when the task has moved on, whatever became of the need', async () => {
    await stage.states('mh-trust', await stage.claim(need, { by: 'mh-trust', task: uuidv7() }));
    const { entry } = await stage.accepts(task);
    // The task's next event is on the ledger, and this agency has not read it yet.
    const later = { ...task, version: 1 };
    const unread = await stage.said(later, 'police', 'informed', { unread: true });
    const { claims } = stage.book.store;
    await stage.relays('ambulance', async () => (await claims.contested(9)).length === 1);
    expect((await stateOf(entry.event.id))?.state).toBe('queued');
    await stage.book.store.intake.takeIn([unread]);
    const again = await stage.relays('ambulance', (ids) => Promise.resolve(ids.length > 0));
    expect(again).toEqual([entry.event.id]);
    expect(await stateOf(entry.event.id)).not.toHaveProperty('refusal');
  });

  it('that stands on the ledger without an answer is recorded, and its claim is not taken for another', async () => {
    const { entry } = await stage.accepts(task);
    const [row] = await stage.book.store.outbox.due(9);
    expect(row?.companion).toMatchObject({ subject: needOfPolice(need) });
    // It was recorded, and the answer was lost.
    const { subject, messageId, event } = row?.companion ?? { subject: '', messageId: '', event: '' };
    const bytes = (text: string) => Buffer.from(JSON.stringify({ event: text, sealed: 'sealed' }));
    const [told] = await stage.writer('ambulance').append([
      {
        subject: task.subject,
        messageId: entry.event.id,
        bytes: bytes(entry.jws),
        companion: { subject, messageId, expectedSequence: 0, bytes: bytes(event) },
      },
    ]);
    const { claims, intake } = stage.book.store;
    await stage.relays('ambulance', async () => (await claims.contested(9)).length === 1);
    expect((await stateOf(entry.event.id))?.state).toBe('queued');
    const sequence = told?.outcome === 'recorded' ? told.sequence : 0;
    await intake.takeIn([{ ...entry, sequence }]);
    expect(await stateOf(entry.event.id)).toMatchObject({ state: 'recorded', sequence });
    expect(await claims.contested(9)).toEqual([]);
  });

  it('is tried again when the broker says that nothing is in the way after all', async () => {
    const { entry } = await stage.accepts(task);
    const { outbox, claims } = stage.book.store;
    await outbox.conflicted(await outbox.due(9));
    expect(await outbox.due(9)).toEqual([]);
    expect(await claims.contested(9)).toHaveLength(1);
    await stage.relays('ambulance', hasState(entry.event.id, 'recorded'));
    expect(await stage.count(needOfPolice(need))).toBe(1);
  });
});

describe('an acceptance that is sent again to a new ledger', () => {
  async function acceptedBefore() {
    const { entry } = await stage.accepts(task);
    await stage.relays('ambulance', hasState(entry.event.id, 'recorded'));
    const [row] = await stage.book.rows<{ companion: { event: string } }>('outbox');
    epoch += 1;
    await stage.newLedger(epoch);
    await stage.book.store.intake.enterEpoch(epoch, 'recovering');
    return { entry, claim: row?.companion.event ?? '' };
  }
  const isBack = async (): Promise<boolean> => {
    const { toResend } = await stage.book.store.outbox.position();
    return toResend === 0;
  };

  it('brings its claim with it', async () => {
    const { claim } = await acceptedBefore();
    await stage.relays('ambulance', isBack);
    expect([await stage.count(task.subject), await stage.count(needOfPolice(need))]).toEqual([1, 1]);
    const stands = await stage.owner.newest(needOfPolice(need));
    expect(JSON.parse(Buffer.from(stands?.data ?? []).toString())).toEqual({ event: claim });
    expect(stands?.sequence).toBe(epoch * EPOCH_STRIDE);
  });

  it.each([
    ['the same id', true],
    ['another id', false],
  ])('comes alone where its asker has stated the verdict before, under %s', async (_id, isSame) => {
    const { entry, claim } = await acceptedBefore();
    const payload = Buffer.from(claim.split('.')[1] ?? '', 'base64url').toString();
    const messageId = isSame ? (JSON.parse(payload) as { id: string }).id : uuidv7();
    const bytes = Buffer.from(JSON.stringify({ event: claim }));
    await stage.writer('police').append([{ subject: needOfPolice(need), messageId, bytes }]);
    await stage.relays('ambulance', isBack);
    expect([await stage.count(task.subject), await stage.count(needOfPolice(need))]).toEqual([1, 1]);
    expect((await stateOf(entry.event.id))?.state).toBe('recorded');
  });
});
