import type { Database } from '../database.js';

/** One entry of the feed for the agency's own systems. */
export interface FeedEntry {
  /** Grows by one commit after the other; resume after the last one seen. */
  readonly id: number;
  readonly eventId: string;
  readonly type: string;
  readonly payload: unknown;
}

/** A system of the agency that wants to be called. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  /** Key of the HMAC that signs each call. */
  readonly secret: string;
  /** The local system whose token made it. */
  readonly system: string;
  /** Last feed id that was delivered or dead-lettered. */
  readonly cursor: number;
  readonly attempts: number;
}

/** The feed that server-sent events and webhooks read. */
export class FeedStore {
  constructor(private readonly database: Database) {}

  /** Entries after `id`, oldest first. */
  async after(id: number, limit: number): Promise<FeedEntry[]> {
    return this.database.query(
      `SELECT id::float8 AS id, event_id AS "eventId", type, payload FROM feed WHERE id > $1 ORDER BY id LIMIT $2`,
      [id, limit],
    );
  }

  /** The newest id; 0 for an empty feed. */
  async newest(): Promise<number> {
    const [row] = await this.database.query<{ id: string | null }>('SELECT max(id) AS id FROM feed');
    return Number(row?.id ?? 0);
  }

  /** Registers a webhook that starts after the newest entry. */
  async addWebhook(hook: Pick<Webhook, 'id' | 'url' | 'secret' | 'system'>): Promise<void> {
    await this.database.query(
      `INSERT INTO webhook (id, url, secret, system, cursor) SELECT $1, $2, $3, $4, coalesce(max(id), 0) FROM feed`,
      [hook.id, hook.url, hook.secret, hook.system],
    );
  }

  /** True when it was there. */
  async removeWebhook(id: string): Promise<boolean> {
    const rows = await this.database.query('DELETE FROM webhook WHERE id = $1 RETURNING id', [id]);
    return rows.length > 0;
  }

  /** Every webhook; the secret is not for showing. */
  async webhooks(): Promise<(Webhook & { readonly due: boolean })[]> {
    return this.database.query(
      `SELECT id, url, secret, system, cursor::float8 AS cursor, attempts, next_attempt_at <= now() AS due
         FROM webhook ORDER BY created_at`,
    );
  }

  /** The entry was delivered: go on with the next. */
  async delivered(id: string, feedId: number): Promise<void> {
    await this.database.query(
      'UPDATE webhook SET cursor = $2, attempts = 0, next_attempt_at = now() WHERE id = $1 AND cursor < $2',
      [id, feedId],
    );
  }

  /** The call failed: try again after `ms`. */
  async failed(id: string, ms: number): Promise<void> {
    await this.database.query(
      `UPDATE webhook SET attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => $2::float / 1000) WHERE id = $1`,
      [id, ms],
    );
  }

  /** Gives an entry up for this webhook and goes on with the next. */
  async deadLetter(id: string, feedId: number, reason: string): Promise<void> {
    await this.database.transaction(async (sql) => {
      await sql(
        'INSERT INTO webhook_dead_letter (webhook_id, feed_id, reason) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [id, feedId, reason],
      );
      await sql('UPDATE webhook SET cursor = $2, attempts = 0, next_attempt_at = now() WHERE id = $1', [
        id,
        feedId,
      ]);
    });
  }

  /** Newest first. */
  async webhookDeadLetters(limit: number): Promise<Record<string, unknown>[]> {
    return this.database.query(
      `SELECT webhook_id AS "webhookId", feed_id::float8 AS "feedId", reason, at FROM webhook_dead_letter ORDER BY at DESC LIMIT $1`,
      [limit],
    );
  }
}
