import { describe, expect, it } from '@jest/globals';
import { Problem } from '../problem.js';
import { presented, wantedFormat } from './presented.js';
import { readAccounting, readPerson, readSpan } from './report-parameters.js';

const TOKEN = 'a'.repeat(43);
const OTHER = 'b'.repeat(43);

function faultsOf(read: () => unknown): readonly string[] {
  try {
    read();
    return [];
  } catch (error) {
    return (error as Problem).errors.map(({ parameter, detail }) => `${parameter} ${detail}`);
  }
}

describe('what a report is asked for', () => {
  it('takes several tokens, each by itself or between commas', () => {
    expect(readPerson({ token: [TOKEN, OTHER] }).tokens).toEqual([TOKEN, OTHER]);
    expect(readPerson({ token: `${TOKEN},${OTHER}` }).tokens).toEqual([TOKEN, OTHER]);
  });

  it('names everything that is wrong at once', () => {
    expect(faultsOf(() => readPerson({ token: 'x', from: 'today', format: 'pdf', name: 'x' }))).toEqual([
      'token must be an index token of 43 characters',
      'from must be a time such as 2026-11-22T10:00:00Z',
      'format must be one of json, text, csv',
      'name is not known here',
    ]);
    expect(faultsOf(() => readPerson({ token: Array.from({ length: 21 }, () => TOKEN) }))).toHaveLength(1);
    expect(faultsOf(() => readPerson({}))).toEqual(['token is missing']);
  });

  it('is of two agencies, and not of one with itself', () => {
    expect(readAccounting({ between: 'police,ambulance' }).between).toEqual(['police', 'ambulance']);
    for (const between of ['police', 'police,police', 'police,', 'a,b,c']) {
      expect(faultsOf(() => readAccounting({ between }))).toEqual([
        'between must be two agencies such as police,ambulance',
      ]);
    }
  });

  it('cannot be widened by who asks', () => {
    expect(faultsOf(() => readSpan({ within: 'police' }))).toEqual(['within is not known here']);
    expect(faultsOf(() => readSpan({ cases: 'x' }))).toEqual(['cases is not known here']);
  });
});

describe('the form of a report', () => {
  it('is the one that is asked for, else the first that the caller takes, else JSON', () => {
    expect(wantedFormat('csv', 'text/plain')).toBe('csv');
    expect(wantedFormat(undefined, 'text/html, text/plain;q=0.9')).toBe('text');
    expect(wantedFormat(undefined, '*/*')).toBe('json');
    expect(wantedFormat(undefined)).toBe('json');
  });

  it('has its media type, and a file name where it is to be saved', () => {
    const report = { name: 'gaps', body: { leaves: [] }, text: () => ['one', 'two', ''], csv: () => 'a\r\n' };
    expect(presented(report, 'text')).toEqual({ type: 'text/plain; charset=utf-8', content: 'one\ntwo\n' });
    expect(presented(report, 'csv')).toMatchObject({ file: 'gaps.csv', content: 'a\r\n' });
    expect(JSON.parse(presented(report, 'json').content)).toEqual({ report: 'gaps', leaves: [] });
  });
});
