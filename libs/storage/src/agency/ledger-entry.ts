import type { SealedContent, TaskLedgerEvent } from '#contracts';

/** A verified, opened task event at its place on the ledger. */
export interface LedgerEntry {
  readonly sequence: number;
  /** Ledger time, ISO 8601. */
  readonly recordedAt: string;
  readonly event: TaskLedgerEvent;
  /** The signed bytes as they stood on the ledger. */
  readonly jws: string;
  readonly sealed: string;
  readonly content: SealedContent;
  /** Hex. */
  readonly leafHash: string;
  readonly sender: string;
  /** False for a mode on which this agency does not act: it is held like any other, and shown to nobody. */
  readonly acted: boolean;
}
