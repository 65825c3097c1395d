import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgencyBook } from '../support/agency-book.js';

let book: AgencyBook;
let opened: AgencyBook | undefined;

beforeAll(async () => {
  opened = book = await AgencyBook.open('police');
}, 180_000);
afterAll(() => opened?.close(), 60_000);

const query = (text: string, values: readonly unknown[] = []) => book.store.database.query(text, values);

/** Files of the database server that hold this word. */
function filesWith(word: string): string[] {
  const files = readdirSync(book.servers.home.postgres, { recursive: true }).map(String);
  return files.filter((name) => {
    try {
      const file = join(book.servers.home.postgres, name);
      return statSync(file).isFile() && readFileSync(file).includes(word);
    } catch {
      return false;
    }
  });
}

async function erased(): Promise<void> {
  await query(
    `INSERT INTO erasure (erasure_id, event_id, cases, ground, authority, at, answer)
     VALUES ($1, $1, '{}', 'no-longer-necessary', 'data-subject-request', now(), 'erased')`,
    [randomUUID()],
  );
}

/** Three rows that say the same, so that the planner remembers it as common. */
async function say(word: string): Promise<void> {
  await query(
    `INSERT INTO command_key (key, event_id, task_id, body_hash)
     SELECT gen_random_uuid()::text, gen_random_uuid(), gen_random_uuid(), $1 FROM generate_series(1, 3)`,
    [word],
  );
}

describe('an agency’s database, when what a table holds of a person is deleted', () => {
  it.each([
    ['the table is empty afterwards: the planner keeps its samples of an empty table', []],
    ['others are left in the table', ['somebody else']],
  ])(
    'holds nothing of it in any file, though %s',
    async (_what, others) => {
      const word = `planted-${randomBytes(12).toString('hex')}`;
      await query('DELETE FROM command_key');
      await say(word);
      for (const other of others) await say(other);
      await query('ANALYZE command_key');
      expect(filesWith(word)).not.toEqual([]);
      await query('DELETE FROM command_key WHERE body_hash = $1', [word]);
      await erased();
      expect(await book.store.erasures.scrub()).toBe(true);
      expect(filesWith(word)).toEqual([]);
      expect(await book.store.erasures.scrub()).toBe(false);
    },
    60_000,
  );
});
