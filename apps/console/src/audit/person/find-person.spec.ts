import { describe, expect, it } from '@jest/globals';
import { addressWith, readPerson } from './find-person.js';

const [ONE, OTHER] = ['a'.repeat(43), 'b'.repeat(43)] as const;

describe('going on with a token in place of an identifier', () => {
  it('adds it to the search that stood there', () => {
    expect(addressWith(OTHER, { purpose: 'search', query: `item=alias&token=${ONE}` })).toBe(
      `/audit/search?item=alias&token=${ONE}%2C${OTHER}`,
    );
  });

  it.each([
    ['story', '/audit/people'],
    ['report', '/audit/reports/person'],
    ['hold', '/audit/holds/new'],
    ['erase', '/audit/erasures/plan'],
  ] as const)('leads to the page of a %s', (purpose, page) => {
    expect(addressWith(ONE, { purpose, query: 'case=c1' })).toBe(`${page}?case=c1&token=${ONE}`);
  });

  it('takes nothing into the address that was not asked of these pages, whatever the form says', () => {
    expect(addressWith(ONE, { purpose: 'hold', query: 'value=Tobiah&next=//evil.example' })).toBe(
      `/audit/holds/new?token=${ONE}`,
    );
    expect(readPerson({ purpose: '//evil.example', value: ' Tobiah ' })).toMatchObject({
      purpose: 'search',
      value: 'Tobiah',
    });
  });
});
