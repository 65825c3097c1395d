import { ERASURE_AUTHORITIES, ERASURE_GROUNDS, HOLD_GROUNDS, OPENING_REASONS, type DataOf } from '#contracts';
import { Problem, type ParameterFault } from '../problem.js';

/** Most words of a reason, in characters. */
const MOST_WORDS = 2_000;
/** Most tokens or cases that one request names. */
const MOST_NAMED = 200;

/** Whose cases are meant: those that the tokens lead to, and those that are named. */
export interface Named {
  readonly tokens: readonly string[];
  readonly cases: readonly string[];
}

type Reader<T> = (value: unknown) => T | undefined;
interface Field<T> {
  readonly read: Reader<T>;
  readonly is: string;
  readonly optional?: T;
}
type Form<Body> = { readonly [Name in keyof Body]: Field<Body[Name]> };

const textOf = (pattern: RegExp, is: string): Field<string> => ({
  read: (value) => (typeof value === 'string' && pattern.test(value) ? value : undefined),
  is,
});
const oneOf = <T extends string>(known: readonly T[]): Field<T> => ({
  read: (value) => known.find((one) => one === value),
  is: `one of ${known.join(', ')}`,
});
const listOf = (entry: Field<string>, is: string): Field<readonly string[]> => ({
  read: (value) => {
    if (!Array.isArray(value) || value.length > MOST_NAMED) return undefined;
    const read = value.map((one: unknown) => entry.read(one));
    const known = read.filter((one) => one !== undefined);
    return known.length < read.length ? undefined : [...new Set(known)];
  },
  is,
  optional: [],
});

const UUID = textOf(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'a UUID in lower case');
const TOKEN = textOf(/^[A-Za-z0-9_-]{43}$/, 'an index token of 43 characters');
const WORDS: Field<string> = {
  read: (value) => {
    const text = typeof value === 'string' ? value.trim() : '';
    return text !== '' && text.length <= MOST_WORDS && !text.includes('\0') ? text : undefined;
  },
  is: `the reason in words, 1 to ${MOST_WORDS} characters; it is kept, so it should name nobody`,
};
const NAMED = {
  token: listOf(TOKEN, `a list of at most ${MOST_NAMED} index tokens`),
  case: listOf(UUID, `a list of at most ${MOST_NAMED} case ids`),
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of a body. Throws Problem 400 with every fault: what is missing, wrong or not known here. */
function read<Body extends object>(given: unknown, form: Form<Body>): Body {
  const body = isObject(given) ? given : {};
  const faults: ParameterFault[] = Object.keys(body)
    .filter((name) => !Object.hasOwn(form, name))
    .map((parameter) => ({ parameter, detail: 'is not known here' }));
  const found: Record<string, unknown> = {};
  for (const [parameter, field] of Object.entries<Field<unknown>>(form)) {
    const value = body[parameter] === undefined ? field.optional : field.read(body[parameter]);
    if (value !== undefined) found[parameter] = value;
    else if (body[parameter] === undefined) faults.push({ parameter, detail: `is missing: ${field.is}` });
    else faults.push({ parameter, detail: `must be ${field.is}` });
  }
  if (faults.length > 0) throw new Problem(400, 'The request is not right', faults);
  return found as Body;
}

const namedIn = ({ token, case: cases }: { token: readonly string[]; case: readonly string[] }): Named => {
  if (token.length === 0 && cases.length === 0) {
    throw new Problem(400, 'The request is not right', [
      { parameter: 'case', detail: 'is missing: name a case or an index token' },
    ]);
  }
  return { tokens: token, cases };
};

/** Whose cases a request means, and nothing else. Throws Problem 400. */
export const readNamed = (given: unknown): Named => namedIn(read(given, NAMED));

/** What a custodian asks for. Throws Problem 400. */
export const readOpening = (given: unknown) =>
  read<{ event: string; reason: DataOf<'concordat.audit.values-opened.v1'>['reason']; words: string }>(
    given,
    {
      event: UUID,
      reason: oneOf(OPENING_REASONS),
      words: WORDS,
    },
  );

/** A hold to place. Throws Problem 400. */
export function readHold(given: unknown) {
  const { ground, words, ...named } = read<{
    token: readonly string[];
    case: readonly string[];
    ground: DataOf<'concordat.audit.hold-placed.v1'>['ground'];
    words: string;
  }>(given, { ...NAMED, ground: oneOf(HOLD_GROUNDS), words: WORDS });
  return { ...namedIn(named), ground, words };
}

/** Why a hold is released. Throws Problem 400. */
export const readRelease = (given: unknown): { readonly words: string } => read(given, { words: WORDS });

/** An erasure to be done. Throws Problem 400. */
export function readErasure(given: unknown) {
  const { ground, authority, words, ...named } = read<{
    token: readonly string[];
    case: readonly string[];
    ground: DataOf<'concordat.audit.erased.v1'>['ground'];
    authority: DataOf<'concordat.audit.erased.v1'>['authority'];
    words: string;
  }>(given, {
    ...NAMED,
    ground: oneOf(ERASURE_GROUNDS),
    authority: oneOf(ERASURE_AUTHORITIES),
    words: WORDS,
  });
  return { ...namedIn(named), ground, authority, words };
}
