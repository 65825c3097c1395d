import { createServer } from 'node:net';
import { PlatformError } from './platform-error.js';

/** The loopback address that every server and service of a run listens on. */
export const LOOPBACK = '127.0.0.1';

/** A port that was free a moment ago; `taken` are the wanted ones before it that were not, in order. */
export interface FreePort {
  readonly port: number;
  readonly taken: readonly number[];
}

const ATTEMPTS = 200;
const LAST_PORT = 65_535;

/** The port that could be listened on, or undefined when it is taken or not ours to use. */
function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      const got = typeof address === 'object' && address !== null ? address.port : undefined;
      server.close(() => resolve(got));
    });
  });
}

/**
 * The wanted port on loopback or the next free one above it; 0 asks for any. Ports in `avoid` (promised to others that do
 * not listen yet) count as taken. Throws `NO_FREE_PORT` after 200 in a row.
 */
export async function freePort(wanted: number, avoid: ReadonlySet<number> = new Set()): Promise<FreePort> {
  const taken: number[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const candidate = wanted === 0 ? 0 : wanted + attempt;
    if (candidate > LAST_PORT) break;
    const port = avoid.has(candidate) ? undefined : await tryPort(candidate);
    if (port !== undefined && !avoid.has(port)) return { port, taken };
    if (candidate !== 0) taken.push(candidate);
  }
  throw new PlatformError('NO_FREE_PORT', `No free port was found on ${LOOPBACK} from ${wanted} upwards.`);
}
