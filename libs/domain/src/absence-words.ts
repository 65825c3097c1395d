import type { AbsentReason } from './items.js';

// How people and systems fill a field that they cannot leave empty. Only the whole value counts. Words that can be an
// answer, such as none, nil and no, are not here.
const PLACEHOLDERS: Readonly<Partial<Record<AbsentReason, readonly string[]>>> = {
  unknown: [
    'unknown',
    'not known',
    'n/k',
    'unk',
    'not recorded',
    'unknown unknown',
    'unknown male',
    'unknown female',
    'unknown person',
  ],
  'asked-unknown': ["don't know", 'does not know', 'asked, unknown'],
  'temp-unknown': ['tbc', 'tba', 'tbd', 'to be confirmed', 'to be advised', 'temp unknown'],
  'not-asked': ['not asked', 'not yet asked'],
  'asked-declined': [
    'refused',
    'declined',
    'refused to say',
    'declined to say',
    'would not say',
    'prefer not to say',
    'not stated',
    'asked, declined',
  ],
  masked: ['masked', 'withheld', 'redacted', 'confidential'],
  'not-applicable': ['n/a', 'not applicable', 'does not apply'],
  'not-permitted': ['not permitted'],
  'not-performed': ['not performed', 'not done', 'not tested'],
  'as-text': [
    'as text',
    'see note',
    'see notes',
    'see text',
    'see free text',
    'see log',
    'see above',
    'see below',
  ],
  'searched-not-found': ['searched, not found', 'not found', 'no record', 'no record found', 'no trace'],
  'record-unavailable': ['record unavailable', 'system down'],
};

const REFUSAL: AbsentReason = 'asked-declined';

// Items that ask what somebody agreed to: a refusal is the answer.
const ANSWERED_BY_REFUSAL: ReadonlySet<string> = new Set(['sharing-agreement']);

const MEANT: ReadonlyMap<string, AbsentReason> = new Map(
  Object.entries(PLACEHOLDERS).flatMap(([reason, words]) =>
    words.map((word) => [squeezed(word), reason as AbsentReason] as const),
  ),
);

const LONGEST = 40;
const DEEPEST = 8;

/** Whether a value says nothing: empty, or only dashes, question marks and invisible characters, down to each leaf. */
export function isBlank(value: unknown, depth = 0): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return !/[\p{L}\p{N}\p{S}]/u.test(value);
  if (typeof value !== 'object' || depth > DEEPEST) return false;
  return Object.values(value).every((part) => isBlank(part, depth + 1));
}

/**
 * The reason that was probably meant by a value which only stands in for one, such as `N/A`; undefined if the value
 * says anything. Case, spaces and punctuation do not count. An object or a list stands in for a value when each of its
 * leaves does or is blank; then the first leaf that is not blank tells. `item` is the code of the item.
 */
export function meantBy(value: unknown, item: string): AbsentReason | undefined {
  const leaves = leavesOf(value).filter((leaf) => !isBlank(leaf));
  const meant = leaves.map((leaf) => reasonOf(leaf, item));
  return meant.includes(undefined) ? undefined : meant[0];
}

function reasonOf(leaf: unknown, item: string): AbsentReason | undefined {
  if (typeof leaf !== 'string' || leaf.length > LONGEST) return undefined;
  const reason = MEANT.get(squeezed(leaf));
  return reason === REFUSAL && ANSWERED_BY_REFUSAL.has(item) ? undefined : reason;
}

function leavesOf(value: unknown, depth = 0): readonly unknown[] {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [value];
  return Object.values(value).flatMap((part) => leavesOf(part, depth + 1));
}

function squeezed(words: string): string {
  return words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
