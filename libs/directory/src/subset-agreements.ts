import type { OverrideClause, SharingAgreement, SharingRule } from '#domain';
import { possiblePairs } from './agreement-kinds.js';
import { agencyOf } from './agreement-rows.js';
import type { TaskKindEntry } from './data.js';

type Stays = (agency: string) => boolean;

/** What is left of the agreements between fewer agencies and kinds; one between fewer than two parties is dropped. */
export function agreementsFor(
  agreements: readonly SharingAgreement[],
  stays: Stays,
  kinds: readonly TaskKindEntry[],
): readonly SharingAgreement[] {
  return agreements
    .map((agreement) => ({
      ...agreement,
      parties: agreement.parties.filter(stays),
      rules: agreement.rules.map((rule) => ruleFor(rule, stays, kinds)).filter(isPossible),
      overrides: agreement.overrides.map((clause) => clauseFor(clause, stays)).filter(isPossible),
    }))
    .filter(({ parties }) => parties.length > 1);
}

function ruleFor(rule: SharingRule, stays: Stays, kinds: readonly TaskKindEntry[]): SharingRule {
  const { originators, ...rest } = clauseFor(rule, stays);
  const staying = originators?.filter(stays) ?? [];
  return {
    ...rest,
    kinds: rest.kinds.filter((code) =>
      kinds.some(
        ({ code: known, mayBeRequestedBy: askers, mayBeAsked: performers }) =>
          known === code && possiblePairs(rest, { askers, performers }).length > 0,
      ),
    ),
    ...(staying.length > 0 ? { originators: staying } : {}),
  };
}

const clauseFor = <T extends SharingRule | OverrideClause>(promise: T, stays: Stays): T => ({
  ...promise,
  from: promise.from.filter((party) => stays(agencyOf(party))),
  to: promise.to.filter((party) => stays(agencyOf(party))),
});

const isPossible = (promise: SharingRule | OverrideClause): boolean =>
  promise.from.length > 0 && promise.to.length > 0 && !('kinds' in promise && promise.kinds.length === 0);
