import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { CheckpointSignedData } from '#contracts';
import { SIGNATURE_TYPE, leafHash, noteVerifier, type NoteVerifier } from '#transparency';
import type { Sent } from './audit-talk.js';
import type { AuditWorld } from './audit-world.js';

/** A row of the audit service's database. */
export type Row = Record<string, unknown>;

/** What the audit service says of itself. */
export interface LogStatus {
  readonly size: number;
  readonly checkpoint?: {
    readonly size: number;
    readonly published: boolean;
    readonly cosignatures: number;
  };
  readonly coverage: readonly { sender: string; through: number; missing: number[] }[];
  readonly refused: Record<string, number>;
  readonly alarms: readonly { reason: string; place: string }[];
}

/** The leaf hash of a compact JWS. */
export const hashOf = (jws: string): Buffer => leafHash(Buffer.from(jws, 'ascii'));

/** Asks until the answer is there; throws after `limitMs`. */
export async function until<T>(ask: () => Promise<T | undefined | false>, limitMs = 60_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await ask();
    if (found) return found;
    if (Date.now() > end) throw new Error('it did not come in time');
    await pause(50);
  }
}

/** Looks at an audit service from outside: its tables and its own words. */
export class AuditView {
  constructor(private readonly world: AuditWorld) {}

  /** One statement on the audit service's database, over a connection of its own. */
  async rows(text: string, values: unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: this.world.databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(text, values)).rows as Row[];
    } finally {
      await client.end();
    }
  }

  async status(): Promise<LogStatus> {
    return (await this.world.get('/status')).body as LogStatus;
  }

  /** The status once the log has `size` leaves, all under a checkpoint that is on the ledger. */
  untilSize(size: number, limitMs?: number): Promise<LogStatus> {
    return until(async () => {
      const now = await this.status().catch(() => undefined);
      return now && now.size >= size && now.checkpoint?.size === now.size && now.checkpoint.published && now;
    }, limitMs);
  }

  /** The rows that the audit service answers on this path; throws unless it answers 200. */
  async found(path: string): Promise<Row[]> {
    const { status, body } = await this.world.get(path);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
    return (body as { rows: Row[] }).rows;
  }

  async leafOf(sent: Sent): Promise<Row | undefined> {
    const text = 'SELECT index, event, hash, sequence FROM leaf WHERE event_id = $1';
    return (await this.rows(text, [sent.id]))[0];
  }

  /** The data of every published checkpoint event, in ledger order. */
  async announced(): Promise<CheckpointSignedData[]> {
    const stored = await this.rows('SELECT event FROM checkpoint WHERE sequence > 0 ORDER BY sequence');
    return stored.map(({ event }) => {
      const text = Buffer.from(String(event).split('.')[1] ?? '', 'base64url').toString();
      return (JSON.parse(text) as { data: CheckpointSignedData }).data;
    });
  }

  get logVerifier(): NoteVerifier {
    const key = Buffer.from(this.world.key('audit', 'log').x, 'base64url');
    return noteVerifier('concordat/log/1', SIGNATURE_TYPE.ed25519, key);
  }
}
