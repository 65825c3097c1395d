import type { Explained, Party, RefusedItemReason } from '#domain';
import type { Directory } from '#directory';
import { inColumns } from './columns.js';
import type { Explanation } from './explanation.js';

type Between = Readonly<Record<'from' | 'to', Party>>;

const WHY: Readonly<Record<RefusedItemReason, (between: Between) => string>> = {
  'no-agreement': ({ from, to }) => `no agreement lets ${from.agency} tell it to ${to.agency} on this kind`,
  'not-at-this-stage': () => 'a rule names it, but for no stage that this request comes to',
  'not-the-originators': ({ from }) =>
    `it came from another agency, and no rule lets ${from.agency} pass it on`,
  'not-in-force': () => 'the agreement that names it is not in force',
  'override-not-allowed': () => 'no agreement lets it go in an emergency',
  'override-too-late': () => 'the time of the emergency override has passed',
};

/** Why an item would never go. */
export function whyText(
  { code, why = 'no-agreement' }: Explained,
  explanation: Explanation,
  directory?: Directory,
): string {
  const isNotNeeded = directory?.kind(explanation.kind)?.notNeeded.includes(code) ?? false;
  return `${WHY[why](explanation)}${isNotNeeded ? '; the kind does not need it' : ''}`;
}

/** What the kind needs and of which nothing would be said, and whether the request would be refused for it. */
export function missingLines(explanation: Explanation, directory?: Directory): readonly string[] {
  const { missing, isAssumed, kind } = explanation;
  const label = (code: string): string => directory?.item(code)?.label ?? '';
  if (missing.length === 0) {
    return [
      '',
      isAssumed
        ? `Missing: nothing, if all that the kind needs is given${needs(kind, directory)}`
        : 'Missing: nothing',
    ];
  }
  const what = missing.some(({ blocks }) => blocks)
    ? 'the request is refused without a value of each, or the reason why there is none'
    : 'an immediate request is not held up for it';
  const rows = missing.map(({ items }) => [items.join(' or '), items.map(label).join(' or ')]);
  return ['', `Missing: ${missing.length}; ${what}`, ...inColumns(rows).map((row) => `  ${row}`)];
}

function needs(code: string, directory: Directory | undefined): string {
  const kind = directory?.kind(code);
  if (!kind) return '';
  const needed = [...kind.required, ...kind.requiredOneOf.map((items) => `one of ${items.join(' or ')}`)];
  return `: ${needed.length === 0 ? 'no item' : needed.join(', ')}`;
}

/** The agreements under which items would go: title, and from when until when each holds. */
export function agreementLines(items: readonly Explained[], directory?: Directory): readonly string[] {
  const lines = named(items, 'agreement').flatMap((code) => {
    const found = directory?.agreements.find((one) => one.code === code);
    // The directory beside this program may be another one than the service has.
    const isSame = items.some(({ agreement, version }) => agreement === code && version === found?.version);
    if (!found || !isSame) return [];
    const { title, version, inForceFrom, inForceUntil, reviewBy } = found;
    const until = inForceUntil === undefined ? '' : ` until ${inForceUntil}`;
    return [
      `  ${code} version ${version}: ${title}`,
      `    in force from ${inForceFrom}${until}; to be reviewed by ${reviewBy}`,
    ];
  });
  return section('Agreements', lines);
}

/** The lawful bases on which items would go: data-protection law, and the way past the duty of confidence. */
export function basisLines(items: readonly Explained[], directory?: Directory): readonly string[] {
  const lines = named(items, 'basis').flatMap((code) => {
    const found = directory?.lawfulBasis(code);
    if (!found) return [];
    const { label, gdpr6, gdpr9, schedule1, article10, confidence } = found;
    return [
      `  ${code}: ${label}`,
      `    UK GDPR ${[gdpr6, gdpr9].filter((part) => part !== undefined).join('; ')}`,
      ...(schedule1 === undefined ? [] : [`    Data Protection Act 2018 Schedule 1: ${schedule1}`]),
      ...(article10 === undefined ? [] : [`    criminal offence data (article 10): ${article10}`]),
      `    duty of confidence: ${confidence}`,
    ];
  });
  return section('Lawful bases', lines);
}

/** What the rules of law would say. They warn, and the request would go all the same. */
export const lawLines = ({ warnings }: Explanation): readonly string[] =>
  section(
    'The law, as a warning that holds nothing up',
    warnings.flatMap(({ code, says, source }) => [`  ${says}`, `    ${code}: ${source}`]),
  );

const named = (items: readonly Explained[], key: 'agreement' | 'basis'): readonly string[] => [
  ...new Set(items.flatMap((item) => item[key] ?? [])),
];

const section = (heading: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', heading, ...lines];
