import type { Party, Slot } from '#domain';

/** What a step says in codes and times, as a caller gives it. */
export interface Said {
  readonly facts?: {
    readonly availableAt?: string;
    readonly reviewAt?: string;
    readonly items?: readonly string[];
    readonly ask?: Party;
  };
  /** An undertaking; or, where one ends, its id. */
  readonly promise?: { readonly text: string; readonly dueBy?: string } | string;
  readonly end?: string;
  readonly slots?: readonly Slot[];
  readonly startBy?: string;
  readonly to?: readonly Party[];
  readonly lapsesWithinMinutes?: number;
}
