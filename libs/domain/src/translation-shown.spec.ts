import { describe, expect, it } from '@jest/globals';
import { LEXICON } from './terms-example.js';
import type { Relationship } from './terms.js';
import { bothWords } from './translation-shown.js';

const show = (receiver: string, code: string, word?: string, relationship: Relationship = 'equivalent') =>
  bothWords(LEXICON, {
    set: 'concept',
    code,
    receiver,
    ...(word === undefined ? {} : { sent: { word, relationship } }),
  });

describe('What a receiver is shown of a code', () => {
  it("is the sender's word, the code and its own word", () => {
    expect(show('ambulance', 'person', 'service user')).toMatchObject({
      code: 'person',
      label: 'Label of person',
      sender: { word: 'service user', relationship: 'equivalent' },
      receiver: { word: 'patient', relationship: 'equivalent' },
      lossy: false,
      sentence: 'Both words mean the shared term.',
    });
  });

  it.each([
    ['source-is-narrower-than-target', "The sender's word is narrower than the shared term."],
    ['source-is-broader-than-target', "The sender's word is broader than the shared term."],
    ['related-to', "The sender's word is only related to the shared term."],
    ['not-related-to', "The sender's word does not mean the shared term."],
  ] as const)('says what is lost where the word is %s', (relationship, sentence) => {
    expect(show('ambulance', 'person', 'a word', relationship)).toMatchObject({ lossy: true, sentence });
  });

  it.each([
    ['police', 'case', 'Your own word is only related to the shared term.'],
    ['ambulance', 'nearest-relative', 'Your own word is broader than the shared term.'],
    ['voluntary', 'suite', 'You have no word for the shared term.'],
    ['voluntary', 'task', 'No word of yours for the shared term is known.'],
  ])('says it of the own word too: %s, %s', (receiver, code, sentence) => {
    expect(show(receiver, code, 'a word')).toMatchObject({ lossy: true, sentence });
  });

  it('says both where both words lose something', () => {
    expect(show('police', 'case', 'episode', 'source-is-narrower-than-target').sentence).toBe(
      "The sender's word is narrower than the shared term. Your own word is only related to the shared term.",
    );
  });

  it('is the label where the sender gave the code itself', () => {
    expect(show('ambulance', 'person')).toMatchObject({
      sender: { word: 'Label of person', relationship: 'equivalent' },
      lossy: false,
    });
  });
});
