import { AGE_GROUPS, instantOf, type AgeGroup, type Party } from '#domain';
import { UsageError, type Arguments, type OptionKinds } from './arguments.js';
import { answererIn, listIn, partyIn, valueAs, type Answerer } from './explain-call.js';

/** A need for which somebody is looked for, in codes or in the asker's own words. */
export interface CandidatesCall {
  readonly from: Party;
  readonly kind: string;
  /** A shared band, or a grade of the asker; the default of the kind without both. */
  readonly urgency?: string;
  readonly grade?: string;
  readonly ageGroup?: AgeGroup;
  /** ISO 639 codes; one of them is enough. */
  readonly languages: readonly string[];
  readonly area?: string;
  /** Codes of the items that the asker could tell; those that the kind requires where none is named. */
  readonly items: readonly string[];
  /** When it is to be done, ISO 8601 with an offset; now when absent. */
  readonly at?: string;
}

/** The options of `concordat candidates`. */
export const CANDIDATES_OPTIONS = {
  from: 'value',
  kind: 'value',
  urgency: 'value',
  grade: 'value',
  'age-group': 'value',
  language: 'values',
  area: 'value',
  item: 'values',
  at: 'value',
  all: 'flag',
  service: 'value',
  'token-file': 'value',
  json: 'flag',
} as const satisfies OptionKinds;

/** The need that a call describes, and who is to answer. Throws UsageError with every fault of the call. */
export function readCandidatesCall(args: Arguments): {
  readonly call: CandidatesCall;
  readonly answerer: Answerer;
} {
  const faults: string[] = [...combinationFaults(args)];
  const from = partyIn('from', args, faults);
  const kind = args.value('kind');
  if (kind === undefined) faults.push('--kind is missing: what is needed.');
  const ageGroup = ageGroupIn(args, faults);
  const at = args.value('at');
  if (at !== undefined && instantOf(at) === undefined)
    faults.push('--at takes a date and time with an offset, as in 2026-11-25T18:30:00Z.');
  const answerer = answererIn(args, faults);
  const [stray, ...more] = args.words;
  if (stray !== undefined) faults.push(`What does "${[stray, ...more].join(' ')}" stand for?`);
  if (faults.length > 0 || !from || kind === undefined) throw new UsageError(faults);
  const call = {
    from,
    kind,
    ...valueAs('urgency', args, 'urgency'),
    ...valueAs('grade', args, 'grade'),
    ...(ageGroup && { ageGroup }),
    languages: listIn('language', args),
    ...valueAs('area', args, 'area'),
    items: listIn('item', args),
    ...(at !== undefined && { at }),
  };
  return { call, answerer };
}

/** The body of the question to the asker's service. */
export function candidatesBody(call: CandidatesCall): Readonly<Record<string, unknown>> {
  const { from, items, languages, ...rest } = call;
  return {
    ...rest,
    unit: from.unit,
    ...(languages.length > 0 && { languages }),
    ...(items.length > 0 && { itemsKnown: items }),
  };
}

function combinationFaults(args: Arguments): readonly string[] {
  const apart = (one: string, other: string): boolean => args.has(one) && !args.has(other);
  return [
    ...(args.has('urgency') && args.has('grade') ? ['Give either --urgency or --grade, not both.'] : []),
    ...(apart('service', 'token-file') ? ['--service needs --token-file.'] : []),
    ...(apart('token-file', 'service') ? ['--token-file needs --service.'] : []),
  ];
}

function ageGroupIn(args: Arguments, faults: string[]): AgeGroup | undefined {
  const text = args.value('age-group');
  const group = AGE_GROUPS.find((known) => known === text);
  if (text !== undefined && group === undefined)
    faults.push(`--age-group takes one of: ${AGE_GROUPS.join(', ')}.`);
  return group;
}
