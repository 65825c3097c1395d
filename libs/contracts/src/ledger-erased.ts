/** What the keeper answers when it was asked to delete what was erased. */
export interface LedgerErased {
  /** Messages that were deleted this time. */
  readonly erased: number;
  /** Members that have not taken all of it in yet, or `keeper` while the ledger cannot be reached: ask again. */
  readonly awaiting: readonly string[];
}
