import { setTimeout as pause } from 'node:timers/promises';
import type { Refusal } from '../services/refusal.js';
import type { Service } from '../services/service-client.js';
import type { Visit } from '../sessions/visit.js';
import type { EventAnswer, StepAnswer, TaskAnswer } from './task-answers.js';
import { ownUnit } from './task-view.js';

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

/** Said of a step that the service no longer offers. */
export const TOO_LATE: Refusal = {
  status: 409,
  code: 'NOT_POSSIBLE_NOW',
  title: 'This is not possible any more.',
  faults: [],
  because: {},
};
