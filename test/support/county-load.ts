import { expect } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import type { County } from './county.js';
import type { Caller, Told } from './county-client.js';
import { until } from './waiting.js';

/** Work that goes on while a test does harm. */
export interface Load {
  /** Waits until so many more commands have been recorded. */
  untilRecorded(more: number): Promise<void>;
  /** Ends after the commands at hand; every one of them has then come to its end as `recorded`. */
  finish(): Promise<void>;
}

/** Callers that work side by side. */
const WORKERS = 6;

/**
 * Agencies ask each other, accept and complete, all the time. A caller that gets no answer, or a fault, says the same again
 * under the same Idempotency-Key, as a good client does; so in the end each command is recorded exactly once. Each of the
 * callers asks the next one of the list.
 */
export function underLoad(county: County, callers: readonly Caller[] = county.agencies): Load {
  const state = { stop: false, recorded: [] as string[] };
  const workers = Array.from({ length: WORKERS }, (_, index) => work(callers, index, state));
  const failed = Promise.all(workers);
  failed.catch(() => undefined);
  return {
    untilRecorded: async (more) => {
      const goal = state.recorded.length + more;
      const done = until(`${more} more commands are recorded`, () => state.recorded.length >= goal);
      await Promise.race([done, failed.then(() => done)]);
    },
    finish: async () => {
      state.stop = true;
      await failed;
      await expectAllThere(county, state.recorded);
    },
  };
}

interface State {
  stop: boolean;
  /** Events of which a caller was told that they are on the ledger. */
  readonly recorded: string[];
}

async function work(callers: readonly Caller[], index: number, state: State): Promise<void> {
  const asker = callers[index % callers.length] as Caller;
  const performer = callers[(index + 1) % callers.length] as Caller;
  while (!state.stop) {
    const { taskId } = await insist(asker, state, (key) => asker.asks(performer.code, { key }));
    await performer.untilSees(taskId, 'requested');
    await insist(performer, state, (key) => performer.accepts(taskId, { key }));
    await insist(performer, state, (key) => performer.completes(taskId, { key }));
    await asker.untilSees(taskId, 'completed');
  }
}

/** Says it until it is stored, then waits until it is recorded. */
async function insist(by: Caller, state: State, say: (key: string) => Promise<Told>): Promise<Told> {
  const key = uuidv7();
  const told = await until(`a command of ${by.code} is taken`, async () => {
    const answer = await say(key);
    if (answer.state !== undefined) return answer;
    if (answer.status !== 0 && answer.status < 500)
      throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    await pause(100);
    return undefined;
  });
  const eventId = told.state === 'queued' ? await by.untilMessage(told.eventId) : told.eventId;
  state.recorded.push(eventId);
  return told;
}

/** Acknowledged is durable: whatever a caller was told is recorded stands in the log, and no two callers share an event. */
async function expectAllThere(county: County, recorded: readonly string[]): Promise<void> {
  expect(new Set(recorded).size).toBe(recorded.length);
  for (const id of recorded) {
    await until(`the log holds ${id}`, async () => (await county.audit(`/events/${id}`)).status === 200);
  }
}
