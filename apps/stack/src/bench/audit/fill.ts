import { randomBytes } from 'node:crypto';
import { taskSubject } from '#contracts';
import { loadDirectory } from '#directory';
import { openAuditStore, type AuditStore, type NewLeaf } from '#storage';
import { leafHash } from '#transparency';
import { leafOf } from '../../../../audit/src/leaf-rows.js';
import type { Say } from '../../cli/say.js';
import { countyHistory, type Happening } from './county-history.js';

/** What a search can ask for that is in the log. */
export interface Known {
  readonly tokens: readonly string[];
  readonly tasks: readonly string[];
  /** Asker and performer; each pair once. */
  readonly pairs: readonly (readonly [asker: string, performer: string])[];
}

/** A log that was filled. */
export interface Filled {
  readonly disclosures: number;
  readonly leaves: number;
  /** On disk, in bytes. */
  readonly bytes: number;
  readonly known: Known;
}

/** Leaves that are stored in one transaction. */
const BATCH = 2_000;
/** Every so many tasks one is remembered, to be searched for. */
const KEPT_OF = 37;
const SEED = 20_261_125;
const EVERY = 250_000;

/**
 * Fills an audit database with a county's history until it has told this many items, by the same code and into the same tables
 * as the service does: leaf hashes, tree, rows, tokens. Only the signature of each event is the same random bytes.
 */
export async function fill(
  { url, name }: { readonly url: string; readonly name: string },
  disclosures: number,
  say: Say,
): Promise<Filled> {
  const store = await openAuditStore({ url, name });
  try {
    const writer = new Filling(store);
    const notes = new Notes();
    let told = 0;
    for (const task of countyHistory(loadDirectory(), SEED)) {
      notes.note(task);
      for (const happening of task) await writer.add(happening);
      const before = told;
      told += task.reduce((sum, { items }) => sum + items, 0);
      if (Math.floor(before / EVERY) < Math.floor(told / EVERY))
        say.line(`  ${told.toLocaleString('en-GB')} disclosures`);
      if (told >= disclosures) break;
    }
    await writer.flush();
    // What autovacuum does in a log that grew over years.
    await store.database.query('VACUUM (ANALYZE)');
    const [size] = await store.database.query<{ bytes: string }>(
      'SELECT pg_database_size(current_database()) AS bytes',
    );
    return { disclosures: told, leaves: writer.leaves, bytes: Number(size?.bytes), known: notes.known() };
  } finally {
    await store.database.close();
  }
}

/** Remembers some of what is in the log, evenly over all of it. */
class Notes {
  private readonly tokens: string[] = [];
  private readonly tasks: string[] = [];
  private readonly pairs = new Map<string, readonly [string, string]>();
  private seen = 0;

  note([request]: readonly Happening[]): void {
    if (!request) return;
    const { asker, performer, event, tokens } = request;
    this.pairs.set(`${asker} ${performer}`, [asker, performer]);
    this.seen += 1;
    if (this.seen % KEPT_OF !== 1) return;
    this.tasks.push(event.subject);
    this.tokens.push(...tokens);
  }

  known(): Known {
    return { tokens: [...new Set(this.tokens)], tasks: this.tasks, pairs: [...this.pairs.values()] };
  }
}

class Filling {
  private readonly signature = randomBytes(64).toString('base64url');
  private readonly header = Buffer.from('{"alg":"EdDSA","kid":"bench"}').toString('base64url');
  private waiting: NewLeaf[] = [];
  private sequence = 0;
  leaves = 0;

  constructor(private readonly store: AuditStore) {}

  async add(happening: Happening): Promise<void> {
    this.sequence += 1;
    this.waiting.push(this.leafOf(happening));
    if (this.waiting.length >= BATCH) await this.flush();
  }

  async flush(): Promise<void> {
    const leaves = this.waiting;
    this.waiting = [];
    const beside = { refusals: [], directories: [], cosignatures: [], again: [] };
    const { added } = await this.store.log.record({ leaves, ...beside, sequence: 0, epoch: 1 });
    this.leaves += added;
    if (added !== leaves.length) throw new Error('the log did not take every leaf of the bench');
  }

  private leafOf({ event, asker, performer, tokens, at }: Happening): NewLeaf {
    const payload = Buffer.from(JSON.stringify(event), 'utf8').toString('base64url');
    const text = `${this.header}.${payload}.${this.signature}`;
    const hash = leafHash(Buffer.from(text, 'ascii'));
    const subject = taskSubject('actual', asker, performer, event.subject);
    const place = { subject, sequence: this.sequence, recordedAt: new Date(at), agreements: [] };
    const leaf = leafOf(event, { event: text, index: [...tokens] }, hash, place);
    if (!leaf) throw new Error('an event of the bench is no leaf');
    return leaf;
  }
}
