import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countyOf } from '../support/county.js';
import { claimPastTheRules } from '../support/e2e-broken-in.js';
import { LedgerBooks, settledIn } from '../support/e2e-books.js';
import { Desk } from '../support/e2e-desk.js';
import { faultsOf } from '../support/e2e-http.js';
import { cameTo, fatesOf, needBody, needOf, opensNeed, untilNeed } from '../support/e2e-needs.js';
import { until } from '../support/waiting.js';

const county = countyOf({ agencies: ['police', 'ambulance', 'mh-trust', 'social-care'] });
let police: Desk;
let triage: Desk;
let control: Desk;
let amhps: Desk;
let suites: readonly Desk[];

const CONSULTATION = 's136-consultation';
const PLACE = 'place-of-safety-admission';
const HEALTH = ['mh-trust/street-triage', 'ambulance/crew', 'social-care/emergency-duty-team'];
const SUITES = ['mh-trust/suite-north', 'mh-trust/suite-south', 'mh-trust/suite-east'];

beforeAll(async () => {
  await county.open();
  const desk = (agency: string, unit: string): Desk =>
    new Desk(county.here().agency(agency).door, unit, `desk of ${unit}`);
  police = desk('police', 'control-room');
  triage = desk('mh-trust', 'street-triage');
  control = desk('ambulance', 'crew');
  amhps = desk('social-care', 'emergency-duty-team');
  suites = SUITES.map((suite) => desk('mh-trust', suite.split('/')[1] as string));
}, 240_000);
afterAll(county.close, 60_000);

/** All of these accept their offer at the same moment. */
const acceptAll = (desks: readonly Desk[], tasks: readonly string[]) =>
  Promise.all(
    desks.map((desk, index) =>
      desk.post(`/tasks/${tasks[index]}/accept`, desk.body({ seenStatus: 'requested' })),
    ),
  );

async function seenByAll(desks: readonly Desk[], tasks: readonly string[]): Promise<void> {
  await Promise.all(desks.map((desk, index) => desk.sees(tasks[index] as string, 'requested')));
}

/** What stands on the subjects of a need: how many messages. */
async function verdictsOn(need: string): Promise<number> {
  const books = await LedgerBooks.open(county.here());
  const counts = await books.counts(`concordat.*.need.*.${need}`);
  await books.close();
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

describe('a need that is offered to several at once', () => {
  it.each([
    ['three suites of one trust', PLACE, SUITES, () => suites],
    ['three agencies', CONSULTATION, HEALTH, () => [triage, control, amhps]],
  ])(
    'is accepted by exactly one of %s that accept at the same instant',
    async (_who, kind, to, desks) => {
      for (let round = 0; round < 3; round += 1) {
        const { need, offers } = await opensNeed(police, kind, to);
        const tasks = offers.map(({ task }) => task);
        expect(offers.map(({ state }) => state)).toEqual(['recorded', 'recorded', 'recorded']);
        await seenByAll(desks(), tasks);
        const answers = await acceptAll(desks(), tasks);
        const came = answers.map(cameTo);
        expect([...came].sort()).toEqual(['NEED_ALREADY_MET', 'NEED_ALREADY_MET', 'recorded']);
        const won = came.indexOf('recorded');
        for (const answer of answers.filter((_, index) => index !== won))
          expect(faultsOf(answer, 409, 'NEED_ALREADY_MET')).toEqual([]);
        const fates = tasks.map((_, index) => (index === won ? 'accepted' : 'cancelled not-selected'));
        const shown = await untilNeed(police, need, 'met', fates);
        expect(shown.metBy).toBe(tasks[won]);
        for (const [index, desk] of desks().entries()) {
          const seen = await desk.sees(tasks[index] as string, index === won ? 'accepted' : 'cancelled');
          if (index !== won) expect(seen.statusReason).toBe('not-selected');
        }
        expect(await verdictsOn(need)).toBe(1);
      }
    },
    120_000,
  );

  it('goes on when one declines, since a decline ends its offer and never the need', async () => {
    const { need, offers } = await opensNeed(police, CONSULTATION, HEALTH);
    const tasks = offers.map(({ task }) => task);
    await seenByAll([triage, control, amhps], tasks);
    await triage.does('reject', tasks[0] as string, { reason: 'no-capacity', fact: 'nobody before five' });
    await untilNeed(police, need, 'open', ['rejected no-capacity', 'requested', 'requested']);
    await amhps.does('accept', tasks[2] as string);
    await untilNeed(police, need, 'met', ['rejected no-capacity', 'cancelled not-selected', 'accepted']);
    await amhps.does('complete', tasks[2] as string, { outcome: 'advice-given' });
    await untilNeed(police, need, 'met', ['rejected no-capacity', 'cancelled not-selected', 'completed']);
  }, 60_000);

  it('tells who comes later still that it is met', async () => {
    const { offers } = await opensNeed(police, CONSULTATION, HEALTH.slice(0, 2));
    const tasks = offers.map(({ task }) => task);
    await seenByAll([triage, control], tasks);
    await triage.does('accept', tasks[0] as string);
    const late = await control.post(`/tasks/${tasks[1]}/accept`, control.body());
    expect(faultsOf(late, 409, 'NEED_ALREADY_MET')).toEqual([]);
    await control.sees(tasks[1] as string, 'cancelled');
    const later = await control.post(`/tasks/${tasks[1]}/accept`, control.body());
    expect(faultsOf(later, 409, 'NEED_ALREADY_MET')).toEqual([]);
  }, 60_000);

  it('closes its open offers when it is met elsewhere, and nobody can accept any more', async () => {
    const { need, offers } = await opensNeed(police, CONSULTATION, HEALTH);
    const tasks = offers.map(({ task }) => task);
    await seenByAll([triage, control, amhps], tasks);
    await control.does('reject', tasks[1] as string, { reason: 'already-in-hand', fact: 'by another crew' });
    const closed = await police.post(`/needs/${need}/close`, police.body({ reason: 'met-elsewhere' }));
    expect([closed.status, closed.body['status']]).toEqual([200, 'closed']);
    const fates = ['cancelled met-elsewhere', 'rejected already-in-hand', 'cancelled met-elsewhere'];
    await untilNeed(police, need, 'closed', fates);
    await triage.sees(tasks[0] as string, 'cancelled');
    const late = await triage.post(`/tasks/${tasks[0]}/accept`, triage.body());
    expect(faultsOf(late, 409, 'NEED_ALREADY_MET')).toEqual([]);
    const again = await police.post(`/needs/${need}/close`, police.body({ reason: 'met-elsewhere' }));
    expect(again.status).toBe(200);
    expect(await verdictsOn(need)).toBe(1);
  }, 60_000);

  it('is not closed any more once it is met, and one of the two comes first when both happen at once', async () => {
    const { need, offers } = await opensNeed(police, CONSULTATION, HEALTH.slice(0, 1));
    const [task] = offers.map((offer) => offer.task) as [string];
    await triage.sees(task, 'requested');
    const [accepted, closed] = await Promise.all([
      triage.post(`/tasks/${task}/accept`, triage.body()),
      police.post(`/needs/${need}/close`, police.body({ reason: 'no-longer-needed' })),
    ]);
    const won = cameTo(accepted) === 'recorded';
    if (won) expect(faultsOf(closed, 409, 'NEED_ALREADY_MET')).toEqual([]);
    else expect([closed.status, closed.body['status'], accepted.status]).toEqual([200, 'closed', 409]);
    await untilNeed(police, need, won ? 'met' : 'closed', [won ? 'accepted' : 'cancelled no-longer-needed']);
  }, 60_000);
});

describe('a need that is offered to one after another', () => {
  const ONE = { strategy: 'one-after-another' };

  it('asks the next by itself when one declines, and nobody before', async () => {
    const { need, offers } = await opensNeed(police, CONSULTATION, HEALTH, ONE);
    expect(offers.map(({ to }) => to)).toEqual([{ agency: 'mh-trust', unit: 'street-triage' }]);
    const [first] = offers.map(({ task }) => task) as [string];
    await triage.sees(first, 'requested');
    expect((await needOf(police, need)).notAsked.map(({ agency }) => agency)).toEqual([
      'ambulance',
      'social-care',
    ]);
    await triage.does('reject', first, { reason: 'no-capacity', fact: 'nobody before five' });
    const { offers: now } = await untilNeed(police, need, 'open', ['rejected no-capacity', 'requested']);
    const second = now[1]?.task as string;
    expect((await control.sees(second, 'requested')).performer.agency).toBe('ambulance');
    await control.does('accept', second);
    const met = await untilNeed(police, need, 'met', ['rejected no-capacity', 'accepted']);
    expect(met.notAsked.map(({ agency }) => agency)).toEqual(['social-care']);
  }, 60_000);

  it('is unmet when all have declined: somebody is told, and may still ask one more', async () => {
    const { need } = await opensNeed(police, CONSULTATION, HEALTH.slice(0, 2), ONE);
    for (const [index, desk] of [triage, control].entries()) {
      const { offers } = await until(`offer ${index} is there`, async () => {
        const shown = await needOf(police, need);
        return fatesOf(shown).at(index) === 'requested' && shown;
      });
      const task = offers[index]?.task as string;
      await desk.sees(task, 'requested');
      await desk.does('reject', task, { reason: 'no-capacity', fact: 'nobody before five' });
    }
    const shown = await untilNeed(police, need, 'unmet', ['rejected no-capacity', 'rejected no-capacity']);
    expect(shown.unmetBecause).toBe('nobody-took-it');
    for (const { task, performer } of shown.offers) {
      const called = await until('the next level is called in', async () => {
        const { task: state } = (await police.get(`/tasks/${task}`)).body as {
          task: { escalations?: readonly { why: string; to: readonly { agency: string }[] }[] };
        };
        const found = state.escalations?.filter(({ why }) => why === 'all-declined') ?? [];
        return found.length > 0 && found;
      });
      expect(called.map(({ to }) => to.map(({ agency }) => agency))).toEqual([['police', performer?.agency]]);
    }
    await until('it is listed as unmet', async () => {
      const { body } = await police.get('/needs?status=unmet');
      return (body['needs'] as { need: string }[]).some((one) => one.need === need);
    });
    expect((await police.get('/status')).body['needs']).toMatchObject({ unmet: 1 });
    const { strategy: _s, to: _t, ...asked } = needBody(police, CONSULTATION, []);
    const to = { agency: 'social-care', unit: 'emergency-duty-team' };
    const more = await police.post(`/needs/${need}/offers`, { ...asked, to });
    expect(more.status).toBe(201);
    const [offer] = more.body['offers'] as { task: string }[];
    await amhps.sees(offer?.task as string, 'requested');
    await amhps.does('accept', offer?.task as string);
    await untilNeed(police, need, 'met', ['rejected no-capacity', 'rejected no-capacity', 'accepted']);
  }, 90_000);
});

describe('a need with something wrong in it', () => {
  const refusedWith = async (body: object, status: number, code: string): Promise<string[]> =>
    faultsOf(await police.post('/needs', body), status, code);

  it('is refused with every fault at its place, and nothing is stored', async () => {
    const before = await settledIn(county.here());
    const good = needBody(police, CONSULTATION, HEALTH);
    const { to: _nobody, ...toNobody } = good;
    expect(
      await refusedWith({ ...toNobody, strategy: 'best-first', mode: 'drill' }, 400, 'BAD_INPUT'),
    ).toEqual(['NOT_AS_EXPECTED /mode', 'NOT_AS_EXPECTED /strategy']);
    expect(await refusedWith({ ...good, to: [] }, 422, 'BAD_CONTENT')).toEqual(['NOT_AS_EXPECTED /to']);
    const parties = [
      { agency: 'mh-trust', unit: 'street-triage' },
      { agency: 'coastguard', unit: 'lifeboat' },
      { agency: 'mh-trust', unit: 'harbour' },
      { agency: 'mh-trust', unit: 'street-triage' },
    ];
    expect(await refusedWith({ ...good, to: parties, urgency: 'soon' }, 422, 'BAD_CONTENT')).toEqual(
      expect.arrayContaining([
        'TWICE /to/3',
        expect.stringMatching(/ \/to\/1\/agency$/),
        expect.stringMatching(/ \/to\/2\/unit$/),
        expect.stringMatching(/ \/urgency$/),
      ]),
    );
    expect(await settledIn(county.here())).toEqual(before);
  }, 60_000);

  it('is refused as a whole when one of its offers cannot be made, naming which', async () => {
    const before = await settledIn(county.here());
    const to = [HEALTH[0] as string, 'social-care/amhp-service', 'police/response'];
    expect(await refusedWith(needBody(police, CONSULTATION, to), 422, 'OFFER_NOT_POSSIBLE')).toEqual([
      'KIND_NOT_FOR_THIS_PERFORMER /to/2',
    ]);
    expect(await settledIn(county.here())).toEqual(before);
  }, 60_000);

  it('takes no offer that is not of the need', async () => {
    const { need } = await opensNeed(police, CONSULTATION, HEALTH.slice(0, 1));
    const { strategy: _s, to: _t, ...asked } = needBody(police, CONSULTATION, []);
    const offer = { ...asked, to: { agency: 'mh-trust', unit: 'street-triage' } };
    const path = `/needs/${need}/offers`;
    expect(faultsOf(await police.post(path, offer), 422, 'BAD_CONTENT')).toEqual(['TWICE /to']);
    const other = { ...offer, kind: PLACE, mode: 'test' };
    expect(faultsOf(await police.post(path, other), 422, 'BAD_CONTENT')).toEqual(
      expect.arrayContaining(['NOT_OF_THE_NEED /kind']),
    );
    expect((await police.post(`/needs/${need.replace(/.$/, 'f')}/close`, {})).status).toBe(400);
    const unknown = '01931c6e-7a10-7c3a-9a50-3d1f5b0c2e11';
    expect((await police.get(`/needs/${unknown}`)).body['code']).toBe('NEED_UNKNOWN');
  }, 60_000);

  it('is opened once, however often its caller sends it with the same key', async () => {
    const body = needBody(police, CONSULTATION, HEALTH.slice(0, 2));
    const key = { 'idempotency-key': 'the bridge, once' };
    const [first, second] = [await police.post('/needs', body, key), await police.post('/needs', body, key)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body['need']).toBe(first.body['need']);
    const tasks = ({ body: told }: typeof first) =>
      (told['offers'] as { task: string }[]).map(({ task }) => task);
    expect(tasks(second)).toEqual(tasks(first));
    const other = await police.post('/needs', { ...body, note: 'another' }, key);
    expect(faultsOf(other, 409, 'IDEMPOTENCY_KEY_REUSED')).toEqual([]);
  }, 60_000);
});

describe('what was asked for and not had', () => {
  it('is counted by kind, unit and reason, without a word about anybody', async () => {
    const report = (await police.get('/reports/unmet')).body as {
      tasks: { kind: string; to: { agency: string }; reason: string; count: number; mode: string }[];
      needs: { kind: string; because: string; count: number; reasons: object[] }[];
    };
    const declined = report.tasks.filter(({ reason }) => reason === 'no-capacity');
    expect(declined.map(({ to, count, mode }) => [to.agency, count, mode]).sort()).toEqual([
      ['ambulance', 1, 'exercise'],
      ['mh-trust', 3, 'exercise'],
    ]);
    const inFuture = (await police.get('/reports/unmet?from=2099-01-01T00:00:00Z')).body;
    expect(inFuture).toMatchObject({ tasks: [], needs: [] });
    expect((await police.get('/reports/unmet?from=yesterday')).status).toBe(400);
  });
});

describe('a member that claims an offer that was made to another', () => {
  it('wins nothing: the asker sees it, and tells a person that nobody can accept any more', async () => {
    const { need, offers } = await opensNeed(police, CONSULTATION, HEALTH.slice(1, 2));
    const [task] = offers.map((offer) => offer.task) as [string];
    await control.sees(task, 'requested');
    await claimPastTheRules(county.here(), { agency: 'mh-trust', need, task });
    const shown = await untilNeed(police, need, 'unmet', ['cancelled replaced']);
    expect([shown.unmetBecause, shown.metBy]).toEqual(['spoilt', undefined]);
    await control.sees(task, 'cancelled');
    const { ledger } = (await police.get('/dead-letters')).body as { ledger: { reason: string }[] };
    expect(ledger.map(({ reason }) => reason)).toEqual(['AGAINST_LIFECYCLE']);
  }, 60_000);
});
