import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SealedItem, SealedContent } from '#contracts';
import type { Arrival, IntakeRules, LedgerEntry } from '#storage';
import { AgencyBook, bookItem, bookTask, type BookTask } from '../support/agency-book.js';

let book: AgencyBook;
let opened: AgencyBook | undefined;

beforeAll(async () => {
  opened = book = await AgencyBook.open('ambulance');
}, 180_000);
afterAll(() => opened?.close(), 60_000);

let task: BookTask;
let asked: Arrival[];

beforeEach(async () => {
  await book.store.database.query('TRUNCATE refusal, task, event, parked, feed, notice, notice_seen');
  task = bookTask();
  asked = [];
});

const SECRET = 'a planted diagnosis';
const value = (text: string): SealedItem => ({ salt: 'A'.repeat(43), value: text });

/** A judge that lets no diagnosis in. */
const RULES: IntakeRules = {
  judge(arrival) {
    asked.push(arrival);
    const codes = ((arrival.event.data as { items?: { code: string }[] }).items ?? []).map(
      ({ code }) => code,
    );
    const items = (arrival.content.items ?? []).map((item, index) =>
      codes[index] === 'diagnosis' ? { refused: 'no-agreement' as const } : item,
    );
    const refused = codes.filter((code) => code === 'diagnosis');
    return {
      content: { ...arrival.content, items },
      refused: refused.map((code) => ({ code, why: 'no-agreement' })),
    };
  },
  clauses: () => [],
};

const data = { items: [bookItem('full-name'), bookItem('diagnosis', { stage: 'attending' })] };
const content: SealedContent = { items: [value('A. Person'), value(SECRET)], note: 'a note' };
const kept = { items: [value('A. Person'), { refused: 'no-agreement' }], note: 'a note' };

const takeIn = (...entries: LedgerEntry[]) => book.store.intake.takeIn(entries, RULES);

/** Everything that stands anywhere in the agency's database, as text. */
async function everything(): Promise<string> {
  const tables = await book.store.database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  const all = await Promise.all(tables.map(({ name }) => book.rows(name)));
  return JSON.stringify(all);
}

describe('what another agency told without an agreement', () => {
  it('is neither stored nor shown, and its event counts all the same', async () => {
    const entry = await book.entry(task, 'police', 'requested', { data, content });
    const [taken] = await takeIn(entry);
    expect(taken).toMatchObject({ result: 'taken', entry: { content: kept } });
    expect((await book.store.records.events(task.id)).map((event) => event.content)).toEqual([kept]);
    expect(await book.store.feed.after(0, 9)).toMatchObject([{ payload: { content: kept } }]);
    expect((await book.store.records.task(task.id))?.task?.status).toBe('requested');
    expect(await everything()).not.toContain(SECRET);
  });

  it('is noted for a report in the same transaction', async () => {
    const entry = await book.entry(task, 'police', 'requested', { data, content });
    const alive = await book.killOnWrite('refusal');
    await expect(takeIn(entry)).rejects.toThrow();
    await alive();
    expect(await book.rows('event')).toEqual([]);
    await takeIn(entry);
    expect(await book.store.refusals.unreported(9)).toEqual([
      {
        id: expect.any(Number),
        direction: 'incoming',
        other: 'police',
        kind: 'welfare-check',
        taskId: task.id,
        caseId: task.caseId,
        eventId: entry.event.id,
        mode: 'test',
        items: [{ code: 'diagnosis', why: 'no-agreement' }],
        occurredAt: entry.recordedAt,
      },
    ]);
  });

  it('stays out and is reported once when the event comes again, in the same batch or later', async () => {
    const entry = await book.entry(task, 'police', 'requested', { data, content });
    const first = await takeIn(entry, entry);
    const later = await takeIn(entry);
    expect([...first, ...later].map(({ result }) => result)).toEqual(['taken', 'known', 'known']);
    expect([...first, ...later].map(({ entry: shown }) => shown.content)).toEqual([kept, kept, kept]);
    expect(await book.store.refusals.unreported(9)).toHaveLength(1);
  });

  it('is judged with the task before the event, when the place of the event has come', async () => {
    const request = await book.entry(task, 'police', 'requested');
    const accepted = await book.entry(task, 'ambulance', 'accepted');
    const informed = await book.entry(task, 'police', 'informed', { data, content });
    expect(await takeIn(informed)).toMatchObject([{ result: 'parked' }]);
    expect(asked).toEqual([]);
    // Who hears of it again while it waits is shown nothing of it.
    expect(await takeIn(informed)).toMatchObject([{ result: 'parked', released: [] }]);
    const [, last] = await takeIn(request, accepted);
    expect(last?.released.map((entry) => entry.content)).toEqual([kept]);
    expect(asked.map((arrival) => arrival.task?.status)).toEqual([undefined, 'accepted']);
    expect(asked.map(({ recordedAt }) => recordedAt)).toEqual([request.recordedAt, informed.recordedAt]);
    expect(await everything()).not.toContain(SECRET);
    // The event that released it comes again: whoever reacts to it may have stopped before it was done.
    const [again] = await takeIn(accepted);
    expect([again?.result, again?.released]).toEqual(['known', last?.released]);
    // What stands before it and what came in its own turn brings nothing along.
    for (const other of [request, informed]) {
      const [once] = await takeIn(other);
      expect([once?.result, once?.released]).toEqual(['known', []]);
    }
  });
});

describe('what this agency told itself', () => {
  it('is not judged again', async () => {
    await takeIn(await book.entry(task, 'police', 'requested'));
    asked = [];
    await takeIn(await book.entry(task, 'ambulance', 'informed', { data, content }));
    expect(asked).toEqual([]);
    expect((await book.store.records.events(task.id)).at(-1)?.content).toEqual(content);
  });
});

describe('a correction', () => {
  const corrected = (event: LedgerEntry, sender = 'police'): Promise<LedgerEntry> =>
    book.entry(task, sender, 'corrected', {
      data: { items: [bookItem('full-name', { corrects: event.event.id })] },
      content: { items: [value('B. Person')] },
    });

  it.each(['one batch', 'two batches'])(
    'is held against what the same sender told before, in %s',
    async (way) => {
      const request = await book.entry(task, 'police', 'requested', { data, content });
      const entry = await corrected(request);
      if (way === 'one batch') await takeIn(request, entry);
      else for (const one of [request, entry]) await takeIn(one);
      const before = asked.at(-1)?.toldBefore;
      expect(before?.(request.event.id, 'full-name')).toMatchObject({ rule: 'care.offer', stage: 'offer' });
      // What was refused was never told, whatever stage it claimed.
      expect(before?.(request.event.id, 'diagnosis')).toBeUndefined();
      expect(before?.(request.event.id, 'address')).toBeUndefined();
    },
  );

  it('is not held against what the other party told, or what was told on another task', async () => {
    const request = await book.entry(task, 'police', 'requested');
    const own = await book.entry(task, 'ambulance', 'informed', { data, content });
    await takeIn(request, own, await corrected(own));
    expect(asked.at(-1)?.toldBefore(own.event.id, 'full-name')).toBeUndefined();
    task = bookTask();
    const other = await book.entry(task, 'police', 'requested', { data, content });
    task = bookTask();
    await takeIn(other, await book.entry(task, 'police', 'requested'), await corrected(other));
    expect(asked.at(-1)?.event.type).toBe('concordat.task.corrected.v1');
    expect(asked.at(-1)?.toldBefore(other.event.id, 'full-name')).toBeUndefined();
  });

  it('while it waits, leaves the place that the next append expects where it was', async () => {
    const request = await book.entry(task, 'police', 'requested');
    const accepted = await book.entry(task, 'ambulance', 'accepted');
    const informed = await book.entry(task, 'police', 'informed', { data, content });
    const place = async () => {
      const rows = await book.store.database.query<{ place: number }>(
        'SELECT ledger_seq::float8 AS place FROM task',
      );
      return rows[0]?.place;
    };
    await takeIn(request);
    // An append that expected the place of what waits would stand beside what has not been read.
    expect(await takeIn(informed)).toMatchObject([{ result: 'parked' }]);
    expect(await place()).toBe(request.sequence);
    await takeIn(accepted);
    expect(await place()).toBe(informed.sequence);
  });
});
