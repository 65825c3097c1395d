import { MODES, type Mode, type Party } from '#domain';
import { UsageError, type Arguments, type OptionKinds } from './arguments.js';

/** A request as it would be made, in codes or in the asker's own words. No value of an item is ever part of a call. */
export interface ExplainCall {
  readonly from: Party;
  readonly to: Party;
  readonly kind: string;
  /** A shared band, or a grade of the asker; the default of the kind without both. */
  readonly urgency?: string;
  readonly grade?: string;
  /** A case of the asker; with no items named, the items are those of its case file. */
  readonly caseId?: string;
  readonly mode: Mode;
  /** Codes of the items that would be told; all that the kind wants where none is named. */
  readonly items: readonly string[];
  /** Every item of the directory. */
  readonly everyItem: boolean;
  /** Codes of the items that would be asked for, what for, and on which basis. */
  readonly wanted: readonly string[];
  readonly purpose?: string;
  readonly basis?: string;
}

/** Who is to answer: a service, the directory alone, or the system that runs here if there is one. */
export type Answerer =
  | { readonly by: 'service'; readonly url: string; readonly tokenFile: string }
  | { readonly by: 'directory'; readonly folder: string | undefined }
  | { readonly by: 'running-system' };

/** The options of `concordat explain`. */
export const EXPLAIN_OPTIONS = {
  from: 'value',
  to: 'value',
  kind: 'value',
  urgency: 'value',
  grade: 'value',
  case: 'value',
  mode: 'value',
  item: 'values',
  'every-item': 'flag',
  want: 'values',
  purpose: 'value',
  basis: 'value',
  offline: 'flag',
  directory: 'value',
  service: 'value',
  'token-file': 'value',
  json: 'flag',
} as const satisfies OptionKinds;

/** Options of which a call takes one at most, or one only with the other. */
const EITHER_OR: readonly (readonly [string, string])[] = [
  ['urgency', 'grade'],
  ['item', 'every-item'],
  ['offline', 'service'],
  ['directory', 'service'],
  ['offline', 'case'],
  ['directory', 'case'],
];
const TOGETHER: readonly (readonly [string, string])[] = [
  ['service', 'token-file'],
  ['token-file', 'service'],
];

/** The request that a call describes, and who is to answer. Throws UsageError with every fault of the call. */
export function readExplainCall(args: Arguments): {
  readonly call: ExplainCall;
  readonly answerer: Answerer;
} {
  const faults: string[] = [...combinationFaults(args)];
  const [from, to] = [partyIn('from', args, faults), partyIn('to', args, faults)];
  const kind = args.value('kind');
  if (kind === undefined) faults.push('--kind is missing: what would be asked for.');
  const mode = modeIn(args, faults);
  const answerer = answererIn(args, faults);
  const items = [...listIn('item', args), ...args.words];
  if (args.words.length > 0 && !args.has('item'))
    faults.push(`What does "${args.words.join(' ')}" stand for? Items follow --item.`);
  if (faults.length > 0 || !from || !to || kind === undefined || !mode) throw new UsageError(faults);
  const rest = {
    ...valueAs('urgency', args, 'urgency'),
    ...valueAs('grade', args, 'grade'),
    ...valueAs('case', args, 'caseId'),
    ...valueAs('purpose', args, 'purpose'),
    ...valueAs('basis', args, 'basis'),
  };
  const everyItem = args.has('every-item');
  return {
    call: { from, to, kind, mode, items, everyItem, wanted: listIn('want', args), ...rest },
    answerer,
  };
}

function combinationFaults(args: Arguments): readonly string[] {
  return [
    ...EITHER_OR.filter(([one, other]) => args.has(one) && args.has(other)).map(
      ([one, other]) => `Give either --${one} or --${other}, not both.`,
    ),
    ...TOGETHER.filter(([one, other]) => args.has(one) && !args.has(other)).map(
      ([one, other]) => `--${one} needs --${other}.`,
    ),
  ];
}

/** Reads `agency/unit`, or adds a fault. What a unit is called by its agency may hold a slash itself. */
export function partyIn(option: 'from' | 'to', args: Arguments, faults: string[]): Party | undefined {
  const text = args.value(option);
  const who = option === 'from' ? 'who asks' : 'who is asked';
  if (text === undefined) {
    faults.push(`--${option} is missing: ${who}, as agency/unit.`);
    return undefined;
  }
  const [, agency, unit] = /^([^/]+)\/(.+)$/.exec(text) ?? [];
  if (agency !== undefined && unit !== undefined) return { agency, unit };
  faults.push(`--${option} takes an agency and its unit, as in police/control-room.`);
  return undefined;
}

function modeIn(args: Arguments, faults: string[]): Mode | undefined {
  const text = args.value('mode') ?? 'exercise';
  const mode = MODES.find((known) => known === text);
  if (mode === undefined) faults.push(`--mode takes one of: ${MODES.join(', ')}.`);
  return mode;
}

/** Who is to answer, as the options say; or adds a fault. */
export function answererIn(args: Arguments, faults: string[]): Answerer {
  const [url, tokenFile] = [args.value('service'), args.value('token-file')];
  if (args.has('offline') || args.has('directory'))
    return { by: 'directory', folder: args.value('directory') };
  if (url === undefined || tokenFile === undefined) return { by: 'running-system' };
  if (!/^https?:$/.test(URL.canParse(url) ? new URL(url).protocol : ''))
    faults.push('--service takes the address of an agency service, as in http://127.0.0.1:4102.');
  return { by: 'service', url: url.replace(/\/+$/, ''), tokenFile };
}

/** All codes of an option that may be given several times, each time with one or with several between commas. */
export const listIn = (option: string, args: Arguments): readonly string[] =>
  args.values(option).flatMap((text) =>
    text
      .split(',')
      .map((code) => code.trim())
      .filter((code) => code !== ''),
  );

/** The value of an option under the name of a field; nothing where it was not given. */
export function valueAs<K extends string>(
  option: string,
  args: Arguments,
  key: K,
): { readonly [P in K]?: string } {
  const value = args.value(option);
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };
}
