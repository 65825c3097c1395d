import { describe, expect, it } from '@jest/globals';
import { Directory, loadDirectory, parseBundle } from '#directory';
import { TERM_SETS } from '#domain';
import { codeOfGrade, codeOfWord, type SpeakingAt } from './speaking.js';

const directory = new Directory(parseBundle({ version: 1, data: loadDirectory(), keys: [] }));
const at = (agency: string, listener?: string): SpeakingAt => ({
  directory,
  agency,
  pointer: '/here',
  ...(listener !== undefined && { listener }),
});

describe('a word that becomes no code', () => {
  it('and is like a known one is refused with the nearest, and none is chosen', () => {
    expect(codeOfWord('concept', 'detaine', at('police'))).toEqual({
      fault: { pointer: '/here', code: 'UNKNOWN_WORD', detail: expect.stringMatching(/nearest.*detainee/) },
    });
  });

  it('and may mean several things is refused with each of them', () => {
    expect(codeOfWord('concept', 'absconder', at('police'))).toEqual({
      fault: {
        pointer: '/here',
        code: 'AMBIGUOUS_WORD',
        detail: expect.stringMatching(/absent-without-leave \(.+\) or absconded-from-place-of-safety \(.+\)/),
      },
    });
  });

  it('and is listed only as what it does not mean is refused as not related', () => {
    expect(codeOfWord('concept', 'IP (injured party)', at('police'))).toEqual({
      fault: {
        pointer: '/here',
        code: 'NOT_RELATED',
        detail: expect.stringContaining('does not mean person-in-crisis'),
      },
    });
  });

  it('and means nothing that has a code is refused with what to ask', () => {
    expect(codeOfWord('concept', 'voluntary', at('police', 'social-care'))).toEqual({
      fault: {
        pointer: '/here',
        code: 'NO_SHARED_CODE',
        detail: expect.stringContaining('Voluntary interview or informal patient.'),
      },
    });
  });

  it('and others take for something else is refused for all of them where nobody is named', () => {
    const spoken = codeOfWord('concept', 'referral', at('police'));
    expect(spoken).toMatchObject({ fault: { code: 'FALSE_FRIEND' } });
    const detail = 'fault' in spoken ? spoken.fault.detail : '';
    for (const agency of ['mh-trust', 'social-care'])
      expect(detail).toContain(`${directory.agency(agency)?.name} would take it for task-request`);
    expect(detail).toMatch(/Who undertakes to act, and by when\?$/);
    expect(codeOfWord('concept', 'referral', at('police', 'voluntary'))).toMatchObject({
      code: 'referral-vs-signpost',
    });
  });

  it('is never quoted: a caller could have written anything there', () => {
    const text = 'Zebedee Quux 07700900123';
    for (const set of TERM_SETS) {
      const spoken = codeOfWord(set, text, at('police'));
      expect(JSON.stringify(spoken)).not.toMatch(/Zebedee|07700/i);
      expect(spoken).toHaveProperty('fault');
    }
    expect(JSON.stringify(codeOfGrade(text, at('police')))).not.toMatch(/Zebedee|07700/i);
  });
});

describe('a grade', () => {
  it('is one of the own scales, with the band that sorts it and the relation between the two', () => {
    expect(codeOfGrade('c2', at('ambulance'))).toEqual({
      code: 'ambulance-arp.c2',
      word: 'C2',
      urgency: 'u2-within-hour',
      relationship: 'source-is-narrower-than-target',
    });
    expect(codeOfGrade('c2', at('police'))).toMatchObject({ fault: { code: 'UNKNOWN_GRADE' } });
  });

  it('that is like a known one is refused with the nearest', () => {
    expect(codeOfGrade('priorty', at('police'))).toEqual({
      fault: { pointer: '/here', code: 'UNKNOWN_GRADE', detail: expect.stringMatching(/nearest.*priority/) },
    });
  });

  it('of which two own scales have a level is refused with both', () => {
    const data = loadDirectory();
    const [first, ...rest] = data.scales.filter(({ owner }) => owner === 'mh-trust');
    const [level] = first?.levels ?? [];
    const doubled = data.scales.map((scale) =>
      scale.code === rest[0]?.code && level ? { ...scale, levels: [...scale.levels, level] } : scale,
    );
    const speaking = { ...at('mh-trust'), directory: withScales(doubled) };
    expect(codeOfGrade(level?.word ?? '', speaking)).toEqual({
      fault: {
        pointer: '/here',
        code: 'AMBIGUOUS_GRADE',
        detail: expect.stringContaining(`${first?.code}.${level?.code}, ${rest[0]?.code}.${level?.code}`),
      },
    });
  });

  it('that measures something else than a response is refused with what it measures', () => {
    expect(codeOfGrade('four-hour', at('acute-hospital'))).toEqual({
      fault: {
        pointer: '/here',
        code: 'NOT_A_RESPONSE_TIME',
        detail: expect.stringContaining('measures an exit'),
      },
    });
  });
});

/** The shipped directory with other scales, which its loader would refuse for their clash. */
function withScales(scales: Directory['bundle']['data']['scales']): Directory {
  return new Directory({ ...directory.bundle, data: { ...directory.bundle.data, scales } });
}
