import { INDEX_KINDS } from '#contracts';
import { instantOf } from '#domain';
import { UsageError, type Arguments, type OptionKinds } from './arguments.js';
import { agencyDoor, tokenOf } from './audit-door.js';
import type { World } from './command.js';

/** Parameters of the audit service that are options of the same name. */
const PLAIN = [
  ...['task', 'case', 'asker', 'performer', 'agency', 'unit', 'item', 'category', 'state', 'absent', 'rule'],
  ...['override', 'way', 'originator', 'mode'],
];

/** Options that say who is meant. */
export const PERSON_OPTIONS: OptionKinds = Object.fromEntries(
  ['token', ...INDEX_KINDS].map((name) => [name, 'values'] as const),
);

/** Options that say which disclosures are meant. */
export const FILTER_OPTIONS: OptionKinds = {
  ...Object.fromEntries([...PLAIN, 'from', 'to'].map((name) => [name, 'value'] as const)),
  ...PERSON_OPTIONS,
};

/** Help for {@link PERSON_OPTIONS}. */
export const PERSON_HELP = `  --token, --full-name, --alias, --date-of-birth, --nhs-number, --phone
                     a person, by any of these; each may be given several times. An agency's service makes tokens of them:
                     the audit service never learns who is meant.`;

/** Help for {@link FILTER_OPTIONS}. */
export const FILTER_HELP = `Which ones: all that are given must fit
  --task, --case     ids
  --asker, --performer, --agency
                     agencies; --agency is either side
  --unit             such as police/control-room; either side
  --item, --state, --absent, --rule, --originator
                     codes
  --category         value, absent or withheld
  --way              pushed, pulled or overridden
  --override         yes, no, or the code of the reason
  --mode             actual, exercise or test
  --from, --to       days, or times with an offset, by the clock of the ledger; --to is not included
${PERSON_HELP}`;

/** The times between which a call asks, in UTC; a day means its beginning. What is no time is added to `faults`. */
export function spanIn(
  args: Arguments,
  faults: string[],
): readonly (readonly [name: 'from' | 'to', time: string])[] {
  return (['from', 'to'] as const).flatMap((name) => {
    const text = args.value(name);
    if (text === undefined) return [];
    const at = instantOf(text) ?? instantOf(`${text}T00:00:00Z`);
    if (at !== undefined) return [[name, new Date(at).toISOString()] as const];
    faults.push(`--${name} takes a day as in 2026-11-22, or a time with an offset.`);
    return [];
  });
}

/** The parameters of a question for disclosures. Throws UsageError for words that stand alone, and NoAnswer where no token can be made. */
export async function filtersIn(args: Arguments, world: World): Promise<URLSearchParams> {
  const [stray, ...more] = args.words;
  if (stray !== undefined) throw new UsageError([`What does "${[stray, ...more].join(' ')}" stand for?`]);
  const asked = new URLSearchParams();
  for (const name of PLAIN) {
    const value = args.value(name);
    if (value !== undefined) asked.append(name, value);
  }
  const faults: string[] = [];
  spanIn(args, faults).forEach(([name, time]) => asked.append(name, time));
  if (faults.length > 0) throw new UsageError(faults);
  (await tokensIn(args, world)).forEach((token) => asked.append('token', token));
  return asked;
}

/** Whether a call says who is meant. */
export const isPersonGiven = (args: Arguments): boolean =>
  Object.keys(PERSON_OPTIONS).some((option) => args.has(option));

/** The index tokens of the person who is meant. Throws NoAnswer where one cannot be made. */
export async function tokensIn(args: Arguments, world: World): Promise<readonly string[]> {
  const tokens = [...args.values('token')];
  for (const kind of INDEX_KINDS) {
    for (const value of args.values(kind)) tokens.push(await tokenOf(agencyDoor(args, world), kind, value));
  }
  return tokens;
}

/** The cases that a call names, and the tokens of the person that it names. Throws UsageError where it names nobody. */
export async function casesIn(
  args: Arguments,
  world: World,
): Promise<{ readonly case: readonly string[]; readonly token: readonly string[] }> {
  if (!isPersonGiven(args) && !args.has('case'))
    throw new UsageError([
      'Whose cases? Give --case, or the person: --full-name, --alias, --token or another.',
    ]);
  return { case: args.values('case'), token: await tokensIn(args, world) };
}
