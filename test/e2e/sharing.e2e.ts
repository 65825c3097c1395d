import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sharedCounty } from '../support/county.js';
import { settledIn } from '../support/e2e-books.js';
import { Desk } from '../support/e2e-desk.js';
import { faultsOf } from '../support/e2e-http.js';
import { FOR_A_SUITE, audited, eventOn, known, toldTo } from '../support/e2e-sharing.js';
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
const NAME = 'Tobiah Quillfeather';
const admission = (items: readonly object[], more: object = {}) => ({
  kind: 'place-of-safety-admission',
  items: [...FOR_A_SUITE, ...items],
  ...more,
});

describe('a request with more than may go at once', () => {
  it('says what goes now, what waits for acceptance, and what was left out; the rest goes by itself', async () => {
    const items = [
      known('full-name', NAME),
      known('date-of-birth', '1987-03-30'),
      known('mh-history', 'none known'),
    ];
    const asked = await police.asks(SUITE, admission(items, { ifNotAllowed: 'leave-out' }));
    expect(asked).toMatchObject({
      items: {
        sent: FOR_A_SUITE.map(({ code }) => code),
        kept: [
          { code: 'full-name', until: 'accepted' },
          { code: 'date-of-birth', until: 'accepted' },
        ],
        leftOut: [{ code: 'mh-history', why: 'no-agreement' }],
      },
    });
    await trust.sees(asked.taskId, 'requested');
    expect(Object.keys(await toldTo(trust, asked.taskId)).sort()).toEqual(
      FOR_A_SUITE.map(({ code }) => code).sort(),
    );
    await trust.does('accept', asked.taskId);
    const { event, content } = await eventOn(trust, asked.taskId, 'informed');
    expect(event).toMatchObject({
      actorrole: 'service',
      actortype: 'system',
      source: '/police/control-room',
    });
    expect(content.items?.map(({ value }) => value)).toEqual([NAME, '1987-03-30']);
    expect(await toldTo(trust, asked.taskId)).toMatchObject({
      'full-name': NAME,
      'date-of-birth': '1987-03-30',
    });
    const rows = await audited(county.here(), `/disclosures?task=${asked.taskId}&item=full-name`, 1);
    expect(rows).toMatchObject([
      {
        rule: 'police.place-of-safety-admission.accepted',
        ruleVersion: 1,
        stage: 'accepted',
        way: 'pushed',
        basis: expect.any(String),
      },
    ]);
    const kept = (await police.get(`/tasks/${asked.taskId}`)).body['kept'];
    expect(kept).toMatchObject([
      { item: 'full-name', ended: 'sent' },
      { item: 'date-of-birth', ended: 'sent' },
    ]);
    expect(JSON.stringify(kept)).not.toContain(NAME);
  }, 60_000);

  it('keeps nothing back that waits on a task which is declined: it is forgotten', async () => {
    const asked = await police.asks(SUITE, admission([known('full-name', NAME)]));
    await trust.sees(asked.taskId, 'requested');
    await trust.does('reject', asked.taskId, { reason: 'bed-or-suite-full', fact: 'next space 05:00' });
    await until('the waiting item is given up', async () => {
      const kept = (await police.get(`/tasks/${asked.taskId}`)).body['kept'] as { ended?: string }[];
      return kept[0]?.ended === 'task-closed';
    });
    expect(Object.keys(await toldTo(trust, asked.taskId))).not.toContain('full-name');
  }, 60_000);

  it('is refused as a whole unless told otherwise; nothing is stored but that somebody tried, without the value', async () => {
    const before = await settledIn(county.here());
    const secret = 'Paranoia Kittiwake';
    const items = [known('mh-history', secret), known('medication', 'none')];
    const answer = await police.post(
      '/tasks',
      police.body({ ...admission(items), mode: 'exercise', to: to(SUITE) }),
    );
    expect(faultsOf(answer, 403, 'ITEM_NOT_ALLOWED')).toEqual([
      `ITEM_NOT_ALLOWED /items/${FOR_A_SUITE.length}`,
    ]);
    expect(answer.body['because']).toMatchObject({ items: ['mh-history'], why: ['no-agreement'] });
    const rows = await audited(county.here(), '/refused-disclosures?item=mh-history&direction=outgoing', 2);
    expect(rows.at(-1)).toMatchObject({
      reporter: 'police',
      direction: 'outgoing',
      sender: 'police',
      receiver: 'mh-trust',
      kind: 'place-of-safety-admission',
      item: 'mh-history',
      why: 'no-agreement',
      actorRole: 'dispatcher',
    });
    expect(JSON.stringify(rows)).not.toContain(secret);
    const noted = ['police.refusal', 'audit.refused_disclosure'];
    const andNoted = Object.fromEntries(noted.map((place) => [place, (before[place] ?? NaN) + 1]));
    expect(await settledIn(county.here())).toEqual({ ...before, ...andNoted });
  }, 60_000);

  it('needs every item of its kind or a reason, all named at once; an immediate one is never held up', async () => {
    const bare = await police.post(
      '/tasks',
      police.body({ kind: 'place-of-safety-admission', mode: 'exercise', to: to(SUITE) }),
    );
    expect(faultsOf(bare, 422, 'BAD_CONTENT')).toEqual(FOR_A_SUITE.map(() => 'REQUIRED_ITEM_MISSING /items'));
    const immediate = await police.asks(SUITE, {
      kind: 'place-of-safety-admission',
      urgency: 'u1-immediate',
    });
    expect(immediate).toMatchObject({
      missing: FOR_A_SUITE.map(({ code }) => ({ items: [code], blocks: false })),
    });
  }, 60_000);
});

describe('a dry run', () => {
  it('says what they would see now, on acceptance, on request and never, under which rule, and what is missing', async () => {
    const before = await settledIn(county.here());
    const items = [
      known('age-band', '18-64'),
      known('full-name', NAME),
      known('mh-history', 'x'),
      known('home-address', 'y'),
    ];
    const body = { kind: 'place-of-safety-admission', mode: 'exercise', to: to(SUITE), items };
    const { status, body: told } = await police.post('/tasks/explain', police.body(body));
    expect([status, told]).toMatchObject([
      200,
      {
        items: [
          {
            code: 'age-band',
            when: 'now',
            rule: 'police.place-of-safety-admission.offer',
            agreement: 'police-with-health-and-care',
            version: 1,
          },
          { code: 'full-name', when: 'on-acceptance', stage: 'accepted' },
          { code: 'mh-history', when: 'never', why: 'no-agreement' },
          { code: 'home-address', when: 'on-request' },
        ],
      },
    ]);
    expect((told['missing'] as { items: string[] }[]).map(({ items: codes }) => codes)).toContainEqual([
      'risk-to-self',
    ]);
    expect(await settledIn(county.here())).toEqual(before);
  }, 60_000);
});

describe('an emergency override', () => {
  const override = (until = 30 * 60_000) => ({
    override: {
      reason: 'life-at-risk',
      authorisedBy: { ref: 'Insp Fulmar', role: 'duty-manager' },
      until: new Date(Date.now() + until).toISOString(),
    },
  });
  const markers = [known('police-warning-markers', 'carries a knife')];

  it('lets go at once what an agreement allows in an emergency, flagged until a named person reviews it', async () => {
    const asked = await police.asks(SUITE, admission(markers, override()));
    await trust.sees(asked.taskId, 'requested');
    expect(await toldTo(trust, asked.taskId)).toMatchObject({ 'police-warning-markers': 'carries a knife' });
    for (const desk of [police, trust]) {
      const { body } = await desk.get(`/tasks/${asked.taskId}/notices`);
      expect(body['notices']).toMatchObject([
        {
          kind: 'overridden',
          detail: { reason: 'life-at-risk', items: [{ item: 'police-warning-markers' }] },
          seen: [],
        },
      ]);
      expect((await desk.get('/status')).body['notices']).toContainEqual({
        kind: 'overridden',
        open: 1,
        overdue: 0,
      });
    }
    const open = await audited(county.here(), `/overrides?task=${asked.taskId}&reviewed=false`, 1);
    expect(open).toMatchObject([{ reason: 'life-at-risk', authorisedRole: 'duty-manager' }]);
    const review = (role: string) =>
      police.post(`/tasks/${asked.taskId}/review`, {
        ...police.body({ override: asked.eventId, finding: 'justified' }),
        actor: { role, type: 'person', ref: 'Dr Avocet' },
      });
    expect(await review('officer')).toMatchObject({ status: 403, body: { code: 'ROLE_MAY_NOT_REVIEW' } });
    expect(await review('caldicott-guardian')).toMatchObject({ status: 200 });
    for (const desk of [police, trust])
      await until('the review is seen', async () => {
        const { body } = await desk.get('/notices?kind=overridden&open=true');
        return (body['notices'] as unknown[]).length === 0;
      });
    await audited(county.here(), `/overrides?task=${asked.taskId}&reviewed=true`, 1);
    const [row] = await audited(county.here(), `/disclosures?task=${asked.taskId}&way=overridden`, 1);
    expect(row).toMatchObject({ item: 'police-warning-markers', rule: 'police.danger-to-workers' });
  }, 60_000);

  it('is refused where the agreement has none, by the wrong role, or for too long', async () => {
    const asks = (more: object, items = markers) =>
      police.post('/tasks', police.body({ ...admission(items, more), mode: 'exercise', to: to(SUITE) }));
    const wrong = override();
    const byOfficer = { override: { ...wrong.override, authorisedBy: { ref: 'PC 1', role: 'officer' } } };
    for (const answer of [
      await asks(override(), [known('mh-history', 'x')]),
      await asks(byOfficer),
      await asks(override(61 * 60_000)),
    ])
      expect(answer).toMatchObject({ status: 403, body: { because: { why: ['override-not-allowed'] } } });
    expect(
      faultsOf(await asks({ override: { ...wrong.override, reason: 'because' } }), 422, 'BAD_CONTENT'),
    ).toEqual(['UNKNOWN_OVERRIDE_REASON /override/reason']);
  }, 60_000);
});

const to = (party: string) => {
  const [agency, unit] = party.split('/');
  return { agency, unit };
};
