import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { createSay, type Say } from '../../cli/say.js';
import type { Home } from '../../platform/home.js';
import { reasonOf } from '../../platform/platform-error.js';
import type { Door, RunningSystem } from '../../rehearsal/system.js';
import { bootStack } from '../../stack.js';
import { timesOf, type Times } from '../audit/figures.js';
import { BENCH_PORTS, inBenchHome } from '../bench-home.js';
import { BrowserSession } from './browser-session.js';

/** How the bench of a board is called. */
export const BOARD_BENCH_HELP = `npm run bench -- board [--quick]

Fills a board with 500 open tasks through the agencies' own services, signs a duty manager in to the console, and prints how long the
board takes, as a page and as the part that its script asks for, and how long a new task takes from the asker's call to the word in
the browser of the asked agency. Everything lies in a temporary folder and is removed at the end. Prints, asserts nothing.

  --quick      100 tasks, 50 samples
`;

/** How much is measured. */
export interface BoardBench {
  readonly tasks: number;
  readonly samples: number;
}

const [ASKER, ASKED] = ['police', 'ambulance'];
/** How many requests are on their way at once while the board is filled. */
const ABREAST = 16;

/** Measures a board and prints it. Exit code 0, or 1 when something went wrong. */
export async function benchBoard({ tasks, samples }: BoardBench): Promise<number> {
  const say = await createSay();
  try {
    await inBenchHome((home) => onStack(home, { tasks, samples }, say));
    return 0;
  } catch (error) {
    say.line(reasonOf(error));
    return 1;
  }
}

async function onStack(home: Home, bench: BoardBench, say: Say): Promise<void> {
  const stack = await bootStack({
    ...{ home, say, cosignatures: 1, webFace: true, ports: BENCH_PORTS },
    agencies: [ASKER, ASKED],
  });
  try {
    await measure(stack.system, bench, say);
  } finally {
    await stack.stop();
  }
}

async function measure(system: RunningSystem, { tasks, samples }: BoardBench, say: Say): Promise<void> {
  const { console: face, identity } = system;
  if (!face || !identity) throw new Error('There is no console.');
  const asker = system.agencies[ASKER] as Door;
  await say.during(`Asking for ${tasks} tasks`, () => fill(asker, tasks));
  const desk = new BrowserSession();
  await desk.signIn(face.url, `${ASKED}.duty-manager`, readFileSync(identity.passwordFile, 'utf8').trim());
  const page = await say.during('Asking for the board', () =>
    timed(samples, () => shown(desk, `${face.url}/board`)),
  );
  const rows = await say.during('Asking for its changing part', () =>
    timed(samples, () => shown(desk, `${face.url}/board/rows`)),
  );
  const live = await say.during('Waiting for changes', () =>
    timedChanges(desk, face.url, asker, samples / 4),
  );
  say.line('');
  say.line(`${tasks} open tasks                                  p50 / p95 in ms`);
  for (const [name, times] of [
    ['the board as a page', page],
    ['the part that its script asks for', rows],
    ['a new task: from the call to the word in the browser', live],
  ] as const)
    say.line(`${name.padEnd(54)}${textOf(times)}`);
}

const textOf = ({ p50, p95 }: Times): string => `${p50.toFixed(0)} / ${p95.toFixed(0)}`;

async function fill(asker: Door, tasks: number): Promise<void> {
  let asked = 0;
  const one = async (): Promise<void> => {
    while (asked < tasks) {
      asked += 1;
      await ask(asker);
    }
  };
  await Promise.all(Array.from({ length: ABREAST }, one));
}

/** Asks for a task that stays unanswered for a day. */
async function ask({ url, token }: Door): Promise<void> {
  const body = {
    kind: 'emergency-medical-response',
    mode: 'exercise',
    unit: 'control-room',
    to: { agency: ASKED, unit: 'crew' },
    decideWithinMinutes: 1_440,
    actor: { role: 'dispatcher', type: 'system' },
  };
  const answer = await fetch(`${url}/tasks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', prefer: 'wait=20' },
    body: JSON.stringify(body),
  });
  if (answer.status !== 201)
    throw new Error(`A task was not recorded: ${answer.status} ${await answer.text()}`);
}

async function shown(desk: BrowserSession, url: string): Promise<void> {
  const { status, text } = await desk.ask(url);
  if (status !== 200 || !text.includes('data-task=')) throw new Error(`There is no board: ${status}.`);
}

async function timed(samples: number, work: () => Promise<void>): Promise<Times> {
  const values: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const began = performance.now();
    await work();
    values.push(performance.now() - began);
  }
  return timesOf(values);
}

/** From the asker's call on: each task alone, until the board's stream says that something changed. */
async function timedChanges(
  desk: BrowserSession,
  face: string,
  asker: Door,
  samples: number,
): Promise<Times> {
  const stop = new AbortController();
  const stream = await desk.fetch(`${face}/board/events`, { signal: stop.signal });
  const reader = (stream.body as ReadableStream<Uint8Array>).getReader();
  const untilChange = async (): Promise<void> => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) throw new Error('The stream of the board ended.');
      if (new TextDecoder().decode(value).includes('event: change')) return;
    }
  };
  const values: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const began = performance.now();
    await Promise.all([untilChange(), ask(asker)]);
    values.push(performance.now() - began);
    // What one task says in several events is told together; the next one has to be a change of its own.
    await pause(700);
  }
  stop.abort();
  return timesOf(values);
}
