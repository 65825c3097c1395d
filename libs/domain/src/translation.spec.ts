import { describe, expect, it } from '@jest/globals';
import { LEXICON } from './terms-example.js';
import type { SpokenWord } from './translation-readings.js';
import { toCode, toWords } from './translation.js';

const say = (agency: string, word: string, more: Partial<SpokenWord> = {}) =>
  toCode(LEXICON, { set: 'concept', agency, word, ...more });

describe("An agency's own word", () => {
  it('becomes the shared code, and travels with how it relates to it', () => {
    expect(say('police', 'detainee')).toEqual({
      code: 'person',
      word: 'detainee',
      relationship: 'source-is-narrower-than-target',
    });
  });

  it('is known in any spelling, and travels as the directory spells it', () => {
    expect(say('voluntary', ' The  visitor\u2019s own WORD')).toMatchObject({
      word: "the visitor's own word",
    });
  });

  it('is taken at its best where several entries lead to one code', () => {
    expect(say('police', 'suspect')).toMatchObject({ code: 'person', relationship: 'equivalent' });
  });

  it('need not be one: the shared code itself is always taken, and no word travels', () => {
    expect(say('police', 'person')).toEqual({ code: 'person', relationship: 'equivalent' });
    expect(say('voluntary', 'child', { addressee: 'police' })).toEqual({
      code: 'child',
      relationship: 'equivalent',
    });
  });

  it('stands in its own set only, and for its own agency only', () => {
    expect(say('police', 'safe and well check')).toMatchObject({ refused: 'UNKNOWN_WORD' });
    expect(say('voluntary', 'detainee')).toMatchObject({ refused: 'UNKNOWN_WORD' });
    expect(say('police', 'crew', { set: 'unit' })).toMatchObject({ refused: 'UNKNOWN_WORD' });
  });

  it('is never guessed: the nearest known words and codes are named', () => {
    expect(say('police', 'welfare chek', { set: 'taskKind' })).toEqual({
      refused: 'UNKNOWN_WORD',
      word: 'welfare chek',
      nearest: ['welfare-check', 'concern for welfare', 'safe and well check'],
    });
    expect(say('police', '')).toEqual({ refused: 'UNKNOWN_WORD', word: '', nearest: [] });
  });

  it('is refused where it may mean two codes, and both are named', () => {
    expect(say('ambulance', 'job')).toEqual({
      refused: 'AMBIGUOUS_WORD',
      word: 'job',
      mayMean: ['task', 'case'],
    });
  });

  it('is refused where the agency uses it for the code and for something else', () => {
    expect(say('mh-trust', 'informal')).toMatchObject({ refused: 'AMBIGUOUS_WORD', mayMean: ['detained'] });
  });

  it('is refused where it is known not to mean what it would be taken for', () => {
    expect(say('police', 'crime number')).toMatchObject({ refused: 'NOT_RELATED', takenFor: ['case'] });
  });
});

describe('A false friend', () => {
  it('is refused with what the addressee would take it for, and what to ask instead', () => {
    expect(say('police', '136', { addressee: 'mh-trust' })).toEqual({
      refused: 'FALSE_FRIEND',
      word: '136',
      takenFor: [{ agency: 'mh-trust', code: 'suite' }],
      ask: 'Status or place?',
    });
  });

  it('is refused in all its spellings', () => {
    expect(say('police', 'One  Three Six')).toMatchObject({ refused: 'FALSE_FRIEND' });
  });

  it('is taken by an addressee who does not know the word', () => {
    expect(say('police', '136', { addressee: 'voluntary' })).toMatchObject({ code: 'detained', word: '136' });
  });

  it('is refused where nobody is named and anybody could misread it', () => {
    expect(say('police', '136')).toMatchObject({ takenFor: [{ agency: 'mh-trust', code: 'suite' }] });
  });

  it('is refused to an agency for which the directory lists no meaning of it', () => {
    expect(say('voluntary', '136', { addressee: 'police' })).toMatchObject({
      refused: 'FALSE_FRIEND',
      takenFor: [{ agency: 'police', code: 'detained' }],
    });
  });

  it('is refused where neither meaning has a code: they are not known to be the same', () => {
    expect(say('police', 'IP', { addressee: 'mh-trust' })).toMatchObject({
      refused: 'FALSE_FRIEND',
      takenFor: [{ agency: 'mh-trust', code: null }],
    });
  });

  it('has no shared code where only its sender knows it, and it means nothing that has one', () => {
    expect(say('police', 'IP', { addressee: 'voluntary' })).toEqual({
      refused: 'NO_SHARED_CODE',
      word: 'IP',
      ask: 'Injured party or inpatient?',
    });
  });

  it('is taken between two who mean the same by it; how it relates to the code is then not known', () => {
    expect(say('police', 'kid', { addressee: 'ambulance' })).toEqual({
      code: 'child',
      word: 'kid',
      relationship: 'related-to',
    });
  });

  it('is refused where its own agency also uses it for something that is not related', () => {
    expect(say('mh-trust', 'kid', { addressee: 'police' })).toMatchObject({
      refused: 'AMBIGUOUS_WORD',
      mayMean: ['child'],
    });
  });

  it('is found also where nobody listed it: the addressee has the word for another code', () => {
    expect(say('police', 'kin', { addressee: 'ambulance' })).toMatchObject({
      refused: 'FALSE_FRIEND',
      takenFor: [{ agency: 'ambulance', code: 'nearest-relative' }],
    });
    expect(say('police', 'kin', { addressee: 'voluntary' })).toMatchObject({ code: 'next-of-kin' });
  });

  it('is found where the addressee says that it does not mean this code', () => {
    expect(say('police', 'kin', { addressee: 'mh-trust' })).toMatchObject({
      refused: 'FALSE_FRIEND',
      takenFor: [{ agency: 'mh-trust', code: null }],
    });
  });

  it("is no matter for units: a unit's name is its own agency's", () => {
    expect(say('police', 'desk', { set: 'unit' })).toMatchObject({ code: 'control-room' });
  });
});

describe("An agency's words for a code", () => {
  const words = (agency: string, code: string) => toWords(LEXICON, { set: 'concept', agency, code });

  it('start with the equivalent one, then narrower and broader, then related ones', () => {
    const found = words('police', 'person');
    expect(found).toMatchObject({ word: 'suspect', relationship: 'equivalent', label: 'Label of person' });
    expect(found.others.map(({ word }) => word)).toEqual(['detainee', 'suspect', 'subject']);
  });

  it('put a word that leads back to the code before one that could mean another', () => {
    expect(words('ambulance', 'task')).toMatchObject({ word: 'run', others: [{ word: 'job' }] });
  });

  it('leave out what is not related, and what the agency also uses for something else', () => {
    expect(words('police', 'case')).toMatchObject({ word: 'incident', others: [] });
    expect(words('mh-trust', 'detained')).not.toHaveProperty('relationship');
  });

  it('are replaced by the label where there is none, and it shows', () => {
    expect(words('voluntary', 'suite')).toEqual({
      code: 'suite',
      label: 'Label of suite',
      word: 'Label of suite',
      others: [],
      isWordless: true,
    });
    expect(words('voluntary', 'task')).toMatchObject({ word: 'Label of task', isWordless: false });
    expect(words('voluntary', 'of-a-later-version')).toMatchObject({ word: 'of-a-later-version' });
  });
});
