import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Both parties of the task in this column, and everybody who was called in on it, each once and as `agency/unit`. */
const partiesIn = (task: string): string => `ARRAY(
  SELECT DISTINCT (p->>'agency') || '/' || (p->>'unit')
    FROM jsonb_array_elements(jsonb_build_array(${task}->'asker', ${task}->'performer')
                              || jsonb_path_query_array(${task}, '$.escalations[*].to[*]')) AS p)`;

/** The side of the task in `t` on which an agency stands; on a task between two of its units it was not kept before. */
const sideOf = (agency: string): string =>
  `CASE WHEN t.state->'asker'->>'agency' = ${agency} THEN 'asker' ELSE 'performer' END`;

const STATEMENTS = [
  // Who is bound to units sees only the tasks of these: the units of a task, and of an entry of the feed as they were then.
  `ALTER TABLE task ADD parties text[] NOT NULL DEFAULT '{}'`,
  `UPDATE task SET parties = ${partiesIn('state')} WHERE state IS NOT NULL`,
  'CREATE INDEX task_parties ON task USING gin (parties)',
  `ALTER TABLE feed ADD parties text[] NOT NULL DEFAULT '{}'`,
  `UPDATE feed SET parties = ${partiesIn('task')} WHERE task IS NOT NULL`,
  'CREATE INDEX feed_parties ON feed USING gin (parties)',
  // On a task between two units of one agency each keeps items of its own. What was kept before counts for either.
  `ALTER TABLE kept_item ADD side text CHECK (side IN ('asker', 'performer'))`,
  // A notice stands once for each who has to look at it: for a side of the task, or for a unit that was called in.
  'ALTER TABLE notice_seen DROP CONSTRAINT notice_seen_event_id_kind_fkey',
  `ALTER TABLE notice
     DROP CONSTRAINT notice_kind_check,
     DROP CONSTRAINT notice_pkey,
     ADD to_unit text,
     ADD to_side text CHECK (to_side IN ('asker', 'performer')),
     ADD CONSTRAINT notice_kind_check CHECK (kind IN ('overridden', 'corrected', 'recalled', 'identified', 'declined',
       'expired', 'answered-late', 'overdue', 'escalated', 'handover-refused', 'handover-lapsed', 'promise-broken', 'failed'))`,
  `UPDATE notice n SET to_side = ${sideOf('n.to_agency')}, to_unit = t.state->(${sideOf('n.to_agency')})->>'unit'
     FROM task t WHERE t.task_id = n.task_id`,
  'ALTER TABLE notice ALTER to_unit SET NOT NULL, ADD PRIMARY KEY (event_id, kind, to_agency, to_unit)',
  `ALTER TABLE notice_seen ADD unit text, ADD side text CHECK (side IN ('asker', 'performer'))`,
  `UPDATE notice_seen s SET side = ${sideOf('s.agency')}
     FROM notice n JOIN task t USING (task_id) WHERE n.event_id = s.event_id AND n.kind = s.kind`,
];

/** What rights and views by unit need: whose a task is, who keeps an item, and who has to look at a notice. */
export class AgencyUnits1700000000008 implements MigrationInterface {
  readonly name = 'AgencyUnits1700000000008';

  /** Adds the columns; in one transaction with the other migrations. */
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  /** There is no way back that would not lose records. */
  down(): Promise<void> {
    return Promise.reject(new Error('the schema of units is not taken back: drop the database instead'));
  }
}
