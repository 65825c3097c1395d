import { describe, expect, it } from '@jest/globals';
import { checkCodes, decodeEvent, encodeEvent, type LedgerEvent } from './event.js';
import { eventSchema } from './schemas.js';
import { VOCABULARY, sampleEvent, thrownBy } from './worked-message.js';

type Published = LedgerEvent<'concordat.roster.published.v1'>;

const published = (data: object): Published => {
  const sample = sampleEvent('concordat.roster.published.v1');
  return { ...sample, data } as unknown as Published;
};

const SHIFT = { unit: 'control-room', skill: 'code-1', count: 2, until: '2026-03-14T22:05:00.000Z' };
const LEASE = { leaseuntil: '2026-03-14T22:05:00.000Z' };

describe('The roster that an agency publishes', () => {
  it('counts the workers of each unit by skill, age group, language and employer, until a time', () => {
    const shift = {
      ...SHIFT,
      agegroups: ['under-18', '65-and-over'],
      languages: ['code-1'],
      employer: 'code-1',
    };
    const event = published({ units: ['control-room'], shifts: [shift], ...LEASE });
    expect(decodeEvent(encodeEvent(event))).toEqual(event);
    expect(() => checkCodes(event, VOCABULARY)).not.toThrow();
  });

  it('may say that nobody is there, and how many places are free', () => {
    const event = published({
      units: ['control-room'],
      shifts: [],
      places: [{ unit: 'control-room', free: 0 }],
      ...LEASE,
    });
    expect(decodeEvent(encodeEvent(event))).toEqual(event);
  });

  it.each([
    ['a name', { ...SHIFT, name: 'Jane Smith' }, '/data/shifts/0/*'],
    ['an age group of its own', { ...SHIFT, agegroups: ['toddlers'] }, '/data/shifts/0/agegroups/0'],
    ['half a worker', { ...SHIFT, count: 0.5 }, '/data/shifts/0/count'],
    ['no end', { ...SHIFT, until: undefined }, '/data/shifts/0/until'],
  ])('takes no shift with %s', async (_what, shift, place) => {
    const text = JSON.stringify(published({ units: [], shifts: [shift], ...LEASE }));
    expect(await thrownBy(() => decodeEvent(text))).toMatchObject({ code: 'BAD_EVENT', place });
  });

  it('names skills, languages and employers of the directory only', async () => {
    const shift = { ...SHIFT, skill: 'juggler', languages: ['xx'], employer: 'circus' };
    const event = published({ units: ['control-room'], shifts: [shift], ...LEASE });
    expect(await thrownBy(() => checkCodes(event, VOCABULARY))).toMatchObject({
      code: 'UNKNOWN_CODE',
      place: '/data/shifts/0/skill /data/shifts/0/languages/0 /data/shifts/0/employer',
    });
  });

  it('is no task event and no leaf: it asks for no number', () => {
    const { required } = eventSchema('concordat.roster.published.v1');
    expect(required).not.toContain('sendernumber');
    expect(required).not.toContain('subject');
  });
});
