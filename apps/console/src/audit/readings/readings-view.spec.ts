import { describe, expect, it } from '@jest/globals';
import { EXAMPLE_WORDS as words } from '../../../test/example-words.js';
import { readingsView } from './readings-view.js';

const ROW = {
  leafIndex: 9,
  at: '2026-11-26T03:48:05Z',
  reader: 'a7',
  role: 'auditor',
  agency: null,
  kind: 'search',
  query: { agency: 'police', token: 'a'.repeat(43), format: 'json' } as unknown,
  leaves: '{[3,6),[9,10)}',
};
const shown = (...rows: (typeof ROW)[]) =>
  readingsView({ body: { rows }, leaf: 12 }, { words, person: { role: 'auditor', subject: 'a7' } });

describe('the page of readings', () => {
  it('marks the reader’s own, and says which leaf this very reading is', () => {
    const { rows, reading } = shown(ROW, {
      ...ROW,
      reader: 'b2',
      role: 'records-officer',
      agency: 'mh-trust',
    } as never);
    expect(rows.map(({ isOwn, role }) => [isOwn, role])).toEqual([
      [true, 'Auditor'],
      [false, 'Records officer of Wealdmere Mental Health NHS Trust'],
    ]);
    expect(reading).toEqual({ leaf: 12, href: '/audit/leaves/12' });
  });

  it('says what was asked and how much the answer named, never by which token', () => {
    const [row] = shown(ROW).rows;
    expect(row?.asked).toEqual([
      { name: 'Agency', text: 'Wealdmere Police' },
      { name: 'Person', text: 'by token' },
    ]);
    expect(row?.named).toBe('4: 3 to 5, 9');
    const plan = { plan: { cases: ['c1'], tokens: [] } };
    expect(shown({ ...ROW, query: plan, leaves: '{}' }).rows[0]).toMatchObject({
      asked: [{ name: 'Plan, cases', text: 'c1' }],
      named: 'None',
    });
  });

  it('says codes, times and what is so or not in words, and ids as they are', () => {
    const id = '0198c0de-0000-7000-8000-000000000000';
    const query = {
      event: id,
      proof: true,
      all: 'true',
      from: '2026-11-26T03:48:05Z',
      between: 'police,mh-trust',
      item: 'full-name',
    };
    expect(shown({ ...ROW, query }).rows[0]?.asked.map(({ text }) => text)).toEqual([
      id,
      'yes',
      'yes',
      '26 November 2026, 3.48 am',
      'Wealdmere Police, Wealdmere Mental Health NHS Trust',
      'Name',
    ]);
  });

  it('says that a question was erased with the person whom it named', () => {
    expect(shown({ ...ROW, query: null }).rows[0]).toMatchObject({ isErased: true, asked: [] });
  });
});
