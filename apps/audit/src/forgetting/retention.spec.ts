import { describe, expect, it } from '@jest/globals';
import { loadDirectory } from '#directory';
import { classesOf, earliestDue, keptUntil } from './retention.js';

const { retention } = loadDirectory();
const lastAt = new Date('2024-02-29T12:00:00.000Z');
const codes = (mode: string, ...agencies: string[]): string[] =>
  classesOf({ mode, agencies }, retention).map(({ code }) => code);

describe('how long the values of a case are kept', () => {
  it('is what the longest class of records says of the agencies that took part', () => {
    expect(codes('actual', 'police', 'social-care')).toEqual(['adult-social-care-case', 'police-record']);
    expect(codes('actual', 'police', 'mh-trust')[0]).toBe('child-health-record');
    expect(keptUntil({ mode: 'actual', agencies: ['police'], lastAt }, retention)).toEqual({
      class: 'police-record',
      until: new Date('2030-03-01T12:00:00.000Z'),
    });
  });

  it('is one year for exercises and tests, whoever took part', () => {
    for (const mode of ['exercise', 'test'])
      expect(codes(mode, 'police', 'mh-trust')).toEqual(['exercise-record']);
  });

  it('is not said where no class fits', () => {
    expect(keptUntil({ mode: 'actual', agencies: ['nobody'], lastAt }, retention)).toBeUndefined();
    expect(keptUntil({ mode: 'actual', agencies: ['police'], lastAt }, [])).toBeUndefined();
  });

  it('never looks at cases that are too young for any class', () => {
    expect(earliestDue(retention, lastAt)).toEqual(new Date('2023-03-01T12:00:00.000Z'));
    expect(earliestDue([], lastAt).getUTCFullYear()).toBe(1024);
  });
});
