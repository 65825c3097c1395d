import { code, dottedCode, isObject, reference, refuse, type Check, type JsonObject } from './check.js';
import { gradeCode } from './vocabulary.js';

/** One check for each list of codes that other parts of a directory name. */
export interface References {
  readonly agency: Check<string>;
  readonly kind: Check<string>;
  readonly item: Check<string>;
  readonly urgency: Check<string>;
  readonly declineReason: Check<string>;
  readonly absentReason: Check<string>;
  readonly actorRole: Check<string>;
  readonly concept: Check<string>;
  readonly grade: Check<string>;
  readonly skill: Check<string>;
  /** An agency or an outside employer. */
  readonly employer: Check<string>;
  readonly power: Check<string>;
  readonly clockReason: Check<string>;
  /** A skill, or another role in law. */
  readonly legalRole: Check<string>;
  readonly basis: Check<string>;
  readonly area: Check<string>;
  /** `agency`, or `agency/unit`. */
  readonly party: Check<string>;
}

/**
 * The references into data of any shape. Any code that is written counts as known, so that a faulty or missing entry does
 * not make all its readers faulty; where a whole section is missing every code is let through.
 */
export function referencesOf(data: unknown): References {
  const named = (noun: string, ...sections: readonly string[]): Check<string> => {
    const lists = sections.map((section) => (isObject(data) ? data[section] : undefined));
    if (!lists.every(Array.isArray)) return code;
    return reference(new Set(lists.flat().filter(isObject).map(codeIn)), noun);
  };
  return {
    agency: named('agency', 'agencies'),
    kind: named('task kind', 'taskKinds'),
    item: named('item', 'items'),
    urgency: named('urgency', 'urgencies'),
    declineReason: named('decline reason', 'declineReasons'),
    absentReason: named('absent reason', 'absentReasons'),
    actorRole: named('actor role', 'actorRoles'),
    concept: named('concept', 'concepts'),
    grade: gradeReference(data),
    skill: named('skill', 'skills'),
    employer: named('employer', 'agencies', 'outsideEmployers'),
    power: named('legal power', 'legalPowers'),
    clockReason: named('clock reason', 'clockReasons'),
    legalRole: named('role', 'skills', 'otherRoles'),
    basis: named('lawful basis', 'lawfulBases'),
    area: named('area', 'areas'),
    party,
  };
}

const codeIn = (row: JsonObject): string => String(row['code']);

function gradeReference(data: unknown): Check<string> {
  const scales: unknown = isObject(data) ? data['scales'] : undefined;
  if (!Array.isArray(scales)) return dottedCode;
  const grades = scales.filter(isObject).flatMap((scale) => {
    const levels: unknown = scale['levels'];
    return Array.isArray(levels)
      ? levels.filter(isObject).map((level) => gradeCode(codeIn(scale), codeIn(level)))
      : [];
  });
  return reference(new Set(grades), 'grade');
}

const PARTY = /^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)?$/;

// Whether agency and unit exist is judged with the rest of the agreement, in agreement-relations.ts.
const party: Check<string> = (value, at, findings): value is string =>
  (typeof value === 'string' && PARTY.test(value)) ||
  refuse(findings, at, 'must be an agency, or an agency and its unit as in police/custody');
