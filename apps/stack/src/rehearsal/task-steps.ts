import type { ItemStatement, Party, Task, TaskEventType } from '#domain';
import { sideOf, type Cast, type LiveTask } from './cast.js';
import type { Dispatch, Words } from './dispatch.js';
import type { Said } from './said.js';
import { take, type Doing } from './doing.js';
import { learn } from './learning.js';
import { scriptedHandover } from './script-times.js';
import { send } from './sending.js';
import {
  countered,
  declined,
  noteOf,
  slotsOf,
  undertakingOf,
  withReason,
  withdrawn,
  type Placed,
} from './step-words.js';
import type { Step } from './steps.js';

/** A step on a task that stands: who takes it, and how the task is as they see it. */
interface OnTask {
  readonly cast: Cast;
  readonly step: Step;
  readonly by: Party;
  readonly live: LiveTask;
  readonly task: Task | undefined;
}

/** One event of a step. */
interface Part {
  readonly event: TaskEventType;
  readonly words: Words;
  readonly says?: Said;
  /** In whose name, where it is another's. */
  readonly by?: Party;
}

/** Takes a step on a task: its own event, and what the step says beside that has events of its own. */
export async function onTask(cast: Cast, step: Step, by: Party, doing: Doing): Promise<void> {
  const live = cast.task(step.task ?? '', by);
  if (!live) return void doing.failures.push(`The task ${step.task ?? ''} does not stand on the ledger.`);
  const items = await learn(cast, step, by, doing);
  const on: OnTask = { cast, step, by, live, task: cast.state(live, by.agency) };
  for (const part of inOrder(on, items, doing)) {
    if (doing.problem) return;
    const { says, words, event } = part;
    take(
      await send(cast, { by: part.by ?? by, event, on: live, words, ...(says && { says }), ...part.items }),
      doing,
    );
  }
}

/** Events with which items go; with any other they go beside it, while the task is open. */
const CARRIES: readonly TaskEventType[] = ['informed', 'completed'];
/** Events after which nothing more can be told. */
const CLOSES: readonly TaskEventType[] = ['rejected', 'cancelled', 'completed'];

type WithItems = Part & { readonly items?: Pick<Dispatch, 'items'> };

function inOrder(on: OnTask, items: readonly ItemStatement[], doing: Doing): readonly WithItems[] {
  const main = mainOf(on, items, doing);
  const event = main.at(-1)?.event;
  const carried = items.length > 0 ? { items: { items } } : {};
  const carries = event !== undefined && CARRIES.includes(event);
  const own: readonly WithItems[] = carries
    ? [...main.slice(0, -1), ...main.slice(-1).map((part) => ({ ...part, ...carried }))]
    : main;
  const beside: readonly WithItems[] = [
    ...(items.length > 0 && !carries ? [{ event: 'informed', words: {}, ...carried } as const] : []),
    ...besideOf(on, event, doing),
  ];
  return event !== undefined && CLOSES.includes(event) ? [...beside, ...own] : [...own, ...beside];
}

/** What is said beside the step's own event: who is there, and what is promised or how a promise ended. */
function besideOf(on: OnTask, event: TaskEventType | undefined, doing: Doing): readonly Part[] {
  const { step, cast } = on;
  const slots =
    step.slots && event !== 'accepted'
      ? [{ event: 'slots-set', words: {}, says: slotsOf(step) } as const]
      : [];
  if (event !== undefined && PROMISES.includes(event)) return slots;
  const { promise } = step;
  if (promise?.end !== undefined) return [...slots, ...ending(on, promise.end, doing)];
  if (promise === undefined) return slots;
  const { condition: _, ...plain } = step;
  const says = undertakingOf(plain, (minute) => cast.instant({ at: minute }));
  return [...slots, { event: 'promised', words: {}, says }];
}

/** Events that say themselves what is promised. */
const PROMISES: readonly TaskEventType[] = ['accepted', 'countered', 'rejected'];

function ending({ step, task, live, by }: OnTask, end: string, doing: Doing): readonly Part[] {
  const side = sideOf(live, by);
  const open = (task?.promises ?? []).filter(({ state }) => state === 'open');
  // Whoever promised keeps or breaks; the other party releases.
  const found = open.findLast((one) => (sideOf(live, one.by) === side) === (end !== 'released'));
  if (found) return [{ event: 'promise-ended', words: {}, says: { promise: found.id, end } }];
  doing.failures.push(`No promise stands open on ${step.task ?? live.local} that could be ${end}.`);
  return [];
}

function mainOf(on: OnTask, items: readonly ItemStatement[], doing: Doing): readonly Part[] {
  const { step, cast, task } = on;
  const instant = (minute: number): string => cast.instant({ at: minute });
  const words = { note: noteOf(step, BESIDE) };
  switch (step.do) {
    case 'accept':
      if (answersCounter(on)) return [{ event: 'counter-accepted', words }];
      return [
        {
          event: 'accepted',
          words: { note: noteOf(step, [...BESIDE, 'condition']) },
          says: { ...undertakingOf(step, instant), ...slotsOf(step) },
        },
      ];
    case 'decline':
      if (answersCounter(on))
        return [{ event: 'counter-refused', words: { note: withReason(step, step.reason) } }];
      return [{ event: 'rejected', ...declined(step, cast.directory.declineNeeds(step.reason), instant) }];
    case 'counter-offer':
      return [{ event: 'countered', ...countered(step, instant) }];
    case 'set-off':
      return [{ event: 'started', words: { note: ['sets off', words.note].filter(Boolean).join('; ') } }];
    case 'arrive':
      if (task?.status === 'accepted') return [{ event: 'started', words }];
      return [{ event: 'informed', words: { note: ['has arrived', words.note].filter(Boolean).join('; ') } }];
    case 'complete':
      return [{ event: 'completed', words: { ...words, outcome: step.outcome } }];
    case 'cancel':
      return [{ event: 'cancelled', words: withdrawn(step) }];
    case 'escalate':
      return [{ event: 'escalated', words, says: { to: calledIn(on) } }];
    case 'note':
    case 'give-info':
    case 'set-absent':
    case 'withhold':
      return words.note === undefined && items.length === 0 ? [] : [{ event: 'informed', words }];
    default:
      return handover(on, doing);
  }
}

/** What of any step on a task has an event of its own. */
const BESIDE: readonly Placed[] = ['slots', 'promise'];

/** Whether the asker answers other terms, rather than the performer the request. */
const answersCounter = ({ task, live, by }: OnTask): boolean =>
  task?.businessStatus === 'counter-offered' && sideOf(live, by) === 'asker';

/** Those that a step calls in; where it names nobody the next level of both parties. */
function calledIn({ step, live, cast }: OnTask): readonly Party[] {
  const agencies = [...new Set([live.asker.agency, live.performer.agency])];
  return step.to ?? agencies.flatMap((agency) => cast.directory.nextLevel(agency) ?? []);
}

/** A handover that nobody offered is offered first by whoever answers for the person. */
function handover({ step, task, live, by, cast }: OnTask, doing: Doing): readonly Part[] {
  if (step.do === 'handover-offer') {
    const longest = cast.directory.kind(live.kind)?.handoverWithinMinutes ?? HANDOVER_MINUTES;
    const needed = scriptedHandover(cast.scenario.steps, step) ?? 0;
    if (needed > longest)
      doing.remarks.push(`The script answers ${needed} minutes later, so the offer stands that long.`);
    const says = needed > longest ? { lapsesWithinMinutes: needed } : {};
    return [{ event: 'handover-offered', words: { note: noteOf(step, BESIDE) }, says }];
  }
  const event = step.do === 'handover-accept' ? 'handover-accepted' : 'handover-refused';
  const answer = { event, words: { note: withReason(step, step.reason) } } as const;
  const offerer = task?.handover ? undefined : task?.responsible;
  if (!offerer || sideOf(live, offerer) === sideOf(live, by)) return [answer];
  doing.remarks.push(
    `The script offers no handover here: ${offerer.agency}, who answers for the person, offers it first.`,
  );
  return [{ event: 'handover-offered', by: offerer, words: {} }, answer];
}

/** How long the offer of a handover stands where its kind says nothing. */
const HANDOVER_MINUTES = 60;
