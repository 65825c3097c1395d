import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectNothingLostNothingDoubled } from '../support/county-checks.js';
import { countyOf } from '../support/county.js';
import type { Told } from '../support/county-client.js';
import { until } from '../support/waiting.js';

const county = countyOf();
beforeAll(county.open, 180_000);
afterAll(county.close, 60_000);

const ROUNDS = 12;
const TOLD_OFF = ['OVERTAKEN', 'NOT_IN_THIS_STATUS', 'TASK_CLOSED'];

describe('two parties act at once on one task', () => {
  it('lets one of them win, and tells the other that the task has moved on', async () => {
    const [police, ambulance] = [county.here().agency('police'), county.here().agency('ambulance')];
    const requests = await Promise.all(Array.from({ length: ROUNDS }, () => police.asks('ambulance')));
    for (const { taskId } of requests) await ambulance.untilSees(taskId, 'requested');
    const wins = { cancelled: 0, accepted: 0 };
    for (const { taskId } of requests) {
      const seen = { seenStatus: 'requested' };
      const [cancel, accept] = await Promise.all([
        police.cancels(taskId, seen),
        ambulance.accepts(taskId, seen),
      ]);
      const [winner, loser] = cancel.state === 'recorded' ? [cancel, accept] : [accept, cancel];
      expectWonAndLost(winner, loser);
      const status = winner === cancel ? 'cancelled' : 'accepted';
      wins[status] += 1;
      await police.untilSees(taskId, status);
      await ambulance.untilSees(taskId, status);
    }
    expect(wins.cancelled + wins.accepted).toBe(ROUNDS);
  }, 90_000);

  it('takes one step after the other when both just add something', async () => {
    const [police, ambulance] = [county.here().agency('police'), county.here().agency('ambulance')];
    const { taskId } = await police.asks('ambulance');
    await ambulance.untilSees(taskId, 'requested');
    const words = await Promise.all(
      Array.from({ length: 6 }, () => [police.informs(taskId), ambulance.informs(taskId)]).flat(),
    );
    // On a slow machine one may wait too long for its turn; it is told so, and nothing of it is stored.
    const stored = words.filter(({ code }) => code !== 'EARLIER_STEP_NOT_RECORDED');
    expect(stored.length).toBeGreaterThan(2);
    for (const { eventId } of stored)
      await until(`${eventId} is recorded`, async () => {
        const states = [await police.learns(eventId), await ambulance.learns(eventId)];
        return states.includes('recorded');
      });
    await until('both have them all', async () => {
      const counts = [await police.events(taskId), await ambulance.events(taskId)];
      return counts.every((events) => events.length === 1 + stored.length);
    });
  }, 60_000);

  it('leaves one story that both sides and the audit log tell alike', async () => {
    await expectNothingLostNothingDoubled(county.here());
  }, 120_000);
});

function expectWonAndLost(winner: Told, loser: Told): void {
  expect(winner.state).toBe('recorded');
  expect(loser.status).toBe(409);
  expect(TOLD_OFF).toContain(loser.code);
}
