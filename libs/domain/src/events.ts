import type { Mode, Party } from './task.js';

/** What every task event says: which task, its place in the task's order, who took the step and when. */
interface Step {
  readonly taskId: string;
  /** 1 for `requested`, then one more with each event. The only truth for order. */
  readonly version: number;
  readonly by: Party;
  /** When the step was taken: ISO 8601 with an offset, by the clock of the agency that took it. */
  readonly at: string;
}

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
  /** The need of which this request is an offer. */
  readonly need?: string;
}

/** A person or system of the performer is considering the request. It is not an acceptance. */
export interface Received extends Step {
  readonly type: 'received';
}

/** The performer takes the task, and with it the accountability. */
export interface Accepted extends Step {
  readonly type: 'accepted';
}

/** The performer declines, for a reason that the task's kind allows. */
export interface Rejected extends Step {
  readonly type: 'rejected';
  readonly reason: string;
}

/** The performer began the work. */
export interface Started extends Step {
  readonly type: 'started';
}

/** One party told the other something. What it told rides beside the event. */
export interface Informed extends Step {
  readonly type: 'informed';
}

/** The performer finished, with an outcome of the task's kind. */
export interface Completed extends Step {
  readonly type: 'completed';
  readonly outcome: string;
}

/** The performer had accepted and could not do it after all. */
export interface Failed extends Step {
  readonly type: 'failed';
  readonly reason: string;
}

/** The asker withdrew the request, for one of `CANCEL_REASONS`. */
export interface Cancelled extends Step {
  readonly type: 'cancelled';
  readonly reason: string;
}

/** One party put right what it told before. Possible at any time, also when the task is closed. */
export interface Corrected extends Step {
  readonly type: 'corrected';
}

/** An item that an earlier event told. */
export interface ToldItem {
  readonly event: string;
  readonly item: string;
}

/** Why something should not have been told, or is not so. */
export const RECALL_REASONS = [
  'wrong-person',
  'wrong-recipient',
  'not-covered',
  'incorrect',
  'objection-upheld',
] as const;

/** One of {@link RECALL_REASONS}. */
export type RecallReason = (typeof RECALL_REASONS)[number];

/** One party says that what it told must no longer be used. */
export interface Recalled extends Step {
  readonly type: 'recalled';
  readonly recalls: readonly ToldItem[];
  readonly reason: string;
}

/** What became of an identity: an alias was joined with a person, or parted from it again. */
export const IDENTITY_STEPS = ['confirmed', 'reversed'] as const;

/** One of {@link IDENTITY_STEPS}. */
export type IdentityStep = (typeof IDENTITY_STEPS)[number];

/** The person of the case was identified, or the identity turned out to be another. */
export interface Identified extends Step {
  readonly type: 'identified';
  readonly identity: IdentityStep;
}

/** A person has seen these corrections, recalls or identity notices. */
export interface Acknowledged extends Step {
  readonly type: 'acknowledged';
  /** Ids of the events that were seen. */
  readonly events: readonly string[];
}

/** What the review of an override came to. */
export const FINDINGS = ['justified', 'justified-in-part', 'not-justified'] as const;

/** One of {@link FINDINGS}. */
export type Finding = (typeof FINDINGS)[number];

/** A named person looked at an emergency override afterwards. */
export interface Reviewed extends Step {
  readonly type: 'reviewed';
  /** Id of the event that told items under the override. */
  readonly override: string;
  readonly finding: string;
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
  | Corrected
  | Recalled
  | Identified
  | Acknowledged
  | Reviewed;

/** The name of one kind of task event. */
export type TaskEventType = TaskEvent['type'];
