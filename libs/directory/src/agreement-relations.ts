import type { OverrideClause, SharingRule } from '#domain';
import { clashFindings } from './agreement-clashes.js';
import { coverageFindings, declineFactFindings } from './agreement-coverage.js';
import { kindFacts, possiblePairs, type KindFacts } from './agreement-kinds.js';
import {
  agencyOf,
  agreementRows,
  isTexts,
  objectsIn,
  type AgreementRows,
  type PromiseRow,
} from './agreement-rows.js';
import type { Finding, JsonObject } from './check.js';
import { clauseClashFindings } from './clause-clashes.js';

/** The longest that one override may last: what is still an emergency after that is a case for a rule. */
const LONGEST_OVERRIDE_MINUTES = 240;

/**
 * Adds what is wrong between the agreements of a directory and its agencies, kinds, items and bases, and among the
 * agreements themselves. It reads data of any shape and says nothing of what is missing or of the wrong type.
 */
export function findAgreementRelations(data: unknown, findings: Finding[]): void {
  const rows = agreementRows(data);
  const kinds = kindFacts(data);
  findings.push(
    ...duplicateFindings(rows),
    ...timeFindings(rows),
    ...partyFindings(data, rows),
    ...guardFindings(data, rows),
    ...kindFindings(rows, kinds),
    ...stageFindings(data, rows),
    ...overrideFindings(rows),
    ...clashFindings(rows.rules, kinds),
    ...clauseClashFindings(rows.clauses),
    ...(objectsIn(data, 'agreements').length > 0 ? untoldFindings(data, rows, kinds) : []),
  );
}

/** What somebody must be told, and nobody may tell. */
function untoldFindings(
  data: unknown,
  { rules }: AgreementRows,
  kinds: ReadonlyMap<string, KindFacts>,
): readonly Finding[] {
  const judges = objectsIn(data, 'declineReasons').flatMap(({ row: { code, judgedBy } }) =>
    typeof code === 'string' && typeof judgedBy === 'string' ? [[code, judgedBy] as const] : [],
  );
  return [...coverageFindings(rules, kinds), ...declineFactFindings(rules, kinds, new Map(judges))];
}

type AnyPromise = PromiseRow<SharingRule> | PromiseRow<OverrideClause>;

const promises = ({ rules, clauses }: AgreementRows): readonly AnyPromise[] => [...rules, ...clauses];

/** A disclosure names its rule by the code alone, so a code means one rule or clause in the whole directory. */
function duplicateFindings(rows: AgreementRows): readonly Finding[] {
  const first = new Map<string, string>();
  return promises(rows).flatMap(({ at, it, of }) => {
    const owner = first.get(it.code);
    if (owner === undefined) first.set(it.code, of.agreement.code);
    return owner === undefined
      ? []
      : [{ at: [...at, 'code'], detail: `"${it.code}" is already a code in the agreement "${owner}"` }];
  });
}

const timeFindings = ({ agreements }: AgreementRows): readonly Finding[] =>
  agreements
    .filter(({ since, before }) => before <= since)
    .map(({ at }) => ({ at: [...at, 'inForceUntil'], detail: 'is not after inForceFrom' }));

function partyFindings(data: unknown, rows: AgreementRows): readonly Finding[] {
  const agencies = objectsIn(data, 'agencies');
  if (agencies.length === 0) return [];
  const units = new Map(
    agencies.map(({ row }) => [String(row['code']), isTexts(row['units']) ? row['units'] : []]),
  );
  const wrong = (party: string, parties: readonly string[]): string | undefined => {
    const agency = agencyOf(party);
    const known = units.get(agency);
    if (!known) return `unknown agency "${agency}"`;
    if (!parties.includes(agency)) return `"${agency}" is no party of the agreement`;
    const unit = party.slice(agency.length + 1);
    if (unit === '' ? party === agency : known.includes(unit)) return undefined;
    return `"${agency}" has no unit "${unit}"`;
  };
  return promises(rows).flatMap(({ at, it, of }) =>
    (['from', 'to'] as const).flatMap((list) =>
      it[list].flatMap((party, i) => {
        const detail = wrong(party, of.agreement.parties);
        return detail === undefined ? [] : [{ at: [...at, list, i], detail }];
      }),
    ),
  );
}

/** Special category data need a condition of UK GDPR article 9, criminal offence data one of article 10. */
function guardFindings(data: unknown, rows: AgreementRows): readonly Finding[] {
  const items = byCode(data, 'items');
  const bases = byCode(data, 'lawfulBases');
  const needs = { special: 'gdpr9', criminal: 'article10' } as const;
  return promises(rows).flatMap(({ at, it }) =>
    it.items.flatMap((code, i) => {
      const sensitivity = items.get(code)?.['sensitivity'];
      const basis = bases.get(it.basis);
      if (!basis || (sensitivity !== 'special' && sensitivity !== 'criminal')) return [];
      const field = needs[sensitivity];
      if (basis[field] !== undefined) return [];
      const detail = `"${code}" is of sensitivity ${sensitivity}, and the basis "${it.basis}" has no ${field}`;
      return [{ at: [...at, 'items', i], detail }];
    }),
  );
}

function kindFindings({ rules }: AgreementRows, kinds: ReadonlyMap<string, KindFacts>): readonly Finding[] {
  return rules.flatMap(({ at, it }) =>
    it.kinds.flatMap((code, i): readonly Finding[] => {
      const kind = kinds.get(code);
      if (!kind) return [];
      if (possiblePairs(it, kind).length === 0) {
        const detail = `nobody of "from" and "to" may ask the other for "${code}"`;
        return [{ at: [...at, 'kinds', i], detail }];
      }
      return it.items.flatMap((item, n) =>
        kind.notNeeded.has(item)
          ? [{ at: [...at, 'items', n], detail: `"${item}" is not needed for "${code}"` }]
          : [],
      );
    }),
  );
}

function stageFindings(data: unknown, { rules }: AgreementRows): readonly Finding[] {
  const items = byCode(data, 'items');
  return rules.flatMap(({ at, it }): readonly Finding[] => {
    if (it.stage === 'on-request') {
      const detail = 'the asker is not asked: only the performer tells on request';
      return it.direction === 'to-performer' ? [{ at: [...at, 'stage'], detail }] : [];
    }
    return it.items.flatMap((code, i) =>
      items.get(code)?.['tier'] === 't3-on-request'
        ? [
            {
              at: [...at, 'items', i],
              detail: `"${code}" goes only on request, not at the stage ${it.stage}`,
            },
          ]
        : [],
    );
  });
}

const overrideFindings = ({ clauses }: AgreementRows): readonly Finding[] =>
  clauses
    .filter(({ it }) => it.maxMinutes > LONGEST_OVERRIDE_MINUTES)
    .map(({ at }) => ({
      at: [...at, 'maxMinutes'],
      detail: `an override lasts at most ${LONGEST_OVERRIDE_MINUTES} minutes`,
    }));

const byCode = (data: unknown, section: string): ReadonlyMap<string, JsonObject> =>
  new Map(objectsIn(data, section).map(({ row }) => [String(row['code']), row]));
