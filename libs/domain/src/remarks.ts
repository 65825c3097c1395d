import type { Step } from './step.js';

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
