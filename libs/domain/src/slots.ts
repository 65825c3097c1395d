/** A place for one person in a task that needs a set of people. */
export interface SlotRule {
  readonly code: string;
  /** Skills of which whoever fills it has at least one. */
  readonly skills: readonly string[];
}

/** The slots to which law or the kind ties an outcome: every one of `all`, and at least one of `anyOf`. */
export interface OutcomeNeed {
  readonly outcome: string;
  readonly all?: readonly string[];
  readonly anyOf?: readonly string[];
}

/** What can be said of a slot. `fallen-through`: it was filled, and whoever filled it cannot come after all. */
export const SLOT_STATES = ['open', 'filled', 'fallen-through'] as const;

/** One of {@link SLOT_STATES}. */
export type SlotState = (typeof SLOT_STATES)[number];

/** What was said of one slot. Codes only: who fills it is known to the agency alone. */
export interface Slot {
  readonly slot: string;
  readonly state: SlotState;
}

/** The slots of a new task of a kind: all open, in the order of the kind; none for most kinds. */
export const openSlots = ({ slots = [] }: { readonly slots?: readonly SlotRule[] }): readonly Slot[] =>
  slots.map(({ code }) => ({ slot: code, state: 'open' }));

/** The slots after something was said of some: the last word on each counts. One that is new comes at the end. */
export function slotsAfter(slots: readonly Slot[], changes: readonly Slot[]): readonly Slot[] {
  const states = new Map([...slots, ...changes].map(({ slot, state }) => [slot, state]));
  return [...states].map(([slot, state]) => ({ slot, state }));
}

/**
 * What an outcome of a kind still needs: of each inner list one slot has to be filled. Empty when nothing is missing, and
 * for an outcome that needs no slots. Of a slot nothing was said: it is open.
 */
export function missingFor(
  { outcomeNeeds = [] }: { readonly outcomeNeeds?: readonly OutcomeNeed[] },
  outcome: string,
  slots: readonly Slot[],
): readonly (readonly string[])[] {
  const states = new Map(slots.map(({ slot, state }) => [slot, state]));
  return outcomeNeeds
    .filter((need) => need.outcome === outcome)
    .flatMap(({ all = [], anyOf = [] }) => [
      ...all.map((slot) => [slot]),
      ...(anyOf.length > 0 ? [anyOf] : []),
    ])
    .filter((choice) => !choice.some((slot) => states.get(slot) === 'filled'));
}
