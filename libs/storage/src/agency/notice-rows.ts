import { noticesOf, type NoticeOpened, type Task } from '#domain';
import { fromWire, type OverrideData } from '#contracts';
import type { Sql } from '../database.js';
import type { LedgerEntry } from './ledger-entry.js';
import { itemsOf, type IntakeRules } from './judging.js';

/** What an event changes of the notices of its task: those it opens, and those it says were seen or reviewed. */
export interface NoticeWrites {
  readonly opened: readonly object[];
  readonly seen: readonly { readonly of: string }[];
}

/** What a folded event changes of notices; nothing where the agency does not act on its mode. */
export function noticeWrites(entry: LedgerEntry, task: Task, clauses: IntakeRules['clauses']): NoticeWrites {
  const { event, acted, recordedAt } = entry;
  if (!acted) return { opened: [], seen: [] };
  const { override } = event.data as { override?: OverrideData };
  const beside = {
    items: itemsOf(event) as Parameters<typeof noticesOf>[1]['items'],
    ...(override && { override: { reason: override.reason, authorisedRole: override.authorisedrole } }),
  };
  const changes = noticesOf(
    fromWire(event),
    beside,
    override ? clauses(event.directoryversion) : [],
    Date.parse(recordedAt),
  );
  return {
    opened: changes.flatMap((change) => (change.change === 'opened' ? [openedRow(entry, task, change)] : [])),
    seen: changes.flatMap((change) => {
      if (change.change === 'seen') return change.events.map((of) => seenRow(entry, of, null));
      return change.change === 'reviewed' ? [seenRow(entry, change.event, change.finding)] : [];
    }),
  };
}

function openedRow({ event, sender, recordedAt }: LedgerEntry, task: Task, opened: NoticeOpened): object {
  const { asker, performer } = task;
  return {
    event: event.id,
    kind: opened.kind,
    task: event.subject,
    version: event.taskversion,
    from: sender,
    to: sender === asker.agency ? performer.agency : asker.agency,
    at: recordedAt,
    detail: opened.detail,
    due: opened.review ? new Date(opened.review.dueBy).toISOString() : null,
    reviewers: opened.review?.reviewers ?? [],
  };
}

const seenRow = ({ event, sender, recordedAt }: LedgerEntry, of: string, finding: string | null) => ({
  of,
  by: event.id,
  task: event.subject,
  version: event.taskversion,
  agency: sender,
  role: event.actorrole,
  type: event.actortype,
  at: recordedAt,
  finding,
});

/**
 * Stores what a batch of folded events changes. What was told is closed by a person of the agency that was told; an
 * override by a person in a role that its clauses let review it. Whoever else looked at it stands beside it.
 */
export async function storeNotices(sql: Sql, writes: readonly NoticeWrites[]): Promise<void> {
  const opened = writes.flatMap((write) => write.opened);
  const seen = writes.flatMap((write) => write.seen);
  if (opened.length > 0) {
    await sql(
      `INSERT INTO notice (event_id, kind, task_id, version, from_agency, to_agency, at, detail, due_by, reviewers)
       SELECT event, kind, task, version, "from", "to", at, detail, due, reviewers
         FROM jsonb_to_recordset($1) AS r(event uuid, kind text, task uuid, version int, "from" text, "to" text,
              at timestamptz, detail jsonb, due timestamptz, reviewers jsonb)`,
      [JSON.stringify(opened)],
    );
  }
  if (seen.length === 0) return;
  await sql(
    `INSERT INTO notice_seen (event_id, kind, seen_with, version, agency, actor_role, actor_type, at, finding)
     SELECT n.event_id, n.kind, r.by, r.version, r.agency, r.role, r.type, r.at, r.finding
       FROM jsonb_to_recordset($1) AS r(of uuid, by uuid, task uuid, version int, agency text, role text, type text,
            at timestamptz, finding text)
       JOIN notice n ON n.event_id = r.of AND n.task_id = r.task AND n.version < r.version
        AND (n.kind = 'overridden') = (r.finding IS NOT NULL)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(seen)],
  );
  await sql(
    `UPDATE notice n SET closed_at = c.at, finding = c.finding
       FROM (SELECT DISTINCT ON (o.event_id, o.kind) o.event_id, o.kind, s.at, s.finding
               FROM notice o JOIN notice_seen s USING (event_id, kind)
              WHERE o.event_id = ANY($1::uuid[]) AND o.closed_at IS NULL AND s.actor_type = 'person'
                AND CASE o.kind WHEN 'overridden' THEN o.reviewers ? s.actor_role ELSE s.agency = o.to_agency END
              ORDER BY o.event_id, o.kind, s.version) c
      WHERE n.event_id = c.event_id AND n.kind = c.kind`,
    [seen.map(({ of }) => of)],
  );
}
