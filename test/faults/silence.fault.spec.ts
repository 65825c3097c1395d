import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { expectNothingLostNothingDoubled } from '../support/county-checks.js';
import { countyOf } from '../support/county.js';
import type { Caller } from '../support/county-client.js';
import { until } from '../support/waiting.js';

const county = countyOf();
beforeAll(county.open, 180_000);
afterAll(county.close, 60_000);

const party = (code: string): Caller => county.here().agency(code);

/** What asker and performer show of a task, once they show the same and nothing is on its way. */
async function settled(taskId: string): Promise<Record<string, unknown>> {
  return until(`both show ${taskId} alike`, async () => {
    const [here, there] = await Promise.all(
      ['police', 'ambulance'].map(async (code) => (await party(code).get(`/tasks/${taskId}`)).body),
    );
    if (here?.['pending'] !== undefined || there?.['pending'] !== undefined) throw new Error('on its way');
    if (there?.['task'] === undefined) throw new Error('not there yet');
    expect(here?.['task']).toEqual(there['task']);
    return here?.['task'] as Record<string, unknown>;
  });
}

const VERDICTS = ['accepted', 'rejected', 'expired', 'cancelled', 'completed'];

async function verdictsOn(taskId: string): Promise<string[]> {
  const events = await party('police').events(taskId);
  return events.map(({ event }) => event.type.split('.')[2] ?? '').filter((type) => VERDICTS.includes(type));
}

const DECIDE_MS = 2_500;

/** Requests that are all to be decided by about the same instant, and are accepted around it. */
async function raceAgainstSilence(count: number, harm: () => Promise<void>): Promise<readonly string[]> {
  const decideBy = new Date(Date.now() + DECIDE_MS).toISOString();
  const asked = await Promise.all(
    Array.from({ length: count }, () => party('police').asks('ambulance', { decideBy })),
  );
  const tasks = asked.flatMap(({ taskId }) => (taskId === '' ? [] : [taskId]));
  const left = Date.parse(decideBy) - Date.now();
  const accepting = tasks.map(async (taskId, index) => {
    await pause(Math.max(0, left - 150 + (300 * index) / count));
    // Whatever it is told, also nothing at all: what counts is what both see afterwards.
    await party('ambulance')
      .accepts(taskId, { seenStatus: 'requested' })
      .catch(() => undefined);
  });
  await harm();
  await Promise.all(accepting);
  return tasks;
}

async function expectOneVerdictEach(tasks: readonly string[]): Promise<void> {
  for (const taskId of tasks) {
    const task = await until(`${taskId} is decided`, async () => {
      const found = await settled(taskId);
      return ['accepted', 'cancelled'].includes(String(found['status'])) && found;
    });
    const verdicts = await verdictsOn(taskId);
    expect(verdicts).toEqual([task['status'] === 'accepted' ? 'accepted' : 'expired']);
    expect((task['owner'] as { agency: string }).agency).toBe(
      task['status'] === 'accepted' ? 'ambulance' : 'police',
    );
  }
}

describe('an answer at the very instant at which the time to decide passes', () => {
  it('counts or comes too late, but is never both', async () => {
    const tasks = await raceAgainstSilence(24, () => Promise.resolve());
    expect(tasks).toHaveLength(24);
    await expectOneVerdictEach(tasks);
  }, 120_000);

  it.each(['police', 'ambulance'])(
    'also when the service of %s is killed in between',
    async (victim) => {
      const tasks = await raceAgainstSilence(16, async () => {
        await pause(DECIDE_MS - 200);
        await county.here().kill(victim);
        await county.here().restart(victim);
      });
      await expectOneVerdictEach(tasks);
    },
    180_000,
  );
});

describe('a handover and the end of the task at the same instant', () => {
  it('stand in one order, which both parties tell alike', async () => {
    const [police, ambulance] = [party('police'), party('ambulance')];
    const ends = { completed: 0, handed: 0 };
    for (let round = 0; round < 10; round += 1) {
      const { taskId } = await police.asks('ambulance', { responsibility: 'transfers' });
      await ambulance.untilSees(taskId, 'requested');
      await ambulance.accepts(taskId);
      await police.untilSees(taskId, 'accepted');
      await police.steps(taskId, 'handover/offer');
      await until('the offer is there', async () => (await settled(taskId))['handover'] !== undefined);
      await Promise.all([
        ambulance.steps(taskId, 'handover/accept'),
        round % 2 ? ambulance.completes(taskId) : police.cancels(taskId),
      ]);
      const task = await settled(taskId);
      const responsible = (task['responsible'] as { agency: string }).agency;
      const types = (await police.events(taskId)).map(({ event }) => event.type.split('.')[2] ?? '');
      const taken = types.includes('handover-accepted');
      expect(responsible).toBe(taken ? 'ambulance' : 'police');
      expect(task['handover']).toBeUndefined();
      ends[taken ? 'handed' : 'completed'] += 1;
      expect(types.filter((type) => type === 'completed' || type === 'cancelled').length).toBeLessThanOrEqual(
        1,
      );
    }
    expect(ends.completed + ends.handed).toBe(10);
  }, 120_000);
});

describe('afterwards', () => {
  it('both sides and the audit log tell one story', async () => {
    await expectNothingLostNothingDoubled(county.here());
  }, 120_000);
});
