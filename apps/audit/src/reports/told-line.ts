import type { FollowedDisclosure } from '#storage';
import type { Columns } from '../csv.js';
import { groundOf, type Ground } from './ground.js';
import { named, type NamedParty, type Words } from './words.js';

/** One thing that one agency told another, or said that it has not, or withholds: in the words of the directory that its event names. */
export interface ToldLine {
  readonly leafIndex: number;
  readonly place: number;
  readonly caseId: string;
  readonly taskId: string;
  readonly mode: string;
  /** Ledger time. */
  readonly at: Date;
  /** When it was agreed, where that was before it was recorded: by telephone. */
  readonly occurredAt: Date | null;
  readonly task: string;
  readonly from: NamedParty;
  readonly to: NamedParty;
  readonly item: { readonly code: string; readonly name: string };
  readonly told: 'value' | 'missing' | 'withheld';
  readonly ground: Ground;
}

/** A disclosure in words. */
export function toldLine(row: FollowedDisclosure, words: Words): ToldLine {
  const { leafIndex, place, caseId, taskId, mode } = row;
  return {
    leafIndex,
    place,
    caseId,
    taskId,
    mode,
    at: row.recordedAt,
    occurredAt: row.occurredAt,
    task: words.kind(row.kind),
    from: named(words, row.sender, row.senderUnit),
    to: named(words, row.receiver, row.receiverUnit),
    item: { code: row.item, name: words.item(row.item) },
    told: row.category === 'absent' ? 'missing' : row.category === 'withheld' ? 'withheld' : 'value',
    ground: groundOf(row, words),
  };
}

/** The columns of a table of such lines. */
export const TOLD_COLUMNS = {
  leaf: ({ leafIndex }) => leafIndex,
  at: ({ at }) => at.toISOString(),
  occurred_at: ({ occurredAt }) => occurredAt?.toISOString(),
  case: ({ caseId }) => caseId,
  task: ({ taskId }) => taskId,
  task_name: ({ task }) => task,
  from: ({ from }) => from.agency,
  from_unit: ({ from }) => from.unit,
  to: ({ to }) => to.agency,
  to_unit: ({ to }) => to.unit,
  item: ({ item }) => item.code,
  item_name: ({ item }) => item.name,
  told: ({ told }) => told,
  rule: ({ ground }) => ground.rule,
  agreement: ({ ground }) => ground.agreement,
  agreement_version: ({ ground }) => ground.version,
  basis: ({ ground }) => ground.basis,
  law: ({ ground }) => ground.law,
  way: ({ ground }) => ground.way,
  mode: ({ mode }) => mode,
} satisfies Columns<ToldLine>;
