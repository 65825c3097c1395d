import type { Explained, Fault, LawWarning, MissingItems, Party } from '#domain';

/** What would become of a request, and who said so. */
export interface Explanation {
  readonly answeredBy: AnsweredBy;
  readonly from: Party;
  readonly to: Party;
  readonly kind: string;
  readonly urgency: string;
  readonly items: readonly Explained[];
  readonly missing: readonly MissingItems[];
  /** What the rules of law would say of it; they would not hold it up. */
  readonly warnings: readonly Pick<LawWarning, 'code' | 'says' | 'source'>[];
  /** True where the call named no item, and all that the kind wants were taken as known. */
  readonly isAssumed: boolean;
}

/**
 * The running system's service for the asker, by its address; or a directory without any system, by what it is called.
 * `isFallback`: the caller did not wish it so, but no system runs.
 */
export type AnsweredBy =
  | { readonly service: string; readonly directoryVersion: number }
  | { readonly directory: string; readonly isFallback: boolean };

/** Why a request would be refused: its code, what that means, and each fault with its place in the request. */
export interface RefusedRequest {
  readonly code: string;
  readonly title: string;
  readonly faults: readonly Fault[];
}

/** What a dry run came to. `nobody` says who does not answer, and what can be done. */
export type Outcome =
  { readonly explained: Explanation } | { readonly refused: RefusedRequest } | { readonly nobody: string };
