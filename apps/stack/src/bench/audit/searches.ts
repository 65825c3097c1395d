import { Agent, request } from 'node:http';
import type { Door } from '../../rehearsal/system.js';
import { numbersFrom } from './county-history.js';
import { timesOf, type Measured } from './figures.js';
import type { Filled } from './fill.js';

/** A kind of search, and the path of its n-th question. */
export interface Search {
  readonly search: string;
  readonly path: () => string;
}

const WARM_UP = 40;
const MONTH_MS = 30 * 86_400_000;

/** The searches that auditors make most, each time for something else that is in the log. The same for the same log. */
export function searchesOf({ known, leaves }: Filled): readonly Search[] {
  const next = numbersFrom(7);
  const one = <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T;
  const pair = (): string => {
    const [asker, performer] = one(known.pairs);
    return `asker=${asker}&performer=${performer}`;
  };
  const month = (): string => {
    const from = Date.UTC(2020, 0, 1) + Math.floor(next() * leaves) * 60_000;
    return `from=${new Date(from).toISOString()}&to=${new Date(from + MONTH_MS).toISOString()}`;
  };
  return [
    { search: 'by person (index token)', path: () => `token=${one(known.tokens)}` },
    { search: 'by task', path: () => `task=${one(known.tasks)}` },
    { search: 'by pair of agencies, first page', path: pair },
    {
      search: 'by pair of agencies, a later page',
      path: () => `${pair()}&after=${Math.floor(next() * leaves)}.0`,
    },
    {
      search: 'by person, one performer, one month',
      path: () => `token=${one(known.tokens)}&performer=${one(known.pairs)[1]}&${month()}`,
    },
  ].map(({ search, path }) => ({ search, path: () => `/disclosures?${path()}` }));
}

/** Asks each search of a running service, one question at a time, and gives the times. Throws at any answer but 200. */
export async function measure(
  door: Door,
  searches: readonly Search[],
  samples: number,
): Promise<readonly Measured[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const measured: Measured[] = [];
  try {
    for (const { search, path } of searches) {
      for (let at = 0; at < WARM_UP; at += 1) await ask(door, path(), agent);
      const times: number[] = [];
      for (let at = 0; at < samples; at += 1) times.push(await ask(door, path(), agent));
      measured.push({ search, times: timesOf(times) });
    }
  } finally {
    agent.destroy();
  }
  return measured;
}

/** From the question to the last byte of its answer, in ms. */
function ask({ url, token }: Door, path: string, agent: Agent): Promise<number> {
  const since = performance.now();
  return new Promise((resolve, reject) => {
    const call = request(
      `${url}${path}`,
      { agent, headers: { authorization: `Bearer ${token}` } },
      (answer) => {
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve(performance.now() - since);
          else reject(new Error(`${path} was answered ${answer.statusCode}`));
        });
        answer.on('error', reject).resume();
      },
    );
    call.on('error', reject).end();
  });
}
