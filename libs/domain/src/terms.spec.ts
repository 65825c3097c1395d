import { describe, expect, it } from '@jest/globals';
import {
  R4_EQUIVALENCES,
  RELATIONSHIPS,
  r4Equivalence,
  r5Relationship,
  type R4Equivalence,
  type Relationship,
} from './terms.js';

/**
 * R4: "wider: the target mapping is wider in meaning than the source concept", "narrower: the target mapping is narrower in
 * meaning than the source concept" (http://hl7.org/fhir/R4/codesystem-concept-map-equivalence.html).
 * R5: "The source concept is narrower in meaning than the target concept"
 * (http://hl7.org/fhir/R5/codesystem-concept-map-relationship.html).
 */
const PAIRS: readonly (readonly [Relationship, R4Equivalence])[] = [
  ['equivalent', 'equivalent'],
  ['source-is-narrower-than-target', 'wider'],
  ['source-is-broader-than-target', 'narrower'],
  ['related-to', 'inexact'],
  ['not-related-to', 'disjoint'],
];

describe('A relationship at the FHIR R4 edge', () => {
  it.each(PAIRS)('is written and read back: %s is R4 %s', (relationship, equivalence) => {
    expect(r4Equivalence(relationship)).toBe(equivalence);
    expect(r5Relationship(equivalence)).toBe(relationship);
  });

  it('says which of two is the wider as a published R4 map does', () => {
    // The map of WHO's COVID-19 codes to SNOMED CT: each code of a variant has SARS-CoV-2 itself as its `wider` target.
    const published = { source: 'XN5BQ', target: '840533007', equivalence: 'wider' } as const;
    expect(r5Relationship(published.equivalence)).toBe('source-is-narrower-than-target');
    // A detainee is a person, and not each person is a detainee: the shared code, the target, is the wider.
    expect(r4Equivalence('source-is-narrower-than-target')).toBe('wider');
    expect(r4Equivalence('source-is-broader-than-target')).not.toBe('wider');
  });

  it('is unmatched where there is none, both ways', () => {
    expect(r4Equivalence(undefined)).toBe('unmatched');
    expect(r5Relationship('unmatched')).toBeUndefined();
  });

  it.each([
    ['equal', 'equivalent'],
    ['relatedto', 'related-to'],
    ['subsumes', 'source-is-narrower-than-target'],
    ['specializes', 'source-is-broader-than-target'],
  ] as const)('is read also where R4 says %s', (equivalence, relationship) => {
    expect(r5Relationship(equivalence)).toBe(relationship);
  });

  it('never turns round: no relationship comes back as another one', () => {
    expect(RELATIONSHIPS.map((one) => r5Relationship(r4Equivalence(one)))).toEqual(RELATIONSHIPS);
    expect(R4_EQUIVALENCES).toHaveLength(10);
  });
});
