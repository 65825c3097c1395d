import { request } from 'node:http';
import type { Door } from '../../apps/stack/src/rehearsal/system.js';
import { nothingAsked } from './shipped-kinds.js';
import { until } from './waiting.js';

/** An HTTP answer; `body` is its JSON. Status 0: nobody answered. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** What became of a command. */
export interface Told {
  readonly status: number;
  /** `recorded`, `queued`, or undefined with a problem. */
  readonly state: string | undefined;
  /** Code of the problem, if it is one. */
  readonly code: string | undefined;
  readonly taskId: string;
  readonly eventId: string;
  readonly body: Record<string, unknown>;
}

/** One event of a task as an agency shows it. */
export interface ShownEvent {
  readonly eventId: string;
  readonly version: number;
  readonly sequence: number;
  readonly sender: string;
  readonly signed: string;
  readonly event: {
    readonly type: string;
    readonly subject: string;
    readonly sendernumber: number;
    readonly epoch: number;
    readonly data: { readonly skipped?: readonly number[] };
  };
}

/** How an agency's service says it is. */
export interface AgencyStatus {
  readonly brokerUp: boolean;
  readonly epoch: { readonly number: number; readonly state: string };
  readonly outbox: { readonly states: Readonly<Record<string, number>> };
  readonly log: { readonly size: number; readonly alarm: string | null };
  readonly proofs: { readonly unproven: number; readonly lagMs: number; readonly warning?: string };
}

/** One request on a connection of its own, so that a service that was killed leaves nothing behind in the client. */
export function call(door: Door, method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const { body, headers = {}, timeoutMs = 40_000 } = options;
  return new Promise((resolve) => {
    const sent = request(
      new URL(path, door.url),
      {
        method,
        agent: false,
        timeout: timeoutMs,
        headers: {
          authorization: `Bearer ${door.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', () => resolve(NOBODY));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: jsonIn(Buffer.concat(parts)) }),
        );
      },
    );
    sent.on('timeout', () => sent.destroy());
    sent.on('error', () => resolve(NOBODY));
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

const NOBODY: Answer = { status: 0, body: {} };

function jsonIn(bytes: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
  } catch {
    return { text: bytes.toString('utf8') };
  }
}

/** What a test may add to a command. */
export interface Wanted {
  /** Seconds to wait for `recorded`; 10 unless told. */
  readonly wait?: number;
  /** Idempotency-Key. */
  readonly key?: string;
  readonly decideBy?: string;
  readonly seenStatus?: string;
  readonly note?: string;
  readonly caseId?: string;
  readonly responsibility?: 'transfers';
}

/** How each agency of a test is asked: for what, at which desk, and how it says that it is done. */
const DESKS: Readonly<Record<string, { kind: string; unit: string; outcome: string; decline: string }>> = {
  police: { kind: 'welfare-check', unit: 'response', outcome: 'seen-safe', decline: 'no-capacity' },
  ambulance: {
    kind: 'emergency-medical-response',
    unit: 'crew',
    outcome: 'conveyed',
    decline: 'already-in-hand',
  },
  'mh-trust': {
    kind: 'crisis-telephone-triage',
    unit: 'community-team',
    outcome: 'triaged-with-letter',
    decline: 'no-capacity',
  },
};

const ACTOR = { role: 'dispatcher', type: 'person', ref: 'desk 4' };

/** An agency's own system that calls its service, in the words of the people who use it. */
export class Caller {
  constructor(
    readonly code: string,
    readonly door: Door,
  ) {}

  /** Asks another agency to act. */
  asks(other: string, wanted: Wanted = {}): Promise<Told> {
    const { kind, unit } = deskOf(other);
    const { decideBy, caseId, responsibility } = wanted;
    return this.command('/tasks', wanted, {
      kind,
      items: nothingAsked(kind),
      to: { agency: other, unit },
      mode: 'exercise',
      ...(decideBy && { decideBy }),
      ...(caseId && { caseId }),
      ...(responsibility && { responsibility }),
    });
  }

  accepts(taskId: string, wanted: Wanted = {}): Promise<Told> {
    return this.command(`/tasks/${taskId}/accept`, wanted);
  }

  /** Takes a step that needs nothing more, such as `handover/offer`. */
  steps(taskId: string, step: string, wanted: Wanted = {}): Promise<Told> {
    return this.command(`/tasks/${taskId}/${step}`, wanted);
  }

  starts(taskId: string, wanted: Wanted = {}): Promise<Told> {
    return this.command(`/tasks/${taskId}/start`, wanted);
  }

  informs(taskId: string, wanted: Wanted = {}): Promise<Told> {
    return this.command(`/tasks/${taskId}/inform`, { note: 'still on the way', ...wanted });
  }

  completes(taskId: string, wanted: Wanted = {}): Promise<Told> {
    return this.command(`/tasks/${taskId}/complete`, wanted, { outcome: deskOf(this.code).outcome });
  }

  cancels(taskId: string, wanted: Wanted = {}): Promise<Told> {
    return this.command(`/tasks/${taskId}/cancel`, wanted, { reason: 'no-longer-needed' });
  }

  declines(taskId: string, wanted: Wanted = {}): Promise<Told> {
    return this.command(`/tasks/${taskId}/reject`, wanted, {
      reason: deskOf(this.code).decline,
      fact: 'by another crew',
    });
  }

  /** What became of a message. */
  async learns(eventId: string): Promise<string> {
    return String((await this.get(`/messages/${eventId}`)).body['state']);
  }

  /**
   * Waits until a message is `recorded`, or whatever else is wanted, and gives the event that came to this end: another one
   * than asked for where that one lost its place to a step of the other party and was decided again.
   */
  async untilMessage(eventId: string, state = 'recorded', ms = 60_000): Promise<string> {
    return until(
      `${this.code} learns that ${eventId} is ${state}`,
      async () => {
        const { body } = await this.get(`/messages/${eventId}`);
        if (body['state'] === state) return String(body['eventId']);
        throw new Error(String(body['state']));
      },
      ms,
    );
  }

  /** The task's status as this agency sees it; undefined while it does not know the task. */
  async sees(taskId: string): Promise<string | undefined> {
    const { body } = await this.get(`/tasks/${taskId}`);
    return (body['task'] as { status?: string } | undefined)?.status;
  }

  /** Waits until this agency sees the task in a status. */
  async untilSees(taskId: string, status: string, ms = 60_000): Promise<void> {
    if (taskId === '') throw new Error('there is no such task: the request was refused');
    await until(
      `${this.code} sees ${taskId} as ${status}`,
      async () => {
        const now = await this.sees(taskId);
        if (now === status) return true;
        throw new Error(String(now));
      },
      ms,
    );
  }

  async events(taskId: string): Promise<readonly ShownEvent[]> {
    const { body } = await this.get(`/tasks/${taskId}/events`);
    return (body['events'] as ShownEvent[] | undefined) ?? [];
  }

  /** Ids of the tasks that this agency knows, by status and age, at most 999. */
  async tasks(): Promise<readonly string[]> {
    const { body } = await this.get('/tasks?limit=999');
    return (body['tasks'] as { taskId: string }[]).map(({ taskId }) => taskId);
  }

  async status(): Promise<AgencyStatus> {
    const { status, body } = await this.get('/status');
    if (status !== 200) throw new Error(`GET /status of ${this.code}: ${status}`);
    return body as unknown as AgencyStatus;
  }

  get(path: string): Promise<Answer> {
    return call(this.door, 'GET', path);
  }

  private async command(path: string, wanted: Wanted, more: object = {}): Promise<Told> {
    const { wait = 10, key, seenStatus, note } = wanted;
    const body = {
      unit: deskOf(this.code).unit,
      actor: ACTOR,
      ...(seenStatus && { seenStatus }),
      ...(note && { note }),
      ...more,
    };
    const headers = { prefer: `wait=${wait}`, ...(key && { 'idempotency-key': key }) };
    const answer = await call(this.door, 'POST', path, { body, headers });
    return {
      status: answer.status,
      state: answer.body['state'] as string | undefined,
      code: answer.body['code'] as string | undefined,
      taskId: textOf(answer.body['taskId']),
      eventId: textOf(answer.body['eventId']),
      body: answer.body,
    };
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function deskOf(agency: string) {
  const desk = DESKS[agency];
  if (!desk) throw new Error(`the tests know no desk of ${agency}`);
  return desk;
}
