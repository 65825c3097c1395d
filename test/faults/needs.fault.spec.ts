import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expectNothingLostNothingDoubled } from '../support/county-checks.js';
import { countyOf } from '../support/county.js';
import type { Caller } from '../support/county-client.js';
import { Desk } from '../support/e2e-desk.js';
import { opensNeed, untilNeed } from '../support/e2e-needs.js';
import { until } from '../support/waiting.js';

const county = countyOf({ agencies: ['police', 'ambulance', 'mh-trust'], brokerProxies: ['ambulance'] });
beforeAll(county.open, 180_000);
afterAll(county.close, 60_000);

const who = (code: string): Caller => county.here().agency(code);

/** Police offer a consultation to ambulance and to the trust at once; both have seen it. */
async function offered(): Promise<{ readonly need: string; readonly ours: string; readonly theirs: string }> {
  const police = new Desk(who('police').door, 'control-room', 'desk 4');
  const to = ['ambulance/crew', 'mh-trust/street-triage'];
  const { need, offers } = await opensNeed(police, 's136-consultation', to);
  const [ours, theirs] = offers.map(({ task }) => task) as [string, string];
  await who('ambulance').untilSees(ours, 'requested');
  await who('mh-trust').untilSees(theirs, 'requested');
  return { need, ours, theirs };
}

const met = (need: string, fates: readonly string[]) =>
  untilNeed(new Desk(who('police').door, 'control-room', 'desk 4'), need, 'met', fates);

/** Why an acceptance that was queued was lost. */
const refusalOf = (eventId: string): Promise<string> =>
  until('the acceptance has come to its end', async () => {
    const { body } = await who('ambulance').get(`/messages/${eventId}`);
    const refusal = body['refusal'] as { refused?: string } | undefined;
    if (body['state'] === 'lost') return refusal?.refused;
    throw new Error(String(body['state']));
  });

describe('a service is killed while it accepts the offer of a need', () => {
  it('has won when the ledger had its acceptance, though nobody heard the answer', async () => {
    const { need, ours, theirs } = await offered();
    const fault = county.here().broker['ambulance']?.on('to-client', '"batch":', 'hold');
    const told = await who('ambulance').accepts(ours, { wait: 0 });
    await fault?.struck();
    await county.here().kill('ambulance');
    fault?.lift();
    const late = await who('mh-trust').accepts(theirs);
    expect([late.status, late.code]).toEqual([409, 'NEED_ALREADY_MET']);
    await met(need, ['accepted', 'cancelled not-selected']);
    await county.here().restart('ambulance');
    await who('ambulance').untilMessage(told.eventId);
    await who('ambulance').untilSees(ours, 'accepted');
    expect(await who('ambulance').events(ours)).toHaveLength(2);
    await who('mh-trust').untilSees(theirs, 'cancelled');
  }, 90_000);

  it('has not won when its acceptance had not reached the ledger and another was quicker', async () => {
    const { need, ours, theirs } = await offered();
    const fault = county.here().broker['ambulance']?.on('to-server', 'Nats-Batch-Commit', 'drop');
    const told = await who('ambulance').accepts(ours, { wait: 0 });
    await fault?.struck();
    await county.here().kill('ambulance');
    fault?.lift();
    expect((await who('mh-trust').accepts(theirs)).state).toBe('recorded');
    await met(need, ['cancelled not-selected', 'accepted']);
    await county.here().restart('ambulance');
    expect(await refusalOf(told.eventId)).toBe('NEED_ALREADY_MET');
    await who('ambulance').untilSees(ours, 'cancelled');
    expect(await who('ambulance').events(ours)).toHaveLength(2);
  }, 90_000);

  it('goes on offering by itself when it is the service that asks', async () => {
    const police = new Desk(who('police').door, 'control-room', 'desk 4');
    const to = ['ambulance/crew', 'mh-trust/street-triage'];
    const { need, offers } = await opensNeed(police, 's136-consultation', to, {
      strategy: 'one-after-another',
    });
    const [first] = offers.map(({ task }) => task) as [string];
    await who('ambulance').untilSees(first, 'requested');
    await county.here().kill('police');
    expect((await who('ambulance').declines(first)).state).toBe('recorded');
    await county.here().restart('police');
    const shown = await untilNeed(police, need, 'open', ['rejected already-in-hand', 'requested']);
    const second = shown.offers[1]?.task as string;
    await who('mh-trust').untilSees(second, 'requested');
    expect((await who('mh-trust').accepts(second)).state).toBe('recorded');
    await met(need, ['rejected already-in-hand', 'accepted']);
  }, 90_000);
});

describe('the broker loses its whole data after a need was met', () => {
  it('still has one winner: who accepts from what it saw before is too late', async () => {
    const { need, ours, theirs } = await offered();
    county.here().broker['ambulance']?.refuse();
    expect((await who('mh-trust').accepts(theirs)).state).toBe('recorded');
    await met(need, ['cancelled not-selected', 'accepted']);
    const told = await who('ambulance').accepts(ours, { wait: 0 });
    expect(told.state).toBe('queued');
    const { stack, home } = county.here();
    await stack.nats.kill();
    rmSync(join(home.nats, 'store'), { recursive: true, force: true });
    await stack.startNatsAgain();
    county.here().broker['ambulance']?.allow();
    await county.here().untilOpen(2);
    expect(await refusalOf(told.eventId)).toBe('NEED_ALREADY_MET');
    await who('ambulance').untilSees(ours, 'cancelled');
    await met(need, ['cancelled not-selected', 'accepted']);
  }, 120_000);

  it('leaves nothing lost, nothing doubled and no task with two stories', async () => {
    await expectNothingLostNothingDoubled(county.here(), { newEpoch: true });
  }, 150_000);
});
