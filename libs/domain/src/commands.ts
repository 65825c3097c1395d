import type { IdentityStep, TaskEvent, ToldItem } from './events.js';
import type { Mode, Party, TaskStatus } from './task.js';

/** What every command says. */
interface Wish {
  readonly taskId: string;
  /** Who wants the step. The unit may be any unit of the agency that is asker or performer. */
  readonly by: Party;
  /** When it was wanted: ISO 8601 with an offset. It becomes the time of the event. */
  readonly at: string;
  /** The status the person saw when deciding. If the task has moved on since, the command is refused `OVERTAKEN`. */
  readonly seenStatus?: TaskStatus;
}

/** Ask another agency, or another unit of one's own, to act. */
export interface RequestTask extends Wish {
  readonly type: 'request';
  readonly caseId: string;
  readonly mode: Mode;
  readonly kind: string;
  readonly urgency: string;
  readonly asker: Party;
  readonly performer: Party;
  readonly decideBy?: string;
  readonly wanted?: readonly string[];
  readonly grade?: string;
  readonly purpose?: string;
  readonly basis?: string;
  readonly need?: string;
}

/** Say that someone is considering the request. */
export interface ReceiveTask extends Wish {
  readonly type: 'receive';
}

/** Take the task. */
export interface AcceptTask extends Wish {
  readonly type: 'accept';
}

/** Decline the task, with a reason that its kind allows. */
export interface RejectTask extends Wish {
  readonly type: 'reject';
  readonly reason: string;
}

/** Say that the work began. */
export interface StartTask extends Wish {
  readonly type: 'start';
}

/** Tell the other party something about an open task. */
export interface InformOnTask extends Wish {
  readonly type: 'inform';
}

/** Finish the task, with an outcome of its kind. */
export interface CompleteTask extends Wish {
  readonly type: 'complete';
  readonly outcome: string;
}

/** Give up an accepted task, with a reason that its kind allows. */
export interface FailTask extends Wish {
  readonly type: 'fail';
  readonly reason: string;
}

/** Withdraw the request, for one of `CANCEL_REASONS`. */
export interface CancelTask extends Wish {
  readonly type: 'cancel';
  readonly reason: string;
}

/** Put right what was told before. */
export interface CorrectOnTask extends Wish {
  readonly type: 'correct';
}

/** Say that what was told must no longer be used, for one of `RECALL_REASONS`. */
export interface RecallOnTask extends Wish {
  readonly type: 'recall';
  readonly recalls: readonly ToldItem[];
  readonly reason: string;
}

/** Say that the person was identified, or that the identity was taken back. */
export interface IdentifyOnTask extends Wish {
  readonly type: 'identify';
  readonly identity: IdentityStep;
}

/** Say that a person has seen what these events say. */
export interface AcknowledgeOnTask extends Wish {
  readonly type: 'acknowledge';
  readonly events: readonly string[];
}

/** Say what the review of an override came to, as one of `FINDINGS`. */
export interface ReviewOnTask extends Wish {
  readonly type: 'review';
  readonly override: string;
  readonly finding: string;
}

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
  | CorrectOnTask
  | RecallOnTask
  | IdentifyOnTask
  | AcknowledgeOnTask
  | ReviewOnTask;

/** The name of one kind of command. */
export type TaskCommandType = TaskCommand['type'];

/** The event that a command becomes if nothing speaks against it, with this version. Checks nothing. */
export function eventOf(command: TaskCommand, version: number): TaskEvent {
  const step = { taskId: command.taskId, version, by: command.by, at: command.at };
  switch (command.type) {
    case 'request':
      return { ...step, type: 'requested', ...requestedFacts(command) };
    case 'receive':
      return { ...step, type: 'received' };
    case 'accept':
      return { ...step, type: 'accepted' };
    case 'reject':
      return { ...step, type: 'rejected', reason: command.reason };
    case 'start':
      return { ...step, type: 'started' };
    case 'inform':
      return { ...step, type: 'informed' };
    case 'complete':
      return { ...step, type: 'completed', outcome: command.outcome };
    case 'fail':
      return { ...step, type: 'failed', reason: command.reason };
    case 'cancel':
      return { ...step, type: 'cancelled', reason: command.reason };
    default:
      return { ...step, ...remarkOf(command) };
  }
}

type RemarkCommand = CorrectOnTask | RecallOnTask | IdentifyOnTask | AcknowledgeOnTask | ReviewOnTask;

function remarkOf(command: RemarkCommand) {
  switch (command.type) {
    case 'correct':
      return { type: 'corrected' } as const;
    case 'recall':
      return { type: 'recalled', recalls: command.recalls, reason: command.reason } as const;
    case 'identify':
      return { type: 'identified', identity: command.identity } as const;
    case 'acknowledge':
      return { type: 'acknowledged', events: command.events } as const;
    case 'review':
      return { type: 'reviewed', override: command.override, finding: command.finding } as const;
    default:
      return command satisfies never;
  }
}

// Named one by one, so that nothing a caller hung on the command slips into a signed event.
function requestedFacts(command: RequestTask) {
  const { caseId, mode, kind, urgency, asker, performer, decideBy, wanted, grade, purpose, basis, need } =
    command;
  return {
    caseId,
    mode,
    kind,
    urgency,
    asker,
    performer,
    ...(decideBy === undefined ? {} : { decideBy }),
    ...(wanted === undefined ? {} : { wanted }),
    ...(grade === undefined ? {} : { grade }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(basis === undefined ? {} : { basis }),
    ...(need === undefined ? {} : { need }),
  };
}
