import { describe, expect, it } from '@jest/globals';
import type { FollowedDisclosure } from '#storage';
import { told } from '../../test/report-rows.js';
import { CSV_COLUMNS } from './disclosure-table.js';
import { CONCORDAT } from './fhir.js';
import { EXPORT_FORMS, type Pages } from './forms.js';

const ORIGIN = 'concordat/log/1';

const ROW = told({
  item: 'area',
  sourceKind: 'caller',
  basis: 'vital-interests',
  obtainedAt: new Date('2026-01-02T03:04:05.678Z'),
  recordedAt: new Date('2026-03-14T22:05:00.000Z'),
});
const notice = (eventId: string) => ({ eventId, leafIndex: 9, at: ROW.recordedAt, reason: null, seenBy: [] });

async function* pagesOf(...pages: readonly (readonly FollowedDisclosure[])[]): Pages {
  yield* pages;
}

async function textOf(form: keyof typeof EXPORT_FORMS, pages: Pages): Promise<string> {
  let text = '';
  for await (const piece of EXPORT_FORMS[form].write(pages, ORIGIN)) text += piece;
  return text;
}

/** The cells of CSV, read by the rules of RFC 4180 and by nothing of the writer. */
function cellsIn(csv: string): string[][] {
  const lines: string[][] = [];
  let [line, cell, inside] = [[] as string[], '', false];
  for (let at = 0; at < csv.length; at += 1) {
    const one = csv[at] ?? '';
    if (inside && one === '"' && csv[at + 1] === '"') [cell, at] = [`${cell}"`, at + 1];
    else if (one === '"') inside = !inside;
    else if (!inside && one === ',') [line, cell] = [[...line, cell], ''];
    else if (!inside && csv.startsWith('\r\n', at)) {
      lines.push([...line, cell]);
      [line, cell, at] = [[], '', at + 1];
    } else cell += one;
  }
  expect([inside, line, cell]).toEqual([false, [], '']);
  return lines;
}

async function csvCell(column: (typeof CSV_COLUMNS)[number], row: FollowedDisclosure): Promise<string> {
  const [, cells] = cellsIn(await textOf('csv', pagesOf([row])));
  return cells?.[CSV_COLUMNS.indexOf(column)] ?? 'missing';
}

describe('disclosures as CSV', () => {
  it('have a line of names, and every part of a row under its name', async () => {
    const [names, cells, ...more] = cellsIn(await textOf('csv', pagesOf([ROW])));
    expect(more).toEqual([]);
    expect([...(names ?? [])].sort()).toEqual(Object.keys(ROW).sort());
    expect(cells).toHaveLength(names?.length ?? 0);
  });

  it('say times in RFC 3339, and nothing where nothing is said', async () => {
    expect(await csvCell('obtainedAt', ROW)).toBe('2026-01-02T03:04:05.678Z');
    expect(await csvCell('absent', ROW)).toBe('');
    expect(await csvCell('occurredAt', ROW)).toBe('');
    const occurredAt = new Date('2026-03-14T21:48:00Z');
    expect(await csvCell('occurredAt', { ...ROW, occurredAt })).toBe('2026-03-14T21:48:00.000Z');
    expect(await csvCell('correctedBy', ROW)).toBe('');
  });

  it('name the events that refused, corrected or recalled an item', async () => {
    const row = { ...ROW, refusedBy: notice('r'), correctedBy: [notice('a'), notice('b')] };
    expect(await csvCell('refusedBy', row)).toBe('r');
    expect(await csvCell('correctedBy', row)).toBe('a b');
  });

  it('keep commas, quotes and line breaks inside their cell', async () => {
    const rule = 'a "rule", of\r\ntwo lines';
    expect(await csvCell('rule', { ...ROW, rule })).toBe(rule);
  });

  it.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx'])('give a spreadsheet no formula: %j', async (rule) => {
    expect(await csvCell('rule', { ...ROW, rule })).toBe(`'${rule}`);
  });

  it('are a line of names alone where nothing was found', async () => {
    expect(cellsIn(await textOf('csv', pagesOf()))).toEqual([[...CSV_COLUMNS]]);
  });
});

describe('disclosures as NDJSON', () => {
  it('are the rows of the search, one a line', async () => {
    const rows = [ROW, { ...ROW, place: 1, item: 'alias' }];
    const lines = (await textOf('ndjson', pagesOf(rows.slice(0, 1), rows.slice(1)))).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(JSON.parse(JSON.stringify(rows)));
  });
});

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-member-access -- FHIR as a foreign reader finds it */
type Resource = Readonly<Record<string, any>>;

const resourcesOf = async (...pages: readonly (readonly FollowedDisclosure[])[]): Promise<Resource[]> =>
  (await textOf('fhir', pagesOf(...pages)))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Resource);

describe('disclosures as FHIR AuditEvents', () => {
  it('are one resource for each event, also where its items lie on two pages', async () => {
    const rows = [ROW, { ...ROW, place: 1, item: 'alias' }, { ...ROW, leafIndex: 8, eventId: ROW.taskId }];
    const found = await resourcesOf(rows.slice(0, 1), rows.slice(1));
    expect(found.map(({ id }) => String(id))).toEqual([ROW.eventId, ROW.taskId]);
    const items = (resource?: Resource) =>
      (resource?.['entity'] as Resource[])
        .filter(({ what }) => what.identifier.system === CONCORDAT.item)
        .map(({ name }) => String(name));
    expect(found.map(items)).toEqual([['area', 'alias'], ['area']]);
  });

  it('have what R4 requires of an AuditEvent, each code with its system', async () => {
    const [found = {}, sparse = {}] = await resourcesOf([
      ROW,
      { ...ROW, leafIndex: 8, basis: null, way: null, ruleVersion: null, receiverUnit: null },
    ]);
    expect(found).toMatchObject({
      resourceType: 'AuditEvent',
      type: { system: 'http://dicom.nema.org/resources/ontology/DCM', code: '110106' },
      recorded: '2026-03-14T22:05:00.000Z',
      source: { site: ORIGIN, observer: { identifier: { value: 'police' } } },
    });
    const agents = found['agent'] as Resource[];
    expect(agents.map(({ requestor }) => typeof requestor)).toEqual(agents.map(() => 'boolean'));
    for (const code of codingsIn(found)) {
      expect(code).toMatchObject({
        system: expect.stringMatching(/^(?:http:\/\/|urn:)\S+$/),
        code: expect.stringMatching(/^\S+$/),
      });
    }
    // A detail has exactly one value (R4: value[x] is 1..1), and nothing in FHIR is empty.
    for (const { detail } of found['entity'] as Resource[])
      for (const one of (detail ?? []) as Resource[])
        expect(Object.keys(one)).toEqual(['type', 'valueString']);
    expect(JSON.stringify([found, sparse])).not.toMatch(/null|\[\]|\{\}|""/);
  });

  it('say when it was agreed beside when it was recorded, where it was entered later', async () => {
    const [found = {}] = await resourcesOf([{ ...ROW, occurredAt: new Date('2026-03-14T21:48:00Z') }]);
    const agreed = '2026-03-14T21:48:00.000Z';
    expect(found).toMatchObject({
      period: { start: agreed, end: agreed },
      recorded: '2026-03-14T22:05:00.000Z',
    });
    expect((await resourcesOf([ROW]))[0]).not.toHaveProperty('period');
  });

  it('have what IHE BALP requires of a disclosure at its source', async () => {
    const [found = {}] = await resourcesOf([ROW]);
    const lifecycle = 'http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle';
    expect(found).toMatchObject({ action: 'R', subtype: [{ system: lifecycle, code: 'disclose' }] });
    const agents = found['agent'] as Resource[];
    const roleOf = (code: string) => agents.filter(({ type }) => type.coding[0].code === code);
    const [sources, receivers] = [roleOf('110153'), roleOf('110152')];
    expect([sources.length, receivers.length]).toEqual([1, 1]);
    for (const { network, who } of [...sources, ...receivers]) {
      expect([typeof network.address, typeof who.identifier.value]).toEqual(['string', 'string']);
    }
    // val-audit-source: the source of the record is the source of the data.
    expect(sources[0]?.['who']).toEqual(found['source'].observer);
    const patients = (found['entity'] as Resource[]).filter(({ role }) => role.code === '1');
    expect(patients).toMatchObject([{ type: { code: '1' }, what: { identifier: { value: ROW.caseId } } }]);
  });

  it('say leaf, basis and override, and of each item state or reason of absence', async () => {
    const row = { ...ROW, category: 'absent', state: 'unknown', absent: 'asked-unknown', way: 'overridden' };
    const [found = {}] = await resourcesOf([row]);
    expect(found['extension']).toContainEqual({ url: CONCORDAT.leafIndex, valueDecimal: 7 });
    const purposes = (found['purposeOfEvent'] as Resource[]).map(({ coding }) => String(coding[0].code));
    expect(purposes).toEqual(['vital-interests', 'BTG']);
    const item = (found['entity'] as Resource[]).at(-1);
    expect(item?.['detail']).toEqual(
      expect.arrayContaining([
        { type: 'state', valueString: 'unknown' },
        { type: 'absent', valueString: 'asked-unknown' },
      ]),
    );
  });

  it('mark what was withheld, what the receiver did not let in, and what is an exercise', async () => {
    const row = { ...ROW, mode: 'exercise', category: 'withheld', absent: 'masked', refusedBy: notice('r') };
    const [found = {}] = await resourcesOf([row]);
    expect(found).toMatchObject({ outcome: '4', meta: { security: [{ code: 'HTEST' }] } });
    expect(String(found['outcomeDesc'])).toContain('area');
    expect((found['entity'] as Resource[]).at(-1)).toMatchObject({ securityLabel: [{ code: 'MASKED' }] });
    const [plain = {}] = await resourcesOf([ROW]);
    expect(plain).toMatchObject({ outcome: '0' });
    expect(plain['meta'].security).toBeUndefined();
  });
});

/** Everything in a resource that is a coding: it has a `code`. */
function codingsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(codingsIn);
  return 'code' in value ? [value, ...below] : below;
}
