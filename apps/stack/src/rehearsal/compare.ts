import { isDeepStrictEqual } from 'node:util';
import { fromWire } from '#contracts';
import {
  explainItems,
  type AgreementIndex,
  type ItemStatement,
  type Passage,
  type TaskEventType,
} from '#domain';
import type { Said } from './said.js';
import { statementsIn, type FeedEvent } from './feeds.js';

/** What an event should say when it arrives. */
export interface Expected {
  readonly event: TaskEventType;
  /** `/agency/unit`. */
  readonly source: string;
  readonly taskId: string;
  readonly sequence: number;
  /** In the order in which they were sent; undefined where the sender's case file decided. */
  readonly items: readonly ItemStatement[] | undefined;
  readonly note: string | undefined;
  readonly fact: string | undefined;
  readonly reason: string | undefined;
  readonly outcome: string | undefined;
  /** What the step said in codes and times. */
  readonly says: Said | undefined;
}

/** In what an event differs from what was sent, each as "X is ..." without any value. */
export function differences(expected: Expected, entry: FeedEvent): readonly string[] {
  const { event, content, sequence } = entry;
  const data = event.data as { reason?: string; outcome?: string };
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['the type', event.type, `concordat.task.${expected.event}.v1`],
    ['the mode', event.mode, 'exercise'],
    ['the sender', event.source, expected.source],
    ['the task', event.subject, expected.taskId],
    ['the ledger number', sequence, expected.sequence],
    ['the note', content.note, expected.note],
    ['the fact of the decline', content.fact, expected.fact],
    ['the reason', data.reason, expected.reason],
    ['the outcome', data.outcome, expected.outcome],
  ];
  return [
    ...pairs.flatMap(([what, is, should]) => (is === should ? [] : [`${what} is not what was sent`])),
    ...saidDifferences(expected.says ?? {}, entry),
    ...(expected.items ? itemDifferences(expected.items, statementsIn(entry)) : []),
  ];
}

/** What was said in codes and times, against what the event says. */
function saidDifferences(says: Said, { event, content }: FeedEvent): readonly string[] {
  const is = fromWire(event) as unknown as Readonly<Record<string, unknown>>;
  const promise = typeof says.promise === 'object' ? says.promise : undefined;
  const { dueBy } = (promise ? (is['promise'] ?? {}) : {}) as { readonly dueBy?: string };
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['the coded fact of the decline', is['facts'] ?? {}, says.facts],
    ['the list of people', is['slots'], says.slots],
    ['the time of the other terms', is['startBy'], says.startBy],
    ['the list of those who are called in', is['to'], says.to],
    ['the end of the promise', is['end'], says.end],
    ['the promise', [content.promise, dueBy], promise && [promise.text, promise.dueBy]],
  ];
  return pairs.flatMap(([what, found, should]) =>
    should === undefined || isDeepStrictEqual(found, should) ? [] : [`${what} is not what was sent`],
  );
}

/** In what two lists of statements differ, by item code, each as "X is ..." without any value. */
export function itemDifferences(
  sent: readonly ItemStatement[],
  arrived: readonly ItemStatement[],
): readonly string[] {
  const rest = [...arrived];
  const missing = sent.flatMap((statement) => {
    const same = rest.findIndex((other) => isDeepStrictEqual({ ...other }, { ...statement }));
    const named = same >= 0 ? same : rest.findIndex(({ code }) => code === statement.code);
    if (named < 0) return [`the item ${statement.code} is missing`];
    rest.splice(named, 1);
    return same >= 0 ? [] : [`the item ${statement.code} is not what was sent`];
  });
  return [...missing, ...rest.map(({ code }) => `the item ${code} is there, although it was not sent`)];
}

/** What became of the items of a request or of what was told, as the service answers it. */
export interface ItemsTold {
  readonly sent: readonly string[];
  readonly kept: readonly { readonly code: string; readonly until: string }[];
  readonly leftOut: readonly { readonly code: string; readonly why: string }[];
}

/**
 * In what a request from the case file differs from what the agreements say of the agency's own statements, by item code.
 * An item of which the agency itself has no value may go as another agency told it.
 */
export function againstAgreements(
  own: ReadonlyMap<string, ItemStatement>,
  { items, arrived }: { readonly items: ItemsTold; readonly arrived: readonly ItemStatement[] },
  { passage, index }: { readonly passage: Passage; readonly index: AgreementIndex },
): readonly string[] {
  const placed = {
    now: items.sent,
    later: items.kept.map(({ code }) => code),
    never: items.leftOut.map(({ code }) => code),
  };
  const explained = explainItems(index, passage, [...own.values()]);
  const misplaced = explained.flatMap(({ code, when }) => {
    const place =
      when === 'now' ? 'now' : when === 'on-acceptance' || when === 'on-arrival' ? 'later' : 'never';
    const said = SAID[place];
    return placed[place].includes(code) || passedOnInstead(own.get(code), placed, code)
      ? []
      : [`the answer does not say that the item ${code} ${said}`];
  });
  const changed = arrived.filter((statement) => {
    const { code, originator } = statement;
    const mine = own.get(code);
    return mine && !originator && code !== 'alias' && !isDeepStrictEqual({ ...mine }, { ...statement });
  });
  const codes = [...new Set(arrived.map(({ code }) => code))].sort();
  return [
    ...misplaced,
    ...changed.map(({ code }) => `the item ${code} is not what the case file says`),
    ...(codes.join() === [...items.sent].sort().join() ? [] : ['other items arrived than the answer names']),
  ];
}

const SAID = { now: 'was sent', later: 'waits for a later stage', never: 'was left out' } as const;

function passedOnInstead(
  mine: ItemStatement | undefined,
  placed: Readonly<Record<string, readonly string[]>>,
  code: string,
): boolean {
  return mine?.value === undefined && Object.values(placed).some((codes) => codes.includes(code));
}
