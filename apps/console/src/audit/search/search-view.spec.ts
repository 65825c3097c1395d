import { describe, expect, it } from '@jest/globals';
import { EXAMPLE_WORDS as words } from '../../../test/example-words.js';
import type { Disclosure } from './disclosure-rows.js';
import { readQuestion, searchQuery } from './search-question.js';
import { searchView } from './search-view.js';

const TOKEN = 'a'.repeat(43);
const ROW: Disclosure = {
  leafIndex: 3,
  place: 0,
  recordedAt: '2026-11-26T03:48:05Z',
  occurredAt: null,
  taskId: 't1',
  caseId: 'c1',
  mode: 'exercise',
  kind: 'welfare-check',
  sender: 'police',
  senderUnit: 'control-room',
  receiver: 'mh-trust',
  receiverUnit: null,
  item: 'full-name',
  category: 'value',
  state: 'known',
  absent: null,
  rule: 'police.welfare',
  ruleVersion: 2,
  way: 'pulled',
  originator: null,
  refusedBy: null,
  correctedBy: [{}],
  recalledBy: [],
};
const AUDITOR = { role: 'auditor', subject: 'a7' } as const;
const view = (fields: object, outcome: Parameters<typeof searchView>[1]) =>
  searchView(readQuestion({ ...fields }), outcome, { words, person: AUDITOR });

describe('a search in an address', () => {
  it('asks nothing while it is empty, so that nothing is recorded', () => {
    expect(readQuestion({})).toMatchObject({ isAsked: false, faults: [] });
    expect(readQuestion({ search: '1' }).isAsked).toBe(true);
    expect(readQuestion({ item: ' ' }).isAsked).toBe(false);
  });

  it('is asked in UTC, and keeps what was typed', () => {
    const question = readQuestion({ from: '1/7/2026', agency: 'police', token: `${TOKEN},${TOKEN}` });
    expect(question.asked).toMatchObject({
      from: '2026-06-30T23:00:00.000Z',
      agency: 'police',
      token: [TOKEN],
    });
    expect(searchQuery(question)).toBe(`agency=police&from=1%2F7%2F2026&token=${TOKEN}`);
  });

  it('never takes a name for a token', () => {
    const question = readQuestion({ token: 'Tobiah' });
    expect([question.tokens, question.faults.length]).toEqual([[], 1]);
    expect(searchQuery(question)).not.toContain('Tobiah');
  });

  it('drops what it does not know', () => {
    expect(searchQuery(readQuestion({ 'full-name': 'Tobiah', item: 'alias' }))).toBe('item=alias');
  });
});

describe('the page of a search', () => {
  it('shows each row in words, with the way to its proof, its story and its case', () => {
    const { results, reading } = view(
      { agency: 'police' },
      { found: { body: { rows: [ROW], next: '3.0' }, leaf: 9 } },
    );
    expect(results?.rows).toEqual([
      expect.objectContaining({
        proof: '/audit/leaves/3',
        from: 'Wealdmere Police, control room',
        to: 'Wealdmere Mental Health NHS Trust',
        item: 'Name',
        said: 'Told',
        became: ['corrected'],
        way: 'On request',
        rule: 'police.welfare, version 2',
        story: '/audit/tasks/t1',
        caseSearch: '/audit/search?case=c1',
      }),
    ]);
    expect(results?.summary).toBe('1 row on this page, and more on the next');
    expect(results?.next).toBe('/audit/search?agency=police&after=3.0');
    expect(reading).toEqual({ leaf: 9, href: '/audit/leaves/9' });
  });

  it('says of what was agreed by telephone when that was, and when it was recorded', () => {
    const row = { ...ROW, recordedAt: '2026-11-26T04:10:00Z', occurredAt: '2026-11-26T03:48:00Z' };
    const { results } = view({ search: '1' }, { found: { body: { rows: [row] } } });
    expect(results?.rows[0]?.at.text).toBe('26 November 2026, agreed 3.48 am, recorded 4.10 am');
  });

  it.each([
    [{ category: 'absent', absent: 'not-asked' }, 'None: Nobody asked'],
    [{ category: 'withheld', state: 'withheld' }, 'Held back'],
    [{ state: 'out-of-date' }, 'Told: out of date'],
  ])('says what was said of an item: %j', (over, said) => {
    const { results } = view({ search: '1' }, { found: { body: { rows: [{ ...ROW, ...over }] } } });
    expect(results?.rows[0]?.said).toBe(said);
  });

  it('gives an export of the same search, and saves it without the person', () => {
    const { results, saving } = view({ item: 'alias', token: TOKEN }, { found: { body: { rows: [ROW] } } });
    expect(results?.exports.map(({ href }) => href)).toContain(
      `/audit/exports/disclosures?item=alias&token=${TOKEN}&format=csv`,
    );
    expect(saving).toEqual({ subject: 'a7', query: 'item=alias' });
  });

  it('puts a fault beside its field, and opens the filters that hide it', () => {
    const refusal = {
      title: 'The parameters are not right',
      faults: [{ field: 'task', text: 'must be a UUID' }],
    };
    const { form, errors } = view({ task: 'x' }, { refusal });
    expect(form.moreIsOpen).toBe(true);
    expect(form.more.find(({ name }) => name === 'task')).toMatchObject({
      value: 'x',
      error: { text: 'Task must be a UUID' },
    });
    expect(errors).toEqual([{ text: 'Task must be a UUID', href: '#task' }]);
    expect(view({ from: 'soon' }, undefined).errors[0]?.href).toBe('#from');
  });
});
