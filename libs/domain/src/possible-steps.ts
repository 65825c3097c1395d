import { EVENT_OF, type TaskCommandType } from './commands.js';
import type { TaskEvent } from './events.js';
import { STEPS } from './lifecycle.js';
import { roleOf, type Side } from './role.js';
import { againstState } from './step-content.js';
import type { Party, Task } from './task.js';

/** Steps that a person takes on a task, in the order in which they are shown. */
const BY_PEOPLE = [
  'receive',
  'accept',
  'reject',
  'counter',
  'accept-counter',
  'refuse-counter',
  'start',
  'inform',
  'set-slots',
  'accept-handover',
  'refuse-handover',
  'offer-handover',
  'hold',
  'resume',
  'complete',
  'fail',
  'promise',
  'end-promise',
  'escalate',
  'cancel',
  'enter-in-error',
] as const satisfies readonly TaskCommandType[];

/**
 * The steps that this unit can take on the task as it stands, by the same tables by which `decide` judges them. What a step
 * says is judged only when it is taken: a reason, the people who are there, a time.
 */
export function possibleSteps(task: Task, by: Party): readonly (typeof BY_PEOPLE)[number][] {
  const side = roleOf(task, by);
  return side === undefined ? [] : BY_PEOPLE.filter((command) => isPossible(command, task, { side, by }));
}

function isPossible(
  command: (typeof BY_PEOPLE)[number],
  task: Task,
  { side, by }: { readonly side: Side; readonly by: Party },
): boolean {
  const type = EVENT_OF[command];
  const { from, by: whose } = STEPS[type];
  if (!from.includes(task.status) || (whose !== 'either' && whose !== side)) return false;
  if (command === 'end-promise') return endable(task);
  // The least that an event of this type says: nothing of it is refused for what it names.
  const event = { type, by, to: [], promise: { id: '' } } as unknown as TaskEvent;
  return againstState(task, event, side) === undefined;
}

/** Own undertakings are kept or broken, those of the other side are released. */
const endable = ({ promises = [] }: Task): boolean => promises.some(({ state }) => state === 'open');
