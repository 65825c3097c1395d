import { describe, expect, it } from '@jest/globals';
import { Directory, loadDirectory, parseBundle } from '#directory';
import { TERM_SETS, type Relationship } from '#domain';
import { glossaryOf, trapsFor, wordsForCode } from './glossary.js';

const directory = new Directory(parseBundle({ version: 1, data: loadDirectory(), keys: [] }));
const glossary = (agency: string) => glossaryOf({ directory, agency }, TERM_SETS);

/** As FHIR R4 and R5 print them: R4 says what the target is, R5 what the source is. */
const R4_OF: Readonly<Record<Relationship, string>> = {
  equivalent: 'equivalent',
  'source-is-narrower-than-target': 'wider',
  'source-is-broader-than-target': 'narrower',
  'related-to': 'inexact',
  'not-related-to': 'disjoint',
};

describe('the words of an agency', () => {
  it('are all of its own and none of another, each with the label of its code', () => {
    const all = directory.agencyCodes.flatMap((agency) => glossary(agency).terms);
    expect(all).toHaveLength(directory.terms.length);
    expect(all.filter(({ label }) => label === '')).toEqual([]);
    expect(glossary('ambulance').terms).toContainEqual(
      expect.objectContaining({ set: 'unit', code: 'crew', label: expect.any(String) }),
    );
  });

  it('call a narrower source a wider target and the other way round, in every one of them', () => {
    const seen = new Set<string>();
    for (const { relationship, equivalence } of directory.agencyCodes.flatMap((one) => glossary(one).terms)) {
      expect(equivalence).toBe(R4_OF[relationship]);
      seen.add(equivalence);
    }
    expect([...seen].sort()).toEqual(['disjoint', 'equivalent', 'inexact', 'narrower', 'wider']);
  });

  it('come with the trap notes, the own scales with their minutes and clocks, and the words to avoid', () => {
    const { terms, scales, falseFriends } = glossary('ambulance');
    expect(terms.filter(({ note }) => note !== undefined).length).toBeGreaterThan(0);
    expect(new Set(scales.map(({ owner }) => owner))).toEqual(new Set(['ambulance']));
    expect(scales.find(({ code }) => code === 'ambulance-arp')).toMatchObject({
      clockTo: 'arrival of the right resource',
      levels: expect.arrayContaining([expect.objectContaining({ code: 'c2', minutes: 40 })]),
    });
    expect(falseFriends).toHaveLength(20);
    expect(falseFriends.every(({ ask }) => /\S/.test(ask))).toBe(true);
  });

  it('are those of one set where one is named', () => {
    const { terms } = glossaryOf({ directory, agency: 'police' }, ['outcome']);
    expect(new Set(terms.map(({ set }) => set))).toEqual(new Set(['outcome']));
  });
});

describe('what a code is called', () => {
  it('is said in the own words and in those of the other, the best first', () => {
    const speaking = { directory, agency: 'police', listener: 'mh-trust' };
    expect(wordsForCode('taskKind', 's136-consultation', speaking)).toMatchObject([
      { agency: 'police', words: [{ word: '136 consultation' }, { word: 's136 advice call' }] },
      { agency: 'mh-trust', words: [{ word: 's136 consultation', equivalence: 'equivalent' }] },
    ]);
  });

  it('is nothing where an agency is known to have no word', () => {
    const { agency, concept } = wordless();
    expect(wordsForCode('concept', concept, { directory, agency })).toMatchObject([
      { agency, words: [], isWordless: true },
    ]);
  });

  it('comes with the words that somebody takes for it and somebody else for another thing', () => {
    expect(trapsFor('detained-s136', directory)).toMatchObject([
      { words: ['section', 'sectioned'], ask: expect.stringContaining('which section') },
      { words: ['136'], means: { 'mh-trust': 'health-based-place-of-safety' } },
    ]);
    expect(trapsFor('person-in-crisis', directory)).toEqual([]);
  });
});

function wordless(): { readonly agency: string; readonly concept: string } {
  const found = directory.bundle.data.concepts.flatMap(({ code }) =>
    directory.agencyCodes
      .filter((agency) => directory.hasNoWord(agency, code))
      .map((agency) => ({ agency, concept: code })),
  );
  const [first] = found;
  if (!first) throw new Error('every agency has a word for every concept');
  return first;
}
