import { readJws } from '#contracts';
import type { Database } from '../database.js';
import { within, type Sight } from './sight.js';

interface FeedRow {
  readonly id: number;
  readonly eventId: string;
  readonly type: string;
  readonly task: unknown;
  readonly event: string;
  readonly content: unknown;
  readonly sequence: number;
  readonly recordedAt: Date;
}

/** One entry of the feed for the agency's own systems. */
export interface FeedEntry {
  /** Grows by one commit after the other; resume after the last one seen. */
  readonly id: number;
  readonly eventId: string;
  readonly type: string;
  /** The event with its values, its place and time on the ledger, and the task as it was then. */
  readonly payload: FeedPayload;
}

/** What an entry of the feed says. */
export interface FeedPayload {
  /** The signed event. */
  readonly event: object;
  /** What was sealed beside it. */
  readonly content: unknown;
  readonly task: unknown;
  readonly sequence: number;
  readonly recordedAt: Date;
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

/** An entry of the feed that a webhook never took. */
export interface WebhookDeadLetter {
  readonly webhookId: string;
  readonly feedId: number;
  readonly eventId: string;
  readonly reason: string;
  readonly at: Date;
}

/** The feed that server-sent events and webhooks read. */
export class FeedStore {
  constructor(private readonly database: Database) {}

  /** Entries after `id`, oldest first; with a sight, of tasks that had one of its units by then. */
  async after(id: number, limit: number, sight?: Sight): Promise<FeedEntry[]> {
    const rows = await this.database.query<FeedRow>(
      `SELECT f.id::float8 AS id, f.event_id AS "eventId", f.type, f.task, e.event, e.content,
              e.sequence::float8 AS sequence, e.recorded_at AS "recordedAt"
         FROM feed f JOIN event e USING (event_id) WHERE f.id > $1 AND ${within(3, 'f')} ORDER BY f.id LIMIT $2`,
      [id, limit, sight ?? null],
    );
    return rows.map(({ id: feedId, eventId, type, event, ...told }) => ({
      id: feedId,
      eventId,
      type,
      payload: { event: JSON.parse(readJws(event).payload) as object, ...told },
    }));
  }

  /** The newest id; 0 for an empty feed. */
  async newest(): Promise<number> {
    const [row] = await this.database.query<{ id: string | null }>('SELECT max(id) AS id FROM feed');
    return Number(row?.id ?? 0);
  }

  /**
   * How many entries within sight there are up to this id. It never changes any more, since entries are neither removed nor
   * shown to others later: so an id can be told to a reader as its place among what the reader sees, and says no more.
   */
  async placeOf(id: number, sight: Sight): Promise<number> {
    const [row] = await this.database.query<{ place: number }>(
      `SELECT count(*)::float8 AS place FROM feed f WHERE f.id <= $1 AND ${within(2, 'f')}`,
      [id, sight ?? null],
    );
    return row?.place ?? 0;
  }

  /** The id at a place as {@link placeOf} counts; 0 for the place 0, undefined where there is no such place yet. */
  async idAt(place: number, sight: Sight): Promise<number | undefined> {
    if (place === 0) return 0;
    const [row] = await this.database.query<{ id: number }>(
      `SELECT f.id::float8 AS id FROM feed f WHERE ${within(2, 'f')} ORDER BY f.id OFFSET $1 LIMIT 1`,
      [place - 1, sight ?? null],
    );
    return row?.id;
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

  /** The entry was delivered, or nothing up to it is for this webhook: go on with the next. */
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

  /** Newest first; of all webhooks, or of those of one system. */
  async webhookDeadLetters(limit: number, system?: string): Promise<WebhookDeadLetter[]> {
    return this.database.query(
      `SELECT d.webhook_id AS "webhookId", d.feed_id::float8 AS "feedId", f.event_id AS "eventId", d.reason, d.at
         FROM webhook_dead_letter d JOIN feed f ON f.id = d.feed_id
        WHERE $2::text IS NULL OR EXISTS (SELECT 1 FROM webhook w WHERE w.id = d.webhook_id AND w.system = $2)
        ORDER BY d.at DESC LIMIT $1`,
      [limit, system ?? null],
    );
  }
}
