import { IMMEDIATE } from '#domain';
import { findAgreementRelations } from './agreement-relations.js';
import { isObject, type Finding, type JsonObject, type Path } from './check.js';
import { findConceptRelations } from './concept-relations.js';
import { RESERVED_MEMBERS } from './data.js';
import { findDatedLawRelations } from './dated-law-relations.js';
import { findLawRuleRelations } from './law-rule-relations.js';
import { entries, namesByCode, textSet, texts } from './rows.js';
import { findScaleRelations } from './scale-relations.js';
import { findSkillRelations } from './skill-relations.js';
import { findSlotRelations } from './slot-relations.js';
import { findUnitRelations } from './unit-relations.js';
import { findWordRelations } from './word-relations.js';

/**
 * Finds where the parts of a directory contradict each other. It reads data of any shape and says nothing of what is
 * missing or of the wrong type, so that these findings stand beside those.
 */
export function findRelations(data: unknown): readonly Finding[] {
  const findings = [
    ...agencyFindings(data),
    ...kindFindings(data),
    ...urgencyFindings(data),
    ...witnessFindings(data),
    ...findConceptRelations(data),
    ...findWordRelations(data),
    ...findScaleRelations(data),
    ...findSkillRelations(data),
    ...findSlotRelations(data),
    ...findDatedLawRelations(data),
    ...findUnitRelations(data),
    ...findLawRuleRelations(data),
  ];
  findAgreementRelations(data, findings);
  return findings;
}

function agencyFindings(data: unknown): readonly Finding[] {
  const asked = namesByCode(data, 'taskKinds', 'mayBeAsked');
  return entries(data, 'agencies').flatMap(({ row, at, code }) => {
    const reserved = RESERVED_MEMBERS.some((name) => name === code)
      ? [{ at: [...at, 'code'], detail: `"${code}" is kept for a member that is no agency` }]
      : [];
    const oneSided = texts(row, 'askedFor').flatMap(({ value, i }) =>
      asked.get(value)?.has(code) === false
        ? [
            {
              at: [...at, 'askedFor', i],
              detail: `task kind "${value}" does not name "${code}" in mayBeAsked`,
            },
          ]
        : [],
    );
    const next = row['escalatesTo'];
    const strange =
      typeof next === 'string' && !textSet(row, 'units').has(next)
        ? [{ at: [...at, 'escalatesTo'], detail: `"${next}" is no unit of "${code}"` }]
        : [];
    return [...reserved, ...strange, ...oneSided];
  });
}

function kindFindings(data: unknown): readonly Finding[] {
  const listed = namesByCode(data, 'agencies', 'askedFor');
  const judges = new Map(entries(data, 'declineReasons').map(({ row, code }) => [code, row['judgedBy']]));
  return entries(data, 'taskKinds').flatMap(({ row, at, code }) => [
    ...texts(row, 'mayBeAsked').flatMap(({ value, i }) =>
      listed.get(value)?.has(code) === false
        ? [{ at: [...at, 'mayBeAsked', i], detail: `agency "${value}" does not list "${code}" in askedFor` }]
        : [],
    ),
    ...declineFindings(row, at, judges),
    ...itemFindings(row, at),
    ...hiddenFindings(row, at, toldOn(data, code)),
  ]);
}

/** An agency must be able to see at the offer whatever it may decline for. */
function declineFindings(
  kind: JsonObject,
  at: Path,
  judges: ReadonlyMap<string, unknown>,
): readonly Finding[] {
  const offered = textSet(kind, 'discloseAtOffer');
  return texts(kind, 'allowedDeclineReasons').flatMap(({ value, i }) => {
    const judge = judges.get(value);
    return typeof judge === 'string' && !offered.has(judge)
      ? [
          {
            at: [...at, 'allowedDeclineReasons', i],
            detail: `"${value}" is judged by "${judge}", not shown at offer`,
          },
        ]
      : [];
  });
}

function itemFindings(kind: JsonObject, at: Path): readonly Finding[] {
  const offered = textSet(kind, 'discloseAtOffer');
  const choices = Array.isArray(kind['requiredOneOf']) ? (kind['requiredOneOf'] as unknown[]).flat() : [];
  const named = ['required', 'expected'].flatMap((list) => texts(kind, list).map(({ value }) => value));
  const wanted = new Set<unknown>([...named, ...choices]);
  const twice = texts(kind, 'discloseAfterAcceptance')
    .filter(({ value }) => offered.has(value))
    .map(({ value, i }) => ({
      at: [...at, 'discloseAfterAcceptance', i],
      detail: `"${value}" is already shown at offer`,
    }));
  const contradicted = texts(kind, 'notNeeded')
    .filter(({ value }) => wanted.has(value))
    .map(({ value, i }) => ({
      at: [...at, 'notNeeded', i],
      detail: `"${value}" is wanted and not needed at once`,
    }));
  return [...twice, ...contradicted];
}

/** A wanted item travels: the kind shows it, or an agreement lets somebody tell it on tasks of this kind. */
function hiddenFindings(kind: JsonObject, at: Path, told: ReadonlySet<string>): readonly Finding[] {
  const shown = new Set([...textSet(kind, 'discloseAtOffer'), ...textSet(kind, 'discloseAfterAcceptance')]);
  return ['required', 'expected'].flatMap((list) =>
    texts(kind, list)
      .filter(({ value }) => !shown.has(value) && !told.has(value))
      .map(({ value, i }) => ({
        at: [...at, list, i],
        detail: `"${value}" is wanted, and nothing lets it be shown`,
      })),
  );
}

function toldOn(data: unknown, kind: string): ReadonlySet<string> {
  const rules = entries(data, 'agreements').flatMap(({ row }) => entries(row, 'rules'));
  return new Set(
    rules
      .filter(({ row }) => textSet(row, 'kinds').has(kind))
      .flatMap(({ row }) => [...textSet(row, 'items')]),
  );
}

/** The rules give way where life is at risk, and know that urgency by its code. */
function urgencyFindings(data: unknown): readonly Finding[] {
  const urgencies = entries(data, 'urgencies');
  if (urgencies.length === 0 || urgencies.some(({ code }) => code === IMMEDIATE)) return [];
  return [{ at: ['urgencies'], detail: `lacks the urgency "${IMMEDIATE}"` }];
}

/** With two members or more somebody else must cosign; nobody can ask for more witnesses than there are. */
function witnessFindings(data: unknown): readonly Finding[] {
  const witnessing = isObject(data) ? data['witnessing'] : undefined;
  const wanted = isObject(witnessing) ? witnessing['cosignatures'] : undefined;
  const others = entries(data, 'agencies').length - 1;
  if (typeof wanted !== 'number' || others < 0) return [];
  const at = ['witnessing', 'cosignatures'];
  if (wanted > others) return [{ at, detail: `${wanted} cosignatures wanted of ${others} other agencies` }];
  return wanted < 1 && others > 0 ? [{ at, detail: 'at least one other agency must cosign' }] : [];
}
