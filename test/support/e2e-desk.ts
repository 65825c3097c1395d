import { expect } from '@jest/globals';
import type { Door } from '../../apps/stack/src/rehearsal/system.js';
import { exchange, type Exchange } from './e2e-http.js';
import { until } from './waiting.js';

/** An item as a body carries it. */
export type Item = Readonly<Record<string, unknown>> & { readonly code: string };

/** What a recorded command is told. */
export interface Recorded {
  readonly eventId: string;
  readonly taskId: string;
  readonly caseId: string;
  readonly sequence: number;
}

/** A task as an agency shows it. */
export interface TaskShown {
  readonly status: string;
  readonly version: number;
  readonly owner: { readonly agency: string; readonly unit: string };
  readonly asker: { readonly agency: string; readonly unit: string };
  readonly performer: { readonly agency: string; readonly unit: string };
  readonly outcome?: string;
  readonly statusReason?: string;
}

/** One event of a task as an agency shows it, with what was sealed. */
export interface EventShown {
  readonly eventId: string;
  readonly version: number;
  readonly sequence: number;
  readonly sender: string;
  readonly signed: string;
  readonly event: { readonly type: string; readonly data: Record<string, unknown> };
  readonly content: {
    readonly items?: readonly { readonly salt: string; readonly value: unknown; readonly source?: string }[];
    readonly note?: string;
    readonly fact?: string;
    readonly words?: Record<string, string>;
  };
}

/** One unit of an agency at its own service: every command with every field, over HTTP alone. */
export class Desk {
  constructor(
    readonly door: Door,
    readonly unit: string,
    private readonly ref: string,
  ) {}

  /** A body with the unit and the person who acts. */
  body(more: object = {}): Record<string, unknown> {
    return { unit: this.unit, actor: { role: 'dispatcher', type: 'person', ref: this.ref }, ...more };
  }

  post(path: string, body: object, headers: Record<string, string> = {}): Promise<Exchange> {
    return exchange(this.door, 'POST', path, { json: body, headers: { prefer: 'wait=20', ...headers } });
  }

  get(path: string): Promise<Exchange> {
    return exchange(this.door, 'GET', path);
  }

  /** Asks another agency; expects that it is recorded. */
  async asks(to: string, more: object = {}): Promise<Recorded> {
    const [agency, unit] = to.split('/');
    const request = { kind: 'emergency-medical-response', mode: 'exercise', to: { agency, unit } };
    return recorded(await this.post('/tasks', this.body({ ...request, ...more })), 201);
  }

  /** Takes a step; expects that it is recorded. */
  async does(step: string, taskId: string, more: object = {}): Promise<Recorded> {
    return recorded(await this.post(`/tasks/${taskId}/${step}`, this.body(more)), 200);
  }

  /** The task once this agency sees it in that status. */
  sees(taskId: string, status: string): Promise<TaskShown> {
    return until(`${this.door.url} sees ${taskId} as ${status}`, async () => {
      const { body } = await this.get(`/tasks/${taskId}`);
      const task = body['task'] as TaskShown | undefined;
      return task?.status === status && task;
    });
  }

  /** The events of a task once there are so many. */
  events(taskId: string, count = 1): Promise<readonly EventShown[]> {
    return until(`${this.door.url} has ${count} events of ${taskId}`, async () => {
      const { body } = await this.get(`/tasks/${taskId}/events`);
      const events = body['events'] as readonly EventShown[] | undefined;
      return events !== undefined && events.length >= count && events;
    });
  }
}

/** What a command was told, with the event recorded on the ledger. */
export function recorded(answer: Exchange, status: number): Recorded {
  expect([answer.status, answer.body]).toEqual([status, expect.objectContaining({ state: 'recorded' })]);
  return answer.body as unknown as Recorded;
}
