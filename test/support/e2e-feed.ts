import { createHmac } from 'node:crypto';
import { createServer, request, type ClientRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Door } from '../../apps/stack/src/rehearsal/system.js';
import { until } from './waiting.js';

/** One server-sent event. */
export interface Heard {
  readonly id: number;
  /** The id as it was written; to a system that is bound to units it is no number. */
  readonly place: string;
  readonly type: string;
  readonly data: {
    readonly event: { readonly id: string; readonly type: string; readonly subject: string };
    readonly content: Record<string, unknown>;
    readonly sequence: number;
    readonly task?: { readonly status: string; readonly version: number };
  };
}

/** A system of an agency that listens to the agency's feed. */
export class Listener {
  readonly heard: Heard[] = [];
  private text = '';
  private listening = false;

  private constructor(private readonly connection: ClientRequest) {}

  /** Begins to listen, after an id if one is given; resolves when the service has answered. */
  static async open(door: Door, lastId?: number | string): Promise<Listener> {
    const headers = {
      authorization: `Bearer ${door.token}`,
      ...(lastId !== undefined && { 'last-event-id': String(lastId) }),
    };
    const connection = request(new URL('/events', door.url), { headers, agent: false });
    const listener = new Listener(connection);
    connection.on('error', () => undefined);
    connection.on('response', (response) => {
      response.on('error', () => undefined);
      response.setEncoding('utf8').on('data', (text: string) => listener.take(text));
    });
    connection.end();
    await until('the feed answers', () => listener.listening);
    return listener;
  }

  /** What was heard of one task, in the order of the feed. */
  of(taskId: string): Heard[] {
    return this.heard.filter(({ data }) => data.event.subject === taskId);
  }

  /** Waits until the event was heard. */
  hears(eventId: string): Promise<Heard> {
    return until(`the feed tells of ${eventId}`, () =>
      this.heard.find(({ data }) => data.event.id === eventId),
    );
  }

  /** Hangs up, as a system does that crashes. */
  close(): void {
    this.connection.destroy();
  }

  private take(text: string): void {
    this.listening = true;
    const blocks = (this.text + text).split('\n\n');
    this.text = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split('\n').map((line) => /^(\w+): (.*)$/.exec(line));
      const field = (name: string) => lines.find((line) => line?.[1] === name)?.[2];
      const data = field('data');
      if (data !== undefined)
        this.heard.push({
          id: Number(field('id')),
          place: field('id') ?? '',
          type: field('event') ?? '',
          data: JSON.parse(data) as Heard['data'],
        });
    }
  }
}

/** One call that a webhook made. */
export interface Called {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Id of the event that it was about. */
  readonly eventId: string;
  /** Seconds since 1970 when it came. */
  readonly at: number;
  /** What was answered. */
  readonly status: number;
}

/** A system of an agency that is called: it answers as the test says and keeps what came. */
export class CalledSystem {
  readonly calls: Called[] = [];

  private constructor(private readonly server: Server) {}

  /** Listens on a free loopback port; `answer` gives the status of each call from its event and the calls before. */
  static async open(answer: (eventId: string, before: readonly Called[]) => number): Promise<CalledSystem> {
    const server = createServer((incoming, reply) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('end', () => {
        const eventId = String(incoming.headers['webhook-id']);
        const status = answer(eventId, system.calls);
        const body = Buffer.concat(parts).toString('utf8');
        system.calls.push({ headers: incoming.headers, body, eventId, at: Date.now() / 1000, status });
        reply.writeHead(status).end();
      });
    });
    const system = new CalledSystem(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return system;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/concordat`;
  }

  /** Waits until a call about this event was answered with this status. */
  answered(eventId: string, status: number): Promise<Called> {
    return until(`a call about ${eventId} is answered ${status}`, () =>
      this.calls.find((call) => call.eventId === eventId && call.status === status),
    );
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Whether a call is signed as Standard Webhooks are, by the secret `whsec_<base64>` and at a time near its coming. */
export function isSigned({ headers, body, at }: Called, secret: string): boolean {
  const [id, time] = [String(headers['webhook-id']), Number(headers['webhook-timestamp'])];
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest('base64');
  const given = String(headers['webhook-signature']).split(' ');
  return Math.abs(at - time) < 30 && given.includes(`v1,${signature}`);
}
