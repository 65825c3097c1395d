import { randomBytes } from 'node:crypto';
import type { Sql } from '../database.js';
import type { PlacedLeaf } from './audit-tables.js';
import { insertRows } from './insert-rows.js';
import { unwrap, wrap } from './sealed-box.js';

/** Whose key wraps what was sealed beside a leaf: the case's, or the event's own where it names no case. */
const personOf = ({ task, eventId }: PlacedLeaf): string => task?.caseId ?? eventId;

/** Stores what was sealed beside new leaves, wrapped under the keys of their persons; a person who is new gets a key. */
export async function writeSealed(sql: Sql, placed: readonly PlacedLeaf[]): Promise<void> {
  const sealed = placed.flatMap((leaf) =>
    leaf.sealed === undefined ? [] : [{ leaf, sealed: leaf.sealed, person: personOf(leaf) }],
  );
  if (sealed.length === 0) return;
  const keys = await keysOf(sql, [...new Set(sealed.map(({ person }) => person))]);
  await insertRows(
    sql,
    {
      table: 'sealed_part',
      columns: {
        leaf_index: ['bigint', ({ leaf }) => leaf.index],
        person: ['uuid', ({ person }) => person],
        box: ['bytea', (one) => wrap(one.sealed, keys.get(one.person) as Buffer, one.leaf.index)],
      },
    },
    sealed,
  );
}

async function keysOf(sql: Sql, persons: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  await sql(
    'INSERT INTO person_key (person, key) SELECT * FROM unnest($1::uuid[], $2::bytea[]) ON CONFLICT DO NOTHING',
    [persons, persons.map(() => randomBytes(32))],
  );
  const rows = await sql<{ person: string; key: Buffer }>(
    'SELECT person, key FROM person_key WHERE person = ANY($1::uuid[])',
    [persons],
  );
  return new Map(rows.map(({ person, key }) => [person, key]));
}

/** What was sealed beside a leaf, still sealed for its readers, given the hash that its event signs; undefined once it is gone. */
export async function readSealed(sql: Sql, leafIndex: number, hash: string): Promise<string | undefined> {
  const [row] = await sql<{ box: Buffer; key: Buffer }>(
    'SELECT s.box, k.key FROM sealed_part s JOIN person_key k USING (person) WHERE s.leaf_index = $1',
    [leafIndex],
  );
  return row && unwrap(row.box, row.key, { leafIndex, hash });
}
