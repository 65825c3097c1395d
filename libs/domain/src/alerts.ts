import type { TaskEvent } from './events.js';
import { roleOf, type Side } from './role.js';
import { unitText } from './sight.js';
import type { Party, Task } from './task.js';

/** What gives a task back, or calls somebody in. */
export const ALERT_KINDS = [
  'declined',
  'expired',
  'answered-late',
  'overdue',
  'escalated',
  'handover-refused',
  'handover-lapsed',
  'promise-broken',
  'failed',
] as const;

/** One of {@link ALERT_KINDS}. */
export type AlertKind = (typeof ALERT_KINDS)[number];

/**
 * Who has to look at a notice: a side of the task, by the unit that stands in the request; or, without `side`, this very
 * unit, which was called in.
 */
export interface Addressee {
  readonly party: Party;
  readonly side?: Side;
}

/** Something that a person of each addressee has to look at. `detail` holds codes, ids and numbers. */
export interface Alert {
  readonly kind: AlertKind;
  readonly to: readonly Addressee[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A side of a task as an addressee. */
export const sideOf = (task: Pick<Task, Side>, side: Side): Addressee => ({ party: task[side], side });

/** The side that hears what this unit says on a task; both where it is none of them. */
export function listeners(task: Pick<Task, Side>, by: Party): readonly Addressee[] {
  const speaks = roleOf(task, by);
  return SIDES.filter((side) => side !== speaks).map((side) => sideOf(task, side));
}

const SIDES = ['asker', 'performer'] as const;

/**
 * Whom an event calls, and to what; `task` is the task after it. A decline, a failure and silence give the task back to who
 * asked; a handover that came to nothing leaves the person with who offered it; a time that passed and a late answer concern
 * both; an escalation concerns each unit that it names. Every reader of the ledger comes to the same.
 */
export function alertsOf(event: TaskEvent, task: Task): readonly Alert[] {
  const asker = [sideOf(task, 'asker')];
  switch (event.type) {
    case 'rejected':
      return [{ kind: 'declined', to: asker, detail: { reason: event.reason } }];
    case 'failed':
      return [{ kind: 'failed', to: asker, detail: { reason: event.reason } }];
    case 'expired':
      return [{ kind: 'expired', to: asker, detail: {} }];
    case 'answered-late':
      return [{ kind: 'answered-late', to: bothOf(task), detail: { answer: event.answer } }];
    case 'overdue':
      return [{ kind: 'overdue', to: bothOf(task), detail: passedIn(event) }];
    case 'escalated':
      return [{ kind: 'escalated', to: calledIn(event.to), detail: { why: event.why } }];
    case 'handover-refused':
    case 'handover-lapsed':
      return [{ kind: event.type, to: responsibleFor(task), detail: {} }];
    case 'promise-ended':
      if (event.end !== 'broken') return [];
      return [{ kind: 'promise-broken', to: listeners(task, event.by), detail: { promise: event.promise } }];
    default:
      return [];
  }
}

const bothOf = (task: Task): readonly Addressee[] => SIDES.map((side) => sideOf(task, side));

function responsibleFor(task: Task): readonly Addressee[] {
  const side = task.responsible && roleOf(task, task.responsible);
  return side ? [sideOf(task, side)] : bothOf(task);
}

function passedIn({
  deadline,
  promise,
  clock,
  percent,
}: Extract<TaskEvent, { type: 'overdue' }>): Alert['detail'] {
  return {
    deadline,
    ...(promise !== undefined && { promise }),
    ...(clock !== undefined && { clock }),
    ...(percent !== undefined && { percent }),
  };
}

const calledIn = (units: readonly Party[]): readonly Addressee[] =>
  [...new Map(units.map(({ agency, unit }) => [unitText({ agency, unit }), { agency, unit }])).values()].map(
    (party) => ({ party }),
  );
