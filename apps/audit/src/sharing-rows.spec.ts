import { describe, expect, it } from '@jest/globals';
import type { ItemData } from '#contracts';
import type { OverrideClause, SharingAgreement } from '#domain';
import { overrideOf } from './sharing-rows.js';

const clause = (
  code: string,
  reviewWithinMinutes: number,
  reviewedBy: readonly string[],
): OverrideClause => ({
  code,
  from: ['police'],
  to: ['ambulance'],
  items: ['full-name'],
  basis: 'vital-interests',
  authorisedBy: ['duty-manager'],
  reviewedBy,
  maxMinutes: 60,
  reviewWithinMinutes,
});

const agreement = (...overrides: readonly OverrideClause[]): SharingAgreement => ({
  code: 'emergency',
  title: 'Emergency',
  version: 1,
  parties: ['police', 'ambulance'],
  purpose: 'to save life',
  inForceFrom: '2026-01-01T00:00:00Z',
  reviewBy: '2027-01-01',
  rules: [],
  overrides,
});

const item = (rule: string, way: string): ItemData => ({
  code: 'full-name',
  state: 'known',
  rule,
  ruleversion: 1,
  basis: 'vital-interests',
  stage: 'offer',
  way,
  commitment: 'A'.repeat(43),
});

const said = {
  reason: 'life-at-risk',
  authorisedby: 'A'.repeat(22),
  authorisedrole: 'duty-manager',
  until: '2026-11-22T11:00:00.000Z',
};
const AT = new Date('2026-11-22T10:00:00.000Z');
const AGREEMENTS = [
  agreement(clause('soon', 90, ['caldicott-guardian', 'duty-manager'])),
  agreement(clause('later', 600, ['duty-manager'])),
];

const reviewOf = (...items: ItemData[]) => {
  const { dueBy, reviewers } = overrideOf(said, items, AGREEMENTS, AT);
  return { dueBy, reviewers };
};

describe('the review of an override', () => {
  it('is due when the clause says, counted from ledger time, by the roles that it names', () => {
    expect(reviewOf(item('later', 'overridden'))).toEqual({
      dueBy: '2026-11-22T20:00:00.000Z',
      reviewers: ['duty-manager'],
    });
  });

  it('is due at the earliest time of several clauses, by a role that all of them name', () => {
    expect(reviewOf(item('later', 'overridden'), item('soon', 'overridden'))).toEqual({
      dueBy: '2026-11-22T11:30:00.000Z',
      reviewers: ['duty-manager'],
    });
  });

  it('can be nobody’s when the event names no clause: it stays open', () => {
    expect(reviewOf(item('unheard-of', 'overridden'), item('soon', 'pushed'))).toEqual({
      dueBy: undefined,
      reviewers: [],
    });
  });
});
