import { readJws } from '#contracts';
import type { Sql } from '../database.js';

/** Of the events that tell items, the one that may be entered after what it says was agreed: by telephone. */
const ENTERED_LATER = 'concordat.task.requested.v1';

/** What an event says of itself when it was entered later. */
interface Entered {
  readonly data: { readonly occurredat?: string };
}

/** The same rows, each with when it was agreed, as its signed event says; null where it was recorded at once. */
export async function withOccurred<Row extends { readonly leafIndex: number }>(
  sql: Sql,
  rows: readonly Row[],
): Promise<(Row & { readonly occurredAt: Date | null })[]> {
  const leaves = [...new Set(rows.map(({ leafIndex }) => leafIndex))];
  const found = await sql<{ readonly index: string; readonly event: string }>(
    'SELECT index, event FROM leaf WHERE index = ANY($1::bigint[]) AND type = $2',
    [leaves, ENTERED_LATER],
  );
  const times = new Map(found.map(({ index, event }) => [Number(index), occurredIn(event)]));
  return rows.map((row) => ({ ...row, occurredAt: times.get(row.leafIndex) ?? null }));
}

/** Leaves were judged when they came in: what they hold has its form. */
function occurredIn(event: string): Date | null {
  const { occurredat } = (JSON.parse(readJws(event).payload) as Entered).data;
  return occurredat === undefined ? null : new Date(occurredat);
}
