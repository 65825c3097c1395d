import { kindOf, partyIn, partyValue, type Catalogue, type Party } from '../../page/catalogue.js';
import { capital } from '../../page/code-words.js';
import type { Draft } from '../draft.js';
import { list, text, type Form } from '../../page/form.js';
import type { StepView } from '../step.js';

/** A unit as the service ranks it. */
export interface Candidate {
  readonly unit: Party & { readonly name: string };
  readonly name: string;
  readonly fits: boolean;
  readonly isAskable: boolean;
  readonly onShift: number;
  readonly free?: number;
  readonly shortfalls: readonly { readonly code: string; readonly label: string }[];
  readonly elsewhere: readonly { readonly label: string }[];
}

/** What the service answers to POST /candidates. */
export interface Ranking {
  readonly candidates: readonly Candidate[];
}

/** What the ranking may be made narrower by. */
export interface Narrowing {
  readonly ageGroup: string;
  readonly language: string;
  readonly area: string;
}

const AGE_GROUPS = [
  ['under-18', 'Under 18'],
  ['18-64', '18 to 64'],
  ['65-and-over', '65 and over'],
] as const;

/** What a query says of the person, as far as it is known here. */
export function narrowingIn(query: Form, { languages, areas }: Catalogue): Narrowing {
  const one = (name: string, known: readonly string[]): string => {
    const given = text(query, name);
    return known.includes(given) ? given : '';
  };
  const codes = (entries: readonly { readonly code: string }[]): string[] => entries.map(({ code }) => code);
  return {
    ageGroup: one(
      'age',
      AGE_GROUPS.map(([code]) => code),
    ),
    language: one('language', codes(languages)),
    area: one('area', codes(areas)),
  };
}

/** The need for which candidates are looked for. */
export function needOf({ unit, content }: Draft, { ageGroup, language, area }: Narrowing): object {
  const { kind, grade, urgency } = content;
  return {
    kind,
    unit,
    ...(grade !== undefined ? { grade } : urgency !== undefined && { urgency }),
    ...(ageGroup !== '' && { ageGroup }),
    ...(language !== '' && { languages: [language] }),
    ...(area !== '' && { area }),
  };
}

/** The question who is asked: who could do it now, the best first; who could not, and why each cannot. */
export function candidatesView(
  { content }: Draft,
  catalogue: Catalogue,
  { ranking, form, narrowing }: { ranking: Ranking; form: Form | undefined; narrowing: Narrowing },
): StepView {
  const before = (content.to ?? []).map(partyValue);
  const chosen = form ? list(form, 'to') : before;
  const askable = ranking.candidates.filter(({ isAskable }) => isAskable);
  const others = ranking.candidates.filter(({ isAskable }) => !isAskable);
  const offered = askable.map(({ unit }) => partyValue(unit));
  const elsewhere = chosen.find((value) => !offered.includes(value)) ?? '';
  return {
    title: 'Who will you ask?',
    called: content.whom?.called,
    askable: askable.map((one, rank) => ({
      value: partyValue(one.unit),
      text: unitText(one),
      hint: { text: `${rank === 0 && one.fits ? 'Best match. ' : ''}${stateOf(one)}` },
      checked: chosen.includes(partyValue(one.unit)),
    })),
    others: othersOf(others),
    named: namedOptions(others, catalogue, content.kind, form ? text(form, 'other') : elsewhere),
    strategy: form ? text(form, 'strategy') : (content.strategy ?? 'one-after-another'),
    narrowing,
    ...narrowingOptions(narrowing, catalogue),
  };
}

const unitText = ({ unit, name }: Candidate): string => `${capital(unit.name)}, ${name}`;

function stateOf({ fits, onShift, free, shortfalls, elsewhere }: Candidate): string {
  const workers = onShift === 1 ? '1 worker on shift.' : `${onShift} workers on shift.`;
  const places = free === undefined ? '' : ` ${free === 1 ? '1 free place' : `${free} free places`}.`;
  const beside = elsewhere.map(({ label }) => ` Comes from elsewhere: ${label}.`).join('');
  return fits ? `${workers}${places}${beside}` : shortfalls.map(({ label }) => label).join(' ');
}

/** What each of the others lacks; an agency that is not asked for this at all is one of them, with all its units. */
function othersOf(
  others: readonly Candidate[],
): readonly { readonly unit: string; readonly why: readonly string[] }[] {
  const isOut = ({ shortfalls }: Candidate): boolean => shortfalls[0]?.code === 'not-asked-for-this';
  const rows = others.map((one) => {
    const [hardest] = one.shortfalls;
    return isOut(one) && hardest
      ? { unit: `Every unit of ${one.name}`, why: [hardest.label] }
      : { unit: unitText(one), why: one.shortfalls.map(({ label }) => label) };
  });
  return [...new Map(rows.map((row) => [row.unit, row])).values()];
}

/** Units that cannot take it as far as is known, and that may be asked for the kind all the same. */
function namedOptions(
  others: readonly Candidate[],
  catalogue: Catalogue,
  code: string | undefined,
  chosen: string,
): readonly object[] {
  const mayBeAsked = kindOf(catalogue, code)?.mayBeAsked ?? [];
  const options = others
    .filter(({ unit }) => mayBeAsked.includes(unit.agency))
    .map((one) => ({
      value: partyValue(one.unit),
      text: unitText(one),
      selected: chosen === partyValue(one.unit),
    }));
  return [{ value: '', text: 'No other unit', selected: chosen === '' }, ...options];
}

function narrowingOptions(chosen: Narrowing, { languages, areas }: Catalogue) {
  const option = (value: string, label: string, is: string): object => ({
    value,
    text: label,
    selected: value === is,
  });
  const options = (entries: readonly { code: string; label: string }[], is: string): readonly object[] => [
    option('', 'Any', is),
    ...entries.map(({ code, label }) => option(code, label, is)),
  ];
  return {
    ages: options(
      AGE_GROUPS.map(([code, label]) => ({ code, label })),
      chosen.ageGroup,
    ),
    languages: options(languages, chosen.language),
    areas: options(areas, chosen.area),
  };
}

/** The units that a form names, those of the list in its order, then the one that was named; undefined where one is none. */
export function partiesIn(form: Form): readonly Party[] | undefined {
  const values = [...new Set([...list(form, 'to'), ...list(form, 'other')])];
  const parties = values.map(partyIn);
  return parties.every((party) => party !== undefined) ? parties : undefined;
}
