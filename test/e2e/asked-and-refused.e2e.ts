import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sharedCounty } from '../support/county.js';
import { tablesOf } from '../support/e2e-books.js';
import { tellPastTheRules } from '../support/e2e-broken-in.js';
import { Desk } from '../support/e2e-desk.js';
import { absent, audited, known, toldTo } from '../support/e2e-sharing.js';
import { until } from '../support/waiting.js';

const county = sharedCounty();
let police: Desk;
let trust: Desk;

beforeAll(async () => {
  await county.open();
  police = new Desk(county.here().agency('police').door, 'control-room', 'PC 4417');
  trust = new Desk(county.here().agency('mh-trust').door, 'health-based-place-of-safety', 'nurse 3');
}, 180_000);
afterAll(county.close, 60_000);

const SUITE = 'mh-trust/health-based-place-of-safety';

describe('information that is asked for', () => {
  it('needs a purpose and a basis, shrinks the list of gaps as it comes, and says why it is not had', async () => {
    const opened = await police.post('/cases', {
      unit: 'control-room',
      mode: 'exercise',
      items: [absent('full-name', 'not-asked')],
    });
    const { caseId } = opened.body as { caseId: string };
    const wanted = ['full-name', 'crisis-plan', 'next-of-kin'];
    const ask = {
      kind: 'information-request',
      caseId,
      wanted,
      items: [known('presenting-situation', 'on the bridge')],
    };
    const bare = await police.post(
      '/tasks',
      police.body({ ...ask, mode: 'exercise', to: { agency: 'mh-trust', unit: 'single-point-of-access' } }),
    );
    expect(bare).toMatchObject({
      status: 422,
      body: { code: 'ASKED_WITHOUT_GROUND', because: { missing: ['purpose', 'basis'] } },
    });
    const ground = { purpose: 'identify-person', basis: 'vital-interests' };
    const { taskId } = await police.asks('mh-trust/single-point-of-access', { ...ask, ...ground });
    const gaps = async () =>
      (await police.get(`/cases/${caseId}/gaps`)).body['gaps'] as Record<string, unknown>[];
    const gap = async (code: string) => (await gaps()).find((one) => one['code'] === code);
    await police.sees(taskId, 'received');
    expect(await gap('full-name')).toMatchObject({
      todo: true,
      asked: [{ agency: 'mh-trust', taskId, open: true }],
    });
    const desk = new Desk(trust.door, 'single-point-of-access', 'clerk 2');
    await desk.sees(taskId, 'received');
    await desk.does('accept', taskId);
    const searched = {
      searchedSystem: 'the trust record',
      searchedFor: 'Aldmore',
      searchedAt: new Date().toISOString(),
    };
    await desk.does('inform', taskId, {
      items: [
        absent('full-name', 'searched-not-found', searched),
        { code: 'crisis-plan', state: 'withheld', absent: 'masked', heldBy: 'mh-trust' },
      ],
    });
    await until('the partial answer is seen', async () => {
      const name = await gap('full-name');
      return (name?.['asked'] as { open: boolean }[])[0]?.open === false;
    });
    // A search that found nothing is no answer: the agency could still know, under another spelling.
    expect(await gap('full-name')).toMatchObject({ couldKnow: expect.arrayContaining(['mh-trust']) });
    expect(await gap('crisis-plan')).toMatchObject({ withheldBy: ['mh-trust'] });
    expect(await gap('next-of-kin')).toMatchObject({ asked: [{ open: true }] });
    await desk.does('complete', taskId, {
      outcome: 'partly-answered',
      items: [known('next-of-kin', 'a sister')],
    });
    await until('the gap is closed', async () => (await gap('next-of-kin')) === undefined);
    const rows = await audited(county.here(), `/disclosures?task=${taskId}&way=pulled`, 3);
    expect(rows).toMatchObject([
      { absent: 'searched-not-found', stage: 'on-request' },
      { category: 'withheld' },
      { item: 'next-of-kin' },
    ]);
    expect(JSON.stringify(await tablesOf(county.here(), 'audit'))).not.toContain('Aldmore');
  }, 90_000);
});

describe('an agency whose service was broken into', () => {
  it('cannot make another take in what no agreement covers: it is refused before any system sees it, and reported', async () => {
    const { taskId } = await police.asks(SUITE, {
      kind: 'place-of-safety-admission',
      urgency: 'u1-immediate',
    });
    await trust.sees(taskId, 'requested');
    await trust.does('accept', taskId);
    await police.sees(taskId, 'accepted');
    const secret = 'Delusional Razorbill';
    const item = known('mh-history', secret) as never;
    const claim = { rule: 'police.place-of-safety-admission.accepted', basis: 'direct-care' };
    const eventId = await tellPastTheRules(county.here(), { agency: 'police', taskId, item, claim });
    await trust.events(taskId, 3);
    expect(await toldTo(trust, taskId)).toMatchObject({ 'mh-history': 'no-agreement' });
    expect(
      Object.entries(await tablesOf(county.here(), 'mh-trust')).filter(([, text]) => text.includes(secret)),
    ).toEqual([]);
    const [row] = await audited(county.here(), `/refused-disclosures?direction=incoming&item=mh-history`, 1);
    expect(row).toMatchObject({
      reporter: 'mh-trust',
      sender: 'police',
      receiver: 'mh-trust',
      why: 'no-agreement',
      taskId,
      toldBy: eventId,
    });
    // The task goes on: its order is the same for everybody.
    await police.sees(taskId, 'accepted');
    await trust.does('start', taskId);
    await police.sees(taskId, 'in-progress');
  }, 90_000);
});
