import type { Party } from '../page/catalogue.js';

/** What is said of one item: a value, a reason why there is none, or the event by which another agency told it. */
export interface SaidItem {
  readonly state?: string;
  readonly value?: unknown;
  readonly absent?: string;
  readonly sourceKind?: string;
  readonly via?: string;
  readonly expectedBy?: string;
  readonly finder?: Party;
  readonly searchedSystem?: string;
  readonly searchedFor?: string;
  readonly searchedAt?: string;
  readonly heldBy?: string;
}
