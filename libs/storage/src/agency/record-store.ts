import type { IdentityStep, Party, Task } from '#domain';
import type { Database } from '../database.js';
import { withoutNulls } from '../without-nulls.js';
import { storeFiles, type FiledWith } from './case-files.js';

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

  /** One task; undefined when this agency has no part in it. */
  async task(taskId: string): Promise<TaskRow | undefined> {
    const [row] = await this.tasksWhere('task_id = $1', [taskId], 1);
    return row;
  }

  /** Tasks by status and case, newest change first. */
  async tasks(filter: {
    status?: string;
    caseId?: string;
    open?: boolean;
    limit: number;
  }): Promise<TaskRow[]> {
    return this.tasksWhere(
      `($1::text IS NULL OR status = $1) AND ($2::uuid IS NULL OR case_id = $2)
       AND ($3::boolean IS NULL OR (coalesce(status, 'requested') NOT IN ('rejected','completed','failed','cancelled','entered-in-error')) = $3)`,
      [filter.status ?? null, filter.caseId ?? null, filter.open ?? null],
      filter.limit,
    );
  }

  /** The events of a task in their signed order. */
  async events(taskId: string): Promise<EventRow[]> {
    return this.database.query(
      `SELECT ${EVENT_COLUMNS} FROM event e WHERE e.task_id = $1 ORDER BY e.version`,
      [taskId],
    );
  }

  /** Every task of a case, the newest change first. */
  async tasksOfCase(caseId: string): Promise<TaskRow[]> {
    return this.tasksWhere('case_id = $1', [caseId]);
  }

  /** Every event of a case's tasks, own and received, in ledger order, with what it said. */
  async eventsOfCase(caseId: string): Promise<CaseEventRow[]> {
    return this.database.query(
      `SELECT e.task_id AS "taskId", ${EVENT_COLUMNS} FROM event e JOIN task t USING (task_id)
        WHERE t.case_id = $1 AND t.state->>'mode' = ANY($2) ORDER BY e.sequence, e.task_id, e.version`,
      [caseId, this.modes],
    );
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

  /** Everything in a case file, oldest first. */
  async entries(caseId: string): Promise<CaseEntry[]> {
    const rows = await this.database.query<CaseEntry & { item: string | null }>(
      `SELECT at, by_party AS by, from_agency AS "fromAgency", item, entry FROM case_entry WHERE case_id = $1 ORDER BY id`,
      [caseId],
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

const EVENT_COLUMNS = `e.event_id AS "eventId", e.version, e.type, e.sender, e.number::float8 AS number,
  e.sequence::float8 AS sequence, e.recorded_at AS "recordedAt", e.event, e.content`;
