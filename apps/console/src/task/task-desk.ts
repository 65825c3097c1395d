import { setTimeout as pause } from 'node:timers/promises';
import { page, type Page } from '../page/answers.js';
import { STEPS } from '../page/task-words.js';
import type { Refusal } from '../services/refusal.js';
import type { Service } from '../services/service-client.js';
import type { Visit } from '../sessions/visit.js';
import type { EventAnswer, StepAnswer, TaskAnswer } from './task-answers.js';
import { ownUnit } from './task-view.js';
import { lastDid } from './timeline.js';

/** All that the service tells of a task, to whoever may see it. */
export interface TaskAtHand {
  readonly answer: TaskAnswer;
  readonly events: readonly EventAnswer[];
  readonly steps: readonly StepAnswer[];
  /** The unit of the person's agency on the task; empty where it has none. */
  readonly unit: string;
  /** By which the deadlines of the task count, ms since 1970. */
  readonly now: number;
}

interface StepsAnswer {
  readonly steps: readonly StepAnswer[];
  readonly now: string;
}

/** A task with what can be done on it now. Throws ServiceRefused where there is none that this person may see. */
export async function taskAtHand(service: Service, id: string, { person }: Visit): Promise<TaskAtHand> {
  const path = `/tasks/${encodeURIComponent(id)}`;
  const [answer, { events }] = await Promise.all([
    service.get<TaskAnswer>(path),
    service.get<{ readonly events: readonly EventAnswer[] }>(`${path}/events`),
  ]);
  const unit = ownUnit(answer, person.agency);
  if (unit === '') return { answer, events, steps: [], unit, now: Date.now() };
  const { steps, now } = await service.get<StepsAnswer>(`${path}/steps`, { unit });
  return { answer, events, steps, unit, now: Date.parse(now) };
}

/** The same for somebody who takes a step: one of their own agency that is on its way is waited for, as no other can follow it yet. */
export async function taskToAct(service: Service, id: string, visit: Visit): Promise<TaskAtHand> {
  const hand = await taskAtHand(service, id, visit);
  if (hand.answer.pending === undefined) return hand;
  await untilFolded(service, id);
  return taskAtHand(service, id, visit);
}

/** Waits until what was recorded came back by the ledger, for two seconds at most: the page that follows shall show it. */
export async function untilFolded(service: Service, id: string): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    const { pending } = await service.get<TaskAnswer>(`/tasks/${encodeURIComponent(id)}`);
    if (pending === undefined) return;
    await pause(LOOK_MS);
  }
}

const LOOKS = 20;
const LOOK_MS = 100;

/** Said of a step that the service does not offer now. */
export const notOffered = ({ answer }: TaskAtHand): Refusal => ({
  status: 409,
  code: 'NOT_POSSIBLE_NOW',
  title: answer.pending === undefined ? 'This is not possible any more.' : NOT_RECORDED,
  faults: [],
  because: {},
});

const NOT_RECORDED = 'What your agency did before is not recorded yet: try again in a moment.';
const NEVER_SENT = 'It was never sent to them: telephone them.';

/** In the place of the form of a step that is not possible now: what came first, or what is waited for. Status 409. */
export function notNow(step: string, { answer, events }: TaskAtHand): Page {
  const why = answer.pending === undefined ? (lastDid(events, Date.now()) ?? NEVER_SENT) : NOT_RECORDED;
  const view = { title: 'This is not possible now', step: STEPS[step], taskId: answer.taskId, why };
  return page('task/not-now.njk', view, 409);
}
