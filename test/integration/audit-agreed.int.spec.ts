import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { LOOPBACK } from '../../apps/stack/src/platform/ports.js';
import { SharingTalk } from '../support/audit-sharing-talk.js';
import { newTask, Talk, type TestTask } from '../support/audit-talk.js';
import { AuditView, until, type Row } from '../support/audit-view.js';
import { directoryMessage, startAuditWorld, TOKENS, type AuditWorld } from '../support/audit-world.js';

jest.setTimeout(30_000);

/** Asked and accepted by telephone while the line was down, and entered when it was back. */
const MINUTE_MS = 60_000;
const [ASKED, ACCEPTED] = [22, 19].map((minutes) =>
  new Date(Date.now() - minutes * MINUTE_MS).toISOString(),
) as [string, string];

let world: AuditWorld;
let view: AuditView;
let byTelephone: TestTask;
let atOnce: TestTask;
const [agreed, other] = [1, 2].map(() => randomBytes(32).toString('base64url')) as [string, string];

beforeAll(async () => {
  world = await startAuditWorld();
  view = new AuditView(world);
  const talk = new SharingTalk(world, new Talk(world));
  await world.startAudit();
  await world.put(...(await directoryMessage(world)));
  await view.untilSize(1);
  [byTelephone, atOnce] = [newTask(), newTask()];
  const { code: rule, ruleversion, basis } = talk.clause();
  const request = {
    asker: { agency: 'police', unit: 'control-room' },
    performer: { agency: 'ambulance', unit: 'crew' },
    kind: 'welfare-check',
    urgency: 'u1-immediate',
    override: talk.override('2099-01-01T00:00:00.000Z'),
  };
  const items = [
    { code: 'area' },
    { code: 'medication', rule, ruleversion, basis, way: 'overridden' as const },
  ];
  const asked = { ...request, occurredat: ASKED };
  await talk.say(byTelephone, 'requested', { by: 'police', data: asked, items, tokens: [agreed] });
  await talk.say(byTelephone, 'accepted', { by: 'ambulance', data: { occurredat: ACCEPTED } });
  const last = await talk.say(atOnce, 'requested', { by: 'police', data: request, items, tokens: [other] });
  await until(() => view.leafOf(last));
}, 180_000);

afterAll(() => world?.stop(), 60_000);

const textAt = async (path: string): Promise<string> => {
  const url = `http://${LOOPBACK}:${world.audit.port}${path}`;
  const answer = await fetch(url, { headers: { authorization: `Bearer ${TOKENS.auditor}` } });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
};
const jsonAt = async (path: string): Promise<Row> => JSON.parse(await textAt(path)) as Row;
const linesAt = async (path: string): Promise<Row[]> =>
  (await textAt(path))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
/** The times of each row, of the task that was agreed by telephone before those of the other. */
const agreedIn = ({ rows }: Row): unknown[] => (rows as Row[]).map(({ occurredAt }) => occurredAt);

describe('what was agreed by telephone and entered afterwards', () => {
  it('has both times in a search, in its exports, and when its copies are looked for', async () => {
    const found = await jsonAt('/disclosures');
    expect(agreedIn(found)).toEqual([ASKED, ASKED, null, null]);
    expect(await linesAt('/exports/disclosures?format=ndjson')).toEqual(found['rows']);
    const [first] = found['rows'] as [Row];
    expect(String(first['recordedAt']) > ASKED).toBe(true);
    expect(agreedIn(await jsonAt(`/events/${String(first['eventId'])}/items/area/copies`))).toEqual([ASKED]);

    const [names = '', ...rows] = (await textAt('/exports/disclosures?format=csv')).trimEnd().split('\r\n');
    const column = names.split(',').indexOf('occurredAt');
    expect(rows.map((row) => row.split(',')[column])).toEqual([ASKED, ASKED, '', '']);
    const events = await linesAt('/exports/disclosures?format=fhir');
    expect(events.map(({ period }) => period)).toEqual([{ start: ASKED, end: ASKED }, undefined]);
  });

  it('has both times in the story of its task, for the request and for the acceptance', async () => {
    const events = (await jsonAt(`/tasks/${byTelephone.id}/story`))['events'] as Row[];
    expect(events.map(({ occurredAt }) => occurredAt)).toEqual([ASKED, ACCEPTED]);
    const [other] = (await jsonAt(`/tasks/${atOnce.id}/story`))['events'] as Row[];
    expect(other?.['occurredAt']).toBeNull();
  });

  it.each([
    ['on the person', () => `/reports/person?token=${agreed}&token=${other}`],
    ['on two agencies', () => '/reports/accounting?between=police,ambulance'],
  ])('has both times in the report %s, for people and for machines', async (_of, pathOf) => {
    expect(agreedIn(await jsonAt(pathOf()))).toEqual([ASKED, ASKED, null, null]);
    expect(await textAt(`${pathOf()}&format=text`)).toMatch(/agreed [^:\n]*\d\d:\d\d, recorded /);
    const table = await textAt(`${pathOf()}&format=csv`);
    expect(table.split(ASKED)).toHaveLength(1 + 2);
  });

  it('has both times where its override waits for a review', async () => {
    expect(agreedIn(await jsonAt('/overrides'))).toEqual([ASKED, null]);
    expect(agreedIn(await jsonAt('/reports/overrides')).sort()).toEqual([ASKED, null]);
  });
});
