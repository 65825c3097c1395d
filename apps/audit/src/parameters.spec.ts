import { describe, expect, it } from '@jest/globals';
import { readCounts, readSearch } from './parameters.js';
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
  });

  it('lists every parameter that is wrong', () => {
    const query = {
      task: 'x',
      item: ['a', 'b'],
      from: 'yesterday',
      limit: '501',
      after: '1',
      constructor: 'x',
    };
    expect(errorsOf(() => readSearch(query))).toEqual(Object.keys(query));
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
