import { describe, expect, it } from '@jest/globals';
import { Directory, loadDirectory, parseBundle } from '#directory';
import { TERM_SETS } from '#domain';
import { readingsOf } from './word-reading.js';

const directory = new Directory(parseBundle({ version: 1, data: loadDirectory(), keys: [] }));
const police = { directory, agency: 'police' };

describe('what a word would become', () => {
  it('is its code with the relation as R5 and as R4 call it, in every set that knows the word', () => {
    expect(readingsOf('136 suite request', undefined, police)).toEqual([
      {
        set: 'taskKind',
        code: 'place-of-safety-admission',
        label: expect.any(String),
        relationship: 'source-is-narrower-than-target',
        equivalence: 'wider',
      },
    ]);
  });

  it('is a grade with the band that only sorts it', () => {
    expect(readingsOf('C2', undefined, { directory, agency: 'ambulance' })).toMatchObject([
      { set: 'grade', code: 'ambulance-arp.c2', urgency: 'u2-within-hour', equivalence: 'wider' },
    ]);
  });

  it('is a refusal where the one who is named takes the word for something else', () => {
    const to = (listener: string) => readingsOf('section', 'concept', { ...police, listener });
    expect(to('mh-trust')).toMatchObject([{ set: 'concept', refused: { code: 'FALSE_FRIEND' } }]);
    expect(to('mh-trust')[0]?.refused?.detail).toContain('detained-for-admission');
    expect(to('mh-trust')[0]).not.toHaveProperty('code');
  });

  it('is a refusal with the nearest words and grades where the agency knows it nowhere', () => {
    const all = readingsOf('priorty', undefined, police);
    expect(all.map(({ set }) => set)).toEqual([...TERM_SETS, 'grade']);
    expect(all.at(-1)?.refused).toEqual({
      code: 'UNKNOWN_GRADE',
      detail: expect.stringMatching(/nearest.*priority/),
    });
  });
});
