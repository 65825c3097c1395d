import {
  DIRECTIONS,
  STAGES,
  instantOf,
  type OverrideClause,
  type SharingAgreement,
  type SharingRule,
} from '#domain';
import { isObject, type JsonObject, type Path } from './check.js';

/** An agreement at its place, with the time in which it holds (ms since 1970; a time that cannot be read bounds nothing). */
export interface AgreementRow {
  readonly at: Path;
  readonly agreement: Pick<SharingAgreement, 'code' | 'parties'>;
  readonly since: number;
  readonly before: number;
}

/** A rule or an override clause at its place. */
export interface PromiseRow<T extends SharingRule | OverrideClause> {
  readonly at: Path;
  readonly it: T;
  readonly of: AgreementRow;
}

/** The agreements of a directory whose rules can be read at all. */
export interface AgreementRows {
  readonly agreements: readonly AgreementRow[];
  readonly rules: readonly PromiseRow<SharingRule>[];
  readonly clauses: readonly PromiseRow<OverrideClause>[];
}

/** Reads the agreements of data of any shape; a row with a field missing or of the wrong type is left out. */
export function agreementRows(data: unknown): AgreementRows {
  const agreements: AgreementRow[] = [];
  const rules: PromiseRow<SharingRule>[] = [];
  const clauses: PromiseRow<OverrideClause>[] = [];
  for (const { row, at } of objectsIn(data, 'agreements')) {
    if (!isText(row['code']) || !isTexts(row['parties'])) continue;
    const of = {
      at,
      agreement: { code: row['code'], parties: row['parties'] },
      since: instantIn(row['inForceFrom']) ?? -Infinity,
      before: instantIn(row['inForceUntil']) ?? Infinity,
    };
    agreements.push(of);
    for (const { row: it, at: inside } of objectsIn(row, 'rules')) {
      if (isRule(it)) rules.push({ at: [...at, ...inside], it, of });
    }
    for (const { row: it, at: inside } of objectsIn(row, 'overrides')) {
      if (isClause(it)) clauses.push({ at: [...at, ...inside], it, of });
    }
  }
  return { agreements, rules, clauses };
}

/** The objects of a list inside an object, at their true positions. */
export function objectsIn(
  data: unknown,
  list: string,
): readonly { readonly row: JsonObject; readonly at: Path }[] {
  const rows: unknown = isObject(data) ? data[list] : undefined;
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown, i) => (isObject(row) ? [{ row, at: [list, i] }] : []));
}

/** The agency of a party that is written `agency` or `agency/unit`. */
export const agencyOf = (party: string): string => party.split('/', 1)[0] as string;

/** Whether two parties are the same, or one is a unit of the other. */
export const partiesMeet = (one: string, other: string): boolean =>
  one === other || one === agencyOf(other) || other === agencyOf(one);

/** True for a list of texts. */
export const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(isText);

const isText = (value: unknown): value is string => typeof value === 'string';

const instantIn = (value: unknown): number | undefined => (isText(value) ? instantOf(value) : undefined);

const isPromise = (row: JsonObject): boolean =>
  isText(row['code']) &&
  isText(row['basis']) &&
  isTexts(row['from']) &&
  isTexts(row['to']) &&
  isTexts(row['items']);

const isRule = (row: JsonObject): row is JsonObject & SharingRule =>
  isPromise(row) &&
  isTexts(row['kinds']) &&
  DIRECTIONS.some((direction) => direction === row['direction']) &&
  STAGES.some((stage) => stage === row['stage']) &&
  (row['urgencies'] === undefined || isTexts(row['urgencies'])) &&
  (row['originators'] === undefined || isTexts(row['originators']));

const isClause = (row: JsonObject): row is JsonObject & OverrideClause =>
  isPromise(row) && isTexts(row['authorisedBy']) && isTexts(row['reviewedBy']);
