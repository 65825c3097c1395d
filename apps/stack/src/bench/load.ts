import { Agent, request } from 'node:http';
import type { RunningSystem } from '../rehearsal/system.js';

/** What callers over HTTP saw. */
export interface LoadResult {
  /** Requests answered `recorded`. */
  readonly recorded: number;
  /** Any other answer, and what the first of them said. */
  readonly other: number;
  readonly firstOther?: string;
  readonly perSecond: number;
  /** From the HTTP request to its answer `recorded`, ms. */
  readonly answer: Percentiles;
  /** From the HTTP request to the receiver's own system being told (its server-sent event), ms. */
  readonly delivered: Percentiles;
}

/** Half of the times were at most `p50`, 99 of 100 at most `p99`; in ms. */
export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

/** How hard to push, and for how long. */
export interface LoadOptions {
  readonly system: RunningSystem;
  /** Callers that each wait for their answer before they ask again. */
  readonly callers: number;
  readonly seconds: number;
}

const BODY = JSON.stringify({
  kind: 'emergency-medical-response',
  to: { agency: 'ambulance', unit: 'clinical-desk' },
  unit: 'control-room',
  mode: 'test',
  items: [
    {
      code: 'exact-location',
      state: 'known',
      value: "Marlow's End footbridge, west side",
      sourceKind: 'caller',
    },
    { code: 'physical-red-flags', state: 'known', value: 'none seen', sourceKind: 'caller' },
    { code: 'age-band', state: 'unknown', absent: 'unknown' },
  ],
  actor: { ref: 'bench', role: 'dispatcher', type: 'system' },
});

/** Police tasks the ambulance service over HTTP, again and again; measures answers and deliveries. */
export async function load({ system, callers, seconds }: LoadOptions): Promise<LoadResult> {
  const police = system.agencies['police'];
  const ambulance = system.agencies['ambulance'];
  if (!police || !ambulance) throw new Error('the load needs police and ambulance');
  const asked = new Map<string, number>();
  const delivered: number[] = [];
  const feed = await listen(ambulance, (eventId, at) => {
    const since = asked.get(eventId);
    if (since !== undefined) delivered.push(at - since);
    else early.set(eventId, at);
  });
  const early = new Map<string, number>();
  const answers: number[] = [];
  let other = 0;
  let firstOther: string | undefined;
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  const started = Date.now();
  const caller = async (): Promise<void> => {
    while (Date.now() - started < seconds * 1_000) {
      const since = performance.now();
      const { eventId, text } = await ask(police, agent).catch((error: Error) => ({
        eventId: undefined,
        text: error.message,
      }));
      if (!eventId) {
        other += 1;
        firstOther ??= text;
      } else {
        answers.push(performance.now() - since);
        const at = early.get(eventId);
        if (at === undefined) asked.set(eventId, since);
        else delivered.push(at - since);
      }
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const elapsed = Date.now() - started;
  for (let waited = 0; delivered.length < answers.length && waited < 15_000; waited += 100) await pause(100);
  feed.stop();
  agent.destroy();
  const perSecond = Math.round((answers.length * 1_000) / elapsed);
  return {
    recorded: answers.length,
    other,
    perSecond,
    answer: percentiles(answers),
    delivered: percentiles(delivered),
  };
}

function percentiles(values: number[]): Percentiles {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * part)] ?? NaN);
  return { p50: at(0.5), p99: at(0.99) };
}

function ask(
  { url, token }: { url: string; token: string },
  agent: Agent,
): Promise<{ eventId: string | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const call = request(`${url}/tasks`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('end', () => {
        const recorded = response.statusCode === 201;
        resolve({ eventId: recorded ? (JSON.parse(text) as { eventId: string }).eventId : undefined, text });
      });
      response.on('error', reject);
    });
    call.on('error', reject);
    call.end(BODY);
  });
}

/** Listens to a feed; calls back with the id of each requested event and the time it came. */
async function listen(
  { url, token }: { url: string; token: string },
  heard: (eventId: string, at: number) => void,
): Promise<{ stop(): void }> {
  const call = request(`${url}/events`, { headers: { authorization: `Bearer ${token}` } });
  const response = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    call.on('response', resolve).on('error', reject);
    call.end();
  });
  let rest = '';
  response.on('data', (part: Buffer) => {
    const at = performance.now();
    const blocks = (rest + part.toString('utf8')).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      if (!block.includes('concordat.task.requested.v1')) continue;
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data) heard((JSON.parse(data) as { event: { id: string } }).event.id, at);
    }
  });
  response.on('error', () => undefined);
  return { stop: () => call.destroy() };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
