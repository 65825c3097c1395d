import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sharedCounty } from '../support/county.js';
import { call } from '../support/county-client.js';
import { Desk, type TaskShown } from '../support/e2e-desk.js';
import { faultsOf } from '../support/e2e-http.js';
import { until } from '../support/waiting.js';

const county = sharedCounty();
let police: Desk;
let crew: Desk;

beforeAll(async () => {
  await county.open();
  police = new Desk(county.here().agency('police').door, 'control-room', 'PC 4417');
  crew = new Desk(county.here().agency('ambulance').door, 'crew', 'crew 12');
}, 180_000);
afterAll(county.close, 60_000);

interface Shown extends TaskShown {
  readonly businessStatus?: string;
  readonly missed?: readonly string[];
  readonly escalations?: readonly { readonly to: readonly object[]; readonly why: string }[];
  readonly lateAnswer?: string;
  readonly responsible?: { readonly agency: string };
  readonly promises?: readonly { readonly id: string; readonly state: string }[];
  readonly follows?: string;
}

/** The task as both parties show it, once it is so and the same at both. */
const bothShow = (taskId: string, what: object): Promise<Shown> =>
  until(`both show ${JSON.stringify(what)}`, async () => {
    const [here, there] = await Promise.all(
      [police, crew].map(async (desk) => (await desk.get(`/tasks/${taskId}`)).body['task'] as Shown),
    );
    expect(here).toMatchObject(what);
    expect(there).toEqual(here);
    return here;
  });

const typesOf = async (desk: Desk, taskId: string): Promise<string[]> =>
  (await desk.events(taskId)).map(({ event }) => event.type.split('.')[2] ?? '');

const soon = (ms: number): string => new Date(Date.now() + ms).toISOString();

/** An exercise with its clock at minute 0, and how to put it forward. */
async function exercise(): Promise<{ id: string; minute: (minutes: number) => Promise<string> }> {
  const id = randomUUID();
  const minute = async (minutes: number): Promise<string> => {
    const at = new Date(Date.parse('2031-01-17T21:42:00Z') + minutes * 60_000).toISOString();
    const { keeper } = county.here().stack.system;
    const set = await call(keeper, 'PUT', `/exercises/${id}/clock`, { body: { at } });
    for (const agency of county.here().agencies)
      await until(`${agency.code} has the time`, async () => {
        return (await agency.get(`/exercises/${id}`)).body['sequence'] === set.body['sequence'];
      });
    return at;
  };
  await minute(0);
  return { id, minute };
}

describe('a request that nobody answers', () => {
  it('ends as cancelled and expired with its asker, and calls in the next level of both, once', async () => {
    const { taskId } = await police.asks('ambulance/crew', { decideBy: soon(2_000) });
    const called = { escalations: [expect.anything()] };
    const task = await bothShow(taskId, { status: 'cancelled', businessStatus: 'expired', ...called });
    expect(task).toMatchObject({
      statusReason: 'no-response',
      owner: { agency: 'police' },
      escalations: [
        {
          why: 'no-response',
          to: [
            { agency: 'police', unit: 'duty-inspector' },
            { agency: 'ambulance', unit: 'clinical-desk' },
          ],
        },
      ],
    });
    const types = await typesOf(police, taskId);
    expect([types.filter((type) => type === 'expired'), types.at(-1)]).toEqual([['expired'], 'escalated']);
  }, 60_000);

  it('is told apart from a late answer, which is kept, told to both, and holds nobody', async () => {
    const { taskId } = await police.asks('ambulance/crew', { decideBy: soon(1_500) });
    await bothShow(taskId, { status: 'cancelled', escalations: [expect.anything()] });
    const late = await crew.post(`/tasks/${taskId}/accept`, crew.body({ seenStatus: 'requested' }));
    faultsOf(late, 409, 'TASK_EXPIRED');
    const { eventId } = late.body['because'] as { eventId: string };
    expect((await crew.get(`/messages/${eventId}`)).body).toMatchObject({ state: 'recorded', late: true });
    await bothShow(taskId, { status: 'cancelled', lateAnswer: 'accepted', owner: { agency: 'police' } });
    const again = await crew.post(`/tasks/${taskId}/accept`, crew.body());
    expect([again.status, again.body['code']]).toEqual([409, 'REPORTED_BEFORE']);
  }, 60_000);

  it('does not expire when it was answered in time', async () => {
    const { taskId } = await police.asks('ambulance/crew', { decideBy: soon(3_000) });
    await crew.sees(taskId, 'requested');
    await crew.does('accept', taskId);
    const other = await police.asks('ambulance/crew', { decideBy: soon(3_000) });
    await bothShow(other.taskId, { status: 'cancelled' });
    expect((await bothShow(taskId, { status: 'accepted' })).missed ?? []).not.toContain('decide');
  }, 60_000);
});

describe('in an exercise', () => {
  it('silence is measured by the clock of the exercise: the last minute is in time, and one moment later is not', async () => {
    const { id, minute } = await exercise();
    const { taskId } = await police.asks('ambulance/crew', { exercise: id, decideWithinMinutes: 10 });
    await crew.sees(taskId, 'requested');
    await minute(10);
    // Whatever the services could say at the limit they have said when a later request has come through.
    const after = await police.asks('ambulance/crew', { exercise: id, decideWithinMinutes: 100 });
    await crew.sees(after.taskId, 'requested');
    expect(await typesOf(police, taskId)).not.toContain('expired');
    await minute(10.001);
    await bothShow(taskId, { status: 'cancelled', businessStatus: 'expired' });
  }, 60_000);

  it('a request that was declined for now is made again by itself when its time has come, once', async () => {
    const { id, minute } = await exercise();
    const trust = new Desk(county.here().agency('mh-trust').door, 'crisis-team', 'nurse 3');
    const { taskId, caseId } = await police.asks('mh-trust/crisis-team', {
      kind: 'crisis-telephone-triage',
      exercise: id,
      decideWithinMinutes: 100,
      items: ['presenting-situation', 'risk-to-self', 'phone'].map((code) => ({
        code,
        state: 'unknown',
        absent: 'not-asked',
      })),
    });
    // A staffed desk says by itself that it has it.
    await trust.sees(taskId, 'received');
    const reviewAt = new Date(Date.parse('2031-01-17T21:42:00Z') + 265 * 60_000).toISOString();
    await trust.does('reject', taskId, { reason: 'no-capacity', facts: { reviewAt }, fact: 'all are out' });
    await minute(264);
    await minute(265.1);
    const again = await until('the request is made again', async () => {
      const { body } = await police.get(`/cases/${caseId}`);
      const tasks = (body['tasks'] as { task?: Shown }[]).flatMap(({ task }) => task ?? []);
      const found = tasks.filter(({ follows }) => follows === taskId);
      return found.length > 0 && found;
    });
    expect(again).toHaveLength(1);
    await until('and the unit is called', async () => {
      const { body } = await trust.get(`/tasks/${taskId}`);
      return (body['task'] as Shown).escalations?.map(({ why }) => why).join() === 'review-due';
    });
  }, 60_000);

  it('with a clock that nobody has set, and in earnest, is refused with its place', async () => {
    const body = { kind: 'emergency-medical-response', to: { agency: 'ambulance', unit: 'crew' } };
    const unset = await police.post(
      '/tasks',
      police.body({ ...body, mode: 'exercise', exercise: randomUUID() }),
    );
    expect(faultsOf(unset, 422, 'BAD_CONTENT')).toEqual(['EXERCISE_UNKNOWN /exercise']);
    const real = await police.post(
      '/tasks',
      police.body({ ...body, mode: 'actual', exercise: randomUUID() }),
    );
    expect(faultsOf(real, 422, 'BAD_CONTENT')).toEqual(['NOT_IN_THIS_MODE /exercise']);
  }, 60_000);

  it('work that begins late, or waits too long, is told once and calls in the next level', async () => {
    const { id, minute } = await exercise();
    const { taskId } = await police.asks('ambulance/crew', { exercise: id, decideWithinMinutes: 10 });
    await crew.sees(taskId, 'requested');
    await crew.does('accept', taskId);
    await minute(500);
    const late = await bothShow(taskId, { status: 'accepted', escalations: [expect.anything()] });
    expect([late.missed, late.escalations?.[0]?.why]).toEqual([['start'], 'overdue']);
    const reviewAt = await minute(501);
    const past = await crew.post(`/tasks/${taskId}/hold`, crew.body({ reviewAt }));
    expect([past.status, past.body['code']]).toEqual([422, 'TIME_IN_THE_PAST']);
    await crew.does('hold', taskId, { reviewAt: new Date(Date.parse(reviewAt) + 60_000).toISOString() });
    await minute(503);
    await bothShow(taskId, { status: 'on-hold', missed: ['start', 'review'] });
    await crew.does('resume', taskId);
    await bothShow(taskId, { status: 'in-progress' });
  }, 60_000);
});

describe('what the parties agree on the way', () => {
  const accepted = async (more: object = {}): Promise<string> => {
    const { taskId } = await police.asks('ambulance/crew', { decideWithinMinutes: 60, ...more });
    await crew.sees(taskId, 'requested');
    await crew.does('accept', taskId);
    await bothShow(taskId, { status: 'accepted' });
    return taskId;
  };

  it('the responsibility for the person passes by a handover that the other accepts, and by nothing else', async () => {
    const taskId = await accepted({ responsibility: 'transfers' });
    await police.does('handover/offer', taskId);
    await bothShow(taskId, { responsible: { agency: 'police' }, handover: expect.anything() });
    await crew.does('handover/refuse', taskId, { note: 'no second crew here yet' });
    expect(await bothShow(taskId, { version: 4, responsible: { agency: 'police' } })).not.toHaveProperty(
      'handover',
    );
    await police.does('handover/offer', taskId, { lapsesWithinMinutes: 30 });
    await bothShow(taskId, { handover: expect.anything() });
    const own = await police.post(`/tasks/${taskId}/handover/accept`, police.body());
    expect([own.status, own.body['code']]).toEqual([403, 'OWN_HANDOVER']);
    await crew.does('handover/accept', taskId);
    await bothShow(taskId, { responsible: { agency: 'ambulance' } });
    const kept = await accepted();
    const retained = await police.post(`/tasks/${kept}/handover/offer`, police.body());
    expect([retained.status, retained.body['code']]).toEqual([409, 'RESPONSIBILITY_RETAINED']);
  }, 60_000);

  it('a counter-offer holds when the asker agrees, and leaves the request as it was when not', async () => {
    const ask = async () => {
      const { taskId } = await police.asks('ambulance/crew', { decideWithinMinutes: 60 });
      await crew.sees(taskId, 'requested');
      await crew.does('counter', taskId, { startBy: soon(3_600_000), fact: 'when the first call is done' });
      await bothShow(taskId, {
        status: 'received',
        businessStatus: 'counter-offered',
        owner: { agency: 'police' },
      });
      return taskId;
    };
    const [yes, no] = [await ask(), await ask()];
    await police.does('counter/accept', yes);
    await bothShow(yes, { status: 'accepted', owner: { agency: 'ambulance' } });
    await police.does('counter/refuse', no);
    const stands = await bothShow(no, { version: 3, status: 'received' });
    for (const name of ['counter', 'businessStatus']) expect(stands).not.toHaveProperty(name);
  }, 60_000);

  it('a condition of an acceptance is a promise with an owner, until it is kept, broken or released', async () => {
    const { taskId } = await police.asks('ambulance/crew', { decideWithinMinutes: 60 });
    await crew.sees(taskId, 'requested');
    await crew.does('accept', taskId, { promise: { text: 'first the wound, then the transport' } });
    const { promises = [] } = await bothShow(taskId, {
      promises: [{ state: 'open', by: { agency: 'ambulance' } }],
    });
    const [{ id } = { id: '' }] = promises;
    const not = await police.post(`/tasks/${taskId}/promises/end`, police.body({ promise: id, end: 'kept' }));
    expect([not.status, not.body['code']]).toEqual([403, 'NOT_YOUR_PROMISE']);
    await crew.does('promises/end', taskId, { promise: id, end: 'kept' });
    await bothShow(taskId, { promises: [{ id, state: 'kept' }] });
    const told = (await police.events(taskId)).find(({ event }) => event.type.includes('accepted'));
    expect(told?.content).toMatchObject({ promise: 'first the wound, then the transport' });
    expect(JSON.stringify(told?.event)).not.toContain('wound');
  }, 60_000);

  it('a decline without its fact, and an unknown code in what a step says, are refused with their place', async () => {
    const { taskId } = await police.asks('ambulance/crew', { decideWithinMinutes: 60 });
    await crew.sees(taskId, 'requested');
    const refused = async (step: string, more: object) =>
      crew.post(`/tasks/${taskId}/${step}`, crew.body(more));
    const bare = await refused('reject', { reason: 'already-in-hand' });
    expect(faultsOf(bare, 422, 'FACT_MISSING')).toEqual(['FACT_MISSING /facts']);
    const facts = { items: ['shoe-size'], ask: { agency: 'navy', unit: 'x' } };
    const odd = await refused('reject', { reason: 'already-in-hand', facts });
    expect(faultsOf(odd, 422, 'BAD_CONTENT').sort()).toEqual([
      'UNKNOWN_AGENCY /facts/ask/agency',
      'UNKNOWN_ITEM /facts/items/0',
    ]);
    const nobody = await refused('escalate', { to: [{ agency: 'police', unit: 'navy' }] });
    expect(faultsOf(nobody, 422, 'BAD_CONTENT')).toEqual(['UNKNOWN_UNIT /to/0/unit']);
    await crew.does('escalate', taskId, { to: [{ agency: 'police', unit: 'duty-inspector' }] });
    await bothShow(taskId, { status: 'requested', escalations: [{ why: 'requested' }] });
    await police.does('enter-in-error', taskId);
    await bothShow(taskId, { status: 'entered-in-error' });
  }, 60_000);
});
