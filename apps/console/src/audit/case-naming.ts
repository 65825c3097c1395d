import { queryOf } from './audit-service.js';
import { textsIn, type Fields } from './text-field.js';

/** Whose cases an act concerns: those that are named, and those to which the tokens lead. */
export interface CaseNaming {
  readonly cases: readonly string[];
  readonly tokens: readonly string[];
}

/** Reads ids and tokens of a form or an address, between commas, blanks or lines. */
export const readCases = (fields: Fields): CaseNaming => ({
  cases: textsIn(fields, 'case'),
  tokens: textsIn(fields, 'token'),
});

/** The same as the audit service takes them. */
export const namedBody = ({
  cases,
  tokens,
}: CaseNaming): { case: readonly string[]; token: readonly string[] } => ({
  case: cases,
  token: tokens,
});

/** The same for an address. */
export const casesQuery = ({ cases, tokens }: CaseNaming): string => queryOf({ case: cases, token: tokens });

/** Whether anybody is meant. */
export const isNamed = ({ cases, tokens }: CaseNaming): boolean => cases.length + tokens.length > 0;

/** What the form with the fields of a naming shows. */
export interface ShownNaming {
  readonly cases: string;
  readonly token: string;
  readonly tokenCount: number;
}

/** The fields as a form shows them again: one case a line. */
export const shownNaming = ({ cases, tokens }: CaseNaming): ShownNaming => ({
  cases: cases.join('\n'),
  token: tokens.join(','),
  tokenCount: tokens.length,
});
