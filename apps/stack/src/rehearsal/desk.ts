import type { Fault } from '#domain';
import type { Door } from './system.js';

/** Longest that a step may take, in ms: an answer, or an event to arrive. */
export const STEP_MS = 30_000;

/** RFC 9457 problem details as the services answer them; NO_ANSWER and NO_PROBLEM are the rehearsal's own codes. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly faults: readonly Fault[];
  readonly because: Readonly<Record<string, unknown>>;
}

/** What a service said: a body, or a problem. */
export type Answer =
  { readonly body: Readonly<Record<string, unknown>>; readonly text: string } | { readonly problem: Problem };

/** One service, as a local system of its agency calls it. */
export class Desk {
  constructor(
    private readonly door: Door,
    private readonly signal: AbortSignal,
  ) {}

  /** The request that opens a stream of events, from the entry after `lastId` or from now on. Rejects as fetch does. */
  stream(lastId: string | undefined): Promise<Response> {
    const headers = {
      ...this.headers(),
      accept: 'text/event-stream',
      ...(lastId && { 'last-event-id': lastId }),
    };
    return fetch(`${this.door.url}/events`, { headers, signal: this.signal });
  }

  /** Never rejects for what the service says or leaves unsaid; only when the rehearsal is stopped. */
  get(path: string): Promise<Answer> {
    return this.ask(path, {});
  }

  /** As `get`; waits for the ledger as long as a step may take. */
  post(path: string, body: object): Promise<Answer> {
    const headers = { 'content-type': 'application/json', prefer: 'wait=25' };
    return this.ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** As `get`, to put something to what the body says. */
  put(path: string, body: object): Promise<Answer> {
    const headers = { 'content-type': 'application/json' };
    return this.ask(path, { method: 'PUT', headers, body: JSON.stringify(body) });
  }

  private async ask(
    path: string,
    request: { headers?: Record<string, string> } & RequestInit,
  ): Promise<Answer> {
    const signal = AbortSignal.any([this.signal, AbortSignal.timeout(STEP_MS)]);
    const headers = { ...this.headers(), ...request.headers };
    try {
      const response = await fetch(`${this.door.url}${path}`, { ...request, headers, signal });
      const text = await response.text();
      const body = readBody(text);
      return response.ok ? { body, text } : { problem: problemOf(response.status, body) };
    } catch (error) {
      this.signal.throwIfAborted();
      const detail = `${this.door.url} does not answer: ${reason(error)}`;
      return {
        problem: { status: 0, code: 'NO_ANSWER', title: 'No answer.', detail, faults: [], because: {} },
      };
    }
  }

  private headers(): Record<string, string> {
    return { authorization: `Bearer ${this.door.token}` };
  }
}

function reason(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message || message : message;
}

function readBody(text: string): Record<string, unknown> {
  try {
    const body = JSON.parse(text) as unknown;
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function problemOf(status: number, body: Record<string, unknown>): Problem {
  const { code, title, detail, faults, because } = body as Partial<Problem>;
  return {
    status,
    code: code ?? 'NO_PROBLEM',
    title: title ?? `The service answered ${status}.`,
    detail: detail ?? '',
    faults: faults ?? [],
    because: because ?? {},
  };
}

/** A problem as one sentence for people, with every fault and its place. */
export function problemSentence({ code, title, detail, faults, because }: Problem): string {
  const places = faults.map((fault) => `${fault.pointer || 'body'}: ${fault.detail}`);
  const facts = Object.entries(because).map(
    ([name, fact]) => `${name}: ${[fact].flat().map(codeIn).join(', ')}`,
  );
  const why = places.length > 0 ? places : facts.length > 0 ? facts : detail === title ? [] : [detail];
  return `${title} (${[code, ...why.filter((part) => part !== '')].join('; ')})`;
}

/** A fact as it is, or by its code where it has one. */
function codeIn(fact: unknown): string {
  const { code } = (typeof fact === 'object' && fact !== null ? fact : {}) as { readonly code?: unknown };
  return String(code ?? fact);
}
