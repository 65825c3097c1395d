import { createConnection } from 'node:net';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Say } from '../cli/say.js';
import { didNotStart, type Guarded, type GuardedSpec, startGuarded } from './guarded.js';
import { LOOPBACK } from './ports.js';

const READY_LIMIT_MS = 30_000;
const GRACE_MS = 8_000;

/** How a nats-server is started. `port` and `storeDir` win over what the configuration file says. */
export interface NatsOptions {
  readonly bin: string;
  readonly configFile: string;
  readonly storeDir: string;
  readonly port: number;
  readonly say: Say;
  /** The log file; default: nats-server.log beside the store folder. */
  readonly log?: string;
}

/** A running nats-server on loopback. */
export interface NatsServer extends Guarded {
  readonly port: number;
  readonly url: string;
  /** What the server itself says it is, such as "2.15.1". */
  readonly version: string;
}

/** The first line of a server that accepts clients: it comes after the streams have been recovered. */
function readInfo(port: number): Promise<{ version: string } | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: LOOPBACK });
    const end = (info?: { version: string }): void => {
      socket.destroy();
      resolve(info);
    };
    let text = '';
    socket.setTimeout(1_000, () => end());
    socket.on('error', () => end());
    socket.on('close', () => end());
    socket.on('data', (data) => {
      text += data.toString('utf8');
      const line = /^INFO (\{.*\})\s*\r\n/.exec(text)?.[1];
      if (line !== undefined) end(JSON.parse(line) as { version: string });
    });
  });
}

async function untilReady(spec: GuardedSpec, server: Guarded, port: number): Promise<string> {
  const end = Date.now() + READY_LIMIT_MS;
  let dead = false;
  void server.exited.then(() => (dead = true));
  while (Date.now() < end) {
    const info = await readInfo(port);
    // Another program may hold the port and answer in this one's place, so its own end is looked at after the answer.
    if (dead) throw didNotStart(spec, 'it ended by itself');
    if (info !== undefined) return info.version;
    await pause(25);
  }
  await server.kill();
  throw didNotStart(spec, `no answer on port ${port} within ${READY_LIMIT_MS / 1000} s`);
}

/**
 * Starts nats-server on loopback and waits until it accepts clients. It ends with this process, however that ends. Throws
 * `SERVER_DID_NOT_START` with the last log lines, `IN_USE` when another run uses the same store folder.
 */
export async function startNats(options: NatsOptions): Promise<NatsServer> {
  const { bin, configFile, storeDir, port, say } = options;
  mkdirSync(storeDir, { recursive: true });
  const spec: GuardedSpec = {
    name: 'nats-server',
    command: bin,
    args: ['-c', configFile, '-a', LOOPBACK, '-p', String(port), '-sd', storeDir],
    cwd: dirname(configFile),
    env: { PATH: process.env['PATH'] ?? '' },
    log: options.log ?? join(dirname(storeDir), 'nats-server.log'),
    pidFile: `${storeDir}.pid`,
    stopSignal: 'SIGTERM',
    graceMs: GRACE_MS,
  };
  return say.during(`Starting nats-server on port ${port}`, async () => {
    const server = await startGuarded(spec);
    const version = await untilReady(spec, server, port);
    return { ...server, port, version, url: `nats://${LOOPBACK}:${port}` };
  });
}
