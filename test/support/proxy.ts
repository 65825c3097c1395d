import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { LOOPBACK } from '../../apps/stack/src/platform/ports.js';
import { within } from './waiting.js';

/** Seen from the service that stands before the proxy. */
export type Direction = 'to-server' | 'to-client';

/**
 * What happens to a connection when the bytes are seen: `hold` keeps them and all behind them until the fault is lifted,
 * `drop` swallows them and all behind them, `cut` resets both sides before they pass.
 */
export type Act = 'hold' | 'drop' | 'cut';

/** A fault that waits for its bytes. */
export interface Fault {
  /** Resolves when it has struck; throws after `ms`. */
  struck(ms?: number): Promise<void>;
  /** How many connections it has struck. */
  readonly count: number;
  /** It strikes no more. What it holds goes on its way; what was dropped is gone. */
  lift(): void;
}

interface Rule {
  readonly pattern: string;
  readonly act: Act;
  left: number;
  count: number;
  readonly strike: () => void;
}

/** Longest pattern minus one: so many bytes of the last chunk are looked at again with the next. */
const OVERLAP = 64;

/** One direction of one connection. */
class Lane {
  private tail = '';
  private held: Buffer[] | undefined;
  private heldBy: Rule | undefined;
  private dead = false;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly rules: ReadonlySet<Rule>,
    private readonly reset: () => void,
  ) {
    from.on('data', (chunk) => this.pass(chunk));
  }

  lift(rule: Rule): void {
    if (this.heldBy !== rule) return;
    const held = Buffer.concat(this.held ?? []);
    this.held = this.heldBy = undefined;
    if (held.length > 0) this.write(held);
  }

  private pass(chunk: Buffer): void {
    if (this.dead) return;
    if (this.held) {
      this.held.push(chunk);
      return;
    }
    const text = this.tail + chunk.toString('latin1');
    const found = this.firstMatch(text);
    if (!found) {
      this.tail = text.slice(-OVERLAP);
      this.write(chunk);
      return;
    }
    const start = Math.max(found.at - this.tail.length, 0);
    this.tail = '';
    this.strike(found.rule, chunk.subarray(0, start), chunk.subarray(start));
  }

  private strike(rule: Rule, before: Buffer, after: Buffer): void {
    rule.left -= 1;
    rule.count += 1;
    if (before.length > 0) this.write(before);
    if (rule.act === 'hold') {
      this.held = [after];
      this.heldBy = rule;
    } else if (rule.act === 'drop') this.dead = true;
    else {
      this.dead = true;
      this.reset();
    }
    rule.strike();
  }

  private firstMatch(text: string): { rule: Rule; at: number } | undefined {
    let first: { rule: Rule; at: number } | undefined;
    for (const rule of this.rules) {
      const at = rule.left > 0 ? text.indexOf(rule.pattern) : -1;
      if (at >= 0 && (!first || at < first.at)) first = { rule, at };
    }
    return first;
  }

  private write(bytes: Buffer): void {
    if (!this.to.writable) return;
    if (this.to.write(bytes)) return;
    this.from.pause();
    this.to.once('drain', () => this.from.resume());
  }
}

/**
 * Stands between one service and a server on loopback and does to its connections what a test asks for, at the very bytes
 * that the test names: so faults strike at one exact point, and the services need no hooks for tests.
 */
export class Proxy {
  private readonly rules = { 'to-server': new Set<Rule>(), 'to-client': new Set<Rule>() };
  private readonly open = new Map<() => void, readonly Lane[]>();
  private refusing = false;

  private constructor(
    private readonly server: Server,
    /** Where the service has to connect. */
    readonly port: number,
  ) {}

  /** Listens on any free port; the server behind it may come later. */
  static async before(target: () => number): Promise<Proxy> {
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: LOOPBACK, port: 0 }, resolve);
    });
    const proxy = new Proxy(server, (server.address() as AddressInfo).port);
    server.on('connection', (client) => proxy.connect(client, target()));
    return proxy;
  }

  /** Strikes the next `times` connections on which the text passes in this direction, on those open now too. */
  on(direction: Direction, pattern: string, act: Act, times = 1): Fault {
    let strike: () => void = () => undefined;
    const struck = new Promise<void>((resolve) => (strike = resolve));
    const rule: Rule = { pattern, act, left: times, count: 0, strike };
    this.rules[direction].add(rule);
    return {
      struck: (ms = 30_000) => within(ms, `the proxy sees "${pattern}"`, struck),
      get count() {
        return rule.count;
      },
      lift: () => {
        this.rules[direction].delete(rule);
        for (const lanes of this.open.values()) lanes.forEach((lane) => lane.lift(rule));
      },
    };
  }

  /** Resets every connection; `refuse` resets new ones too, until `allow`. */
  cut(): void {
    [...this.open.keys()].forEach((reset) => reset());
  }

  /** As if the server were gone. */
  refuse(): void {
    this.refusing = true;
    this.cut();
  }

  /** As if it were back. */
  allow(): void {
    this.refusing = false;
  }

  /** Ends it with all its connections. */
  async close(): Promise<void> {
    this.refuse();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private connect(client: Socket, port: number): void {
    client.on('error', () => undefined);
    if (this.refusing) {
      client.resetAndDestroy();
      return;
    }
    const server = createConnection({ host: LOOPBACK, port, noDelay: true });
    server.on('error', () => undefined);
    const reset = (): void => {
      this.open.delete(reset);
      client.resetAndDestroy();
      server.resetAndDestroy();
    };
    this.open.set(reset, [
      new Lane(client, server, this.rules['to-server'], reset),
      new Lane(server, client, this.rules['to-client'], reset),
    ]);
    // What is still held for a side that is gone never arrives, as when a machine dies.
    client.on('close', reset);
    server.on('close', reset);
  }
}
