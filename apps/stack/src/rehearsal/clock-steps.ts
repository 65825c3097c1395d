import type { ClockState, Party } from '#domain';
import { keepInCase } from './case-steps.js';
import { actorFor, type Cast } from './cast.js';
import { clocksTravelled } from './clock-travel.js';
import type { Answer } from './desk.js';
import type { Doing } from './doing.js';
import { learn } from './learning.js';
import { noteOf } from './step-words.js';
import type { StepOf } from './steps.js';
import type { Told } from './told.js';

/** The kind of task that takes a person to a place of safety: whoever may be asked for it is one. */
const PLACE_OF_SAFETY = 'place-of-safety-admission';

/**
 * Starts a clock of the person, or wants its time made longer. Whoever uses the power before the person has arrived anywhere, and is no place of safety, says
 * that it waits for the arrival.
 */
export async function startClock(
  cast: Cast,
  step: StepOf<'clock-start'>,
  { by, doing, before }: { readonly by: Party; readonly doing: Doing; readonly before: readonly Told[] },
): Promise<void> {
  await learn(cast, step, by, doing);
  const desk = cast.desk(by.agency);
  if (!desk) return void doing.failures.push(`The running system has no service of ${by.agency}.`);
  const waits = step.extend === undefined && !isPlaceOfSafety(cast, by.agency) && !hasArrived(before);
  const note = noteOf(step);
  const said = { unit: by.unit, actor: actorFor(by, cast.run), ...(note !== undefined && { note }) };
  const start = (): Promise<Answer> => {
    const clocks = `/cases/${cast.caseId(cast.caseOf(step), by.agency) ?? ''}/clocks`;
    const { extend: reason, clock } = step;
    if (reason !== undefined) return desk.post(`${clocks}/${clock}/extend`, { ...said, reason });
    return desk.post(clocks, { ...said, clock, ...(waits ? { waits } : { startedAt: cast.instant(step) }) });
  };
  let answer = await start();
  if ('problem' in answer && answer.problem.code === 'CASE_UNKNOWN') {
    await keepInCase(cast, step, by, { note: `starts the clock ${step.clock}` });
    answer = await start();
  }
  if ('problem' in answer) doing.problem = answer.problem;
  else {
    if (waits) doing.remarks.push('It waits: it starts when the person arrives at a place of safety.');
    const { caseId, clock } = answer.body as { readonly caseId: string; readonly clock: ClockState };
    cast.clocks.push({ caseId, agency: by.agency, clock });
    doing.failures.push(...(await clocksTravelled(cast)));
  }
}

const isPlaceOfSafety = (cast: Cast, agency: string): boolean =>
  cast.directory.kind(PLACE_OF_SAFETY)?.mayBeAsked.includes(agency) ?? false;

const hasArrived = (before: readonly Told[]): boolean =>
  before.some(({ step, fate }) => step.do === 'arrive' && fate === 'played');
