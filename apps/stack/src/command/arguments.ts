import { parseArgs } from 'node:util';
import { nearest } from '#domain';

/** What an option takes: nothing, one value, or a value each time that it is given. */
export type OptionKind = 'flag' | 'value' | 'values';

/** The options of a command by name, without the dashes. */
export type OptionKinds = Readonly<Record<string, OptionKind>>;

/** The arguments of a call, in which every option is one of the command's and has what it takes. */
export interface Arguments {
  /** What stands by itself, in order. */
  readonly words: readonly string[];
  /** Whether an option was given. */
  has(option: string): boolean;
  /** The value of an option; undefined where it was not given. */
  value(option: string): string | undefined;
  /** All values of an option that may be given several times. */
  values(option: string): readonly string[];
}

/** A call that cannot be understood; `faults` says each thing that is wrong with it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

/** Reads a command's arguments. Throws UsageError with every fault; an unknown option names the one that is most like it. */
export function readArguments(args: readonly string[], kinds: OptionKinds): Arguments {
  const options = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      name,
      { type: kind === 'flag' ? 'boolean' : 'string' } as const,
    ]),
  );
  // Not strict: parseArgs would stop at the first fault, and say it in words about itself.
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, string[]>();
  const words: string[] = [];
  const faults: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const before = given.get(token.name) ?? [];
    const fault = faultOf(token, kinds, before.length > 0);
    if (fault === undefined)
      given.set(token.name, [...before, ...(token.value === undefined ? [] : [token.value])]);
    else faults.push(fault);
  }
  if (faults.length > 0) throw new UsageError(faults);
  return {
    words,
    has: (option) => given.has(option),
    value: (option) => given.get(option)?.[0],
    values: (option) => given.get(option) ?? [],
  };
}

const OPTION = /^--[a-z][a-z-]*(?:=|$)/;

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function faultOf(
  { name, rawName, value, inlineValue }: OptionToken,
  kinds: OptionKinds,
  isSecond: boolean,
): string | undefined {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind === undefined) return `There is no option ${rawName}.${meant(name, Object.keys(kinds))}`;
  if (kind === 'flag') return value === undefined ? undefined : `${rawName} takes no value.`;
  // What looks like the next option is no value, unless somebody writes it with "="; an index token may begin with a hyphen.
  if (value === undefined || value === '' || (!inlineValue && OPTION.test(value)))
    return `${rawName} takes a value.`;
  return kind === 'value' && isSecond ? `${rawName} is given twice.` : undefined;
}

function meant(name: string, known: readonly string[]): string {
  const [first] = nearest(name, known);
  return first === undefined ? '' : ` Did you mean --${first}?`;
}
