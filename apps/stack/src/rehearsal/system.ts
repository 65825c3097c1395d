/** One service of a running system: its address, and a token that it lets in. */
export interface Door {
  readonly url: string;
  readonly token: string;
}

/** A running system as its callers need to know it. */
export interface RunningSystem {
  /** By the agency's code in the directory. */
  readonly agencies: Readonly<Record<string, Door>>;
  /** With the token of an auditor. */
  readonly audit: Door;
  /** With the token of an operator. */
  readonly keeper: Door;
}
