import type { NoticeKind } from '#domain';
import type { Database } from '../database.js';
import { withoutNulls } from '../without-nulls.js';

/** Somebody who has looked at what a notice is about. */
export interface NoticeSeen {
  /** The event that says so. */
  readonly eventId: string;
  readonly agency: string;
  readonly actorRole: string;
  readonly actorType: string;
  /** Ledger time. */
  readonly at: string;
  /** Of a review: what it came to. */
  readonly finding?: string;
}

/** Something that a person must look at. */
export interface NoticeRow {
  /** The event that overrode, corrected, recalled or identified. */
  readonly eventId: string;
  readonly kind: NoticeKind;
  readonly taskId: string;
  readonly from: string;
  readonly to: string;
  /** Ledger time. */
  readonly at: Date;
  /** Codes and ids, never a value. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** Of an override: by when it must be reviewed. */
  readonly dueBy?: Date;
  /** Of an override: codes of the roles that may review it. */
  readonly reviewers: readonly string[];
  /** Everybody who has seen or reviewed it, at either agency, oldest first. */
  readonly seen: readonly NoticeSeen[];
  /** When somebody did who counts; undefined while it is open. Ledger time. */
  readonly closedAt?: Date;
  /** Of an override that was reviewed. */
  readonly finding?: string;
}

/** What this agency's people must look at, filled as events are folded: own and received ones alike. */
export class NoticeStore {
  constructor(private readonly database: Database) {}

  /** Every notice of a task, in the order of its events. */
  async ofTask(taskId: string): Promise<NoticeRow[]> {
    return this.where('n.task_id = $1', [taskId], 'n.version, n.kind');
  }

  /** Notices that are open (or with `open` false: closed), of one kind or all, oldest first. */
  async find(filter: { open?: boolean; kind?: NoticeKind; limit: number }): Promise<NoticeRow[]> {
    return this.where(
      '($1::boolean IS NULL OR (n.closed_at IS NULL) = $1) AND ($2::text IS NULL OR n.kind = $2)',
      [filter.open ?? null, filter.kind ?? null, filter.limit],
      'n.at, n.event_id, n.kind LIMIT $3',
    );
  }

  /** How many are open, by kind, and how many of these are past their time at `now`. Kinds without one are left out. */
  async openByKind(now: Date): Promise<{ kind: NoticeKind; open: number; overdue: number }[]> {
    return this.database.query(
      `SELECT kind, count(*)::int AS open, (count(*) FILTER (WHERE due_by < $1))::int AS overdue
         FROM notice WHERE closed_at IS NULL GROUP BY kind ORDER BY kind`,
      [now],
    );
  }

  private async where(
    condition: string,
    parameters: readonly unknown[],
    order: string,
  ): Promise<NoticeRow[]> {
    const rows = await this.database.query<NoticeRow>(
      `SELECT n.event_id AS "eventId", n.kind, n.task_id AS "taskId", n.from_agency AS "from", n.to_agency AS "to", n.at,
              n.detail, n.due_by AS "dueBy", n.reviewers, n.closed_at AS "closedAt", n.finding,
              (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('eventId', s.seen_with, 'agency', s.agency,
                        'actorRole', s.actor_role, 'actorType', s.actor_type, 'at', s.at, 'finding', s.finding))
                        ORDER BY s.version), '[]')
                 FROM notice_seen s WHERE s.event_id = n.event_id AND s.kind = n.kind) AS seen
         FROM notice n WHERE ${condition} ORDER BY ${order}`,
      parameters,
    );
    return rows.map(withoutNulls);
  }
}
