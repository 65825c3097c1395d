import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EPOCH_STRIDE } from '#contracts';
import { ExerciseStore } from '#storage';
import { AgencyBook, BOOK_START } from '../support/agency-book.js';

let book: AgencyBook;
let opened: AgencyBook | undefined;
let store: ExerciseStore;

beforeAll(async () => {
  opened = book = await AgencyBook.open('police');
  store = book.store.exercises;
}, 180_000);
afterAll(() => opened?.close(), 60_000);

let exercise: string;
beforeEach(async () => {
  await book.store.database.query('TRUNCATE exercise_clock');
  exercise = randomUUID();
});

/** A time of the exercise, so many minutes after its start. */
const minute = (count: number): string => new Date(BOOK_START + count * 60_000).toISOString();
const add = (sequence: number, minutes: number, of = exercise): Promise<void> =>
  store.add({ exercise: of, at: minute(minutes), sequence });
const timesAt = (...sequences: readonly number[]): Promise<(string | undefined)[]> =>
  Promise.all(sequences.map((sequence) => store.timeAt(exercise, sequence)));
const rows = (): Promise<object[]> => book.store.database.query('SELECT * FROM exercise_clock');

describe('the clock of an exercise', () => {
  it('is not known before it was heard of', async () => {
    await add(10, 0, randomUUID());
    expect(await store.clock(exercise)).toBeUndefined();
    expect(await timesAt(9, 10, 11)).toEqual([undefined, undefined, undefined]);
  });

  it('shows its newest value, and where the ledger has it', async () => {
    await add(10, 0);
    await add(14, 5);
    expect(await store.clock(exercise)).toEqual({ at: minute(5), sequence: 14 });
  });

  it('shows at each place of the ledger the last value at or before it', async () => {
    await add(10, 0);
    await add(14, 5);
    await add(12, 90, randomUUID());
    expect(await timesAt(9, 10, 13, 14, 9_999)).toEqual([
      undefined,
      minute(0),
      minute(0),
      minute(5),
      minute(5),
    ]);
  });

  it('goes on in a new epoch of the ledger, whose places lie behind all earlier ones', async () => {
    const second = 2 * EPOCH_STRIDE;
    await add(EPOCH_STRIDE + 7, 5);
    await add(second + 2, 5);
    await add(second + 9, 8);
    expect(await timesAt(EPOCH_STRIDE + 7, second, second + 2, second + 9)).toEqual([5, 5, 5, 8].map(minute));
    expect(await store.clock(exercise)).toEqual({ at: minute(8), sequence: second + 9 });
  });

  it('is changed by nothing that comes twice, or that goes back', async () => {
    await add(10, 5);
    await add(10, 5);
    await add(10, 9);
    await add(12, 4);
    expect(await rows()).toHaveLength(1);
    expect(await store.clock(exercise)).toEqual({ at: minute(5), sequence: 10 });
    await add(13, 5);
    expect(await timesAt(10, 12, 13)).toEqual([5, 5, 5].map(minute));
  });

  it('is the same in whatever order its values come, and never goes back', async () => {
    const said = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.nat(9)), {
      selector: ([sequence]) => sequence,
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(said, async (values) => {
        await book.store.database.query('TRUNCATE exercise_clock');
        for (const [sequence, minutes] of values) await add(sequence, minutes);
        for (const place of [0, 7, 15, 30]) {
          const before = values.filter(([sequence]) => sequence <= place).map(([, minutes]) => minutes);
          const furthest = before.length > 0 ? minute(Math.max(...before)) : undefined;
          expect(await store.timeAt(exercise, place)).toBe(furthest);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is the same when two replicas take its values in at once', async () => {
    const places = [1, 2, 3, 4, 5, 6];
    await Promise.all(places.map((place) => add(place, place % 2 === 0 ? 0 : place)));
    expect(await timesAt(...places)).toEqual([1, 1, 3, 3, 5, 5].map(minute));
  });

  it('is read for a whole batch at once, in its order, inside a transaction', async () => {
    const other = randomUUID();
    await add(10, 0);
    await add(12, 30, other);
    const times = await book.store.database.transaction(async (sql) => {
      await sql('INSERT INTO exercise_clock (sequence, exercise, at) VALUES (14, $1, $2)', [
        exercise,
        minute(5),
      ]);
      return ExerciseStore.readTimes(sql, [
        { exercise, sequence: 15 },
        { exercise: other, sequence: 11 },
        { exercise, sequence: 11 },
        { exercise: other, sequence: 12 },
        { exercise, sequence: 15 },
      ]);
    });
    expect(times).toEqual([minute(5), undefined, minute(0), minute(30), minute(5)]);
    expect(await book.store.database.transaction((sql) => ExerciseStore.readTimes(sql, []))).toEqual([]);
  });
});
