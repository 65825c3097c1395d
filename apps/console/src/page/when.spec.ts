import { describe, expect, it } from '@jest/globals';
import { clockText, durationText, fieldsOf, instantIn, leftText, whenText } from './when.js';

describe('a time on a page', () => {
  it('is said by the clock in the United Kingdom, in winter and in summer', () => {
    expect(whenText('2026-11-26T03:48:00Z')).toBe('26 November 2026, 3.48 am');
    expect(whenText('2026-07-01T11:00:00Z')).toBe('1 July 2026, midday');
    expect(whenText('2026-06-30T23:00:00Z')).toBe('1 July 2026, midnight');
    expect(clockText('2026-11-26T15:05:00+01:00')).toBe('2.05 pm');
    expect(whenText('no time')).toBe('no time');
  });

  it('says how long there is, and how long it has been over', () => {
    expect(durationText(0.5)).toBe('0 minutes');
    expect(durationText(61)).toBe('1 hour 1 minute');
    expect(durationText(1440 + 125)).toBe('1 day 2 hours');
    const now = Date.parse('2026-11-26T04:00:00Z');
    expect(leftText('2026-11-26T04:20:00Z', now)).toBe('20 minutes left');
    expect(leftText('2026-11-26T01:55:00Z', now)).toBe('over by 2 hours 5 minutes');
  });
});

describe('a time in a form', () => {
  it('is the same after it was shown and sent back', () => {
    for (const at of ['2026-11-26T03:48:00.000Z', '2026-07-01T22:30:00.000Z', '2027-03-28T00:59:00.000Z'])
      expect(instantIn(fieldsOf(at))).toBe(at);
    expect(fieldsOf('2026-07-01T23:30:00Z')).toEqual({ day: '02/07/2026', time: '00:30' });
  });

  it('may be written a little differently, and is nothing where there is no such day or time', () => {
    expect(instantIn({ day: '1.7.2026', time: '9.05' })).toBe('2026-07-01T08:05:00.000Z');
    for (const [day, time] of [
      ['31/02/2026', '10:00'],
      ['26/11/2026', '25:00'],
      ['tomorrow', '10:00'],
      ['26/11/2026', ''],
      ['28/03/2027', '01:30'],
    ] as const)
      expect(instantIn({ day, time })).toBeUndefined();
  });
});
