import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { LOOPBACK } from '../platform/ports.js';
import { reasonOf } from '../platform/platform-error.js';
import type { Rehearsals } from './rehearsals.js';

/** Largest body, in bytes. */
const MAX_BODY = 4_096;
/** How often a stream says that it is still there, in ms. */
const BEAT_MS = 15_000;
const FASTEST = 10_000;

/**
 * A door for the console on loopback: `GET /studies`, `POST /start` with `{ "study", "speed"? }`, `GET /progress`, as JSON
 * or as server-sent events with the version of what is new, and `GET /studies/<name>/report` as HTML. Every call carries the token.
 */
export class RehearsalDoor {
  private constructor(
    private readonly server: Server,
    private readonly rehearsals: Rehearsals,
  ) {}

  /** Opens it at this port of loopback. */
  static async open(
    rehearsals: Rehearsals,
    { port, token }: { readonly port: number; readonly token: string },
  ): Promise<RehearsalDoor> {
    const server = createServer((request, response) => {
      void answer(rehearsals, token, { request, response }).catch((error: unknown) => {
        if (!response.headersSent) json(response, 500, { title: reasonOf(error) });
        else response.destroy();
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, LOOPBACK, resolve);
    });
    return new RehearsalDoor(server, rehearsals);
  }

  /** Closes it, and stops the rehearsal that runs. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await this.rehearsals.stop();
    await closed;
  }
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function answer(rehearsals: Rehearsals, token: string, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const path = (request.url ?? '').split('?')[0] ?? '';
  const called = `${request.method ?? ''} ${path}`;
  if (!carries(request, token)) return json(response, 401, { title: 'The call carries no valid token.' });
  if (called === 'GET /studies') return json(response, 200, { studies: rehearsals.list() });
  if (called === 'POST /start') return start(rehearsals, exchange);
  if (called === 'GET /progress') {
    const streams = request.headers.accept?.includes('text/event-stream') === true;
    return streams ? stream(rehearsals, exchange) : json(response, 200, rehearsals.progress());
  }
  const study = /^GET \/studies\/([\w-]{1,100})\/report$/.exec(called)?.[1];
  if (study !== undefined) return report(rehearsals, study, response);
  json(response, 404, { title: 'There is nothing at this address.' });
}

function carries({ headers }: IncomingMessage, token: string): boolean {
  const [given, known] = [headers.authorization ?? '', `Bearer ${token}`].map((text) =>
    createHash('sha256').update(text).digest(),
  );
  return timingSafeEqual(given as Buffer, known as Buffer);
}

async function start(rehearsals: Rehearsals, { request, response }: Exchange): Promise<void> {
  const body = await bodyOf(request);
  const { study, speed } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const isSpeed = speed === undefined || (typeof speed === 'number' && speed > 0 && speed <= FASTEST);
  if (typeof study !== 'string' || !isSpeed) {
    const title = `A start names a study, and as its speed a number of minutes per second above 0, up to ${FASTEST}.`;
    return json(response, 400, { title });
  }
  const refused = rehearsals.start(study, speed);
  if (refused === 'no-such-study') return json(response, 404, { title: 'There is no such case study.' });
  if (refused === 'already-running')
    return json(response, 409, { title: 'A rehearsal is running already. Wait until it has ended.' });
  json(response, 202, { study });
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY) return undefined;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** Tells the version that is new; what it is can be asked for. */
function stream(rehearsals: Rehearsals, { request, response }: Exchange): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const tell = (): void => {
    const { version, state } = rehearsals.progress();
    response.write(`data: ${JSON.stringify({ version, state })}\n\n`);
  };
  const unwatch = rehearsals.watch(tell);
  const beat = setInterval(() => response.write(':\n\n'), BEAT_MS);
  request.on('close', () => {
    clearInterval(beat);
    unwatch();
  });
  tell();
}

function report(rehearsals: Rehearsals, study: string, response: ServerResponse): void {
  const file = rehearsals.reportOf(study);
  let html: Buffer | undefined;
  try {
    html = file === undefined ? undefined : readFileSync(file);
  } catch {
    html = undefined;
  }
  if (!html) return json(response, 404, { title: 'There is no report of this case study yet.' });
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(html);
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
