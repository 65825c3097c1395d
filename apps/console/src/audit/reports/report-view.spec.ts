import { describe, expect, it } from '@jest/globals';
import { EXAMPLE_WORDS as words } from '../../../test/example-words.js';
import { REPORTS, reportCalled, type ReportKind } from './report-kinds.js';
import { leaves } from './report-table.js';
import { readReport, reportView } from './report-view.js';

const kind = (name: string): ReportKind => reportCalled(name) as ReportKind;
const TOKEN = 'a'.repeat(43);

describe('a report in an address', () => {
  it('is not made before it is asked for, nor without what it needs', () => {
    expect(readReport(kind('gaps'), {}).isAsked).toBe(false);
    expect(readReport(kind('gaps'), { run: '1', item: 'alias' })).toMatchObject({
      isAsked: true,
      asked: { item: 'alias' },
    });
    expect(readReport(kind('person'), { run: '1' }).isAsked).toBe(false);
    expect(readReport(kind('person'), { token: TOKEN })).toMatchObject({
      isAsked: true,
      asked: { token: [TOKEN] },
    });
  });

  it('names two agencies where it is between two', () => {
    const pair = { run: '1', one: 'police', other: 'mh-trust' };
    expect(readReport(kind('accounting'), pair).asked).toMatchObject({ between: ['police', 'mh-trust'] });
    expect(readReport(kind('accounting'), { ...pair, other: 'police' }).faults).toEqual([
      { field: 'other', text: 'Choose two agencies that are not the same' },
    ]);
  });

  it('gives no report what it does not take', () => {
    const { asked } = readReport(kind('unmet'), {
      run: '1',
      item: 'alias',
      one: 'police',
      other: 'mh-trust',
      token: TOKEN,
    });
    expect(Object.keys(asked)).toEqual(['mode', 'from', 'to']);
  });
});

describe('the page of a report', () => {
  const [police, trust] = [
    { name: 'Police', agency: 'police' },
    { name: 'Trust', agency: 'mh-trust' },
  ];
  const counted = { count: 2, leaves: [[3, 3]] };
  const told = {
    leafIndex: 3,
    at: '2026-11-26T04:10:05Z',
    occurredAt: '2026-11-26T03:48:00Z',
    from: police,
    to: trust,
    item: { name: 'Name' },
  };
  const BODIES: Readonly<Record<string, object>> = {
    person: {
      cases: ['c1'],
      rows: [
        {
          ...told,
          taskId: 't',
          mode: 'test',
          task: 'Check',
          told: 'missing',
          because: 'Nobody asked',
          later: [],
          review: null,
          ground: { rule: 'r1', law: null },
        },
      ],
      refused: [],
      overrides: [],
    },
    accounting: {
      between: [police, trust],
      counts: [
        {
          from: 'police',
          to: 'mh-trust',
          item: { name: 'Name' },
          rule: 'r1',
          values: 1,
          missing: 0,
          withheld: 0,
          leaves: [[3, 3]],
        },
      ],
      rows: [{ ...told, task: 'Check', told: 'value', ground: { rule: 'r1' } }],
    },
    overrides: {
      rows: [
        {
          ...told,
          items: [{ name: 'Markers' }],
          reason: 'Life at risk',
          authorisedBy: 'Duty manager',
          state: 'overdue',
          dueBy: '2026-11-26T05:00:00Z',
          reviewers: ['Caldicott Guardian'],
          review: null,
        },
      ],
    },
    refusals: {
      counts: [
        {
          ...counted,
          from: police,
          to: trust,
          item: { name: 'Name' },
          because: 'no rule',
          stopped: 'when-it-came',
        },
      ],
      rows: [{ ...told, stopped: 'when-it-came', because: 'no rule', task: null }],
    },
    gaps: {
      rows: [
        {
          ...counted,
          agency: police,
          to: trust,
          item: { name: 'Name' },
          because: 'nobody asked',
          month: '2026-11',
        },
      ],
    },
    unmet: {
      rows: [
        {
          ...counted,
          kind: { name: 'Check' },
          asker: police,
          asked: trust,
          how: 'no-answer',
          because: 'no answer in time',
        },
      ],
      needs: [],
      skills: [],
    },
  };

  it.each(REPORTS.map(({ name }) => name))(
    'has tables of %s whose rows fit their columns and open their proofs',
    (name) => {
      const question = readReport(kind(name), { run: '1', token: TOKEN, one: 'police', other: 'mh-trust' });
      const made = { body: BODIES[name], leaf: 9 };
      const { tables = [], csv } = reportView(
        kind(name),
        question,
        { made },
        { words, person: { role: 'auditor' } },
      );
      expect(tables.length).toBeGreaterThan(0);
      for (const { columns, rows } of tables)
        for (const row of rows) {
          expect(row).toHaveLength(columns.length);
          expect(row.at(-1)?.links).toEqual([{ text: '3', href: '/audit/leaves/3' }]);
        }
      expect(tables[0]?.rows).toHaveLength(1);
      expect(csv).toMatch(new RegExp(`^/audit/reports/${name}/csv\\?`));
    },
  );

  it.each(['person', 'accounting', 'overrides'])(
    'says in that of %s when something was agreed by telephone, and when it was recorded',
    (name) => {
      const tables = kind(name).tables(BODIES[name]);
      const when = '26 November 2026, agreed 3.48 am, recorded 4.10 am';
      expect(tables.flatMap(({ rows }) => rows.flat()).map(({ text }) => text)).toContain(when);
    },
  );

  it('says months and how a request came to nothing in words', () => {
    const cells = ['gaps', 'unmet'].flatMap((name) =>
      kind(name)
        .tables(BODIES[name])
        .flatMap(({ rows }) => rows.flat().map(({ text }) => text)),
    );
    expect(cells).toEqual(expect.arrayContaining(['November 2026', 'No answer']));
  });

  it('says that it would be too long as the service says it', () => {
    const question = readReport(kind('gaps'), { run: '1' });
    const refusal = {
      title: 'The report would be too long',
      faults: [{ field: 'from', text: 'must come with to' }],
    };
    const view = reportView(kind('gaps'), question, { refusal }, { words, person: { role: 'auditor' } });
    expect(view.errors).toEqual([{ text: 'From must come with to', href: '#from' }]);
    expect(view.fields.find(({ name }) => name === 'from')?.error).toEqual({
      text: 'From must come with to',
    });
  });

  it('names many leaves by their ranges', () => {
    expect(leaves([[1, 2]]).links?.map(({ href }) => href)).toEqual(['/audit/leaves/1', '/audit/leaves/2']);
    expect(
      leaves([
        [1, 9],
        [20, 20],
      ]),
    ).toEqual({ text: '10 leaves: 1 to 9, 20' });
  });
});
