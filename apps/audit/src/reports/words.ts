import type { DirectoryData, InformationItem, LawfulBasis, TaskKindEntry } from '#directory';
import type { Finding, Party, RecallReason, RefusedItemReason, SharingAgreement } from '#domain';

/** Versions of the directory by number: each event is put into the words of the version that it names. */
export type Directories = ReadonlyMap<number, DirectoryData>;

/** The directory's words for people, by code; an unknown code is written as words. */
export interface Words {
  agency(code: string): string;
  /** "Wealdmere Police, control room"; without the unit while that is not known. */
  unit(agency: string, unit: string | null): string;
  role(code: string): string;
  item(code: string): string;
  /** True where an item is about somebody other than the person in crisis. */
  isThirdParty(code: string): boolean;
  kind(code: string | null): string;
  /** Why an item has no value. */
  absent(code: string): string;
  /** Why a task was declined. */
  decline(code: string): string;
  skill(code: string): string;
  overrideReason(code: string): string;
  basis(code: string | null): LawfulBasis | undefined;
  /** The agreement that has this rule or override clause. */
  agreement(rule: string): SharingAgreement | undefined;
  /** The kind as the directory has it. */
  kindEntry(code: string): TaskKindEntry | undefined;
}

/** A code as words. */
export const plain = (code: string): string => code.replaceAll('-', ' ');

/** The words of the version that an event names; of the newest version where that one is not known. */
export function wordsIn(directories: Directories): (version: number) => Words {
  const made = new Map<number, Words>();
  const newest = Math.max(0, ...directories.keys());
  return (asked) => {
    const version = directories.has(asked) ? asked : newest;
    const found = made.get(version) ?? wordsOf(directories.get(version));
    made.set(version, found);
    return found;
  };
}

interface Coded {
  readonly code: string;
}

const byCode = <T extends Coded>(entries: readonly T[] = []): ReadonlyMap<string, T> =>
  new Map(entries.map((entry) => [entry.code, entry]));

function wordsOf(data?: DirectoryData): Words {
  const [agencies, roles, kinds] = [
    byCode(data?.agencies),
    byCode(data?.actorRoles),
    byCode(data?.taskKinds),
  ];
  const items = byCode<InformationItem>(data?.items);
  const [absent, declines] = [byCode(data?.absentReasons), byCode(data?.declineReasons)];
  const [skills, overrides, bases] = [
    byCode(data?.skills),
    byCode(data?.overrideReasons),
    byCode(data?.lawfulBases),
  ];
  const agreements = new Map(
    (data?.agreements ?? []).flatMap((agreement) =>
      [...agreement.rules, ...agreement.overrides].map(({ code }) => [code, agreement] as const),
    ),
  );
  const agency = (code: string): string => agencies.get(code)?.name ?? plain(code);
  return {
    agency,
    unit: (code, unit) => (unit ? `${agency(code)}, ${plain(unit)}` : agency(code)),
    role: (code) => roles.get(code)?.label ?? plain(code),
    // What a label adds in brackets is for people who fill in a form.
    item: (code) => (items.get(code)?.label ?? plain(code)).replace(/ \(.*$/, ''),
    isThirdParty: (code) => items.get(code)?.thirdParty === true,
    kind: (code) => (code === null ? 'a task' : (kinds.get(code)?.label ?? plain(code))),
    absent: (code) => absent.get(code)?.meaning ?? plain(code),
    decline: (code) => declines.get(code)?.meaning ?? plain(code),
    skill: (code) => skills.get(code)?.label ?? plain(code),
    overrideReason: (code) => overrides.get(code)?.label ?? plain(code),
    basis: (code) => (code === null ? undefined : bases.get(code)),
    agreement: (rule) => agreements.get(rule),
    kindEntry: (code) => kinds.get(code),
  };
}

/** An agency and its unit, by code and in words. */
export interface NamedParty {
  readonly agency: string;
  readonly unit: string | null;
  readonly name: string;
}

/** A party with its name. */
export const named = (words: Words, agency: string, unit: string | null = null): NamedParty => ({
  agency,
  unit,
  name: words.unit(agency, unit),
});

/** A unit of a task with its name. */
export const namedUnit = (words: Words, { agency, unit }: Party): NamedParty => named(words, agency, unit);

const WHY_REFUSED: Readonly<Record<RefusedItemReason, string>> = {
  'no-agreement': 'no sharing agreement covers it',
  'not-at-this-stage': 'the sharing agreement does not let it go at that stage',
  'not-the-originators': 'it came from another agency, and no rule lets it be passed on',
  'not-in-force': 'the sharing agreement was not in force',
  'override-not-allowed': 'no sharing agreement lets it go in an emergency',
  'override-too-late': 'the time of the emergency override had passed',
};
const WHY_RECALLED: Readonly<Record<RecallReason, string>> = {
  'wrong-person': 'it was about another person',
  'wrong-recipient': 'it went to the wrong place',
  'not-covered': 'no sharing agreement covered it',
  incorrect: 'it was not right',
  'objection-upheld': 'an objection to it was upheld',
};
const FOUND: Readonly<Record<Finding, string>> = {
  justified: 'justified',
  'justified-in-part': 'justified in part',
  'not-justified': 'not justified',
};

const lookedUp = (table: Readonly<Record<string, string>>, code: string): string =>
  Object.hasOwn(table, code) ? (table[code] as string) : plain(code);

/** Why an item was not let through, in words. */
export const whyRefused = (code: string): string => lookedUp(WHY_REFUSED, code);
/** Why an item was taken back, in words. */
export const whyRecalled = (code: string): string => lookedUp(WHY_RECALLED, code);
/** What a review came to, in words. */
export const foundIn = (code: string): string => lookedUp(FOUND, code);

const DAY = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

/** "22 November 2026, 10:05", by the clock in the United Kingdom. */
export function ukTime(at: Date): string {
  const { day, clock } = ukParts(at);
  return `${day}, ${clock}`;
}

/** When it was recorded; "22 November 2026, agreed 10:05, recorded 10:27" for what was agreed before that. */
export function ukTimes({ at, occurredAt }: { readonly at: Date; readonly occurredAt: Date | null }): string {
  if (occurredAt === null) return ukTime(at);
  const [agreed, recorded] = [ukParts(occurredAt), ukParts(at)];
  return agreed.day === recorded.day
    ? `${recorded.day}, agreed ${agreed.clock}, recorded ${recorded.clock}`
    : `agreed ${ukTime(occurredAt)}, recorded ${ukTime(at)}`;
}

function ukParts(at: Date): { readonly day: string; readonly clock: string } {
  const parts = new Map(DAY.formatToParts(at).map(({ type, value }) => [type, value]));
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return { day: `${of('day')} ${of('month')} ${of('year')}`, clock: `${of('hour')}:${of('minute')}` };
}

/** A sentence's first letter small, for the middle of another. */
export const lower = (text: string): string =>
  /^[A-Z][a-z ]/.test(text) ? `${text.slice(0, 1).toLowerCase()}${text.slice(1)}` : text;
