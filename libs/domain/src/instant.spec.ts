import { describe, expect, it } from '@jest/globals';
import { instantOf } from './instant.js';

describe('an instant', () => {
  it.each([
    ['2031-01-17T21:42:00Z', Date.UTC(2031, 0, 17, 21, 42)],
    ['2031-01-17T21:42+01:00', Date.UTC(2031, 0, 17, 20, 42)],
    ['2028-02-29T00:00:00.5Z', Date.UTC(2028, 1, 29, 0, 0, 0, 500)],
  ])('is read with its offset: %s', (text, instant) => expect(instantOf(text)).toBe(instant));

  it.each(['2031-02-30T10:00:00Z', '2027-02-29T10:00:00Z', '2031-04-31T10:00:00Z', '2031-13-01T10:00:00Z'])(
    'is none on a day that no calendar has: %s',
    (text) => expect(instantOf(text)).toBeUndefined(),
  );

  it.each(['1066-10-14T09:00:00Z', '3000-01-01T00:00:00Z', '2999-12-31T23:30:00-01:00'])(
    'is none at a time that no event can carry: %s',
    (text) => expect(instantOf(text)).toBeUndefined(),
  );

  it.each(['2031-01-17T21:42:00', '2031-01-17', '17/01/2031', 'yesterday', ''])(
    'is none without date, time and offset: %s',
    (text) => expect(instantOf(text)).toBeUndefined(),
  );
});
