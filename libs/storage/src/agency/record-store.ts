import { OPEN_STATUSES, unitText, type IdentityStep, type Party, type Task } from '#domain';
import type { Database } from '../database.js';
import { withoutNulls } from '../without-nulls.js';
import { storeFiles, type FiledWith } from './case-files.js';
import { within, type Sight } from './sight.js';

/** A task as lists show it. */
export interface TaskRow {
  readonly taskId: string;
  readonly caseId: string;
  /** Undefined while the request itself is not recorded yet. */
  readonly task: Task | undefined;
  /** Ledger sequence of the last event. */
  readonly sequence: number;
  /** Our own step that is not recorded yet. */
  readonly pending: string | undefined;
  readonly updatedAt: string;
}

/** One event of a task, with what it said. */
export interface EventRow {
  readonly eventId: string;
  readonly version: number;
  readonly type: string;
  readonly sender: string;
  readonly number: number;
  readonly sequence: number;
  readonly recordedAt: string;
  readonly event: string;
  readonly content: unknown;
}

/** One event of a task of a case. */
export interface CaseEventRow extends EventRow {
  readonly taskId: string;
}

/** One thing that is known, or not, in a case: an item statement or a note. */
export interface CaseEntry {
  readonly at: string;
  readonly by: Party;
  /** Whose knowledge it is. */
  readonly fromAgency: string;
  /** Item code; undefined for a note. */
  readonly item?: string;
  readonly entry: Record<string, unknown>;
}

/** A case file of this agency. */
export interface CaseFile {
  readonly caseId: string;
  readonly mode: string;
  readonly openedBy: Party;
  readonly openedAt: string;
  readonly closedAt?: string;
  readonly outcome?: string;
  /** Name for a person without one; it stays when an identity is confirmed. */
  readonly alias?: string;
  /** The newest step that this agency took on the person's identity. */
  readonly identity?: IdentityStep;
}

/** The agency's own records: tasks, their events, and case files. */
export class RecordStore {
  /** Tasks of modes other than `modes` are held here and shown to nobody. */
  constructor(
    private readonly database: Database,
    private readonly modes: readonly string[],
  ) {}

  /** One task; undefined when this agency has no part in it, or when it is out of sight. */
  async task(taskId: string, sight?: Sight): Promise<TaskRow | undefined> {
    const [row] = await this.tasksWhere(`task_id = $1 AND ${within(2, 'task')}`, [taskId, sight ?? null], 1);
    return row;
  }

  /** Tasks by status, case and unit (as `agency/unit`) within sight, newest change first. */
  async tasks(filter: {
    status?: string;
    caseId?: string;
    open?: boolean;
    unit?: string;
    sight?: Sight;
    limit: number;
  }): Promise<TaskRow[]> {
    const { status = null, caseId = null, open = null, unit = null, sight = null, limit } = filter;
    return this.tasksWhere(
      `($1::text IS NULL OR status = $1) AND ($2::uuid IS NULL OR case_id = $2)
       AND ($3::boolean IS NULL OR (coalesce(status, 'requested') NOT IN ('rejected','completed','failed','cancelled','entered-in-error')) = $3)
       AND ($4::text IS NULL OR parties @> ARRAY[$4]) AND ${within(5, 'task')}`,
      [status, caseId, open, unit, sight],
      limit,
    );
  }

  /** Open tasks within sight, and those that are named whether they are open or not; the newest change first. */
  async tasksOnBoard(named: readonly string[], sight: Sight, limit: number): Promise<TaskRow[]> {
    return this.tasksWhere(
      `(status = ANY($1) OR pending IS NOT NULL AND state IS NULL OR task_id = ANY($2::uuid[])) AND ${within(3, 'task')}`,
      [OPEN_STATUSES, named, sight ?? null],
      limit,
    );
  }

  /** The events of these tasks, those of each in their signed order. */
  async eventsOfTasks(tasks: readonly string[]): Promise<CaseEventRow[]> {
    return this.database.query(
      `SELECT e.task_id AS "taskId", ${EVENT_COLUMNS} FROM event e WHERE e.task_id = ANY($1::uuid[])
        ORDER BY e.task_id, e.version`,
      [tasks],
    );
  }

  /** The events of a task in their signed order. */
  async events(taskId: string): Promise<EventRow[]> {
    return this.database.query(
      `SELECT ${EVENT_COLUMNS} FROM event e WHERE e.task_id = $1 ORDER BY e.version`,
      [taskId],
    );
  }

  /** Every task of a case within sight, the newest change first. */
  async tasksOfCase(caseId: string, sight?: Sight): Promise<TaskRow[]> {
    return this.tasksWhere(`case_id = $1 AND ${within(2, 'task')}`, [caseId, sight ?? null]);
  }

  /**
   * Every event of a case's tasks within sight, own and received, in ledger order, with what it said. What was taken back
   * on the other tasks comes too: it says nothing of the person, and what is not so must not be held for true.
   */
  async eventsOfCase(caseId: string, sight?: Sight): Promise<CaseEventRow[]> {
    return this.database.query(
      `SELECT e.task_id AS "taskId", ${EVENT_COLUMNS} FROM event e JOIN task t USING (task_id)
        WHERE t.case_id = $1 AND t.state->>'mode' = ANY($2)
          AND (${within(3, 't')} OR e.type = 'concordat.task.recalled.v1')
        ORDER BY e.sequence, e.task_id, e.version`,
      [caseId, this.modes, sight ?? null],
    );
  }

  /** Whether a case is within sight: by one of its tasks, or because one of these units opened its file. */
  async seesCase(caseId: string, sight: Sight): Promise<boolean> {
    const file = await this.caseFile(caseId);
    if (file && (!sight || sight.includes(unitText(file.openedBy)))) return true;
    return (await this.tasks({ caseId, sight, limit: 1 })).length > 0;
  }

  /** Adds to case files, and opens those that are not there: all of it or nothing. */
  async addToCases(additions: readonly FiledWith[]): Promise<void> {
    await this.database.transaction((sql) => storeFiles(sql, additions));
  }

  /** Closes a case file; false when there is none open. */
  async closeCase(caseId: string, outcome: string): Promise<boolean> {
    const rows = await this.database.query(
      'UPDATE case_file SET closed_at = now(), outcome = $2 WHERE case_id = $1 AND closed_at IS NULL RETURNING case_id',
      [caseId, outcome],
    );
    return rows.length > 0;
  }

  /** One case file. */
  async caseFile(caseId: string): Promise<CaseFile | undefined> {
    const [row] = await this.database.query<CaseFile>(
      `SELECT case_id AS "caseId", mode, opened_by AS "openedBy", opened_at AS "openedAt", closed_at AS "closedAt", outcome,
              alias, identity FROM case_file WHERE case_id = $1`,
      [caseId],
    );
    return row && withoutNulls(row);
  }

  /**
   * Everything in a case file within sight, oldest first: statements and notes that these units made, that were told on
   * their tasks, or that were told on no task where the file is theirs. Who the person is, and what is not so, is for everybody.
   */
  async entries(caseId: string, sight?: Sight): Promise<CaseEntry[]> {
    const rows = await this.database.query<CaseEntry & { item: string | null }>(
      `SELECT e.at, e.by_party AS by, e.from_agency AS "fromAgency", e.item, e.entry
         FROM case_entry e JOIN case_file f USING (case_id) LEFT JOIN task t ON t.task_id = (e.entry->>'taskId')::uuid
        WHERE e.case_id = $1 AND ($2::text[] IS NULL OR t.parties && $2 OR ${textOf('e.by_party')} = ANY($2)
              OR t.task_id IS NULL AND ${textOf('f.opened_by')} = ANY($2) OR e.item IS NULL AND NOT e.entry ? 'note')
        ORDER BY e.id`,
      [caseId, sight ?? null],
    );
    return rows.map(({ item, ...rest }) => ({ ...rest, ...(item && { item }) }));
  }

  /** Directory versions in ledger order. */
  async directories(): Promise<{ sequence: number; bundle: unknown }[]> {
    return this.database.query(
      'SELECT sequence::float8 AS sequence, bundle FROM directory_version ORDER BY sequence',
    );
  }

  /** Keeps a verified directory version; nothing happens when it is known. */
  async addDirectory(version: number, sequence: number, event: string, bundle: unknown): Promise<void> {
    await this.database.query(
      'INSERT INTO directory_version (version, sequence, event, bundle) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [version, sequence, event, JSON.stringify(bundle)],
    );
  }

  private async tasksWhere(
    where: string,
    parameters: readonly unknown[],
    limit?: number,
  ): Promise<TaskRow[]> {
    const rows = await this.database.query<TaskRow & { task: Task | null; pending: string | null }>(
      `SELECT task_id AS "taskId", case_id AS "caseId", state AS task, ledger_seq::float8 AS sequence, pending,
              updated_at AS "updatedAt" FROM task
        WHERE ${where} AND (state IS NULL OR state->>'mode' = ANY($${parameters.length + 1}))
        ORDER BY updated_at DESC, task_id LIMIT $${parameters.length + 2}`,
      [...parameters, this.modes, limit ?? null],
    );
    return rows.map((row) => ({ ...row, task: row.task ?? undefined, pending: row.pending ?? undefined }));
  }
}

/** A unit in a column as {@link unitText} writes it. */
const textOf = (column: string): string => `(${column}->>'agency') || '/' || (${column}->>'unit')`;

const EVENT_COLUMNS = `e.event_id AS "eventId", e.version, e.type, e.sender, e.number::float8 AS number,
  e.sequence::float8 AS sequence, e.recorded_at AS "recordedAt", e.event, e.content`;
