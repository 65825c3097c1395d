import { describe, expect, it } from '@jest/globals';
import {
  readCounts,
  readExport,
  readOverrideSearch,
  readRefusedSearch,
  readSearch,
  readTold,
} from './parameters.js';
import { Problem } from './problem.js';

function errorsOf(ask: () => unknown): readonly string[] {
  try {
    ask();
    return [];
  } catch (error) {
    return (error as Problem).errors.map(({ parameter }) => parameter);
  }
}

describe('a search for disclosures', () => {
  it('is read from the query', () => {
    expect(readSearch({ agency: 'police', limit: '5', after: '7.2', from: '2026-11-22T10:00:00Z' })).toEqual({
      filter: { agency: 'police', from: '2026-11-22T10:00:00Z' },
      limit: 5,
      after: { leafIndex: 7, place: 2 },
    });
    expect(readSearch({})).toEqual({ filter: {}, limit: 100 });
    const [one, two] = ['a'.repeat(43), 'b'.repeat(43)];
    expect(readSearch({ token: one, unit: 'police/control-room' }).filter).toEqual({
      token: [one],
      unit: 'police/control-room',
    });
    expect(readSearch({ token: [one, two], override: 'yes', category: 'absent' }).filter).toEqual({
      token: [one, two],
      override: 'yes',
      category: 'absent',
    });
  });

  it('lists every parameter that is wrong', () => {
    const query = {
      task: 'x',
      item: ['a', 'b'],
      from: 'yesterday',
      limit: '501',
      after: '1',
      unit: 'control-room',
      category: 'secret',
      override: 'Yes!',
      token: ['a'.repeat(43), 'short'],
      constructor: 'x',
    };
    expect(errorsOf(() => readSearch(query))).toEqual(Object.keys(query));
  });
});

describe('an export of disclosures', () => {
  it('is read from the query: a form and the filters of a search, but no page', () => {
    expect(readExport({ format: 'csv', agency: 'police' })).toEqual({
      format: 'csv',
      filter: { agency: 'police' },
    });
    expect(readExport({})).toEqual({ format: 'ndjson', filter: {} });
    const query = { format: 'xml', limit: '5', task: 'x' };
    expect(errorsOf(() => readExport(query))).toEqual(Object.keys(query));
  });
});

describe('a search for what was refused or overridden', () => {
  it('is read from the query', () => {
    const filter = { why: 'no-agreement', direction: 'incoming', reporter: 'ambulance' };
    expect(readRefusedSearch({ ...filter, after: '7.2' })).toEqual({
      filter,
      limit: 100,
      after: { leafIndex: 7, place: 2 },
    });
    expect(readOverrideSearch({ reviewed: 'false', after: '7' })).toEqual({
      filter: { reviewed: 'false' },
      limit: 100,
      after: 7,
    });
  });

  it('lists every parameter that is wrong', () => {
    const refused = { task: '1', why: 'because', direction: 'up', token: 'x', colour: 'red' };
    expect(errorsOf(() => readRefusedSearch(refused))).toEqual(Object.keys(refused));
    const overridden = { reviewed: 'maybe', after: '1.2', item: 'area' };
    expect(errorsOf(() => readOverrideSearch(overridden))).toEqual(Object.keys(overridden));
    expect(errorsOf(() => readSearch({ way: 'sideways' }))).toEqual(['way']);
  });
});

describe('an item of an event in the path', () => {
  it('is refused with both faults at once', () => {
    expect(errorsOf(() => readTold({ id: '1', item: 'A' }))).toEqual(['id', 'item']);
  });
});

describe('the numbers of a proof', () => {
  it('must all be there', () => {
    expect(errorsOf(() => readCounts({}, ['index', 'size']))).toEqual(['index', 'size']);
    expect(errorsOf(() => readCounts({ index: '-1', size: '9e9' }, ['index', 'size']))).toEqual([
      'index',
      'size',
    ]);
    expect(readCounts({ index: '0', size: '3' }, ['index', 'size'])).toEqual({ index: 0, size: 3 });
  });
});
