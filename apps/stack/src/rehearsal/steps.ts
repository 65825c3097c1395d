import type { AbsentReason, Confidence, ItemState, PROMISE_ENDS, Party, SLOT_STATES } from '#domain';
import type { Assertion } from './assertions.js';

/** What a step says of one item. Without value and reason it means: as in the case, by then. */
export interface ScenarioItem {
  readonly code: string;
  readonly state: ItemState;
  readonly value?: unknown;
  /** `project_reason` of the file where it gives one, since that is the finer reason; else `absent`. */
  readonly absent?: AbsentReason;
  /** In free words. */
  readonly source?: string;
  readonly confidence?: Confidence;
  readonly note?: string;
}

/** An undertaking: what is promised and until when; or how the one that stands on the task ends. */
export interface ScenarioPromise {
  /** What is promised, in free words. */
  readonly text?: string;
  readonly byMinute?: number;
  readonly end?: (typeof PROMISE_ENDS)[number];
}

/** A person of a case study, wholly invented. */
export interface Person {
  readonly id: string;
  /** What is so, by item code; no agency knows it at minute 0. */
  readonly truth: Readonly<Record<string, unknown>>;
}

/** What should hold at the end, in words for people and, as far as software can judge it, as assertions. */
export interface FinalCheck {
  readonly check: string;
  readonly asserts?: readonly Assertion[];
  /** What people still have to judge beside the assertions. */
  readonly ask?: string;
}

/** A case study, checked, its steps in the order of their minutes. */
export interface Scenario {
  /** Name of the file, for people. */
  readonly file: string;
  readonly id: string;
  readonly title: string;
  readonly question?: string;
  /** The instant of minute 0, ISO 8601. */
  readonly start: string;
  readonly agencies: readonly string[];
  readonly persons: readonly Person[];
  readonly steps: readonly Step[];
  readonly checks: readonly FinalCheck[];
}

/** The party that a step is by, or the software itself. */
export type Speaker = Party | 'bus';

/** What a step may add to its verb; each is explained in scenarios/_schema.yaml. */
export interface Details {
  /** Local id of the task, such as T1. */
  readonly task: string;
  readonly kind: string;
  readonly to: readonly Party[];
  /** Local id of the case. */
  readonly case: string;
  readonly items: readonly ScenarioItem[];
  /** Items named as held back, each with a reason. */
  readonly withheld: readonly ScenarioItem[];
  readonly wanted: readonly string[];
  readonly basis: string;
  /** What the wanted items are for. */
  readonly purpose: string;
  readonly tried: readonly string[];
  /** Roles to fill in one task, by the code of their slot. */
  readonly slots: Readonly<Record<string, (typeof SLOT_STATES)[number]>>;
  readonly mode: string;
  /** Units to which a need is offered at once, the best first. */
  readonly targets: readonly string[];
  readonly promise: ScenarioPromise;
  /** What has to be so for an acceptance to count: an undertaking of whoever accepts. */
  readonly condition: string;
  /** Minute at which to ask again. */
  readonly reviewAt: number;
  /** The fact that a decline must carry. */
  readonly extra: string;
  readonly outcome: string;
  readonly reason: string;
  readonly atPlace: string;
  readonly note: string;
  readonly value: string;
  readonly clock: string;
  /** For which reason the time of the clock is to be made longer, in the place of its start. */
  readonly extend: string;
}

/** Every verb of a scenario, with what a step of it must say. */
export const VERB_NEEDS = {
  'open-case': ['case'],
  note: [],
  'clock-start': ['clock'],
  offer: ['task', 'kind', 'to'],
  accept: ['task'],
  decline: ['task', 'reason'],
  'counter-offer': ['task'],
  expire: ['task'],
  'ask-info': ['task', 'to', 'wanted'],
  'give-info': [],
  'set-absent': [],
  withhold: [],
  correct: [],
  'merge-identity': ['items'],
  'set-off': ['task'],
  arrive: ['task'],
  'handover-offer': ['task'],
  'handover-accept': ['task'],
  'handover-refuse': ['task'],
  escalate: ['task'],
  complete: ['task', 'outcome'],
  cancel: ['task'],
  'close-case': [],
} as const satisfies Readonly<Record<string, readonly (keyof Details)[]>>;

/** What someone does in a step. */
export type Verb = keyof typeof VERB_NEEDS;

/** All verbs, in the order of the schema. */
export const VERBS = Object.keys(VERB_NEEDS) as readonly Verb[];

interface Happening {
  /** Minutes since the first contact. */
  readonly at: number;
  readonly by: Speaker;
  /** What the software must show or refuse; the word REFUSED at its start means that the step must be refused. */
  readonly expect?: string;
  /** What software judges after the step. */
  readonly asserts?: readonly Assertion[];
  /** What people still have to judge beside the assertions. */
  readonly ask?: string;
  /** Line in its file, from 1. */
  readonly line: number;
  /** Place in the file's list of steps, from 0. */
  readonly index: number;
}

/** A step of one verb. */
export type StepOf<V extends Verb> = Happening &
  Partial<Details> &
  Pick<Details, (typeof VERB_NEEDS)[V][number]> & { readonly do: V };

/** One step of a scenario. */
export type Step = { readonly [V in Verb]: StepOf<V> }[Verb];

/** True when the scenario wants the system to refuse this step. */
export const mustBeRefused = ({ expect, asserts }: Pick<Step, 'expect' | 'asserts'>): boolean =>
  /^refused\b/i.test(expect ?? '') || (asserts?.some(({ form }) => form === 'refused') ?? false);

/** Verbs that open a task. */
export const opensTask = (step: Step): step is StepOf<'offer'> | StepOf<'ask-info'> =>
  step.do === 'offer' || step.do === 'ask-info';
