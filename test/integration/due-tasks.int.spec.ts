import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgencyBook } from '../support/agency-book.js';

let book: AgencyBook;

beforeAll(async () => {
  book = await AgencyBook.open('ambulance');
}, 180_000);
afterAll(() => book?.close(), 60_000);

const NOON = '2031-01-17T12:00:00.000Z';
const EXERCISE = randomUUID();

interface Row {
  readonly due: string | null;
  readonly exercise?: string;
  readonly mode?: string;
  readonly pending?: boolean;
}

async function tasks(rows: readonly Row[]): Promise<string[]> {
  await book.store.database.query('TRUNCATE task, exercise_clock');
  const ids = rows.map(() => randomUUID());
  for (const [index, { due, exercise, mode = 'test', pending }] of rows.entries())
    await book.store.database.query(
      `INSERT INTO task (task_id, case_id, asker, performer, state, next_due, exercise, pending)
       VALUES ($1, $1, 'police', 'ambulance', $2, $3, $4, $5)`,
      [
        ids[index],
        JSON.stringify({ id: ids[index], mode }),
        due,
        exercise ?? null,
        pending ? ids[index] : null,
      ],
    );
  return ids;
}

const due = async (now: string) =>
  (await book.store.due.due(now, 10)).map(({ task, now: at }) => [task.id, at]);

describe('tasks of which a time has passed', () => {
  it('are those whose time lies before now, the longest passed first; the very instant is not passed', async () => {
    const [late, later] = await tasks([
      { due: '2031-01-17T11:00:00Z' },
      { due: '2031-01-17T10:00:00Z' },
      { due: NOON },
      { due: '2031-01-17T13:00:00Z' },
      { due: null },
    ]);
    expect(await due(NOON)).toEqual([
      [later, NOON],
      [late, NOON],
    ]);
  });

  it('are left alone in a mode in which the service does not act, and while an own step is on its way', async () => {
    await tasks([
      { due: '2031-01-17T11:00:00Z', mode: 'actual' },
      { due: '2031-01-17T11:00:00Z', pending: true },
    ]);
    expect(await due(NOON)).toEqual([]);
  });

  it('of an exercise go by its own clock, whatever the ledger shows', async () => {
    const [early, passed] = await tasks([
      { due: '2031-01-17T12:30:00Z', exercise: EXERCISE },
      { due: '2031-01-17T11:30:00Z', exercise: EXERCISE },
    ]);
    expect(await due('2040-01-01T00:00:00Z')).toEqual([]);
    await book.store.exercises.add({ exercise: EXERCISE, at: NOON, sequence: 5 });
    expect(await due('2026-01-01T00:00:00Z')).toEqual([[passed, NOON]]);
    const later = '2031-01-17T13:00:00.000Z';
    await book.store.exercises.add({ exercise: EXERCISE, at: later, sequence: 9 });
    expect(await due('2026-01-01T00:00:00Z')).toEqual([
      [passed, later],
      [early, later],
    ]);
  });

  it('are found by an index, however many wait', async () => {
    await tasks([{ due: '2031-01-17T11:00:00Z' }]);
    await book.store.database.query(
      `INSERT INTO task (task_id, case_id, asker, performer, state, next_due)
       SELECT gen_random_uuid(), gen_random_uuid(), 'police', 'ambulance', '{"mode":"test"}', timestamptz '2031-02-01' + n * interval '1 s'
         FROM generate_series(1, 50000) n`,
    );
    await book.store.database.query('ANALYZE task');
    const plan = await book.store.database.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT state FROM task WHERE exercise IS NULL AND next_due < '${NOON}' AND pending IS NULL ORDER BY next_due LIMIT 100`,
    );
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toContain('task_due');
    expect(text).not.toContain('Seq Scan');
    expect(await due(NOON)).toHaveLength(1);
  });
});
