import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { LedgerEntry, TaskFigures } from '#storage';
import { AgencyBook, BOOK_START, bookTask, type BookTask } from '../support/agency-book.js';

let book: AgencyBook;
beforeAll(async () => {
  book = await AgencyBook.open('ambulance');
}, 180_000);
afterAll(() => book?.close(), 60_000);
beforeEach(async () => {
  await book.store.database.query('TRUNCATE task, event, feed, exercise_clock');
});

const at = (minutes: number): string => new Date(BOOK_START + minutes * 60_000).toISOString();
const ALL = { from: '2020-01-01T00:00:00Z', to: '2040-01-01T00:00:00Z' };

/** Stores steps on a task as they come from the ledger, each at its own time. */
async function course(
  task: BookTask,
  steps: readonly (readonly [sender: string, type: string, at: string, data?: object])[],
): Promise<void> {
  const entries: LedgerEntry[] = [];
  for (const [sender, type, recordedAt, data] of steps) {
    const actor = ['overdue', 'expired'].includes(type) ? ('system' as const) : ('person' as const);
    const entry = await book.entry(task, sender, type, { type: actor, ...(data && { data }) });
    const event = { ...entry.event, time: recordedAt };
    entries.push({ ...entry, event, recordedAt });
  }
  await take(entries);
}

async function take(entries: readonly LedgerEntry[]): Promise<void> {
  const taken = await book.store.intake.takeIn(entries);
  expect(taken.map(({ result }) => result)).toEqual(entries.map(() => 'taken'));
}

const figures = async (span = ALL): Promise<readonly TaskFigures[]> => book.store.promises.figures(span);

const TIMES = { acknowledgeby: at(15), decideby: at(30), startby: at(60), completeby: at(240) };

describe('how the tasks of an agency stand', () => {
  it('is told by kind and other agency: open by status, answered in time or late, with median and 90th percentile', async () => {
    for (const minutes of [10, 20, 40])
      await course(bookTask(), [
        ['police', 'requested', at(0), TIMES],
        ['ambulance', 'accepted', at(minutes)],
      ]);
    await course(bookTask(), [
      ['police', 'requested', at(0), TIMES],
      ['ambulance', 'received', at(14)],
      ['ambulance', 'accepted', at(30)],
      ['ambulance', 'started', at(61)],
      ['ambulance', 'completed', at(240), { outcome: 'seen-safe' }],
    ]);
    await course(bookTask(), [['police', 'requested', at(0), TIMES]]);
    const [row, ...more] = await figures();
    expect(more).toEqual([]);
    expect(row).toEqual({
      ...{ mode: 'test', kind: 'welfare-check', other: 'police', side: 'performer' },
      ...{ open: { accepted: 3, requested: 1 }, overdue: 0, asked: 5 },
      acknowledge: { promised: 5, inTime: 2, late: 2, waiting: 1 },
      answer: { promised: 5, inTime: 3, late: 1, waiting: 1 },
      start: { promised: 5, inTime: 0, late: 1, waiting: 4 },
      complete: { promised: 5, inTime: 1, late: 0, waiting: 4 },
      minutesToAnswer: { count: 4, median: 25, p90: 37 },
      minutesToStart: { count: 1, median: 61, p90: 61 },
    });
  });

  it('counts silence as late, what was withdrawn in time as neither, and what is past its time as overdue', async () => {
    await course(bookTask(), [
      ['police', 'requested', at(0), TIMES],
      ['police', 'overdue', at(16), { deadline: 'acknowledge' }],
      ['police', 'expired', at(31)],
    ]);
    await course(bookTask(), [
      ['police', 'requested', at(0), TIMES],
      ['police', 'cancelled', at(5), { reason: 'no-longer-needed' }],
    ]);
    await course(bookTask(), [
      ['police', 'requested', at(0), TIMES],
      ['ambulance', 'accepted', at(5)],
      ['police', 'overdue', at(61), { deadline: 'start' }],
    ]);
    const [row] = await figures();
    expect(row).toMatchObject({
      ...{ open: { accepted: 1 }, overdue: 1, asked: 3 },
      acknowledge: { promised: 3, inTime: 1, late: 1, waiting: 0 },
      answer: { promised: 3, inTime: 1, late: 1, waiting: 0 },
      start: { promised: 3, inTime: 0, late: 1, waiting: 0 },
    });
  });

  it('counts what was asked in the span, and what is open whenever it was asked', async () => {
    await course(bookTask(), [['police', 'requested', at(0)]]);
    await course(bookTask(), [['police', 'requested', at(100)]]);
    const [row] = await figures({ from: at(50), to: at(100) });
    expect(row).toMatchObject({ open: { requested: 2 }, asked: 0 });
    expect((await figures({ from: at(100), to: at(101) }))[0]).toMatchObject({ asked: 1 });
    expect(row?.minutesToAnswer).toBeUndefined();
  });

  it('keeps modes and sides apart, and leaves out what was entered in error', async () => {
    const parties = (asker: string, performer: string) => ({
      asker: { agency: asker, unit: 'crew' },
      performer: { agency: performer, unit: 'crew' },
    });
    await course(bookTask(), [['ambulance', 'requested', at(0), parties('ambulance', 'police')]]);
    await course(bookTask(), [['police', 'requested', at(0)]]);
    await course(bookTask(), [
      ['police', 'requested', at(0)],
      ['police', 'entered-in-error', at(1)],
    ]);
    expect((await figures()).map(({ side, other, asked }) => [side, other, asked])).toEqual([
      ['asker', 'police', 1],
      ['performer', 'police', 1],
    ]);
  });

  it('counts the minutes of an exercise by its own clock', async () => {
    const exercise = uuidv7();
    const task = bookTask();
    const clock = '2031-03-21T23:05:00.000Z';
    const asked = await book.entry(task, 'police', 'requested', {
      data: { exercise, decideby: '2031-03-21T23:15:00.000Z' },
    });
    const accepted = await book.entry(task, 'ambulance', 'accepted');
    await book.store.exercises.add({ exercise, at: clock, sequence: asked.sequence - 1 });
    await take([asked]);
    await book.store.exercises.add({ exercise, at: '2031-03-21T23:12:00.000Z', sequence: accepted.sequence });
    await take([accepted]);
    const [row] = await figures();
    expect(row).toMatchObject({
      answer: { promised: 1, inTime: 1 },
      minutesToAnswer: { count: 1, median: 7 },
    });
  });

  it('holds no id of a person, a case or a task, and no value', async () => {
    const task = bookTask();
    await course(task, [['police', 'requested', at(0), TIMES]]);
    const told = JSON.stringify(await figures());
    expect(told).not.toContain(task.id);
    expect(told).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
  });
});
