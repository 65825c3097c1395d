import type { Cast } from './cast.js';
import { opensTask, type Step } from './steps.js';

/** Why this step cannot be played since an earlier one failed that was to open its task; undefined when it can. */
export function blockedBy(cast: Cast, step: Step): string | undefined {
  if (opensTask(step)) return undefined;
  if (step.task === undefined) return blockedAddressee(cast, step);
  const earlier = cast.unopened.get(step.task);
  return earlier && cast.allOf(step.task).length === 0 ? waitsFor(earlier) : undefined;
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
  const missing = [...cast.unopened.values()].find((earlier) =>
    earlier.to?.some(({ agency }) => agency === to.agency),
  );
  return missing && waitsFor(missing);
}

const waitsFor = (step: Step): string =>
  `it needs ${step.do}${step.task ? ` ${step.task}` : ''} of minute ${step.at}, which failed`;
