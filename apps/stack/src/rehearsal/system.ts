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
  /** The audit service with the token of the custodian; missing in the record of a system that was started before there was one. */
  readonly custodian?: Door;
  /** With the token of an operator. */
  readonly keeper: Door;
  /** The web face for people, where it was started. */
  readonly console?: { readonly url: string };
  /** The demonstration's sign-in, and the file with the password of all its users. */
  readonly identity?: { readonly url: string; readonly passwordFile: string };
}
