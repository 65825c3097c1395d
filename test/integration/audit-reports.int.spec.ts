import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { decodeEvent, readJws, type DataOf } from '#contracts';
import { SharingTalk } from '../support/audit-sharing-talk.js';
import { newTask, Talk, type Sent, type TestTask } from '../support/audit-talk.js';
import { AuditView, until, type Row } from '../support/audit-view.js';
import {
  directoryMessage,
  OFFICER_OF,
  startAuditWorld,
  TOKENS,
  type AuditWorld,
} from '../support/audit-world.js';

jest.setTimeout(30_000);

const OFFICER = TOKENS['records-officer'];
const REPORTS = ['person', 'accounting', 'overrides', 'refusals', 'gaps', 'unmet'] as const;

let world: AuditWorld;
let view: AuditView;
let numbers: Talk;
let talk: SharingTalk;
/** The person under their name and under an alias; each token leads to a case of its own. */
const [name, alias] = [1, 2].map(() => randomBytes(32).toString('base64url')) as [string, string];
/** Police asks the ambulance service, and on another case the trust. */
let ours: TestTask;
let theirs: TestTask;
const sent: Record<string, Sent> = {};
const leaf: Record<string, number> = {};

const pathOf = (report: (typeof REPORTS)[number]): string => {
  const query = { person: `?token=${name},${alias}`, accounting: '?between=police,ambulance' };
  return `/reports/${report}${query[report as keyof typeof query] ?? ''}`;
};

async function reportAt(path: string, token?: string): Promise<Row> {
  const { status, body } = await world.get(path, token);
  expect([path, status]).toEqual([path, 200]);
  return body as Row;
}

const rowsAt = async (path: string, token?: string): Promise<readonly Row[]> =>
  (await reportAt(path, token))['rows'] as Row[];

const request = (task: TestTask, data: object = {}) => {
  const unit = (agency: string) => world.bundle.data.agencies.find(({ code }) => code === agency)?.units[0];
  const [asker, performer] = [task.asker, task.performer].map((agency) => ({ agency, unit: unit(agency) }));
  return { asker, performer, kind: 'welfare-check', urgency: 'u1-immediate', ...data };
};

beforeAll(async () => {
  world = await startAuditWorld();
  view = new AuditView(world);
  numbers = new Talk(world);
  talk = new SharingTalk(world, numbers);
  await world.startAudit();
  await world.put(...(await directoryMessage(world)));
  await view.untilSize(1);
  [ours, theirs] = [newTask('police', OFFICER_OF), newTask('police', 'mh-trust')];
  const { code: rule, ruleversion, basis } = talk.clause();
  sent['asked'] = await talk.say(ours, 'requested', {
    by: 'police',
    data: request(ours),
    items: [
      { code: 'full-name' },
      { code: 'date-of-birth', state: 'unknown', absent: 'asked-unknown' },
      { code: 'next-of-kin' },
    ],
    tokens: [name],
  });
  sent['corrected'] = await talk.say(ours, 'corrected', {
    by: 'police',
    items: [{ code: 'full-name', corrects: sent['asked'].id }],
  });
  sent['overridden'] = await talk.say(ours, 'informed', {
    by: 'police',
    data: { override: talk.override('2099-01-01T00:00:00.000Z') },
    items: [{ code: 'medication', rule, ruleversion, basis, way: 'overridden' }],
  });
  sent['answered'] = await talk.say(ours, 'informed', {
    by: OFFICER_OF,
    items: [{ code: 'area', state: 'withheld' }],
  });
  sent['stopped'] = await talk.refuse('police', {
    direction: 'outgoing',
    other: 'voluntary',
    caseid: ours.caseId,
    taskid: ours.id,
    items: [{ code: 'full-name', why: 'no-agreement' }],
  });
  const need = newTask().id;
  sent['other'] = await talk.say(theirs, 'requested', {
    by: 'police',
    data: request(theirs, { need }),
    items: [{ code: 'gender' }],
    tokens: [alias],
  });
  sent['declined'] = await talk.say(theirs, 'rejected', { by: 'mh-trust', data: { reason: 'no-capacity' } });
  for (const [what, one] of Object.entries(sent)) {
    leaf[what] = Number((await until(() => view.leafOf(one)))['index']);
  }
}, 180_000);

afterAll(() => world?.stop(), 60_000);

/** The newest leaf of the sender `audit`, with what it says and the question beside it. */
async function newestRead(): Promise<{ data: DataOf<'concordat.audit.read.v1'>; query: unknown }> {
  const [row] = await view.rows(
    `SELECT l.event, r.query FROM leaf l JOIN reading r ON r.leaf_index = l.index ORDER BY l.index DESC LIMIT 1`,
  );
  const event = decodeEvent(readJws(String(row?.['event'])).payload);
  if (event.type !== 'concordat.audit.read.v1') throw new Error(`not a reading: ${event.type}`);
  return { data: event.data, query: row?.['query'] };
}

describe('who was told what about a person', () => {
  it('is found under every alias at once, in the order of the log', async () => {
    const items = async (token: string) =>
      (await rowsAt(`/reports/person?token=${token}`)).map((row) => (row['item'] as Row)['code']);
    const named = ['full-name', 'date-of-birth', 'next-of-kin', 'full-name', 'medication', 'area'];
    expect(await items(name)).toEqual(named);
    expect(await items(alias)).toEqual(['gender']);
    expect(await items(`${name},${alias}`)).toEqual([...named, 'gender']);
    expect(await items(`${name}&token=${alias}`)).toEqual([...named, 'gender']);
  });

  it('tells what became of it, what was stopped, what was overridden, and names the leaf of each', async () => {
    const report = await reportAt(`/reports/person?token=${name}`);
    const [first, missing, kin] = report['rows'] as Row[];
    expect(first).toMatchObject({
      leafIndex: leaf['asked'],
      from: { agency: 'police' },
      to: { agency: OFFICER_OF },
      told: 'value',
      later: [{ what: 'corrected', leafIndex: leaf['corrected'], seen: false }],
      review: null,
    });
    expect(missing).toMatchObject({ told: 'missing', because: 'The source was asked and does not know' });
    expect(kin?.['review']).toBe('to be reviewed before release: may concern another person');
    expect(report['refused']).toMatchObject([{ leafIndex: leaf['stopped'], to: { agency: 'voluntary' } }]);
    expect(report['overrides']).toMatchObject([{ leafIndex: leaf['overridden'], state: 'due' }]);
    expect(report['toReview']).toBe(1);
    expect(report['evidence']).toEqual([`/evidence?case=${ours.caseId}`]);
  });

  it('is a letter for people, and a table for machines', async () => {
    const letter = await world.get(`/reports/person?token=${name}&format=text`);
    expect([letter.status, letter.type]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(letter.body).toContain('WHO WAS TOLD WHAT ABOUT THIS PERSON');
    expect(letter.body).toContain('This was an exercise.');
    const table = await world.get(`/reports/person?token=${name}&format=csv`);
    const lines = String(table.body).trimEnd().split('\r\n');
    expect(table.type).toMatch(/^text\/csv/);
    expect(lines).toHaveLength(1 + 6);
    expect(lines[0]).toMatch(/^leaf,at,occurred_at,case,/);
  });

  it('is empty, and says so, for a person of whom nothing is in the log', async () => {
    const nobody = randomBytes(32).toString('base64url');
    expect(await reportAt(`/reports/person?token=${nobody}`)).toMatchObject({
      rows: [],
      cases: [],
      leaves: [],
    });
  });

  it('is limited by time and mode', async () => {
    expect(await rowsAt(`/reports/person?token=${name}&mode=actual`)).toEqual([]);
    expect(await rowsAt(`/reports/person?token=${name}&to=2020-01-01T00:00:00Z`)).toEqual([]);
    expect(
      await rowsAt(`/reports/person?token=${name}&from=2020-01-01T00:00:00Z&mode=exercise`),
    ).toHaveLength(6);
  });
});

describe('the other reports', () => {
  it('account for both directions between two agencies, whichever is named first', async () => {
    const both = await reportAt('/reports/accounting?between=ambulance,police');
    const rows = both['rows'] as Row[];
    expect(rows).toEqual(await rowsAt('/reports/accounting?between=police,ambulance'));
    const shown = await view.found(`/disclosures?task=${ours.id}`);
    expect(rows.map(({ leafIndex, place }) => [leafIndex, place])).toEqual(
      shown.map(({ leafIndex, place }) => [leafIndex, place]),
    );
    const counts = both['counts'] as (Row & { item: Row })[];
    expect(counts.find(({ item, from }) => item['code'] === 'area' && from === OFFICER_OF)).toMatchObject({
      withheld: 1,
      leaves: [[leaf['answered'], leaf['answered']]],
    });
  });

  it('list overrides that wait for a review, and none that was reviewed', async () => {
    expect(await rowsAt('/reports/overrides')).toMatchObject([
      { leafIndex: leaf['overridden'], state: 'due' },
    ]);
    const task = newTask();
    const { code: rule, ruleversion, basis, reviewedBy } = talk.clause();
    const used = await talk.say(task, 'informed', {
      by: 'police',
      data: { override: talk.override('2099-01-01T00:00:00.000Z') },
      items: [{ code: 'medication', rule, ruleversion, basis, way: 'overridden' }],
    });
    const reviewed = await talk.say(task, 'reviewed', {
      by: 'police',
      data: { override: used.id, finding: 'justified' },
      over: { actortype: 'person', actorrole: reviewedBy[0] },
    });
    await until(() => view.leafOf(reviewed));
    expect(await rowsAt('/reports/overrides')).toHaveLength(1);
  });

  it('count refusals and gaps, and lead to their leaves', async () => {
    expect(await reportAt('/reports/refusals')).toMatchObject({
      counts: [{ count: 1, why: 'no-agreement', leaves: [[leaf['stopped'], leaf['stopped']]] }],
    });
    const gaps = await reportAt('/reports/gaps?agency=police');
    const month = new Date().toISOString().slice(0, 7);
    expect(gaps['rows']).toMatchObject([
      {
        item: { code: 'date-of-birth' },
        absent: 'asked-unknown',
        count: 1,
        leaves: [[leaf['asked'], leaf['asked']]],
      },
    ]);
    expect([month, previous(month)]).toContain((gaps['rows'] as Row[])[0]?.['month']);
    expect(await rowsAt(`/reports/gaps?agency=${OFFICER_OF}`)).toMatchObject([{ gap: 'withheld' }]);
    expect(await rowsAt('/reports/gaps?item=gender')).toEqual([]);
  });

  it('say which kinds came to nothing where and why, and which needs nobody met', async () => {
    const report = await reportAt('/reports/unmet');
    const row = { kind: { code: 'welfare-check' }, asked: { agency: 'mh-trust' } };
    expect(report['rows']).toMatchObject([{ ...row, how: 'declined', reason: 'no-capacity', count: 1 }]);
    expect(report['needs']).toMatchObject([
      { needs: 1, offers: 1, leaves: [[leaf['declined'], leaf['declined']]] },
    ]);
  });
});

/** A run over the turn of a month may find the month before. */
const previous = (month: string): string =>
  new Date(Date.parse(`${month}-01T00:00:00Z`) - 86_400_000).toISOString().slice(0, 7);

describe.each(REPORTS)('the report %s', (report) => {
  it('is recorded as a reading of exactly its leaves before it is given', async () => {
    const made = await reportAt(pathOf(report));
    const { data, query } = await newestRead();
    const ranges = made['leaves'] as [number, number][];
    const text = ranges.map(([first, last]) => `${first}-${last}`).join(',');
    expect(data).toMatchObject({
      kind: 'report',
      leaves: ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0),
      indexes: createHash('sha256').update(text).digest('base64url'),
    });
    expect(query).toMatchObject({ report });
  });

  it('tells an agency’s records officer only what the own agency sent or received', async () => {
    const shown = JSON.stringify(await reportAt(pathOf(report), OFFICER));
    const foreign = [theirs.caseId, theirs.id, '"gender"', 'no-capacity', 'no-agreement'];
    expect(foreign.filter((text) => shown.includes(text))).toEqual([]);
    expect((await newestRead()).data).toMatchObject({ agency: OFFICER_OF });
  });

  it('is for readers alone, in every form', async () => {
    const path = pathOf(report);
    const format = path.includes('?') ? '&format=csv' : '?format=csv';
    for (const token of [TOKENS.any, TOKENS.custodian]) {
      expect([path, (await world.get(path, token)).status]).toEqual([path, 403]);
      expect([path, (await world.get(`${path}${format}`, token)).status]).toEqual([path, 403]);
    }
    expect((await world.get(path, '')).status).toBe(401);
  });

  it('is not given when its reading cannot be recorded', async () => {
    await view.rows('ALTER TABLE reading ADD CONSTRAINT never CHECK (false) NOT VALID');
    try {
      const { status, body } = await world.get(pathOf(report));
      expect(status).toBe(500);
      expect(JSON.stringify(body)).not.toContain('police');
    } finally {
      await view.rows('ALTER TABLE reading DROP CONSTRAINT never');
    }
  });

  it('names every bad parameter', async () => {
    const path = pathOf(report);
    const bad = `${path}${path.includes('?') ? '&' : '?'}mode=drill&from=today&within=police`;
    const { status, body } = await world.get(bad);
    expect(status).toBe(400);
    const named = (body as { errors: Row[] }).errors.map(({ parameter }) => parameter);
    expect(new Set(named)).toEqual(new Set(['mode', 'from', 'within']));
  });
});
