import { describe, expect, it } from '@jest/globals';
import { monthText, readTime, shownRecorded, shownSecond, shownTime } from './times.js';

describe('a time', () => {
  it('is shown by the clock in the United Kingdom, in winter and in summer', () => {
    expect(shownTime('2026-11-26T03:48:05Z')).toEqual({
      text: '26 November 2026, 3.48 am',
      iso: '2026-11-26T03:48:05Z',
    });
    expect(shownTime('2026-07-01T12:00:00Z').text).toBe('1 July 2026, 1 pm');
    expect(shownSecond('2026-07-01T11:00:00Z').text).toBe('1 July 2026, 12.00.00 pm');
    expect(shownSecond('2026-11-26T15:48:05Z').text).toBe('26 November 2026, 3.48.05 pm');
  });

  it('may be a month', () => {
    expect([monthText('2026-11'), monthText('2026-01')]).toEqual(['November 2026', 'January 2026']);
  });

  it('of what was agreed before it was recorded is both, with the day once where it is the same', () => {
    const at = '2026-11-26T04:10:00Z';
    expect(shownRecorded({ at, occurredAt: '2026-11-26T03:48:00Z' })).toEqual({
      text: '26 November 2026, agreed 3.48 am, recorded 4.10 am',
      iso: at,
    });
    expect(shownRecorded({ at, occurredAt: '2026-11-25T23:58:00Z' }).text).toBe(
      'Agreed 25 November 2026, 11.58 pm, recorded 26 November 2026, 4.10 am',
    );
    expect(shownRecorded({ at, occurredAt: null }).text).toBe('26 November 2026, 4.10 am');
  });

  it.each([
    ['26/11/2026', '2026-11-26T00:00:00.000Z'],
    ['26/11/2026 14:30', '2026-11-26T14:30:00.000Z'],
    ['1.7.2026 00.30', '2026-06-30T23:30:00.000Z'],
    ['29/3/2026', '2026-03-29T00:00:00.000Z'],
    ['2026-11-26T14:30:00+01:00', '2026-11-26T13:30:00.000Z'],
  ])('may be typed as %s', (text, iso) => {
    expect(readTime(text)).toBe(iso);
  });

  it.each(['yesterday', '31/2/2026', '26/11/26', '26/11/2026 25:00', '2026-11-26T14:30:00', ''])(
    'is not %p',
    (text) => {
      expect(readTime(text)).toBeUndefined();
    },
  );
});
