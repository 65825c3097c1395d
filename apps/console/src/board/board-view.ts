import type { Person } from '#access';

/** What an agency's service answers to GET /tasks, as far as the board reads it. */
export interface TaskList {
  readonly tasks: readonly ListedTask[];
}

/** One task of the list. */
export interface ListedTask {
  readonly taskId: string;
  /** Absent while the request itself is not recorded yet. */
  readonly task?: {
    readonly kind: string;
    readonly status: string;
    readonly urgency: string;
    readonly asker: PartyName;
    readonly performer: PartyName;
  };
}

interface PartyName {
  readonly agency: string;
  readonly unit: string;
}

/** The board as its template shows it. */
export interface BoardView {
  readonly title: string;
  readonly count: number;
  readonly rows: readonly BoardRow[];
  readonly [name: string]: unknown;
}

interface BoardRow {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly urgency: string;
  readonly with: string;
  readonly askedOfUs: boolean;
}

/** One row for each task: what it is, how it stands, and who the other party is. */
export function boardView({ tasks }: TaskList, { agency }: Pick<Person, 'agency'>): BoardView {
  const rows = tasks.flatMap(({ taskId, task }) => {
    if (!task) return [];
    const askedOfUs = task.performer.agency === agency;
    const { agency: other, unit } = askedOfUs ? task.asker : task.performer;
    const { kind, status, urgency } = task;
    return [{ id: taskId, kind, status, urgency, with: `${other}/${unit}`, askedOfUs }];
  });
  return { title: 'Board', count: rows.length, rows };
}
