import { UsageError, type Arguments, type OptionKinds } from './arguments.js';
import { agencyDoor, tokenOf } from './audit-door.js';
import type { World } from './command.js';

/** Parameters of the audit service that are options of the same name. */
const PLAIN = [
  ...['task', 'case', 'asker', 'performer', 'agency', 'unit', 'item', 'category', 'state', 'absent', 'rule'],
  ...['override', 'way', 'originator', 'mode', 'from', 'to'],
];

/** Identifiers of a person by option, as the agencies call them. */
const IDENTIFIERS: Readonly<Record<string, string>> = {
  name: 'full-name',
  alias: 'alias',
  'nhs-number': 'nhs-number',
  phone: 'phone',
  'date-of-birth': 'date-of-birth',
};

/** Options that say who is meant. */
export const PERSON_OPTIONS: OptionKinds = Object.fromEntries(
  ['token', ...Object.keys(IDENTIFIERS)].map((name) => [name, 'values'] as const),
);

/** Options that say which disclosures are meant. */
export const FILTER_OPTIONS: OptionKinds = {
  ...Object.fromEntries(PLAIN.map((name) => [name, 'value'] as const)),
  ...PERSON_OPTIONS,
};

/** Help for {@link PERSON_OPTIONS}. */
export const PERSON_HELP = `  --token, --name, --alias, --nhs-number, --phone, --date-of-birth
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
  --from, --to       ledger time, such as 2026-11-22T10:00:00Z; --to is excluded
${PERSON_HELP}`;

/** The parameters of a question for disclosures. Throws UsageError for words that stand alone, and NoAnswer where no token can be made. */
export async function filtersIn(args: Arguments, world: World): Promise<URLSearchParams> {
  const [stray, ...more] = args.words;
  if (stray !== undefined) throw new UsageError([`What does "${[stray, ...more].join(' ')}" stand for?`]);
  const asked = new URLSearchParams();
  for (const name of PLAIN) {
    const value = args.value(name);
    if (value !== undefined) asked.append(name, value);
  }
  (await tokensIn(args, world)).forEach((token) => asked.append('token', token));
  return asked;
}

/** Whether a call says who is meant. */
export const isPersonGiven = (args: Arguments): boolean =>
  Object.keys(PERSON_OPTIONS).some((option) => args.has(option));

/** The index tokens of the person who is meant. Throws NoAnswer where one cannot be made. */
export async function tokensIn(args: Arguments, world: World): Promise<readonly string[]> {
  const tokens = [...args.values('token')];
  for (const [option, kind] of Object.entries(IDENTIFIERS)) {
    for (const value of args.values(option)) tokens.push(await tokenOf(agencyDoor(args, world), kind, value));
  }
  return tokens;
}
