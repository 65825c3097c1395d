import type { Party } from '#domain';
import type { Cast } from './cast.js';
import type { Dispatch, Question, Terms } from './dispatch.js';
import { take, type Doing } from './doing.js';
import { learn } from './learning.js';
import { joinNeed, offerToAll, openNeed } from './need-steps.js';
import { targetsOf } from './scenario-names.js';
import { scriptedTask } from './script-times.js';
import { send } from './sending.js';
import { noteOf } from './step-words.js';
import type { Step, StepOf } from './steps.js';

/** Asks a unit for something, or offers a need to several; a later request of the same kind joins a need that is open. */
export async function open(
  cast: Cast,
  step: StepOf<'offer'> | StepOf<'ask-info'>,
  by: Party,
  doing: Doing,
): Promise<void> {
  const [performer] = step.to;
  if (!performer) return;
  // What the step says goes into the case file, and from there with the request.
  await learn(cast, step, by, doing);
  const kind = step.kind ?? 'information-request';
  const on = { local: step.task, kind, caseLocal: cast.caseOf(step), asker: by, performer };
  const terms = termsOf(cast, step, { kind, doing });
  const asks = questionOf(step);
  const words = { note: noteOf(step) };
  const dispatch = {
    by,
    event: 'requested',
    on,
    words,
    terms,
    ...(asks && { asks }),
  } as const satisfies Dispatch;
  const targets = targetsOf(step);
  const need = openNeed(cast, dispatch);
  if (targets.length > 0) await offerToAll(cast, dispatch, targets, doing);
  else if (need) await joinNeed(cast, need, dispatch, doing);
  else take(await send(cast, dispatch), doing);
}

/** The script's own answers have to be in time, and a handover needs a responsibility that can pass. */
function termsOf(
  cast: Cast,
  step: Step,
  { kind, doing }: { readonly kind: string; readonly doing: Doing },
): Terms {
  const { decideBy, transfers } = scriptedTask(cast.scenario.steps, step, cast.directory.kind(kind));
  if (decideBy !== undefined)
    doing.remarks.push(
      `The script leaves it unanswered until minute ${decideBy}, longer than its kind: the request says so.`,
    );
  return {
    ...(decideBy !== undefined && { decideBy: cast.instant({ at: decideBy }) }),
    ...(transfers && { responsibility: 'transfers' as const }),
  };
}

/** A question needs a purpose and a basis; where the script has none: to identify or to judge the risk, as life is at stake. */
function questionOf({ wanted, purpose, basis }: Step): Question | undefined {
  if (!wanted) return undefined;
  const usual = wanted.includes('full-name') ? 'identify-person' : 'assess-risk';
  return { wanted, purpose: purpose ?? usual, basis: basis ?? 'vital-interests' };
}
