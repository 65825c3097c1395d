import {
  STAGES,
  type Direction,
  type OverrideClause,
  type RefusedItemReason,
  type SharingAgreement,
  type SharingRule,
  type Stage,
} from './agreements.js';
import type { TaskEvent } from './events.js';
import { instantOf } from './instant.js';
import type { AgencyCode, Party, Task, TaskStatus } from './task.js';

/** Who tells whom on which task, and how far that task has come. */
export interface Passage {
  readonly from: Party;
  readonly to: Party;
  readonly direction: Direction;
  readonly kind: string;
  readonly urgency: string;
  /** Codes of the items that the request asked for. */
  readonly wanted: readonly string[];
  /** Status of the task before the event with which the items go; undefined when it is only being requested. */
  readonly status: TaskStatus | undefined;
  /** When it is said: ms since 1970. */
  readonly at: number;
}

/** An item as an agreement looks at it. */
export interface SharedItem {
  readonly code: string;
  /** The agency that it came from; the teller itself when absent. */
  readonly originator?: AgencyCode;
}

/** Whether the teller came with it by itself, was asked for it, or told it outside the rules in an emergency. */
export const WAYS = ['pushed', 'pulled', 'overridden'] as const;

/** One of {@link WAYS}. */
export type Way = (typeof WAYS)[number];

/** The promise under which an item travels, as it is recorded with the disclosure. */
export interface Cover {
  /** Code of the rule, or of the override clause. */
  readonly rule: string;
  /** Code and version of its agreement. */
  readonly agreement: string;
  readonly version: number;
  readonly basis: string;
  readonly stage: Stage;
  readonly way: Way;
}

/** An item that travels under no promise, and why. `stage` is the one that it must wait for, where there is one. */
export interface Uncovered {
  readonly why: RefusedItemReason;
  readonly stage?: Stage;
}

/** A rule or clause with its agreement, ready to be asked. */
interface InAgreement<T extends SharingRule | OverrideClause> {
  readonly it: T;
  readonly agreement: SharingAgreement;
  readonly from: ReadonlySet<string>;
  readonly to: ReadonlySet<string>;
  /** In force from this instant and before that one, in ms. */
  readonly since: number;
  readonly before: number;
}

/** The agreements of one directory, by what a passage asks of them. Made by {@link indexAgreements}. */
export interface AgreementIndex {
  readonly rules: ReadonlyMap<string, readonly InAgreement<SharingRule>[]>;
  /** Rules by which an item is given when it is asked for, by item alone. */
  readonly onRequest: ReadonlyMap<string, readonly InAgreement<SharingRule>[]>;
  readonly clauses: ReadonlyMap<string, readonly InAgreement<OverrideClause>[]>;
}

/** Sorts agreements so that a passage finds its rules without reading them all. */
export function indexAgreements(agreements: readonly SharingAgreement[]): AgreementIndex {
  const rules = new Map<string, InAgreement<SharingRule>[]>();
  const onRequest = new Map<string, InAgreement<SharingRule>[]>();
  const clauses = new Map<string, InAgreement<OverrideClause>[]>();
  for (const agreement of agreements) {
    for (const rule of agreement.rules) {
      const entry = inAgreement(rule, agreement);
      for (const item of rule.items) {
        if (rule.stage === 'on-request') add(onRequest, item, entry);
        for (const kind of rule.kinds) add(rules, `${rule.direction} ${kind} ${item}`, entry);
      }
    }
    for (const clause of agreement.overrides) {
      for (const item of clause.items) add(clauses, item, inAgreement(clause, agreement));
    }
  }
  for (const found of rules.values()) found.sort((a, b) => order(a.it.stage) - order(b.it.stage));
  return { rules, onRequest, clauses };
}

/**
 * The stages that a task has reached in this status; none when it is closed. An item that was asked for may be given
 * at any of them, so `on-request` is none.
 */
export function stagesReached(status: TaskStatus | undefined): readonly Stage[] {
  switch (status) {
    case undefined:
    case 'requested':
    case 'received':
      return ['offer'];
    case 'accepted':
    case 'on-hold':
      return ['offer', 'accepted'];
    case 'in-progress':
      return ['offer', 'accepted', 'attending'];
    case 'rejected':
    case 'completed':
    case 'failed':
    case 'cancelled':
    case 'entered-in-error':
      return [];
    default:
      return status satisfies never;
  }
}

/** The stages at which what was once told at this stage may be put right, however the task stands by then. */
export function stagesUpTo(stage: Stage): readonly Stage[] {
  return stage === 'on-request' ? ['offer', 'accepted'] : STAGES.slice(0, order(stage) + 1);
}

/**
 * Whose words an event's items are, and where they go; `task` is the task before the event. Undefined for an event
 * without a task. Throws nothing.
 */
export function passageOf(event: TaskEvent, task: Task | undefined, at: number): Passage | undefined {
  const about = event.type === 'requested' ? event : task;
  if (!about) return undefined;
  const { asker, performer, kind, urgency, wanted = [] } = about;
  const told = isAskersWord(event, about);
  return {
    ...(told
      ? { direction: 'to-performer', from: asker, to: performer }
      : { direction: 'to-asker', from: performer, to: asker }),
    kind,
    urgency,
    wanted,
    status: task?.status,
    at,
  };
}

/** Between two units of one agency only the unit tells who speaks; between agencies the agency does. */
function isAskersWord(event: TaskEvent, { asker, performer }: Pick<Task, 'asker' | 'performer'>): boolean {
  if (asker.agency !== performer.agency) return event.by.agency === asker.agency;
  return event.type === 'requested' || (event.type !== 'completed' && event.by.unit === asker.unit);
}

/**
 * The rule under which an item may travel on this passage, or why there is none. Where several rules cover it, the one
 * of the earliest stage counts. `reached` stands for the stages of the task where something else than its status says
 * them, as for a correction.
 */
export function coverOf(
  index: AgreementIndex,
  passage: Passage,
  item: SharedItem,
  reached: readonly Stage[] = stagesReached(passage.status),
): Cover | Uncovered {
  const rules = index.rules.get(`${passage.direction} ${passage.kind} ${item.code}`) ?? [];
  const between = rules.filter((rule) => speaksOf(rule, passage) && holdsAt(rule.it, passage.urgency));
  const inForce = between.filter((rule) => isInForce(rule, passage.at));
  const theirs = inForce.filter((rule) => mayPassOn(rule, passage, item));
  const asked = passage.wanted.includes(item.code) && passage.direction === 'to-asker' && reached.length > 0;
  const covering = theirs.find(({ it }) => (it.stage === 'on-request' ? asked : reached.includes(it.stage)));
  if (covering) return coverBy(covering, covering.it.stage, asked ? 'pulled' : 'pushed');
  const [next] = theirs;
  if (next) return { why: 'not-at-this-stage', stage: next.it.stage };
  if (inForce.length > 0) return { why: 'not-the-originators' };
  return { why: between.length > 0 ? 'not-in-force' : 'no-agreement' };
}

/** Whether a cover was found. */
export const isCovered = (found: Cover | Uncovered): found is Cover => 'rule' in found;

/** An item that waits here until its task has come to the stage. */
export interface Kept<T> {
  readonly item: T;
  readonly stage: 'accepted' | 'attending';
}

/** Items parted by what may happen to them. */
export interface Split<T extends SharedItem> {
  readonly now: readonly { readonly item: T; readonly cover: Cover }[];
  readonly kept: readonly Kept<T>[];
  readonly refused: readonly { readonly item: T; readonly why: RefusedItemReason }[];
}

/**
 * Parts the items that somebody wants to tell: what goes now, what waits for acceptance or attendance, what may not go.
 * What is only given when asked for is refused here as not at this stage.
 */
export function splitItems<T extends SharedItem>(
  index: AgreementIndex,
  passage: Passage,
  items: readonly T[],
): Split<T> {
  const now: { item: T; cover: Cover }[] = [];
  const kept: Kept<T>[] = [];
  const refused: { item: T; why: RefusedItemReason }[] = [];
  for (const item of items) {
    const found = coverOf(index, passage, item);
    if (isCovered(found)) now.push({ item, cover: found });
    else if (found.stage === 'accepted' || found.stage === 'attending')
      kept.push({ item, stage: found.stage });
    else refused.push({ item, why: found.why });
  }
  return { now, kept, refused };
}

/** When an item would be told. */
export const TELLING_TIMES = ['now', 'on-acceptance', 'on-arrival', 'on-request', 'never'] as const;

/** One of {@link TELLING_TIMES}. */
export type TellingTime = (typeof TELLING_TIMES)[number];

/** What would become of one item, under which promise, or why it would never go. */
export interface Explained extends Partial<Omit<Cover, 'way'>> {
  readonly code: string;
  readonly when: TellingTime;
  readonly why?: RefusedItemReason;
}

/** The dry run: what would be told when, under which rule, if the request were made so. Changes nothing. */
export function explainItems(
  index: AgreementIndex,
  passage: Passage,
  items: readonly SharedItem[],
): readonly Explained[] {
  return items.map((item) => explain(index, passage, item));
}

const LATER: readonly (readonly [TellingTime, TaskStatus])[] = [
  ['on-acceptance', 'accepted'],
  ['on-arrival', 'in-progress'],
];

function explain(index: AgreementIndex, passage: Passage, item: SharedItem): Explained {
  const { code } = item;
  const now = coverOf(index, passage, item);
  if (isCovered(now)) return { code, when: 'now', ...promiseOf(now) };
  for (const [when, status] of LATER) {
    const later = coverOf(index, { ...passage, status }, item);
    if (isCovered(later)) return { code, when, ...promiseOf(later) };
  }
  const asked = (index.onRequest.get(code) ?? []).find(
    (rule) => speaksOf(rule, passage) && isInForce(rule, passage.at) && mayPassOn(rule, passage, item),
  );
  if (asked) return { code, when: 'on-request', ...promiseOf(coverBy(asked, 'on-request', 'pulled')) };
  return { code, when: 'never', why: now.why };
}

function promiseOf({ rule, agreement, version, basis, stage }: Cover): Omit<Cover, 'way'> {
  return { rule, agreement, version, basis, stage };
}

/** Whether the rule or clause speaks of these two parties. */
export function speaksOf(
  rule: { readonly from: ReadonlySet<string>; readonly to: ReadonlySet<string> },
  { from, to }: Pick<Passage, 'from' | 'to'>,
): boolean {
  return names(rule.from, from) && names(rule.to, to);
}

/** Whether the agreement held at this instant (ms). */
export function isInForce(
  { since, before }: { readonly since: number; readonly before: number },
  at: number,
): boolean {
  return since <= at && at < before;
}

/** The cover that a rule or clause gives. */
export function coverBy(
  { it, agreement }: Pick<InAgreement<SharingRule | OverrideClause>, 'it' | 'agreement'>,
  stage: Stage,
  way: Way,
): Cover {
  return {
    rule: it.code,
    agreement: agreement.code,
    version: agreement.version,
    basis: it.basis,
    stage,
    way,
  };
}

const names = (parties: ReadonlySet<string>, { agency, unit }: Party): boolean =>
  parties.has(agency) || parties.has(`${agency}/${unit}`);

const holdsAt = ({ urgencies }: SharingRule, urgency: string): boolean =>
  urgencies === undefined || urgencies.includes(urgency);

const mayPassOn = (
  { it }: InAgreement<SharingRule>,
  { from }: Passage,
  { originator = from.agency }: SharedItem,
): boolean => originator === from.agency || (it.originators ?? []).includes(originator);

const order = (stage: Stage): number => STAGES.indexOf(stage);

function inAgreement<T extends SharingRule | OverrideClause>(
  it: T,
  agreement: SharingAgreement,
): InAgreement<T> {
  const { inForceFrom, inForceUntil } = agreement;
  return {
    it,
    agreement,
    from: new Set(it.from),
    to: new Set(it.to),
    // A time that cannot be read opens nothing.
    since: instantOf(inForceFrom) ?? Infinity,
    before: inForceUntil === undefined ? Infinity : (instantOf(inForceUntil) ?? -Infinity),
  };
}

function add<T>(map: Map<string, T[]>, key: string, entry: T): void {
  const list = map.get(key);
  if (list) list.push(entry);
  else map.set(key, [entry]);
}
