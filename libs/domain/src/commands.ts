import { factsOf } from './event-facts.js';
import type * as events from './events.js';
import type { TaskEvent, TaskEventType } from './events.js';
import type * as remarks from './remarks.js';
import type { Step } from './step.js';
import type { Party, TaskStatus } from './task.js';

/** What every command says. */
interface Wish {
  readonly taskId: string;
  /** Who wants the step. The unit may be any unit of the agency that is asker or performer. */
  readonly by: Party;
  /** When it was wanted: ISO 8601 with an offset. It becomes the time of the event. */
  readonly at: string;
  /**
   * The status the person saw when deciding. If the task has moved on since, the command is refused `OVERTAKEN`; that it was
   * received is no move.
   */
  readonly seenStatus?: TaskStatus;
}

/** A command says what its event will say, under its own name. */
type CommandFor<E extends TaskEvent, Name extends string> = Wish &
  Omit<E, keyof Step | 'type'> & { readonly type: Name };

/** Ask another agency, or another unit of one's own, to act. */
export type RequestTask = CommandFor<events.Requested, 'request'>;
/** Say that someone is considering the request. */
export type ReceiveTask = CommandFor<events.Received, 'receive'>;
/** Take the task. */
export type AcceptTask = CommandFor<events.Accepted, 'accept'>;
/** Decline the task, with a reason that its kind allows and the fact that the reason demands. */
export type RejectTask = CommandFor<events.Rejected, 'reject'>;
/** Say that the work began. */
export type StartTask = CommandFor<events.Started, 'start'>;
/** Tell the other party something about an open task. */
export type InformOnTask = CommandFor<events.Informed, 'inform'>;
/** Finish the task, with an outcome of its kind. The clocks that the outcome ends are found by `decide`. */
export type CompleteTask = CommandFor<Omit<events.Completed, 'clocks'>, 'complete'>;
/** Give up an accepted task, with a reason that its kind allows. */
export type FailTask = CommandFor<events.Failed, 'fail'>;
/** Withdraw the request, for one of `CANCEL_REASONS`. */
export type CancelTask = CommandFor<events.Cancelled, 'cancel'>;
/** Say that nobody answered in time. What the kind records of it is found by `decide`. */
export type ExpireTask = CommandFor<Omit<events.Expired, 'outcome'>, 'expire'>;
/** Record a verdict that came after the task had expired. */
export type AnswerLate = CommandFor<events.AnsweredLate, 'answer-late'>;
/** Say that a deadline passed. */
export type ReportOverdue = CommandFor<events.Overdue, 'report-overdue'>;
/** Call in units of either party. */
export type EscalateTask = CommandFor<events.Escalated, 'escalate'>;
/** Offer to take the task on other terms. */
export type CounterTask = CommandFor<events.Countered, 'counter'>;
/** Agree to the performer's terms. */
export type AcceptCounter = CommandFor<events.CounterAccepted, 'accept-counter'>;
/** Do not agree to the performer's terms. */
export type RefuseCounter = CommandFor<events.CounterRefused, 'refuse-counter'>;
/** Let the work wait until a time. */
export type HoldTask = CommandFor<events.HeldOn, 'hold'>;
/** Go on with the work. */
export type ResumeTask = CommandFor<events.Resumed, 'resume'>;
/** Say that the request should never have been made. */
export type EnterInError = CommandFor<events.EnteredInError, 'enter-in-error'>;
/** Offer the other party to answer for the person. */
export type OfferHandover = CommandFor<events.HandoverOffered, 'offer-handover'>;
/** Answer for the person from here. */
export type AcceptHandover = CommandFor<events.HandoverAccepted, 'accept-handover'>;
/** Do not take over now. */
export type RefuseHandover = CommandFor<events.HandoverRefused, 'refuse-handover'>;
/** Say that nobody answered the offer of a handover in time. */
export type LapseHandover = CommandFor<events.HandoverLapsed, 'lapse-handover'>;
/** Tell what is known of the clocks that run for the person. */
export type TellClocks = CommandFor<events.ClockTold, 'tell-clocks'>;
/** Say which of the people whom the task needs are there. */
export type SetSlots = CommandFor<events.SlotsSet, 'set-slots'>;
/** Undertake something. */
export type PromiseOnTask = CommandFor<events.Promised, 'promise'>;
/** Say how an undertaking ended. */
export type EndPromise = CommandFor<events.PromiseEnded, 'end-promise'>;
/** Put right what was told before. */
export type CorrectOnTask = CommandFor<remarks.Corrected, 'correct'>;
/** Say that what was told must no longer be used, for one of `RECALL_REASONS`. */
export type RecallOnTask = CommandFor<remarks.Recalled, 'recall'>;
/** Say that the person was identified, or that the identity was taken back. */
export type IdentifyOnTask = CommandFor<remarks.Identified, 'identify'>;
/** Say that a person has seen what these events say. */
export type AcknowledgeOnTask = CommandFor<remarks.Acknowledged, 'acknowledge'>;
/** Say what the review of an override came to, as one of `FINDINGS`. */
export type ReviewOnTask = CommandFor<remarks.Reviewed, 'review'>;

/** Everything a party can want of a task. */
export type TaskCommand =
  | RequestTask
  | ReceiveTask
  | AcceptTask
  | RejectTask
  | StartTask
  | InformOnTask
  | CompleteTask
  | FailTask
  | CancelTask
  | ExpireTask
  | AnswerLate
  | ReportOverdue
  | EscalateTask
  | CounterTask
  | AcceptCounter
  | RefuseCounter
  | HoldTask
  | ResumeTask
  | EnterInError
  | OfferHandover
  | AcceptHandover
  | RefuseHandover
  | LapseHandover
  | TellClocks
  | SetSlots
  | PromiseOnTask
  | EndPromise
  | CorrectOnTask
  | RecallOnTask
  | IdentifyOnTask
  | AcknowledgeOnTask
  | ReviewOnTask;

/** The name of one kind of command. */
export type TaskCommandType = TaskCommand['type'];

/** The event that each command becomes. */
export const EVENT_OF = {
  request: 'requested',
  receive: 'received',
  accept: 'accepted',
  reject: 'rejected',
  start: 'started',
  inform: 'informed',
  complete: 'completed',
  fail: 'failed',
  cancel: 'cancelled',
  expire: 'expired',
  'answer-late': 'answered-late',
  'report-overdue': 'overdue',
  escalate: 'escalated',
  counter: 'countered',
  'accept-counter': 'counter-accepted',
  'refuse-counter': 'counter-refused',
  hold: 'held',
  resume: 'resumed',
  'enter-in-error': 'entered-in-error',
  'offer-handover': 'handover-offered',
  'accept-handover': 'handover-accepted',
  'refuse-handover': 'handover-refused',
  'lapse-handover': 'handover-lapsed',
  'tell-clocks': 'clock-told',
  'set-slots': 'slots-set',
  promise: 'promised',
  'end-promise': 'promise-ended',
  correct: 'corrected',
  recall: 'recalled',
  identify: 'identified',
  acknowledge: 'acknowledged',
  review: 'reviewed',
} as const satisfies Readonly<Record<TaskCommandType, TaskEventType>>;

/** The event that a command becomes if nothing speaks against it, with this version. Checks nothing. */
export function eventOf(command: TaskCommand, version: number): TaskEvent {
  const type = EVENT_OF[command.type];
  const { taskId, by, at } = command;
  return { taskId, version, by, at, type, ...factsOf(type, command) } as TaskEvent;
}
