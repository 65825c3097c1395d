import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDoors } from '../support/bound-systems.js';
import { countyOf } from '../support/county.js';
import { rowsOf } from '../support/e2e-books.js';
import { Desk, type Recorded } from '../support/e2e-desk.js';
import { faultsOf } from '../support/e2e-http.js';
import { absent, audited, eventOn, known } from '../support/e2e-sharing.js';
import { until } from '../support/waiting.js';

const county = countyOf({ agencies: ['police', 'mh-trust'] });
let police: Desk;
/** Three units of the trust, each by a system that is bound to it. */
let triage: Desk;
let crisis: Desk;
let community: Desk;

beforeAll(async () => {
  await county.open();
  const units = ['street-triage', 'crisis-team', 'community-team'];
  const systems = units.map((unit) => ({ name: `system of ${unit}`, units: [unit] }));
  const doors = await openDoors(county.here(), 'mh-trust', systems);
  [triage, crisis, community] = units.map(
    (unit, index) => new Desk(doors[index] as NonNullable<(typeof doors)[0]>, unit, `nurse ${index}`),
  ) as [Desk, Desk, Desk];
  police = new Desk(county.here().agency('police').door, 'street-triage', 'PC 4417');
}, 180_000);
afterAll(county.close, 60_000);

const VISIT = [
  known('alias', 'Kestrel'),
  known('presenting-situation', 'as the triage nurse saw it'),
  ...['risk-to-self', 'risk-to-others', 'worker-safety-warning', 'children-at-address'].map((code) =>
    absent(code, 'not-asked'),
  ),
  absent('home-address', 'asked-declined'),
  known('full-name', 'as the triage nurse heard it'),
];

const CHECK = ['presenting-situation', 'risk-to-self', 'exact-location', 'alias'].map((code) =>
  absent(code, 'not-asked'),
);

/** Street triage asks the crisis team for a home visit; what the team sees of it. */
async function visit(more: object = {}): Promise<Recorded> {
  const asked = await triage.asks('mh-trust/crisis-team', {
    kind: 'crisis-home-visit',
    items: VISIT,
    ...more,
  });
  await crisis.sees(asked.taskId, 'received');
  return asked;
}

/** What stands of an item on a task, by the unit that said it: its value, or why there is none any more. */
async function said(desk: Desk, taskId: string, code: string): Promise<Record<string, unknown>> {
  const { body } = await desk.get(`/tasks/${taskId}`);
  const items = body['items'] as { code: string; unit: string; value?: unknown; recalled?: string }[];
  const those = items.filter((item) => item.code === code);
  return Object.fromEntries(those.map(({ unit, value, recalled }) => [unit, recalled ?? value]));
}

const kept = async (desk: Desk, taskId: string) =>
  ((await desk.get(`/tasks/${taskId}`)).body['kept'] as { item: string; ended?: string }[]).map(
    ({ item, ended }) => [item, ended],
  );

const notices = async (desk: Desk, taskId: string) =>
  (await desk.get(`/tasks/${taskId}/notices`)).body['notices'] as {
    kind: string;
    eventId: string;
    toUnit: string;
    closedAt?: string;
  }[];

describe('two units of one agency', () => {
  let task: Recorded;

  it('task each other, each with the rights of its side; a third knows nothing of it', async () => {
    task = await visit();
    const { taskId } = task;
    faultsOf(await triage.post(`/tasks/${taskId}/accept`, triage.body()), 403, 'NOT_THE_PERFORMER');
    const reason = { reason: 'no-longer-needed' };
    faultsOf(await crisis.post(`/tasks/${taskId}/cancel`, crisis.body(reason)), 403, 'NOT_THE_ASKER');
    faultsOf(await triage.post(`/tasks/${taskId}/accept`, crisis.body()), 403, 'NOT_YOUR_UNIT');
    faultsOf(await community.get(`/tasks/${taskId}`), 404, 'TASK_UNKNOWN');
    faultsOf(await community.post(`/tasks/${taskId}/accept`, community.body()), 404, 'TASK_UNKNOWN');
    faultsOf(await community.get(`/cases/${task.caseId}`), 404, 'CASE_UNKNOWN');
  }, 60_000);

  it('keep what has to wait each for itself: neither is shown it before, nor ends what the other keeps', async () => {
    const { taskId } = task;
    const name = [known('full-name', 'as the crisis team has it')];
    await crisis.does('inform', taskId, { items: name });
    expect(await kept(crisis, taskId)).toEqual([['full-name', undefined]]);
    expect(await kept(triage, taskId)).toEqual([
      ['home-address', undefined],
      ['full-name', undefined],
    ]);
    expect(await said(triage, taskId, 'full-name')).toEqual({});
    await crisis.does('accept', taskId);
    await until('both have told the name', async () => {
      const names = Object.keys(await said(triage, taskId, 'full-name'));
      return names.length === 2;
    });
    const both = {
      'street-triage': 'as the triage nurse heard it',
      'crisis-team': 'as the crisis team has it',
    };
    expect(await said(triage, taskId, 'full-name')).toEqual(both);
    expect(await said(crisis, taskId, 'full-name')).toEqual(both);
  }, 60_000);

  it('put right what they told themselves, and nothing that the other told', async () => {
    const { taskId } = task;
    const own = await crisis.does('inform', taskId, {
      items: [known('presenting-situation', 'as the crisis team saw it')],
    });
    const better = { items: [known('presenting-situation', 'as the crisis team sees it now')] };
    await crisis.does('correct', taskId, better);
    const { event } = await eventOn(triage, taskId, 'corrected');
    expect(event.data['items']).toMatchObject([{ code: 'presenting-situation', corrects: own.eventId }]);
    expect(await said(triage, taskId, 'presenting-situation')).toEqual({
      'street-triage': 'as the triage nurse saw it',
      'crisis-team': 'as the crisis team sees it now',
    });
    const newer = { items: [known('presenting-situation', 'as the triage nurse sees it now')] };
    const answer = await triage.post(`/cases/${task.caseId}/correct`, triage.body(newer));
    expect(answer.body['tasks']).toMatchObject([{ taskId, state: 'recorded' }]);
    await until('both stand as they were put right', async () => {
      const now = await said(crisis, taskId, 'presenting-situation');
      return (
        now['street-triage'] === 'as the triage nurse sees it now' &&
        now['crisis-team'] === 'as the crisis team sees it now'
      );
    });
  }, 60_000);

  it('take back what they told themselves, and a person of the other has to have seen it', async () => {
    const { taskId } = task;
    const recalled = await triage.does('recall', taskId, { items: ['full-name'], reason: 'incorrect' });
    await until('it is taken back', async () => {
      return (await said(crisis, taskId, 'full-name'))['street-triage'] === 'incorrect';
    });
    expect((await said(crisis, taskId, 'full-name'))['crisis-team']).toBe('as the crisis team has it');
    const notice = async () =>
      (await notices(crisis, taskId)).find(({ eventId }) => eventId === recalled.eventId);
    expect(await notice()).toMatchObject({ kind: 'recalled', toUnit: 'crisis-team' });
    const see = { events: [recalled.eventId] };
    await triage.does('acknowledge', taskId, see);
    await crisis.events(taskId, 1);
    expect((await notice())?.closedAt).toBeUndefined();
    await crisis.does('acknowledge', taskId, see);
    await until('it is closed', async () => (await notice())?.closedAt);
    const rows = await audited(county.here(), `/disclosures?task=${taskId}&item=full-name`, 2);
    const marks = rows.map((row) => [
      row['senderUnit'],
      (row['recalledBy'] as { seenBy: object[] }[]).map(({ seenBy }) => seenBy.length),
    ]);
    expect(marks.sort()).toEqual([
      ['crisis-team', []],
      ['street-triage', [1]],
    ]);
  }, 60_000);

  it('hear of a decline at the unit that asked', async () => {
    const { taskId } = await visit();
    await crisis.does('reject', taskId, {
      reason: 'no-capacity',
      facts: { availableAt: '2099-01-01T00:00:00Z' },
    });
    const alerts = await until('it is noted', async () => {
      const all = await notices(triage, taskId);
      return all.length > 0 && all;
    });
    expect(alerts).toMatchObject([
      { kind: 'declined', toUnit: 'street-triage', detail: { reason: 'no-capacity' } },
    ]);
  }, 60_000);
});

describe('a case in which several units of one agency work', () => {
  it('shows each its own tasks and what was said on them; but who the person is goes to everybody', async () => {
    const { taskId, caseId } = await visit();
    const trust = new Desk(county.here().agency('mh-trust').door, 'community-team', 'nurse 9');
    const hidden = await trust.asks('police/response', {
      kind: 'welfare-check',
      caseId,
      items: CHECK,
      note: 'N',
    });
    const said = { items: [known('presenting-situation', 'as the triage nurse sees it now')] };
    const told = async (path: string, more: object) =>
      (await triage.post(`/cases/${caseId}/${path}`, triage.body(more))).body['tasks'] as {
        taskId: string;
      }[];
    expect((await told('correct', said)).map((one) => one.taskId)).toEqual([taskId]);
    const named = { items: [known('full-name', 'Corvin Aldmoor')] };
    expect((await told('identity', named)).map((one) => one.taskId)).toEqual([taskId]);
    const there = new Desk(county.here().agency('police').door, 'response', 'PC 4417');
    await eventOn(there, hidden.taskId, 'identified');
    const events = await there.events(hidden.taskId);
    expect(events.map(({ event }) => event.type.split('.')[2])).toEqual(['requested', 'identified']);
    const { body, text } = await triage.get(`/cases/${caseId}`);
    expect((body['tasks'] as { taskId: string }[]).map((one) => one.taskId)).toEqual([taskId]);
    expect(text).not.toContain(hidden.taskId);
    expect(body['identity']).toMatchObject({ status: 'confirmed' });
    expect((await trust.get(`/cases/${caseId}`)).text).toContain(hidden.taskId);
  }, 60_000);
});

describe('what two units of one agency say', () => {
  it('need not be kept to be sent again any more than what goes to another agency', async () => {
    await until('the outbox of the trust is empty', async () => {
      const { states } = (await triage.get('/status')).body['outbox'] as { states: object };
      const rows = await rowsOf(county.here(), 'mh-trust', 'SELECT task_id FROM outbox');
      return rows.length === 0 && Object.keys(states).length === 0;
    });
  }, 90_000);
});

describe('hosted staff', () => {
  const employed = { actor: { role: 'clinician', type: 'person', ref: 'nurse 7', employer: 'mh-trust' } };

  it('act for the unit that hosts them, and everybody is told who employs them', async () => {
    const { taskId } = await triage.asks('police/street-triage', { kind: 'welfare-check', items: CHECK });
    await police.sees(taskId, 'requested');
    const accepted = await police.does('accept', taskId, employed);
    const { event } = await eventOn(triage, taskId, 'accepted');
    expect(event).toMatchObject({ source: '/police/street-triage', actoremployer: 'mh-trust' });
    expect((await eventOn(police, taskId, 'accepted')).event).toEqual(event);
    const told = await until('the log has it', async () => {
      const { body } = await county.here().audit(`/tasks/${taskId}/story`);
      return (body['events'] as { eventId: string }[]).find(({ eventId }) => eventId === accepted.eventId);
    });
    expect(told).toMatchObject({
      from: { agency: 'police', unit: 'street-triage' },
      to: { agency: 'mh-trust', unit: 'street-triage' },
      actor: { role: 'clinician', type: 'person', employer: 'mh-trust' },
    });
  }, 60_000);

  it('are employed by an agency of the directory', async () => {
    const actor = { ...employed.actor, employer: 'agency-nurses' };
    const request = {
      kind: 'crisis-home-visit',
      mode: 'exercise',
      to: { agency: 'mh-trust', unit: 'crisis-team' },
    };
    const answer = await police.post('/tasks', police.body({ ...request, items: VISIT, actor }));
    expect(faultsOf(answer, 422, 'BAD_CONTENT')).toEqual(['UNKNOWN_AGENCY /actor/employer']);
  });
});
