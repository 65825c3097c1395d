import type { NoticeKind } from '#domain';
import type { Database } from '../database.js';
import { withoutNulls } from '../without-nulls.js';
import type { Sight } from './sight.js';

/** Somebody who has looked at what a notice is about. */
export interface NoticeSeen {
  /** The event that says so. */
  readonly eventId: string;
  readonly agency: string;
  readonly unit?: string;
  readonly actorRole: string;
  readonly actorType: string;
  /** Ledger time. */
  readonly at: string;
  /** Of a review: what it came to. */
  readonly finding?: string;
}

/** Something that a person must look at; an event that concerns several has one for each. */
export interface NoticeRow {
  /** The event that says it. */
  readonly eventId: string;
  readonly kind: NoticeKind;
  readonly taskId: string;
  readonly from: string;
  /** The agency that has to look, and its unit: as the request names it, or as it was called in. */
  readonly to: string;
  readonly toUnit: string;
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

  /** Every notice of a task within sight, in the order of its events. */
  async ofTask(taskId: string, sight?: Sight): Promise<NoticeRow[]> {
    return this.where('n.task_id = $2', [sight ?? null, taskId], `n.version, ${IN_ORDER}`);
  }

  /** Notices within sight that are open (or with `open` false: closed), of one kind or all, oldest first. */
  async find(filter: {
    open?: boolean;
    kind?: NoticeKind;
    sight?: Sight;
    limit: number;
  }): Promise<NoticeRow[]> {
    const { open = null, kind = null, sight = null, limit } = filter;
    return this.where(
      '($2::boolean IS NULL OR (n.closed_at IS NULL) = $2) AND ($3::text IS NULL OR n.kind = $3)',
      [sight, open, kind, limit],
      `n.at, n.event_id, ${IN_ORDER} LIMIT $4`,
    );
  }

  /**
   * How many are open within sight, by kind, and how many of these are past their time at `now`. Kinds without one are left
   * out.
   */
  async openByKind(now: Date, sight?: Sight): Promise<{ kind: NoticeKind; open: number; overdue: number }[]> {
    return this.database.query(
      `SELECT n.kind, count(*)::int AS open, (count(*) FILTER (WHERE n.due_by < $2))::int AS overdue
         FROM notice n WHERE n.closed_at IS NULL AND ${IN_SIGHT} GROUP BY n.kind ORDER BY n.kind`,
      [sight ?? null, now],
    );
  }

  /** The first parameter is the sight. */
  private async where(
    condition: string,
    parameters: readonly unknown[],
    order: string,
  ): Promise<NoticeRow[]> {
    const rows = await this.database.query<NoticeRow>(
      `SELECT n.event_id AS "eventId", n.kind, n.task_id AS "taskId", n.from_agency AS "from", n.to_agency AS "to",
              n.to_unit AS "toUnit", n.at,
              n.detail, n.due_by AS "dueBy", n.reviewers, n.closed_at AS "closedAt", n.finding,
              (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('eventId', s.seen_with, 'agency', s.agency,
                        'unit', s.unit, 'actorRole', s.actor_role, 'actorType', s.actor_type, 'at', s.at, 'finding', s.finding))
                        ORDER BY s.version), '[]')
                 FROM notice_seen s WHERE s.event_id = n.event_id AND s.kind = n.kind) AS seen
         FROM notice n WHERE ${IN_SIGHT} AND ${condition} ORDER BY ${order}`,
      parameters,
    );
    return rows.map(withoutNulls);
  }
}

const IN_ORDER = 'n.kind, n.to_agency, n.to_unit';

/** Of the tasks of these units; that somebody else was called in is no alert of theirs. */
const IN_SIGHT = `($1::text[] IS NULL
  OR EXISTS (SELECT 1 FROM task t WHERE t.task_id = n.task_id AND t.parties && $1)
     AND (n.kind <> 'escalated' OR n.to_agency || '/' || n.to_unit = ANY($1)))`;
