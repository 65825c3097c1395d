import type { Party } from '#domain';
import { caseStep } from './case-steps.js';
import { otherParty, sideOf, type Cast, type LiveTask } from './cast.js';
import { blockedBy } from './blocked.js';
import { startClock } from './clock-steps.js';
import { problemSentence, type Problem } from './desk.js';
import { nothingDone, take, type Doing } from './doing.js';
import { followUp } from './follow-up-steps.js';
import { learn, stated } from './learning.js';
import { closeNeed } from './need-steps.js';
import { open } from './opening-steps.js';
import type { PassingTime } from './passing-time.js';
import { send } from './sending.js';
import { noteOf, withdrawn } from './step-words.js';
import { mustBeRefused, opensTask, type Step } from './steps.js';
import { onTask } from './task-steps.js';
import type { Told } from './told.js';
import { escalatedByItself, expire } from './waiting-steps.js';

/** What a step is played in: the time of the exercise, and what was played before. */
export interface Course {
  readonly time: PassingTime;
  readonly before: readonly Told[];
}

/** Plays one step on the running system and waits until it has arrived. Rejects only when the rehearsal is stopped. */
export async function playStep(cast: Cast, step: Step, course: Course): Promise<Told> {
  const doing = nothingDone();
  const because = blockedBy(cast, step);
  if (because !== undefined) return { ...told(step, doing), fate: 'not-played', because };
  if (step.by === 'bus') await byItself(cast, step, doing, course);
  else await act(cast, step, { by: step.by, doing, ...course });
  const judged = judge(step, doing);
  if (judged.fate === 'failed' && opensTask(step) && cast.allOf(step.task).length === 0)
    cast.unopened.set(step.task, step);
  return judged;
}

const told = (step: Step, { parcels, kept, remarks, failures, problem, alias }: Doing) => ({
  step,
  parcels,
  kept,
  remarks,
  failures,
  ...(problem && { refusal: problem.code, warned: warnedIn(problem) }),
  ...(alias && { alias }),
});

/** The rules of law of which somebody was warned whose step was refused. */
const warnedIn = ({ because }: Problem): readonly string[] =>
  ((because['warnings'] ?? []) as readonly { readonly code: string }[]).map(({ code }) => code);

function judge(step: Step, doing: Doing): Told {
  const { problem, failures } = doing;
  const sentence = problem && problemSentence(problem);
  if (mustBeRefused(step)) {
    if (problem && problem.status >= 400 && problem.status < 500) {
      return { ...told(step, doing), fate: 'refused-as-expected', because: sentence ?? '' };
    }
    failures.push(sentence ?? 'The system should have refused this step, and took it.');
  } else if (sentence !== undefined) failures.push(sentence);
  return { ...told(step, doing), fate: failures.length > 0 ? 'failed' : 'played' };
}

/** What the services do by themselves. */
async function byItself(cast: Cast, step: Step, doing: Doing, { time }: Course): Promise<void> {
  if (step.do === 'expire') return expire(cast, step, { doing, time });
  if (step.do === 'escalate') return escalatedByItself(cast, step, { doing, time });
  throw new Error(`the software by itself does not ${step.do}`);
}

interface Acting extends Course {
  readonly by: Party;
  readonly doing: Doing;
}

async function act(cast: Cast, step: Step, acting: Acting): Promise<void> {
  const { by, doing, time, before } = acting;
  if (opensTask(step)) return open(cast, step, by, doing);
  switch (step.do) {
    case 'open-case':
    case 'close-case':
      return inCase(cast, step, by, doing);
    case 'note':
      return step.task === undefined ? inCase(cast, step, by, doing) : onTask(cast, step, by, doing);
    case 'give-info':
    case 'set-absent':
    case 'withhold':
      return step.task === undefined ? inform(cast, step, by, doing) : onTask(cast, step, by, doing);
    case 'merge-identity':
    case 'correct':
      return afterwards(cast, step, by, doing);
    case 'clock-start':
      return startClock(cast, step, { by, doing, before });
    case 'expire':
      return expire(cast, step, { doing, time });
    case 'cancel':
      return cancel(cast, step, by, doing);
    default:
      return onTask(cast, step, by, doing);
  }
}

async function inCase(cast: Cast, step: Step, by: Party, doing: Doing): Promise<void> {
  const items = stated(cast, step, by, doing);
  const outcome = await caseStep(cast, step, by, { items, note: noteOf(step) });
  if (outcome.problem) doing.problem = outcome.problem;
  else doing.kept.push(...items);
  if (outcome.alias) doing.alias = outcome.alias;
  doing.remarks.push(...outcome.remarks);
}

/** A need that is not wanted any more is closed as a whole. */
async function cancel(cast: Cast, step: Step, by: Party, doing: Doing): Promise<void> {
  const need = cast.needs.find(({ local }) => local === step.task);
  if (!need) return onTask(cast, step, by, doing);
  const { reason = 'no-longer-needed' } = withdrawn(step);
  return closeNeed(cast, need, { step, by, reason, doing });
}

/** What is said of what was told before: the service tells everybody itself. */
async function afterwards(cast: Cast, step: Step, by: Party, doing: Doing): Promise<void> {
  const items = stated(cast, step, by, doing);
  const { problem, parcels, failures } = await followUp(cast, step, by, items);
  if (problem) doing.problem = problem;
  else cast.known(cast.caseOf(step)).says(by.agency, items);
  doing.parcels.push(...parcels);
  doing.failures.push(...failures);
}

/** Tells items to a unit on the task with it, or on every open task of the speaker. */
async function inform(cast: Cast, step: Step, by: Party, doing: Doing): Promise<void> {
  const tasks = addressed(cast, step, by);
  if (tasks.length === 0 && step.to !== undefined) {
    return void doing.failures.push('There is no open task on which this could be told.');
  }
  const items = await learn(cast, step, by, doing);
  if (tasks.length === 0) doing.remarks.push('No task is open: it stays in the case file.');
  const words = { note: noteOf(step) };
  for (const on of tasks) {
    const sent = await send(cast, { by, event: 'informed', on, items, words });
    if ('nothing' in sent) {
      const { agency } = otherParty(on, by);
      doing.remarks.push(
        `${agency} (${on.local}) is told nothing: no rule lets ${sent.nothing.join(', ')} travel on this task now.`,
      );
    } else take(sent, doing);
  }
}

function addressed(cast: Cast, step: Step, by: Party): readonly LiveTask[] {
  const open = cast.openTasks(cast.caseOf(step), by);
  const [to] = step.to ?? [];
  if (!to) return open;
  const withAgency = open.filter((live) => otherParty(live, by).agency === to.agency && sideOf(live, by));
  const withUnit = withAgency.filter((live) => otherParty(live, by).unit === to.unit);
  return withUnit.length > 0 ? withUnit : withAgency;
}
