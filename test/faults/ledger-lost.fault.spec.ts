import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expectNothingLostNothingDoubled } from '../support/county-checks.js';
import { underLoad } from '../support/county-load.js';
import { countyOf } from '../support/county.js';
import type { Caller, Told } from '../support/county-client.js';
import { until } from '../support/waiting.js';

const county = countyOf({ agencies: ['police', 'ambulance', 'mh-trust'], brokerProxies: ['ambulance'] });
const who = (code: string): Caller => county.here().agency(code);
const tasks: Record<string, string> = {};
let accepted: Told;
let added: Told;
let late: Told;

beforeAll(county.open, 180_000);
afterAll(county.close, 60_000);

/** Asks, and remembers the task by a name. */
async function ask(name: string, asker: string, performer: string): Promise<void> {
  const told = await who(asker).asks(performer);
  expect(told.state).toBe('recorded');
  tasks[name] = told.taskId;
}

async function untilProven(code: string): Promise<void> {
  await until(
    `all events of ${code} are proven`,
    async () => (await who(code).status()).proofs.unproven === 0,
  );
}

async function loseEverything(): Promise<void> {
  const { stack, home } = county.here();
  await stack.nats.kill();
  rmSync(join(home.nats, 'store'), { recursive: true, force: true });
  await stack.startNatsAgain();
}

describe('the broker loses its whole data directory', () => {
  it('has before that events in every stage of being safe', async () => {
    await ask('done', 'police', 'ambulance');
    for (const name of ['to cancel', 'to add to', 'to answer']) await ask(name, 'police', 'ambulance');
    for (const taskId of Object.values(tasks)) await who('ambulance').untilSees(taskId, 'requested');
    await who('ambulance').accepts(tasks['done'] as string);
    await who('ambulance').completes(tasks['done'] as string);
    for (const code of ['police', 'ambulance'])
      await until(`the outbox of ${code} is empty`, async () => {
        const { states } = (await who(code).status()).outbox;
        return Object.keys(states).length === 0;
      });
    // From here on the ambulance service reads and says nothing: proven, and not taken in by the addressee.
    county.here().broker['ambulance']?.refuse();
    await ask('unheard', 'police', 'ambulance');
    expect((await who('police').cancels(tasks['to cancel'] as string)).state).toBe('recorded');
    added = await who('police').informs(tasks['to add to'] as string);
    expect(added.state).toBe('recorded');
    await untilProven('police');
    expect((await who('police').status()).outbox.states).toEqual({ recorded: 3 });
    // And from here on nothing is proven any more.
    await county.here().kill('audit');
    await ask('unproven', 'police', 'mh-trust');
    await who('mh-trust').untilSees(tasks['unproven'] as string, 'requested');
    expect((await who('mh-trust').accepts(tasks['unproven'] as string)).state).toBe('recorded');
    await ask('unproven too', 'mh-trust', 'police');
    expect((await who('police').status()).proofs.unproven).toBeGreaterThan(0);
  }, 120_000);

  it('is empty when it comes back, and the other party tries to answer from what it still sees', async () => {
    const ambulance = who('ambulance');
    const [late, more, answer] = await Promise.all([
      ambulance.accepts(tasks['to cancel'] as string, { wait: 0, seenStatus: 'requested' }),
      ambulance.accepts(tasks['to add to'] as string, { wait: 0, seenStatus: 'requested' }),
      ambulance.accepts(tasks['to answer'] as string, { wait: 0 }),
    ]);
    expect([late.state, more.state, answer.state]).toEqual(['queued', 'queued', 'queued']);
    accepted = answer;
    tasks['late answer'] = late.eventId;
    tasks['answer from before'] = more.eventId;
    await loseEverything();
    await until('police knows the new epoch', async () => {
      const { epoch } = await who('police').status();
      return epoch.number === 2 && epoch.state === 'recovering';
    });
  }, 90_000);

  it('takes in only what was said before until everybody has sent again', async () => {
    late = await who('police').asks('mh-trust', { wait: 3 });
    expect(late.state).toBe('queued');
    expect((await who('police').status()).epoch).toEqual({ number: 2, state: 'recovering' });
    expect(await who('mh-trust').sees(late.taskId)).toBeUndefined();
    county.here().broker['ambulance']?.allow();
    await county.here().untilOpen(2);
    await who('police').untilMessage(late.eventId);
    await county.here().restart('audit');
  }, 120_000);

  it('has lost no event: each party sees what the other had said', async () => {
    await who('ambulance').untilSees(tasks['unheard'] as string, 'requested');
    await who('ambulance').untilSees(tasks['to cancel'] as string, 'cancelled');
    await who('ambulance').untilMessage(tasks['late answer'] as string, 'lost');
    await who('ambulance').untilMessage(tasks['answer from before'] as string);
    await who('ambulance').untilMessage(accepted.eventId);
    await who('police').untilSees(tasks['to add to'] as string, 'accepted');
    await who('police').untilSees(tasks['unproven'] as string, 'accepted');
    const ids = (await who('ambulance').events(tasks['to add to'] as string)).map(({ eventId }) => eventId);
    expect(ids[1]).toBe(added.eventId);
    expect(ids).toHaveLength(3);
  }, 90_000);

  it('loses it again, under load, and no command is lost or carried out twice', async () => {
    const load = underLoad(county.here());
    await load.untilRecorded(20);
    await loseEverything();
    await county.here().untilOpen(3);
    await load.untilRecorded(20);
    await load.finish();
  }, 120_000);

  it('leaves nothing lost, nothing doubled and no task with two stories', async () => {
    await expectNothingLostNothingDoubled(county.here(), { newEpoch: true });
  }, 120_000);
});
