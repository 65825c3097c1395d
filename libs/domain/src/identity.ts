import { comparable } from './comparable.js';
import type { IdentityStep } from './remarks.js';
import type { ItemStatement } from './items.js';
import type { AgencyCode, TaskStatus } from './task.js';

/** One agency says that it confirmed who the person of a case is, or that this was wrong. */
export interface IdentityNotice {
  readonly step: IdentityStep;
  readonly by: AgencyCode;
  /** ISO 8601 with an offset. */
  readonly at: string;
  /** Who the person is; empty for a reader that only learns that it was confirmed. */
  readonly items: readonly ItemStatement[];
}

/** An identity that one agency confirmed. Times are ISO 8601 with an offset. */
export interface Identity {
  readonly by: AgencyCode;
  readonly since: string;
  /** When it was reversed, or when the same agency confirmed another in its place; it stands while this is absent. */
  readonly until?: string;
  readonly items: readonly ItemStatement[];
}

/** Who the person of a case is and was taken for. */
export interface IdentityHistory {
  /** `conflicting`: agencies confirmed different identities, and none is chosen. */
  readonly status: 'nameless' | 'alias-only' | 'confirmed' | 'conflicting';
  /** What to call the person: the confirmed name, else the newest alias; undefined when there is neither. */
  readonly name: unknown;
  /** Every alias, oldest first; confirming an identity takes none away. */
  readonly aliases: readonly string[];
  /** Every identity that was ever confirmed, oldest first, also the reversed ones. */
  readonly identities: readonly Identity[];
}

/** What an agency wants of an identity. */
export type IdentityCommand =
  | { readonly type: 'confirm'; readonly by: AgencyCode; readonly items: readonly ItemStatement[] }
  | { readonly type: 'reverse'; readonly by: AgencyCode };

/** Every code with which a step on an identity can be refused, and what it means. */
export const IDENTITY_REFUSALS = {
  NAME_NOT_KNOWN: 'An identity is confirmed with a full name that is known.',
  ANOTHER_IDENTITY_CONFIRMED: 'This agency has confirmed another identity: reverse that one first.',
  NO_IDENTITY_CONFIRMED: 'There is no confirmed identity to reverse.',
  IDENTITY_OF_ANOTHER_AGENCY: 'Only the agency that confirmed an identity may reverse it.',
} as const;

/** One of the codes of {@link IDENTITY_REFUSALS}. */
export type IdentityRefusal = keyof typeof IDENTITY_REFUSALS;

/** What follows from a command on an identity: a step to tell, nothing at all, or a refusal. */
export type IdentityDecision =
  { readonly step: IdentityStep } | { readonly unchanged: true } | { readonly refused: IdentityRefusal };

const NAME = 'full-name';

/**
 * The identity of a case after these notices, oldest first. A notice that is told on several tasks counts once; reversing
 * what an agency did not confirm changes nothing.
 */
export function identityOf(aliases: readonly string[], notices: readonly IdentityNotice[]): IdentityHistory {
  const identities = notices.reduce(withNotice, []);
  const standing = identities.filter(stands);
  const names = new Set(
    standing.flatMap((one) => (nameOf(one) === undefined ? [] : comparable(nameOf(one)))),
  );
  const alias = aliases.at(-1);
  const agreed = standing.every((one) => standing.every((other) => agree(one.items, other.items)));
  const confirmed =
    agreed && names.size === 1 ? standing.map(nameOf).find((name) => name !== undefined) : undefined;
  return { status: statusOf(standing.length, agreed, alias), name: confirmed ?? alias, aliases, identities };
}

/**
 * Whether an agency may confirm or reverse an identity now. Confirming again what stands changes nothing, unless it adds an
 * item; only its own confirmation can an agency reverse.
 */
export function decideIdentity({ identities }: IdentityHistory, command: IdentityCommand): IdentityDecision {
  const own = identities.find((one) => stands(one) && one.by === command.by);
  if (command.type === 'reverse') {
    if (own) return { step: 'reversed' };
    return { refused: identities.some(stands) ? 'IDENTITY_OF_ANOTHER_AGENCY' : 'NO_IDENTITY_CONFIRMED' };
  }
  if (!command.items.some(isKnownName)) return { refused: 'NAME_NOT_KNOWN' };
  if (own === undefined) return { step: 'confirmed' };
  if (!agree(own.items, command.items)) return { refused: 'ANOTHER_IDENTITY_CONFIRMED' };
  const had = new Set(own.items.filter(hasValue).map(({ code }) => code));
  const adds = command.items.some((item) => hasValue(item) && !had.has(item.code));
  return adds ? { step: 'confirmed' } : { unchanged: true };
}

const NOTICES: Readonly<Record<TaskStatus, 'with-items' | 'confirmed-only'>> = {
  requested: 'confirmed-only',
  received: 'confirmed-only',
  accepted: 'with-items',
  rejected: 'confirmed-only',
  'in-progress': 'with-items',
  'on-hold': 'with-items',
  completed: 'confirmed-only',
  failed: 'confirmed-only',
  cancelled: 'confirmed-only',
  'entered-in-error': 'confirmed-only',
};

/**
 * What the other party of a task learns when an identity is confirmed or reversed: the items that an agreement allows while
 * it holds the task, and otherwise only that it happened.
 */
export function noticeFor(status: TaskStatus): 'with-items' | 'confirmed-only' {
  return NOTICES[status];
}

function withNotice(before: readonly Identity[], notice: IdentityNotice): readonly Identity[] {
  const { step, by, at, items } = notice;
  const own = before.find((one) => stands(one) && one.by === by);
  const same = step === 'confirmed' && own !== undefined && agree(own.items, items);
  if (same) return before.map((one) => (one === own ? { ...own, items: joined(own.items, items) } : one));
  // What others only passed on falls with whoever said it; what came without items may be no more than that.
  const falls = (one: Identity): boolean =>
    one === own || (step === 'reversed' && stands(one) && isPassedOn(one, by));
  const ended = before.map((one) => (falls(one) ? { ...one, until: at } : one));
  return step === 'reversed' ? ended : [...ended, { by, since: at, items }];
}

function statusOf(confirmed: number, agreed: boolean, alias: string | undefined): IdentityHistory['status'] {
  if (confirmed > 0) return agreed ? 'confirmed' : 'conflicting';
  return alias === undefined ? 'nameless' : 'alias-only';
}

// Two identities agree when no item has one value here and another there.
function agree(some: readonly ItemStatement[], others: readonly ItemStatement[]): boolean {
  const values = new Map(some.filter(hasValue).map(({ code, value }) => [code, comparable(value)]));
  return others
    .filter(hasValue)
    .every(({ code, value }) => (values.get(code) ?? comparable(value)) === comparable(value));
}

const joined = (had: readonly ItemStatement[], more: readonly ItemStatement[]): readonly ItemStatement[] => [
  ...had.filter(({ code }) => !more.some((item) => item.code === code)),
  ...more,
];

const isPassedOn = ({ items }: Identity, from: AgencyCode): boolean =>
  items.every(({ originator }) => originator === from);

const stands = ({ until }: Identity): boolean => until === undefined;

const hasValue = ({ value }: ItemStatement): boolean => value !== undefined;

const nameOf = ({ items }: Identity): unknown => items.find(({ code }) => code === NAME)?.value;

const isKnownName = (item: ItemStatement): boolean =>
  item.code === NAME && item.state === 'known' && hasValue(item);
