import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ItemStatement } from '#domain';
import type { KeptRow, LedgerEntry, ToKeep } from '#storage';
import { AgencyBook, bookTask, type BookTask } from '../support/agency-book.js';

let book: AgencyBook;
let opened: AgencyBook | undefined;

beforeAll(async () => {
  opened = book = await AgencyBook.open('police');
}, 180_000);
afterAll(() => opened?.close(), 60_000);

beforeEach(async () => {
  await book.store.database.query('TRUNCATE kept_item, outbox, task, event, feed');
});

const statement = (code: string, value: string): ItemStatement => ({
  code,
  state: 'known',
  value,
  source: 'the custody record',
  note: 'as told at the gate',
});
const keep = (
  code: string,
  stage: ToKeep['stage'] = 'accepted',
  value = `${code} of the person`,
): ToKeep => ({
  stage,
  statement: statement(code, value),
  unit: 'control-room',
});

const takeIn = (...entries: LedgerEntry[]) => book.store.intake.takeIn(entries);
const told = async (task: BookTask, sender: string, type: string): Promise<void> => {
  await takeIn(await book.entry(task, sender, type));
};

/** A request that keeps items, as it stands on the ledger. */
async function requested(kept: readonly ToKeep[]): Promise<{ task: BookTask; entry: LedgerEntry }> {
  const task = bookTask();
  const entry = await book.entry(task, 'police', 'requested');
  await book.send(entry, { kept });
  await takeIn(entry);
  return { task, entry };
}

const ripe = async (): Promise<string[]> =>
  (await book.store.kept.ripe(9)).map((item) => item.statement.code);
const ids = async (): Promise<number[]> => (await book.store.kept.ripe(9)).map(({ id }) => id);
const fates = async (task: BookTask): Promise<(readonly [string, KeptRow['ended']])[]> =>
  (await book.store.kept.ofTask(task.id)).map(({ item, ended }) => [item, ended] as const);
const remembered = async (): Promise<number> =>
  (await book.rows<{ statement: unknown }>('kept_item')).filter((row) => row.statement !== null).length;

describe('on a task between two units of one agency', () => {
  const within = {
    asker: { agency: 'police', unit: 'control-room' },
    performer: { agency: 'police', unit: 'custody' },
  };
  const parties = ['police/control-room', 'police/custody'];
  const by = (unit: string, side: 'asker' | 'performer') => ({
    side,
    kept: [{ ...keep('phone', 'accepted', `as ${unit} knows it`), unit }],
  });

  /** Both units keep the same item. */
  async function bothKeep(): Promise<BookTask> {
    const task = bookTask();
    const entry = await book.entry(task, 'police', 'requested', { data: within });
    const opens = { caseId: task.caseId, asker: 'police', performer: 'police', parties };
    await book.send(entry, { opens, ...by('control-room', 'asker') });
    await takeIn(entry);
    const informed = await book.entry(task, 'police', 'informed', { unit: 'custody' });
    await book.send(informed, by('custody', 'performer'));
    await takeIn(informed);
    return task;
  }

  it('each keeps its own: what the one keeps or tells does not end what the other keeps', async () => {
    const task = await bothKeep();
    expect(await fates(task)).toEqual([
      ['phone', undefined],
      ['phone', undefined],
    ]);
    const told = await book.entry(task, 'police', 'informed', { unit: 'custody' });
    await book.send(told, { side: 'performer', told: ['phone'] });
    await takeIn(told);
    expect(await fates(task)).toEqual([
      ['phone', undefined],
      ['phone', 'superseded'],
    ]);
  });

  it('what went with a lost event waits again beside what the other unit keeps', async () => {
    const task = await bothKeep();
    await takeIn(await book.entry(task, 'police', 'accepted', { unit: 'custody' }));
    const [first] = await ids();
    const lost = await book.entry(task, 'police', 'informed');
    await book.send(lost, { side: 'asker', sends: [first as number] });
    await book.store.outbox.lostForGood(lost.event.id, { refused: 'OVERTAKEN' });
    expect(await fates(task)).toEqual([
      ['phone', undefined],
      ['phone', undefined],
    ]);
  });

  it('neither is shown what the other keeps from it until later', async () => {
    const task = await bothKeep();
    const shown = async (sight?: string[]) => (await book.store.kept.ofTask(task.id, sight)).length;
    expect([await shown(), await shown(['police/custody']), await shown(['police/response'])]).toEqual([
      2, 1, 0,
    ]);
  });
});

describe('an item that waits', () => {
  it('is kept with the request, whole, or neither is stored', async () => {
    const entry = await book.entry(bookTask(), 'police', 'requested');
    const alive = await book.killOnWrite('sender');
    await expect(book.send(entry, { kept: [keep('full-name')] })).rejects.toThrow();
    await alive();
    expect(await book.rows('outbox')).toEqual([]);
    expect(await book.rows('task')).toEqual([]);
    expect(await book.rows('kept_item')).toEqual([]);
  });

  it('is ripe when its task has come to the stage, and no sooner', async () => {
    const { task } = await requested([keep('full-name'), keep('address', 'attending')]);
    const seen: unknown[] = [await ripe()];
    for (const type of ['received', 'accepted', 'started']) {
      await told(task, 'ambulance', type);
      seen.push(await ripe());
    }
    expect(seen).toEqual([[], [], ['full-name'], ['full-name', 'address']]);
    expect(await book.store.kept.ripe(1)).toMatchObject([
      { taskId: task.id, stage: 'accepted', statement: statement('full-name', 'full-name of the person') },
      { taskId: task.id, stage: 'attending' },
    ]);
  });

  it('is ripe on its own task alone, and a task is handed out whole', async () => {
    const first = await requested([keep('full-name'), keep('phone-number')]);
    const second = await requested([keep('full-name'), keep('phone-number')]);
    await requested([keep('full-name')]);
    for (const { task } of [second, first]) await told(task, 'ambulance', 'accepted');
    const of = async (tasks: number): Promise<string[]> =>
      (await book.store.kept.ripe(tasks)).map(({ taskId }) => taskId);
    expect(await of(1)).toEqual([first.task.id, first.task.id]);
    expect(await of(9)).toEqual([first, first, second, second].map(({ task }) => task.id));
  });

  it('is left while an own step of its task is on its way', async () => {
    const { task } = await requested([keep('full-name')]);
    await told(task, 'ambulance', 'accepted');
    const informed = await book.entry(task, 'police', 'informed');
    await book.send(informed);
    expect(await ripe()).toEqual([]);
    await takeIn(informed);
    expect(await ripe()).toEqual(['full-name']);
  });

  it('waits on when the agreements in force want a later stage by then', async () => {
    const { task } = await requested([keep('full-name')]);
    await told(task, 'ambulance', 'accepted');
    await book.store.kept.wait(await ids(), 'attending');
    expect(await ripe()).toEqual([]);
    await told(task, 'ambulance', 'started');
    expect(await ripe()).toEqual(['full-name']);
  });
});

describe('an item that waited', () => {
  it('is sent in the very turn of the event that tells it, and once', async () => {
    const { task } = await requested([keep('full-name')]);
    await told(task, 'ambulance', 'accepted');
    const sends = await ids();
    const informed = await book.entry(task, 'police', 'informed');
    const alive = await book.killOnWrite('sender');
    await expect(book.send(informed, { sends })).rejects.toThrow();
    await alive();
    expect(await ripe()).toEqual(['full-name']);
    await book.send(informed, { sends, told: ['full-name'] });
    await takeIn(informed);
    expect(await ripe()).toEqual([]);
    expect(await book.store.kept.ofTask(task.id)).toMatchObject([
      { item: 'full-name', stage: 'accepted', ended: 'sent', sentWith: informed.event.id },
    ]);
    // Another replica that found it ripe too sends nothing.
    const again = await book.entry(task, 'police', 'informed');
    await expect(book.send(again, { sends })).rejects.toThrow('by another replica');
    expect(await book.rows('outbox')).toHaveLength(2);
  });

  it('is given up for a reason, and forgotten', async () => {
    const { task } = await requested([keep('full-name'), keep('address')]);
    await told(task, 'ambulance', 'accepted');
    const [first] = await ids();
    await book.store.kept.drop(first === undefined ? [] : [first], 'no-rule');
    expect(await fates(task)).toEqual([
      ['full-name', 'no-rule'],
      ['address', undefined],
    ]);
    expect(await remembered()).toBe(1);
  });

  it.each([
    ['ambulance', 'rejected', { reason: 'no-capacity' }],
    ['police', 'cancelled', { reason: 'duplicate' }],
  ])('is given up when %s closed the task: %s', async (sender, type, data) => {
    const { task } = await requested([keep('full-name')]);
    const other = await requested([keep('full-name')]);
    await takeIn(await book.entry(task, sender, type, { data }));
    expect(await book.store.kept.dropClosed()).toBe(1);
    expect(await book.store.kept.dropClosed()).toBe(0);
    expect(await fates(task)).toEqual([['full-name', 'task-closed']]);
    expect(await fates(other.task)).toEqual([['full-name', undefined]]);
    expect(await remembered()).toBe(1);
  });

  it('gives way to what is told or kept later of the same item', async () => {
    const { task } = await requested([keep('full-name'), keep('address')]);
    await told(task, 'ambulance', 'accepted');
    const informed = await book.entry(task, 'police', 'informed');
    await book.send(informed, { told: ['full-name'], kept: [keep('address', 'attending', 'the new one')] });
    await takeIn(informed);
    expect(await fates(task)).toEqual([
      ['full-name', 'superseded'],
      ['address', 'superseded'],
      ['address', undefined],
    ]);
    await told(task, 'ambulance', 'started');
    expect(await book.store.kept.ripe(9)).toMatchObject([{ statement: statement('address', 'the new one') }]);
  });
});

describe('when the event with which it was kept or sent is not recorded', () => {
  it('ends with a request that was never sent', async () => {
    const task = bookTask();
    const entry = await book.entry(task, 'police', 'requested');
    await book.send(entry, { kept: [keep('full-name')] });
    await book.store.outbox.expire([entry.event.id]);
    expect(await fates(task)).toEqual([['full-name', 'not-recorded']]);
    expect(await remembered()).toBe(0);
  });

  /** An own event with kept items that lost its place to a step of the other party. */
  async function lost(): Promise<{ task: BookTask; own: LedgerEntry }> {
    const { task } = await requested([keep('full-name')]);
    await told(task, 'ambulance', 'accepted');
    const own = await book.entry({ ...task }, 'police', 'informed');
    await book.send(own, { sends: await ids(), told: ['full-name'], kept: [keep('address', 'attending')] });
    await told(task, 'ambulance', 'started');
    return { task, own };
  }

  it('goes with the event that is decided in its place, and not twice', async () => {
    const { task, own } = await lost();
    expect(await ripe()).toEqual(['address']);
    const [sent] = await book.store.database.query<{ id: number }>(
      'SELECT id::float8 AS id FROM kept_item WHERE sent_with = $1',
      [own.event.id],
    );
    const again = await book.entry(task, 'police', 'informed');
    // By now the address may go at once, and full name is told with the same event as before.
    await book.send(again, {
      replaces: own.event.id,
      sends: sent ? [sent.id] : [],
      told: ['full-name', 'address'],
    });
    await takeIn(again);
    expect(await ripe()).toEqual([]);
    expect(await book.store.kept.ofTask(task.id)).toMatchObject([
      { item: 'full-name', ended: 'sent', sentWith: again.event.id },
      { item: 'address', ended: 'superseded' },
    ]);
  });

  it('waits again when nothing is decided in its place', async () => {
    const { task, own } = await lost();
    await book.store.outbox.lostForGood(own.event.id, { refused: 'STATUS_CHANGED' });
    expect(await fates(task)).toEqual([
      ['full-name', undefined],
      ['address', 'not-recorded'],
    ]);
    expect(await ripe()).toEqual(['full-name']);
    expect(await book.store.kept.ripe(9)).toMatchObject([
      { statement: { value: 'full-name of the person' } },
    ]);
  });
});
