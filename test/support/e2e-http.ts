import { request, type IncomingHttpHeaders } from 'node:http';
import { expect } from '@jest/globals';
import type { Door } from '../../apps/stack/src/rehearsal/system.js';

/** What one request brought back, as it was. */
export interface Exchange {
  readonly status: number;
  /** Media type without parameters. */
  readonly type: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The JSON of the text; an empty object when it is none. */
  readonly body: Record<string, unknown>;
}

/** What goes out: the exact bytes, the exact headers. */
export interface Outgoing {
  /** Sent as it is. */
  readonly raw?: string | Buffer;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Instead of the door's token; null for no Authorization header. */
  readonly authorization?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request with the path left as it is written: nothing is normalised, not even what is no good path. Status 0: no answer. */
export function exchange(door: Door, method: string, path: string, out: Outgoing = {}): Promise<Exchange> {
  const { hostname, port } = new URL(door.url);
  const bytes = out.json === undefined ? out.raw : JSON.stringify(out.json);
  const authorization = out.authorization === undefined ? `Bearer ${door.token}` : out.authorization;
  const headers = {
    ...(authorization === null ? {} : { authorization }),
    ...(bytes === undefined ? {} : { 'content-type': 'application/json' }),
    ...out.headers,
  };
  return new Promise((resolve) => {
    const options = { host: hostname, port, method, path, headers, agent: false, timeout: 60_000 };
    const sent = request(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', () => resolve(NOTHING));
      response.on('end', () => resolve(read(response.statusCode ?? 0, response.headers, parts)));
    });
    sent.on('timeout', () => sent.destroy());
    // A service that refuses a body early may answer and then cut the line: an answer that came first stands.
    sent.on('error', () => resolve(NOTHING));
    sent.end(bytes);
  });
}

const NOTHING: Exchange = { status: 0, type: '', headers: {}, text: '', body: {} };

function read(status: number, headers: IncomingHttpHeaders, parts: readonly Buffer[]): Exchange {
  const text = Buffer.concat(parts).toString('utf8');
  const type = (headers['content-type'] ?? '').split(';')[0] ?? '';
  return { status, type, headers, text, body: parsed(text) };
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** A fault as a problem lists it. */
export interface ListedFault {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/**
 * Expects problem details (RFC 9457) in the form that every agency answers with, and gives "CODE /place" for each fault, in
 * the order of the places.
 */
export function faultsOf(answer: Exchange, status: number, code: string): string[] {
  const { body } = answer;
  expect([answer.status, body['code'], answer.type]).toEqual([status, code, 'application/problem+json']);
  expect(body).toMatchObject({ status, code });
  for (const member of ['type', 'title', 'detail']) expect(body[member]).toMatch(/\S/);
  const faults = body['faults'] as ListedFault[];
  for (const { detail, pointer } of faults) {
    expect(detail).toMatch(/\S/);
    expect(pointer).toMatch(/^(\/|$)/);
  }
  return faults.map((fault) => `${fault.code} ${fault.pointer}`.trim()).sort();
}
