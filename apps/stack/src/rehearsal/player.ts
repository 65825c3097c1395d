import type { ItemStatement, Party, TaskEventType } from '#domain';
import { otherParty, sideOf, type Cast, type LiveTask } from './cast.js';
import { caseStep, keepInCase } from './case-steps.js';
import { problemSentence, type Problem } from './desk.js';
import { followUp } from './follow-up-steps.js';
import { send, type Dispatch, type Question, type Sent, type Words } from './sending.js';
import { statementsOf } from './statements.js';
import { mustBeRefused, opensTask, type Step, type StepOf } from './steps.js';
import type { Parcel, Told } from './told.js';
import { EVENT_OF, blockedBy, notBuilt } from './unbuilt.js';

/** What playing a step comes to, before it is judged. */
interface Doing {
  readonly parcels: Parcel[];
  readonly kept: ItemStatement[];
  readonly remarks: string[];
  readonly failures: string[];
  problem?: Problem;
  alias?: string;
}

/** Plays one step on the running system and waits until it has arrived. Rejects only when the rehearsal is stopped. */
export async function playStep(cast: Cast, step: Step): Promise<Told> {
  const doing: Doing = { parcels: [], kept: [], remarks: [], failures: [] };
  const unbuilt = notBuilt(step);
  const because = unbuilt ?? blockedBy(cast, step);
  if (because !== undefined) {
    if (unbuilt !== undefined) rememberUnplayed(cast, step, because);
    // What a unit learns stands in its own case file, whether or not the step itself can be played.
    if (unbuilt !== undefined && step.by !== 'bus') await learn(cast, step, step.by, doing);
    return { ...told(step, doing), fate: doing.failures.length > 0 ? 'failed' : 'not-played', because };
  }
  if (step.by !== 'bus') await act(cast, step, step.by, doing);
  const judged = judge(step, doing);
  if (judged.fate === 'failed' && opensTask(step) && !cast.tasks.has(step.task)) {
    rememberUnplayed(cast, step, 'it failed');
  }
  return judged;
}

/** Later steps on the task may need this one; nothing counts more than that the task was never opened. */
function rememberUnplayed(cast: Cast, step: Step, because: string): void {
  const before = step.task === undefined ? undefined : cast.unplayed.get(step.task);
  if (step.task !== undefined && !(before && opensTask(before.step)))
    cast.unplayed.set(step.task, { step, because });
}

const told = (step: Step, { parcels, kept, remarks, failures, problem, alias }: Doing) => ({
  step,
  parcels,
  kept,
  remarks,
  failures,
  ...(problem && { refusal: problem.code }),
  ...(alias && { alias }),
});

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

function act(cast: Cast, step: Step, by: Party, doing: Doing): Promise<void> {
  if (opensTask(step)) return open(cast, step, by, doing);
  switch (step.do) {
    case 'open-case':
    case 'close-case':
      return inCase(cast, step, by, doing);
    case 'note':
      return step.task === undefined ? inCase(cast, step, by, doing) : onTask(cast, step, by, doing);
    case 'accept':
    case 'decline':
    case 'arrive':
    case 'complete':
    case 'cancel':
      return onTask(cast, step, by, doing);
    case 'give-info':
    case 'set-absent':
    case 'withhold':
      return inform(cast, step, by, doing);
    case 'merge-identity':
    case 'correct':
      return afterwards(cast, step, by, doing);
    default:
      throw new Error(`"${step.do}" is neither played nor listed as not built`);
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

/** The statements of a step, which the speaker's agency puts into its own case file first. */
async function learn(cast: Cast, step: Step, by: Party, doing: Doing): Promise<readonly ItemStatement[]> {
  const items = stated(cast, step, by, doing);
  if (items.length === 0) return items;
  const outcome = await keepInCase(cast, step, by, { items });
  if (outcome.problem) doing.failures.push(problemSentence(outcome.problem));
  else doing.kept.push(...items);
  doing.remarks.push(...outcome.remarks);
  return items;
}

function stated(cast: Cast, step: Step, by: Party, doing: Doing): readonly ItemStatement[] {
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

async function open(
  cast: Cast,
  step: StepOf<'offer'> | StepOf<'ask-info'>,
  by: Party,
  doing: Doing,
): Promise<void> {
  const [performer] = step.to;
  if (!performer) return;
  // What the step says goes into the case file, and from there with the request.
  await learn(cast, step, by, doing);
  const on = {
    local: step.task,
    kind: step.kind ?? 'information-request',
    caseLocal: cast.caseOf(step),
    asker: by,
    performer,
  };
  const asks = questionOf(step);
  take(
    await send(cast, { by, event: 'requested', on, words: { note: noteOf(step) }, ...(asks && { asks }) }),
    doing,
  );
}

/** A question needs a purpose and a basis; where the script has none: to identify or to judge the risk, as life is at stake. */
function questionOf({ wanted, purpose, basis }: Step): Question | undefined {
  if (!wanted) return undefined;
  const usual = wanted.includes('full-name') ? 'identify-person' : 'assess-risk';
  return { wanted, purpose: purpose ?? usual, basis: basis ?? 'vital-interests' };
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

async function onTask(cast: Cast, step: Step, by: Party, doing: Doing): Promise<void> {
  const live = cast.tasks.get(step.task ?? '');
  const event = EVENT_OF[step.do];
  if (!live || !event)
    return void doing.failures.push(`The task ${step.task ?? ''} does not stand on the ledger.`);
  const items = await learn(cast, step, by, doing);
  const words = wordsOf(step, event);
  const takesItems = event === 'informed' || event === 'completed';
  const parts: Dispatch[] = [
    { by, event, on: live, words, ...(takesItems && items.length > 0 && { items }) },
  ];
  // An answer carries no items of its own: they go beside it, while the task is open.
  const beside: Dispatch = { by, event: 'informed', on: live, words: {}, items };
  if (!takesItems && items.length > 0) {
    if (event === 'rejected' || event === 'cancelled') parts.unshift(beside);
    else parts.push(beside);
  }
  for (const part of parts) if (!doing.problem) take(await send(cast, part), doing);
}

/** Tells items: on a task to its other party, to a unit on the task with it, or on every open task of the speaker. */
async function inform(cast: Cast, step: Step, by: Party, doing: Doing): Promise<void> {
  const tasks = addressed(cast, step, by);
  if (tasks.length === 0 && (step.task ?? step.to) !== undefined) {
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
  if (step.task !== undefined) return [cast.tasks.get(step.task) ?? []].flat();
  const open = cast.openTasks(cast.caseOf(step), by);
  const [to] = step.to ?? [];
  if (!to) return open;
  const withAgency = open.filter((live) => otherParty(live, by).agency === to.agency && sideOf(live, by));
  const withUnit = withAgency.filter((live) => otherParty(live, by).unit === to.unit);
  return withUnit.length > 0 ? withUnit : withAgency;
}

function take(sent: Sent, doing: Doing): void {
  if ('problem' in sent) doing.problem = sent.problem;
  else if ('nothing' in sent) {
    doing.remarks.push(`Nothing is told: no rule lets ${sent.nothing.join(', ')} travel on this task now.`);
  } else {
    doing.parcels.push(sent.parcel);
    doing.failures.push(...sent.failures);
    doing.remarks.push(...sent.remarks);
  }
}

function wordsOf(step: Step, event: TaskEventType): Words {
  const note = noteOf(step);
  switch (event) {
    case 'rejected':
      return { note, reason: step.reason, fact: step.extra };
    case 'cancelled':
      return { note, reason: step.reason ?? 'no-longer-needed' };
    case 'completed':
      return { note, outcome: step.outcome };
    default:
      return { note };
  }
}

/** The free words of a step as one note: what has no field of its own yet is said in words. */
function noteOf(step: Step): string | undefined {
  const { value, note, tried, slots, condition, promise, reviewAt, atPlace } = step;
  const roles = slots && Object.entries(slots).map(([role, state]) => `${role} ${state}`);
  const parts = [
    value,
    note,
    tried && `already tried: ${tried.join(', ')}`,
    roles && `roles: ${roles.join(', ')}`,
    condition && `on condition: ${condition}`,
    promise && `promise: ${promise}`,
    reviewAt === undefined ? undefined : `ask again at minute ${reviewAt}`,
    atPlace && `at: ${atPlace}`,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join('; ') : undefined;
}
