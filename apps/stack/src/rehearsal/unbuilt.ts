import type { TaskEventType } from '#domain';
import type { Cast } from './cast.js';
import { opensTask, type Step, type Verb } from './steps.js';

/** Why a verb is not played yet; undefined where it is. */
const NOT_BUILT: Readonly<Partial<Record<Verb, string>>> = {
  'clock-start': 'clocks are not built yet',
  'counter-offer': 'counter-offers are not built yet',
  expire: 'the expiry of an unanswered request is not built yet',
  'set-off': 'setting off is not built yet',
  'handover-offer': 'handovers are not built yet',
  'handover-accept': 'handovers are not built yet',
  'handover-refuse': 'handovers are not built yet',
  escalate: 'escalations are not built yet',
};

/** The event that a played verb puts on its task. */
export const EVENT_OF: Readonly<Partial<Record<Verb, TaskEventType>>> = {
  note: 'informed',
  accept: 'accepted',
  decline: 'rejected',
  'give-info': 'informed',
  'set-absent': 'informed',
  withhold: 'informed',
  arrive: 'started',
  complete: 'completed',
  cancel: 'cancelled',
};

/** Why this step cannot be played by the system as it is; undefined when it can. */
export function notBuilt(step: Step): string | undefined {
  if (opensTask(step) && (step.mode !== undefined || step.targets !== undefined)) {
    return 'offers to several at once are not built yet';
  }
  return NOT_BUILT[step.do];
}

/**
 * Why this step cannot be played since an earlier one was not: its task was never opened, or is not in a status that lets
 * the step follow, and the unplayed step might have changed that. Undefined when nothing stands in its way.
 */
export function blockedBy(cast: Cast, step: Step): string | undefined {
  if (opensTask(step)) return undefined;
  if (step.task === undefined) return blockedAddressee(cast, step);
  const earlier = cast.unplayed.get(step.task);
  if (!earlier) return undefined;
  const live = cast.tasks.get(step.task);
  const event = EVENT_OF[step.do];
  const open = live && event && cast.allows(live, event, live.asker.agency);
  return open ? undefined : waitsFor(earlier.step);
}

/** A step that is told to a unit needs a task with that unit. */
function blockedAddressee(cast: Cast, step: Step): string | undefined {
  const [to] = step.to ?? [];
  if (!to || step.by === 'bus') return undefined;
  const { by } = step;
  const reachable = cast
    .openTasks(cast.caseOf(step), by)
    .some(({ asker, performer }) => [asker, performer].some(({ agency }) => agency === to.agency));
  if (reachable) return undefined;
  const missing = [...cast.unplayed.values()].find(({ step: earlier }) =>
    earlier.to?.some(({ agency }) => agency === to.agency),
  );
  return missing && waitsFor(missing.step);
}

const waitsFor = (step: Step): string =>
  `it needs ${step.do}${step.task ? ` ${step.task}` : ''} of minute ${step.at}, which was not played`;
