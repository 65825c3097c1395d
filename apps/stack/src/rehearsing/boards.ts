import type { Task } from '#domain';
import { Desk } from '../rehearsal/desk.js';
import type { Labels } from '../rehearsal/labels.js';
import type { RunningSystem } from '../rehearsal/system.js';

/** What one agency has open in an exercise, as its own service tells it: no ids, no values. */
export interface AgencyBoard {
  readonly agency: string;
  readonly name: string;
  /** False while its service does not answer; then the tasks are those that it told last. */
  readonly answers: boolean;
  readonly tasks: readonly {
    readonly kind: string;
    readonly status: string;
    readonly asked: 'of-us' | 'by-us';
  }[];
}

/** Most tasks that are asked for at once. */
const LIMIT = 200;

/** The boards of all agencies in one exercise. */
export class Boards {
  private shown: readonly AgencyBoard[];
  private readonly desks: readonly (readonly [string, Desk])[];

  constructor(
    { agencies }: Pick<RunningSystem, 'agencies'>,
    private readonly labels: Labels,
    signal: AbortSignal,
  ) {
    this.desks = Object.entries(agencies).map(([code, door]) => [code, new Desk(door, signal)] as const);
    this.shown = this.desks.map(([code]) => ({
      agency: code,
      name: labels.agency(code),
      answers: true,
      tasks: [],
    }));
  }

  /** As they were looked at last. */
  get now(): readonly AgencyBoard[] {
    return this.shown;
  }

  /** Looks at every agency's board; true when something is different. Rejects only when the signal comes. */
  async look(exercise: string): Promise<boolean> {
    const before = JSON.stringify(this.shown);
    this.shown = await Promise.all(this.desks.map(([code, desk]) => this.boardOf(code, desk, exercise)));
    return JSON.stringify(this.shown) !== before;
  }

  private async boardOf(code: string, desk: Desk, exercise: string): Promise<AgencyBoard> {
    const answer = await desk.get(`/tasks?open=true&limit=${LIMIT}`);
    const last = this.shown.find(({ agency }) => agency === code) as AgencyBoard;
    if ('problem' in answer) return { ...last, answers: false };
    const rows = (answer.body['tasks'] ?? []) as readonly { readonly task?: Task }[];
    const tasks = rows
      .flatMap(({ task }) => (task?.exercise === exercise ? [task] : []))
      .sort((a, b) => Date.parse(a.requestedAt) - Date.parse(b.requestedAt) || a.id.localeCompare(b.id));
    return {
      ...last,
      answers: true,
      tasks: tasks.map(({ kind, status, performer }) => ({
        kind: this.labels.kind(kind),
        status,
        asked: performer.agency === code ? 'of-us' : 'by-us',
      })),
    };
  }
}
