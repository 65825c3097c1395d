import type { AnsweredErasure, OverrideFacts, RefusedDisclosures, Remark } from './sharing-facts.js';

/** One item of an event as the log's readers will look for it: codes only. */
export interface DisclosedItem {
  readonly item: string;
  readonly category: 'value' | 'absent' | 'withheld';
  readonly state: string;
  readonly absent?: string;
  readonly sourceKind?: string;
  readonly obtainedAt?: string;
  readonly confidence?: string;
  readonly rule: string;
  /** Version of the agreement that the rule is part of. */
  readonly ruleVersion: number;
  readonly basis: string;
  readonly stage: string;
  readonly way: string;
  readonly expectedBy?: string;
  readonly finderAgency?: string;
  readonly finderUnit?: string;
  readonly searchedAt?: string;
  readonly heldBy?: string;
  /** Whose item it is, where the sender passes it on, and the event by which the sender was told it. */
  readonly originator?: string;
  readonly via?: string;
  /** The event that told the item which is put right here. */
  readonly corrects?: string;
  readonly commitment: string;
}

/** What a `requested` event fixes for its task. */
export interface RequestFacts {
  readonly askerUnit: string;
  readonly performerUnit: string;
  readonly kind: string;
  readonly urgency: string;
}

/** The task side of an event; asker, performer and mode are those of its subject. */
export interface TaskFacts {
  readonly taskId: string;
  readonly version: number;
  readonly caseId: string;
  readonly mode: string;
  readonly asker: string;
  readonly performer: string;
  readonly request?: RequestFacts;
  readonly items: readonly DisclosedItem[];
  readonly override?: OverrideFacts;
  readonly remark?: Remark;
}

/** A verified event with a sender's number, about to become a leaf. */
export interface NewLeaf {
  /** The exact compact JWS: its ASCII bytes are the leaf. */
  readonly event: string;
  /** RFC 6962 leaf hash, 32 bytes. */
  readonly hash: Buffer;
  readonly eventId: string;
  readonly sender: string;
  readonly number: number;
  readonly unit: string;
  readonly type: string;
  readonly directoryVersion: number;
  readonly actor: string;
  readonly actorRole: string;
  readonly actorType: string;
  /** Ledger sequence and ledger time of the message that brought it. */
  readonly sequence: number;
  readonly subject: string;
  readonly recordedAt: Date;
  readonly skipped: readonly number[];
  readonly task?: TaskFacts;
  readonly refused?: RefusedDisclosures;
  readonly answered?: AnsweredErasure;
  readonly sealed?: string;
  readonly tokens: readonly string[];
}

/** A message that was not taken in. `place` holds codes and pointers only; `event` is kept as evidence. */
export interface Refusal {
  readonly sequence: number;
  readonly subject: string;
  readonly reason: string;
  readonly place: string;
  readonly event?: string;
  readonly recordedAt: Date;
}

/** A directory version with its place on the ledger. */
export interface PublishedDirectory {
  readonly version: number;
  readonly sequence: number;
  readonly hash: string;
  readonly event: string;
  readonly bundle: unknown;
}

/** A witness's verified signature line over the checkpoint of `size`. */
export interface Cosignature {
  readonly size: number;
  readonly witness: string;
  /** POSIX seconds. */
  readonly time: number;
  readonly line: string;
  readonly sequence: number;
}

/** All that one batch of deliveries changes, in ledger order. */
export interface AuditBatch {
  readonly leaves: readonly NewLeaf[];
  readonly refusals: readonly Refusal[];
  readonly directories: readonly PublishedDirectory[];
  readonly cosignatures: readonly Cosignature[];
  /** Hashes of leaves that came once more: what was erased of them stands on the ledger again. */
  readonly again: readonly Buffer[];
  /** The highest ledger sequence seen, and its epoch. */
  readonly sequence: number;
  readonly epoch: number;
}

/** What recording a batch did. Equivocations are leaves that were refused; they stand in `refused` as well. */
export interface RecordedBatch {
  readonly size: number;
  readonly added: number;
  readonly equivocations: readonly Refusal[];
}

/** Where a sender's numbers stand in the log. */
export interface SenderCoverage {
  readonly sender: string;
  readonly through: number;
  /** Lower numbers that are neither in the log nor named as skipped. */
  readonly missing: readonly number[];
}

/** A signed checkpoint and the event that announces it. */
export interface SignedCheckpoint {
  readonly size: number;
  /** Size of the log that the announcement before it covered. */
  readonly from: number;
  readonly root: Buffer;
  /** C2SP signed note, without cosignatures. */
  readonly note: string;
  /** Time of the announcement. */
  readonly signedAt: Date;
  readonly eventId: string;
  readonly event: string;
}
