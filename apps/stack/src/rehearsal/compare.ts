import { isDeepStrictEqual } from 'node:util';
import { mayTravel, type ItemStatement, type TaskEventType, type TaskKind } from '#domain';
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
    ...(expected.items ? itemDifferences(expected.items, statementsIn(entry)) : []),
  ];
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

/** What a request from the case file should carry, and what should stay, by the rules of its kind. */
export function splitByRule(
  own: ReadonlyMap<string, ItemStatement>,
  kind: TaskKind,
  urgency: string,
): { readonly go: readonly ItemStatement[]; readonly stay: readonly string[] } {
  const { items } = mayTravel({ kind, urgency, direction: 'to-performer', status: undefined });
  const all = [...own.values()];
  return {
    go: all.filter(({ code }) => items.has(code)),
    stay: all.filter(({ code }) => !items.has(code)).map(({ code }) => code),
  };
}

/** Items that the kind requires and may show now, of which nothing is said. */
export function unsaidOf(kind: TaskKind, urgency: string, said: readonly ItemStatement[]): readonly string[] {
  const { items } = mayTravel({ kind, urgency, direction: 'to-performer', status: undefined });
  return kind.required.filter(
    (code) => items.has(code) && !said.some((statement) => statement.code === code),
  );
}
