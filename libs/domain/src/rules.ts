import type { ClockRule } from './clocks.js';
import { factsGiven, missingFacts, type FactNeeds } from './decline-facts.js';
import type { Completed, Rejected, Requested, TaskEvent } from './events.js';
import type { Refusal } from './refusals.js';
import { missingFor, type OutcomeNeed, type Slot, type SlotRule } from './slots.js';
import type { AgencyCode, Party, Responsibility, Task } from './task.js';

/** Skills that a kind needs of the performer: one of `anyOf` (of none when empty), and each of `allOf`. */
export interface RequiredSkills {
  readonly anyOf: readonly string[];
  readonly allOf: readonly string[];
}

/** One kind of task, as the directory states it. Lists hold codes: agencies, reasons, outcomes, information items. */
export interface TaskKind {
  readonly code: string;
  readonly label: string;
  readonly definition: string;
  readonly mayBeAsked: readonly AgencyCode[];
  readonly mayBeRequestedBy: readonly AgencyCode[];
  readonly defaultUrgency: string;
  /** Minutes in which the performer should accept or decline. */
  readonly decideWithinMinutes: number;
  /** Minutes in which help should be there. */
  readonly responseMinutes: number;
  readonly allowedDeclineReasons: readonly string[];
  readonly outcomes: readonly string[];
  /** Items that need a value or a reason why there is none. */
  readonly required: readonly string[];
  /** Of each inner list at least one item needs a value or a reason. */
  readonly requiredOneOf: readonly (readonly string[])[];
  readonly expected: readonly string[];
  readonly notNeeded: readonly string[];
  readonly discloseAtOffer: readonly string[];
  readonly discloseAfterAcceptance: readonly string[];
  /** True for a kind by which one agency asks another for named items: each request says what for, and on which basis. */
  readonly asksForItems?: boolean;
  /** Minutes in which somebody should be considering the request; half of `decideWithinMinutes` where it says nothing. */
  readonly acknowledgeWithinMinutes?: number;
  /** Minutes in which the work should be done; none where it says nothing. */
  readonly completeWithinMinutes?: number;
  /** Whether the responsibility for the person passes with the work, by a handover, and how long an offer of it stands. */
  readonly responsibility?: Responsibility;
  readonly handoverWithinMinutes?: number;
  /** What is recorded when nobody answers. */
  readonly expiryOutcome?: string;
  /** The people that the work needs, each in its slot, and the slots that an outcome needs filled. */
  readonly slots?: readonly SlotRule[];
  readonly outcomeNeeds?: readonly OutcomeNeed[];
  /** Nothing is known of skills when absent. */
  readonly requiredSkills?: RequiredSkills;
  /** Code of the legal power without which the kind is not done, or whose use it serves. */
  readonly legalGate?: string;
}

/** What a decision needs to know of the directory. Both functions must answer from one version of it. */
export interface TaskRules {
  /** The kind with this code, or undefined if the directory has none. */
  kind(code: string): TaskKind | undefined;
  /** Whether this agency has this unit. */
  unit(agency: AgencyCode, unit: string): boolean;
  /** The facts that a reason demands: of each inner list at least one. */
  declineNeeds(reason: string): FactNeeds;
  /** Every clock that the directory knows. */
  readonly clocks: readonly ClockRule[];
}

/** The urgency at which life is at risk now. */
export const IMMEDIATE = 'u1-immediate';

const LACKS_INFORMATION = 'insufficient-information';

/**
 * Why the directory does not allow this event on this task, or undefined if it does. A writer always asks it. A reader
 * may ask it of what others signed, if it holds the version of the directory that the event names.
 */
export function againstDirectory(
  task: Task | undefined,
  event: TaskEvent,
  rules: TaskRules,
): Refusal | undefined {
  return againstUnit(event.by, rules) ?? againstKind(task, event, rules);
}

function againstKind(task: Task | undefined, event: TaskEvent, rules: TaskRules): Refusal | undefined {
  switch (event.type) {
    case 'requested':
      return againstRequest(event, rules);
    case 'rejected':
      return withKind(
        task?.kind,
        rules,
        (kind) => againstReason(event.reason, declineReasons(kind, task)) ?? againstFacts(event, rules),
      );
    case 'failed':
      return withKind(task?.kind, rules, (kind) => againstReason(event.reason, kind.allowedDeclineReasons));
    case 'completed':
      return withKind(
        task?.kind,
        rules,
        (kind) => againstOutcome(event.outcome, kind) ?? againstOpen(event, kind, task),
      );
    case 'accepted':
      return event.slots && againstSlots(event.slots, task, rules);
    case 'slots-set':
      return againstSlots(event.slots, task, rules);
    case 'escalated':
      return event.to.map((party) => againstUnit(party, rules)).find((refusal) => refusal !== undefined);
    default:
      return undefined;
  }
}

/** A fact without which the reason leads nowhere. */
function againstFacts({ reason, facts, explained }: Rejected, rules: TaskRules): Refusal | undefined {
  const given = [...factsGiven(facts ?? {}), ...(explained ? (['text'] as const) : [])];
  const missing = missingFacts(rules.declineNeeds(reason), given);
  if (missing.length === 0) return undefined;
  return { refused: 'FACT_MISSING', because: { reason, needs: missing.map((any) => any.join(' or ')) } };
}

function againstOpen({ outcome }: Completed, kind: TaskKind, task: Task | undefined): Refusal | undefined {
  const missing = missingFor(kind, outcome, task?.slots ?? []);
  if (missing.length === 0) return undefined;
  return { refused: 'SLOTS_OPEN', because: { outcome, missing: missing.map((any) => any.join(' or ')) } };
}

function againstSlots(slots: readonly Slot[], task: Task | undefined, rules: TaskRules): Refusal | undefined {
  return withKind(task?.kind, rules, (kind) => {
    const allowed = (kind.slots ?? []).map(({ code }) => code);
    const unknown = slots.find(({ slot }) => !allowed.includes(slot));
    return unknown && { refused: 'UNKNOWN_SLOT', because: { kind: kind.code, slot: unknown.slot, allowed } };
  });
}

function againstRequest(event: Requested, rules: TaskRules): Refusal | undefined {
  const asker = event.asker.agency;
  const performer = event.performer.agency;
  const units = againstUnit(event.asker, rules) ?? againstUnit(event.performer, rules);
  if (units !== undefined) return units;
  return withKind(event.kind, rules, ({ code, mayBeAsked, mayBeRequestedBy, asksForItems }) => {
    if (!mayBeAsked.includes(performer)) {
      return {
        refused: 'KIND_NOT_FOR_THIS_PERFORMER',
        because: { kind: code, performer, allowed: mayBeAsked },
      };
    }
    if (!mayBeRequestedBy.includes(asker)) {
      return {
        refused: 'KIND_NOT_FROM_THIS_ASKER',
        because: { kind: code, asker, allowed: mayBeRequestedBy },
      };
    }
    return asksForItems ? againstAsking(event) : undefined;
  });
}

function againstAsking({ wanted = [], purpose, basis }: Requested): Refusal | undefined {
  const missing = [
    ...(wanted.length === 0 ? ['wanted'] : []),
    ...(purpose === undefined ? ['purpose'] : []),
    ...(basis === undefined ? ['basis'] : []),
  ];
  return missing.length > 0 ? { refused: 'ASKED_WITHOUT_GROUND', because: { missing } } : undefined;
}

function withKind(
  code: string | undefined,
  rules: TaskRules,
  check: (kind: TaskKind) => Refusal | undefined,
): Refusal | undefined {
  const kind = code === undefined ? undefined : rules.kind(code);
  return kind === undefined ? { refused: 'UNKNOWN_KIND', because: { kind: code ?? '' } } : check(kind);
}

function againstUnit({ agency, unit }: Party, rules: TaskRules): Refusal | undefined {
  return rules.unit(agency, unit) ? undefined : { refused: 'UNKNOWN_UNIT', because: { agency, unit } };
}

// Missing data never blocks an immediate task, so nobody may decline one for lack of it.
function declineReasons(kind: TaskKind, task: Task | undefined): readonly string[] {
  if (task?.urgency !== IMMEDIATE) return kind.allowedDeclineReasons;
  return kind.allowedDeclineReasons.filter((reason) => reason !== LACKS_INFORMATION);
}

function againstReason(reason: string, allowed: readonly string[]): Refusal | undefined {
  return allowed.includes(reason)
    ? undefined
    : { refused: 'REASON_NOT_ALLOWED', because: { reason, allowed } };
}

function againstOutcome(outcome: string, { code, outcomes }: TaskKind): Refusal | undefined {
  if (outcomes.includes(outcome)) return undefined;
  return { refused: 'OUTCOME_NOT_ALLOWED', because: { kind: code, outcome, allowed: outcomes } };
}
