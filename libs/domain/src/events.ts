import type { ClockState } from './clocks.js';
import type { GivenFacts } from './decline-facts.js';
import type { Acknowledged, Corrected, Identified, Recalled, Reviewed } from './remarks.js';
import type { Slot } from './slots.js';
import type { Step } from './step.js';
import type { Mode, Party, Responsibility } from './task.js';

/** The asker asks the performer to act. `wanted` names the codes of items that the asker hopes to be told. */
export interface Requested extends Step {
  readonly type: 'requested';
  readonly caseId: string;
  readonly mode: Mode;
  readonly kind: string;
  readonly urgency: string;
  readonly asker: Party;
  readonly performer: Party;
  readonly decideBy?: string;
  readonly wanted?: readonly string[];
  /** The asker's own grade, as a code `<scale>.<level>`: its minutes count, the urgency only sorts. */
  readonly grade?: string;
  /** What the wanted items are for, and on which lawful basis they are asked for. */
  readonly purpose?: string;
  readonly basis?: string;
  /** The exercise that it is part of: its clock counts for the deadlines. */
  readonly exercise?: string;
  /** The earlier task in whose place it stands: one that was declined for now, or that nobody answered. */
  readonly follows?: string;
  /** By when somebody should be considering it, the work should have begun, and it should be done. */
  readonly acknowledgeBy?: string;
  readonly startBy?: string;
  readonly completeBy?: string;
  /** Whether the responsibility for the person passes by a handover; there is none where it says nothing. */
  readonly responsibility?: Responsibility;
  /** The need of which this request is an offer. */
  readonly need?: string;
  /** When it was asked, where that was before it could be recorded: by telephone. */
  readonly occurredAt?: string;
}

/** A person or system of the performer is considering the request. It is not an acceptance. */
export interface Received extends Step {
  readonly type: 'received';
}

/** The facts of a decline that codes and times say; what is said in words travels sealed. */
export type DeclineFacts = Omit<GivenFacts, 'text'>;

/** An undertaking that a step makes; its words travel sealed. */
export interface Undertaking {
  readonly id: string;
  readonly dueBy?: string;
}

/** The performer takes the task, and with it the accountability. It may promise something, and say who is there. */
export interface Accepted extends Step {
  readonly type: 'accepted';
  readonly promise?: Undertaking;
  readonly slots?: readonly Slot[];
  /** When it was agreed, where that was before it could be recorded: by telephone. */
  readonly occurredAt?: string;
}

/** The performer declines, for a reason that the task's kind allows, with the fact that the reason demands. */
export interface Rejected extends Step {
  readonly type: 'rejected';
  readonly reason: string;
  readonly facts?: DeclineFacts;
  /** A fact in free words travels sealed. */
  readonly explained?: boolean;
}

/** The performer began the work. */
export interface Started extends Step {
  readonly type: 'started';
}

/** One party told the other something. What it told rides beside the event. */
export interface Informed extends Step {
  readonly type: 'informed';
}

/** The performer finished, with an outcome of the task's kind; `clocks` are those that the outcome ends. */
export interface Completed extends Step {
  readonly type: 'completed';
  readonly outcome: string;
  readonly clocks?: readonly ClockState[];
}

/** The performer had accepted and could not do it after all. */
export interface Failed extends Step {
  readonly type: 'failed';
  readonly reason: string;
  readonly facts?: DeclineFacts;
  readonly explained?: boolean;
}

/** The asker withdrew the request, for one of `CANCEL_REASONS`. */
export interface Cancelled extends Step {
  readonly type: 'cancelled';
  readonly reason: string;
}

/** Nobody answered by the time to decide. `outcome` is what the kind records of a silence, where it records one. */
export interface Expired extends Step {
  readonly type: 'expired';
  readonly outcome?: string;
}

/** The performer's verdict on a task that had expired before it: recorded, and of no effect. */
export interface AnsweredLate extends Step {
  readonly type: 'answered-late';
  readonly answer: 'accepted' | 'rejected';
}

/** What can pass without an answer, beside the time to decide and the offer of a handover. */
export const DEADLINES = ['acknowledge', 'start', 'complete', 'review', 'promise', 'clock'] as const;

/** One of {@link DEADLINES}. */
export type Deadline = (typeof DEADLINES)[number];

/** A deadline passed. `promise` names which promise; `clock` and `percent` which clock, and how much of it is gone. */
export interface Overdue extends Step {
  readonly type: 'overdue';
  readonly deadline: Deadline;
  readonly promise?: string;
  readonly clock?: string;
  readonly percent?: number;
}

/** Why somebody was called in. */
export const ESCALATION_REASONS = [
  'requested',
  'no-response',
  'overdue',
  'all-declined',
  'review-due',
  'clock',
] as const;

/** One of {@link ESCALATION_REASONS}. */
export type EscalationReason = (typeof ESCALATION_REASONS)[number];

/** Units of either party were called in; it changes neither status nor owner. */
export interface Escalated extends Step {
  readonly type: 'escalated';
  readonly to: readonly Party[];
  readonly why: string;
}

/** The performer would take it on other terms: later, or on a condition that travels sealed. */
export interface Countered extends Step {
  readonly type: 'countered';
  readonly startBy?: string;
  /** The terms travel sealed, in free words. */
  readonly explained?: boolean;
}

/** The asker agrees to the performer's terms: the performer holds the task from here. */
export interface CounterAccepted extends Step {
  readonly type: 'counter-accepted';
}

/** The asker does not agree to the performer's terms: the request stands as it was. */
export interface CounterRefused extends Step {
  readonly type: 'counter-refused';
}

/** The performer keeps the task, and the work waits until the time at which it is looked at again. */
export interface HeldOn extends Step {
  readonly type: 'held';
  readonly reviewAt: string;
}

/** The work goes on. */
export interface Resumed extends Step {
  readonly type: 'resumed';
}

/** The request should never have been made: it must not be counted as work. */
export interface EnteredInError extends Step {
  readonly type: 'entered-in-error';
}

/** Who answers for the person offers the other party to take over, until it lapses. */
export interface HandoverOffered extends Step {
  readonly type: 'handover-offered';
  readonly lapsesAt: string;
}

/** The other party answers for the person from here. */
export interface HandoverAccepted extends Step {
  readonly type: 'handover-accepted';
}

/** The other party does not take over now; who answered for the person still does. The reason travels sealed. */
export interface HandoverRefused extends Step {
  readonly type: 'handover-refused';
}

/** Nobody answered the offer of a handover in time; who answered for the person still does. */
export interface HandoverLapsed extends Step {
  readonly type: 'handover-lapsed';
}

/** What is known of the clocks that run for the person. */
export interface ClockTold extends Step {
  readonly type: 'clock-told';
  readonly clocks: readonly ClockState[];
}

/** Which of the people whom the task needs are there. */
export interface SlotsSet extends Step {
  readonly type: 'slots-set';
  readonly slots: readonly Slot[];
}

/** A party undertakes something; the words travel sealed. */
export interface Promised extends Step {
  readonly type: 'promised';
  readonly promise: Undertaking;
}

/** How an undertaking ended. */
export const PROMISE_ENDS = ['kept', 'broken', 'released'] as const;

/** Whoever promised says that it was kept or broken; the other party may release it. */
export interface PromiseEnded extends Step {
  readonly type: 'promise-ended';
  readonly promise: string;
  readonly end: (typeof PROMISE_ENDS)[number];
}

/**
 * Everything that can happen to a task.
 *
 * Information items are not part of these events. They ride beside them on the wire: what is told changes what a
 * reader knows of the person, never the state of the task.
 */
export type TaskEvent =
  | Requested
  | Received
  | Accepted
  | Rejected
  | Started
  | Informed
  | Completed
  | Failed
  | Cancelled
  | Expired
  | AnsweredLate
  | Overdue
  | Escalated
  | Countered
  | CounterAccepted
  | CounterRefused
  | HeldOn
  | Resumed
  | EnteredInError
  | HandoverOffered
  | HandoverAccepted
  | HandoverRefused
  | HandoverLapsed
  | ClockTold
  | SlotsSet
  | Promised
  | PromiseEnded
  | Corrected
  | Recalled
  | Identified
  | Acknowledged
  | Reviewed;

/** The name of one kind of task event. */
export type TaskEventType = TaskEvent['type'];
