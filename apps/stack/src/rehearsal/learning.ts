import type { ItemStatement, Party } from '#domain';
import { keepInCase } from './case-steps.js';
import type { Cast } from './cast.js';
import { problemSentence } from './desk.js';
import type { Doing } from './doing.js';
import { statementsOf } from './statements.js';
import type { Step } from './steps.js';

/** The statements of a step, which the speaker's agency puts into its own case file first. */
export async function learn(
  cast: Cast,
  step: Step,
  by: Party,
  doing: Doing,
): Promise<readonly ItemStatement[]> {
  const items = stated(cast, step, by, doing);
  if (items.length === 0) return items;
  const outcome = await keepInCase(cast, step, by, { items });
  if (outcome.problem) doing.failures.push(problemSentence(outcome.problem));
  else doing.kept.push(...items);
  doing.remarks.push(...outcome.remarks);
  return items;
}

/** The statements that a step makes, by what the speaking agency can know by then; what it cannot is a failure. */
export function stated(cast: Cast, step: Step, by: Party, doing: Doing): readonly ItemStatement[] {
  const said = [...(step.items ?? []), ...(step.withheld ?? [])];
  const known = cast.known(step.do === 'open-case' ? step.case : cast.caseOf(step));
  const { statements, missing } = statementsOf(said, known.seenBy(by.agency), {
    by,
    at: cast.instant(step),
  });
  doing.failures.push(
    ...missing.map((code) => `There is no value of ${code}: neither in the case nor in the person's truth.`),
  );
  return statements;
}
