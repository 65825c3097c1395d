import { leafAddress } from '../reading-note.js';
import { shownRecorded, type ShownTime } from '../times.js';
import { capital, plain } from '../../page/code-words.js';
import type { Words } from '../words.js';

/** What is read of a disclosure, as the audit service gives it. */
export interface Disclosure extends Becoming {
  readonly leafIndex: number;
  readonly place: number;
  readonly recordedAt: string;
  /** When it was agreed, where that was before it was recorded. */
  readonly occurredAt: string | null;
  readonly taskId: string;
  readonly caseId: string;
  readonly mode: string;
  readonly kind: string | null;
  readonly sender: string;
  readonly senderUnit: string;
  readonly receiver: string;
  readonly receiverUnit: string | null;
  readonly item: string;
  readonly category: string;
  readonly state: string;
  readonly absent: string | null;
  readonly rule: string;
  readonly ruleVersion: number | null;
  readonly way: string | null;
  readonly originator: string | null;
}

/** What became of something that was told. */
export interface Becoming {
  readonly refusedBy: object | null;
  readonly correctedBy: readonly object[];
  readonly recalledBy: readonly object[];
}

/** What became of an item, for a tag each. */
export type Became = 'not let in' | 'corrected' | 'taken back';

/** A disclosure as a row of a table. */
export interface DisclosureLine {
  readonly leaf: number;
  readonly proof: string;
  readonly at: ShownTime;
  readonly from: string;
  readonly to: string;
  readonly task: string;
  readonly item: string;
  readonly said: string;
  readonly became: readonly Became[];
  readonly way: string;
  readonly rule: string;
  readonly mode: string;
  readonly story: string;
  readonly caseSearch: string;
}

/** A disclosure in words. */
export function disclosureLine(row: Disclosure, words: Words): DisclosureLine {
  return {
    leaf: row.leafIndex,
    proof: leafAddress(row.leafIndex),
    at: shownRecorded({ at: row.recordedAt, occurredAt: row.occurredAt }),
    from: words.party({ agency: row.sender, unit: row.senderUnit }),
    to: words.party({ agency: row.receiver, unit: row.receiverUnit }),
    task: words.kind(row.kind),
    item: words.item(row.item),
    said: saidOf(row, words),
    became: becameOf(row),
    way: wayOf(row, words),
    rule: row.ruleVersion === null ? row.rule : `${row.rule}, version ${row.ruleVersion}`,
    mode: row.mode,
    story: `/audit/tasks/${row.taskId}`,
    caseSearch: `/audit/search?case=${row.caseId}`,
  };
}

/** What was said of an item: how sure its value is, why there is none, or that it is held back. Never the value, which the log cannot open. */
export function saidOf({ category, state, absent }: Said, words: Words): string {
  if (absent !== null) return `None: ${words.absent(absent)}`;
  if (category === 'withheld') return 'Held back';
  return state === 'known' ? 'Told' : `Told: ${plain(state)}`;
}

type Said = Pick<Disclosure, 'category' | 'state' | 'absent'>;

/** What became of an item later. */
export const becameOf = ({ refusedBy, correctedBy, recalledBy }: Becoming): readonly Became[] => [
  ...(refusedBy ? (['not let in'] as const) : []),
  ...(correctedBy.length > 0 ? (['corrected'] as const) : []),
  ...(recalledBy.length > 0 ? (['taken back'] as const) : []),
];

const WAYS: Readonly<Record<string, string>> = {
  pushed: 'by itself',
  pulled: 'on request',
  overridden: 'under an emergency override',
};

/** How an item came to travel, and whose it was where it was passed on. */
export function wayOf({ way, originator }: Pick<Disclosure, 'way' | 'originator'>, words: Words): string {
  const how = way === null ? 'not said' : (WAYS[way] ?? plain(way));
  return capital(originator === null ? how : `${how}; passed on from ${words.agency(originator)}`);
}
