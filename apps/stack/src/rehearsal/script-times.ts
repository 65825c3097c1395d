import type { TaskKind } from '#domain';
import { mustBeRefused, type Step, type Verb } from './steps.js';

/** What a script itself says of the time and the responsibility of a task that one of its steps asks for. */
export interface ScriptedTask {
  /** Minute until which the task has to stay unanswered, where that is later than its kind decides; else undefined. */
  readonly decideBy: number | undefined;
  /** True where a step of the script hands the person over on this task. */
  readonly transfers: boolean;
}

/** Verbs after which nobody waits for an answer any more. */
const ANSWERS: readonly Verb[] = ['accept', 'decline', 'cancel'];
const HANDOVERS: readonly Verb[] = ['handover-offer', 'handover-accept', 'handover-refuse'];

/**
 * Looks ahead in the script. Where it answers later than the kind has minutes for, the request has to leave as much time; but
 * where it lets the task expire, the kind's own time counts.
 */
export function scriptedTask(
  steps: readonly Step[],
  opening: Step,
  kind: Pick<TaskKind, 'decideWithinMinutes'> | undefined,
): ScriptedTask {
  const later = steps.slice(steps.indexOf(opening) + 1).filter(({ task }) => task === opening.task);
  const transfers = later.some((step) => HANDOVERS.includes(step.do));
  if (!kind || later.some((step) => step.do === 'expire')) return { decideBy: undefined, transfers };
  const needed = Math.max(opening.at, ...unanswered(later, opening).map(({ at }) => at));
  const isLater = needed - opening.at > kind.decideWithinMinutes;
  return { decideBy: isLater ? needed : undefined, transfers };
}

/** The steps until the task is answered, with the answer; all where nobody answers. Of a need each unit answers once. */
function unanswered(later: readonly Step[], opening: Step): readonly Step[] {
  const taken = later.filter((step) => step.by !== 'bus');
  const answers = (step: Step): boolean =>
    ANSWERS.includes(step.do) && !mustBeRefused(step) && !refusesCounter(step, opening);
  if (opening.targets !== undefined) {
    const accepted = taken.findIndex((step) => step.do === 'accept' && answers(step));
    return (accepted < 0 ? taken : taken.slice(0, accepted + 1)).filter((step) => ANSWERS.includes(step.do));
  }
  const answered = taken.findIndex(answers);
  return answered < 0 ? taken : taken.slice(0, answered + 1);
}

/** An asker who declines does not agree to other terms: the request stands as it was. */
function refusesCounter({ do: verb, by }: Step, opening: Step): boolean {
  if (verb !== 'decline' || by === 'bus' || opening.by === 'bus' || by.agency !== opening.by.agency)
    return false;
  return opening.to?.[0]?.agency !== by.agency || by.unit === opening.by.unit;
}

/** How long an offered handover has to stand so that the script's own answer comes in time, in minutes; undefined without one. */
export function scriptedHandover(steps: readonly Step[], offer: Step): number | undefined {
  const later = steps.slice(steps.indexOf(offer) + 1).filter(({ task }) => task === offer.task);
  const answer = later.find((step) => step.do === 'handover-accept' || step.do === 'handover-refuse');
  return answer && answer.at - offer.at;
}
