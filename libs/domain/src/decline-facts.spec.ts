import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  DECLINE_FACTS,
  factsGiven,
  missingFacts,
  type DeclineFact,
  type FactNeeds,
  type GivenFacts,
} from './decline-facts.js';

const AT = '2031-03-22T05:00:00Z';
const ask = { agency: 'mh-trust', unit: 'on-call-manager' };

describe('the facts of a decline', () => {
  it.each<[string, GivenFacts, readonly DeclineFact[]]>([
    ['nothing', {}, []],
    ['the earliest time', { availableAt: AT }, ['available-at']],
    ['when to ask again', { reviewAt: AT }, ['review-at']],
    ['which items are needed', { items: ['age-band'] }, ['items']],
    ['a list of no items', { items: [] }, []],
    ['whom to ask instead', { ask }, ['ask']],
    ['the reference of the work under way', { reference: 'T-4711' }, ['reference']],
    ['a sentence', { text: 'two crews off the road until five' }, ['text']],
    ['a blank', { text: '  ', reference: '' }, []],
    ['a dash', { text: '-', reference: '...' }, []],
    ['a placeholder', { text: 'tbc', reference: 'N/A' }, []],
    [
      'everything',
      { availableAt: AT, reviewAt: AT, items: ['area'], ask, reference: 'x1', text: 'ask at five' },
      DECLINE_FACTS,
    ],
  ])('%s', (_name, given, facts) => {
    expect(factsGiven(given)).toEqual(facts);
  });
});

const BED: FactNeeds = [['available-at', 'ask', 'text']];
const TWO: FactNeeds = [['review-at'], ['items', 'text']];

describe('what a decline still lacks', () => {
  it.each<[string, FactNeeds, readonly DeclineFact[], FactNeeds]>([
    ['of a reason that demands nothing', [], [], []],
    ['of a full suite with nothing', BED, [], BED],
    ['of a full suite with the next free space', BED, ['available-at'], []],
    ['of a full suite with somebody to ask', BED, ['ask'], []],
    ['of a full suite with words', BED, ['text'], []],
    ['of a full suite with a fact that says nothing of it', BED, ['items', 'reference'], BED],
    ['of a reason with two demands and one of them met', TWO, ['text'], [['review-at']]],
    ['of a reason with two demands and both met', TWO, ['items', 'review-at'], []],
  ])('%s', (_name, needs, given, missing) => {
    expect(missingFacts(needs, given)).toEqual(missing);
  });
});

const facts = fc.subarray([...DECLINE_FACTS]);
const needs: fc.Arbitrary<FactNeeds> = fc.array(fc.subarray([...DECLINE_FACTS], { minLength: 1 }), {
  maxLength: 4,
});

describe('whatever a reason demands', () => {
  it('giving every fact is enough, and giving none leaves all of it', () => {
    fc.assert(
      fc.property(needs, (needs) => {
        expect(missingFacts(needs, DECLINE_FACTS)).toEqual([]);
        expect(missingFacts(needs, [])).toEqual(needs);
      }),
    );
  });

  it('giving more facts never makes more missing', () => {
    fc.assert(
      fc.property(needs, facts, facts, (needs, some, more) => {
        const before = missingFacts(needs, some);
        expect(before).toEqual(expect.arrayContaining([...missingFacts(needs, [...some, ...more])]));
      }),
    );
  });

  it('one fact of each list that is missing completes it', () => {
    fc.assert(
      fc.property(needs, facts, (needs, some) => {
        const rest = missingFacts(needs, some).flatMap(([first]) => (first === undefined ? [] : [first]));
        expect(missingFacts(needs, [...some, ...rest])).toEqual([]);
      }),
    );
  });
});
