import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { expectNothingLostNothingDoubled } from '../support/county-checks.js';
import { countyOf } from '../support/county.js';
import type { Caller, Told } from '../support/county-client.js';
import { Desk } from '../support/e2e-desk.js';
import { until } from '../support/waiting.js';

const county = countyOf({ brokerProxies: ['police'] });
const police = (): Caller => county.here().agency('police');
const ambulance = (): Caller => county.here().agency('ambulance');
beforeAll(county.open, 180_000);
afterAll(county.close, 60_000);

const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

/** The answer that is lost may be that to an earlier word of the police: then the request itself goes out some seconds later. */
const DECIDE_MS = 10_000;

/** It is in the list of what a person must telephone about. */
async function isUnsent({ eventId }: Told): Promise<boolean> {
  const { body } = await police().get('/unsent');
  return (body['unsent'] as { eventId: string }[]).some((row) => row.eventId === eventId);
}

/** Nobody but its asker ever learns of this task, though all that was said later has been heard and audited. */
async function expectNeverSent(told: Told): Promise<void> {
  const later = await police().asks('ambulance');
  await police().untilMessage(later.eventId);
  await ambulance().untilSees(later.taskId, 'requested');
  await until('what was said later is audited', async () => {
    return (await county.here().audit(`/events/${later.eventId}`)).status === 200;
  });
  expect(await ambulance().sees(told.taskId)).toBeUndefined();
  expect((await county.here().audit(`/events/${told.eventId}`)).status).toBe(404);
  expect(await police().learns(told.eventId)).toBe('expired-unsent');
  expect(await isUnsent(told)).toBe(true);
}

describe('the audit service is away for a while', () => {
  it('does not stop the work, and every service says that proofs are waiting', async () => {
    await county.here().kill('audit');
    const { taskId, state } = await police().asks('ambulance');
    expect(state).toBe('recorded');
    await ambulance().untilSees(taskId, 'requested');
    expect((await ambulance().accepts(taskId)).state).toBe('recorded');
    for (const agency of [police(), ambulance()]) {
      const proofs = await until('it says that proofs are waiting', async () => {
        const status = await agency.status();
        return status.proofs.warning === 'proofs are waiting' && status;
      });
      expect(proofs.proofs.unproven).toBeGreaterThan(0);
      expect(Object.keys(proofs.outbox.states)).toEqual(['recorded']);
    }
  }, 60_000);

  it('catches up without a gap when it is back', async () => {
    await county.here().restart('audit');
    await expectNothingLostNothingDoubled(county.here());
    const { coverage } = await county.here().auditStatus();
    expect(coverage.flatMap(({ missing }) => missing)).toEqual([]);
    for (const agency of [police(), ambulance()])
      expect((await agency.status()).proofs).toMatchObject({ unproven: 0, lagMs: 0 });
  }, 120_000);
});

describe('the broker is away', () => {
  it('queues what is asked, and says so until it is recorded', async () => {
    await county.here().stack.nats.kill();
    await until('police sees it', async () => !(await police().status()).brokerUp);
    const told = await police().asks('ambulance', { wait: 1 });
    expect([told.status, told.state]).toEqual([202, 'queued']);
    expect(await police().learns(told.eventId)).toBe('queued');
    await county.here().stack.startNatsAgain();
    await police().untilMessage(told.eventId);
    await ambulance().untilSees(told.taskId, 'requested');
  }, 60_000);

  it('never says that all is taken back while something of it is still on its way', async () => {
    await county.here().stack.nats.kill();
    await until('police sees it', async () => !(await police().status()).brokerUp);
    const items = [{ code: 'age-band', state: 'known', value: '18-25' }];
    const desk = new Desk(police().door, 'control-room', 'PC 1');
    const request = { kind: 'emergency-medical-response', mode: 'exercise', items };
    const to = { agency: 'ambulance', unit: 'crew' };
    const queued = await desk.post('/tasks', desk.body({ ...request, to }), { prefer: 'wait=0' });
    const { caseId, taskId } = queued.body as { caseId: string; taskId: string };
    const recall = () =>
      desk.post(`/cases/${caseId}/recall`, desk.body({ items: ['age-band'], reason: 'wrong-person' }));
    expect(await recall()).toMatchObject({
      status: 200,
      body: { tasks: [{ taskId, refused: 'EARLIER_STEP_NOT_RECORDED' }] },
    });
    await county.here().stack.startNatsAgain();
    await ambulance().untilSees(taskId, 'requested');
    expect(await recall()).toMatchObject({ body: { tasks: [{ taskId, state: 'recorded' }] } });
    await until('ambulance must not use it any more', async () => {
      const { body } = await ambulance().get(`/tasks/${taskId}`);
      return JSON.stringify(body['items']).includes('wrong-person');
    });
  }, 90_000);

  it('never sends a request that could not be recorded in time', async () => {
    await county.here().stack.nats.kill();
    await until('police sees it', async () => !(await police().status()).brokerUp);
    const told = await police().asks('ambulance', { wait: 0, decideBy: inMs(1_500) });
    expect(told.state).toBe('queued');
    await police().untilMessage(told.eventId, 'expired-unsent');
    await county.here().stack.startNatsAgain();
    await until('police sees it', async () => (await police().status()).brokerUp);
    await expectNeverSent(told);
  }, 90_000);

  it('tells a caller who waits that the request will never be sent', async () => {
    county.here().broker['police']?.refuse();
    await until('police sees it', async () => !(await police().status()).brokerUp);
    const told = await police().asks('ambulance', { wait: 30, decideBy: inMs(1_500) });
    county.here().broker['police']?.allow();
    expect([told.status, told.code]).toEqual([409, 'EXPIRED_UNSENT']);
  }, 60_000);

  it('never sends it later when the broker got no whole word of it', async () => {
    await until('police is back', async () => (await police().status()).brokerUp);
    const fault = county.here().broker['police']?.on('to-server', 'HPUB concordat.exercise.task', 'drop');
    const told = await police().asks('ambulance', { wait: 0, decideBy: inMs(3_000) });
    await fault?.struck();
    fault?.lift();
    // Its own reading of the ledger has to tell first that nothing of it stands there.
    await police().untilMessage(told.eventId, 'expired-unsent');
    await expectNeverSent(told);
  }, 120_000);

  it('does not call a request unsent that was recorded in time, though its answer was lost', async () => {
    const fault = county.here().broker['police']?.on('to-client', '"stream":"LEDGER"', 'drop');
    const told = await police().asks('ambulance', { wait: 0, decideBy: inMs(DECIDE_MS) });
    await fault?.struck();
    fault?.lift();
    // Nobody answers it, so it may have expired by the time that we look.
    await until('ambulance has it', async () => (await ambulance().sees(told.taskId)) !== undefined);
    await police().untilMessage(told.eventId, 'recorded');
    expect(await isUnsent(told)).toBe(false);
  }, 90_000);

  it('does not call it unsent either when the service was killed before the answer came', async () => {
    await until('police is back', async () => (await police().status()).brokerUp);
    const fault = county.here().broker['police']?.on('to-client', '"stream":"LEDGER"', 'hold');
    const decideBy = inMs(DECIDE_MS);
    const told = await police().asks('ambulance', { wait: 0, decideBy });
    await fault?.struck();
    await until('ambulance has it', async () => (await ambulance().sees(told.taskId)) !== undefined);
    await county.here().kill('police');
    fault?.lift();
    await until('its time is over', () => Date.parse(decideBy) < Date.now());
    await county.here().restart('police');
    await police().untilMessage(told.eventId, 'recorded');
    expect(await isUnsent(told)).toBe(false);
  }, 90_000);

  it('leaves nothing lost and nothing doubled', async () => {
    await expectNothingLostNothingDoubled(county.here());
  }, 120_000);
});
