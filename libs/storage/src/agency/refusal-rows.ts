import type { Mode, RefusedItemReason } from '#domain';
import type { Sql } from '../database.js';

/** Items that an agency did not let through: codes only, never what they said. */
export interface NewRefusal {
  /** `outgoing`: this agency wanted to tell the other. `incoming`: the other told it. */
  readonly direction: 'outgoing' | 'incoming';
  /** The other agency. */
  readonly other: string;
  /** Code of the task's kind. */
  readonly kind?: string;
  readonly taskId?: string;
  readonly caseId?: string;
  /** The event that brought the items, where they came in. */
  readonly eventId?: string;
  readonly mode?: Mode;
  /** Who wanted to tell them; the service itself where they came in. */
  readonly actor?: { readonly ref: string; readonly role: string; readonly type: 'person' | 'system' };
  readonly items: readonly { readonly code: string; readonly why: RefusedItemReason }[];
  /** ISO 8601 with an offset. */
  readonly occurredAt: string;
}

/** Notes refusals in the transaction of what they belong to. */
export async function storeRefusals(sql: Sql, refusals: readonly NewRefusal[]): Promise<void> {
  if (refusals.length === 0) return;
  await sql(
    `INSERT INTO refusal (direction, other, kind, task_id, case_id, event_id, mode, actor, items, occurred_at)
     SELECT direction, other, kind, "taskId", "caseId", "eventId", mode, actor, items, "occurredAt"
       FROM jsonb_to_recordset($1) AS r(direction text, other text, kind text, "taskId" uuid, "caseId" uuid, "eventId" uuid,
            mode text, actor jsonb, items jsonb, "occurredAt" timestamptz)`,
    [JSON.stringify(refusals)],
  );
}
