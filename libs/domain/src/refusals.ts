/** Every code with which a command can be refused, and what it means in one plain sentence. Codes are never reused. */
export const REFUSALS = {
  TASK_EXISTS: 'A task with this id was already requested.',
  TASK_UNKNOWN: 'There is no task with this id.',
  ANOTHER_TASK: 'The step names another task than the one it was put to.',
  TASK_CLOSED: 'The task is closed, and a closed task never opens again.',
  NOT_A_PARTY: 'Only the agency that asked and the agency that was asked may take a step on this task.',
  NOT_THE_ASKER: 'Only the agency that asked may take this step.',
  NOT_THE_PERFORMER: 'Only the agency that was asked may take this step.',
  NOT_IN_THIS_STATUS: 'The step is not possible while the task is in this status.',
  NEED_ALREADY_MET: 'Another offer of the need was accepted first, or the asker has closed the need.',
  OVERTAKEN: 'The task has moved to another status since the person who decided last saw it.',
  UNKNOWN_KIND: 'The directory has no task kind with this code.',
  UNKNOWN_UNIT: 'The directory has no such unit of this agency.',
  KIND_NOT_FOR_THIS_PERFORMER: 'This agency may not be asked for this kind of task.',
  KIND_NOT_FROM_THIS_ASKER: 'This agency may not ask for this kind of task.',
  UNIT_OF_NO_PARTY: 'Only units of the two agencies of a task can be called in on it.',
  UNIT_TASKS_ITSELF: 'A unit may not task itself.',
  REASON_NOT_ALLOWED: 'The reason is not one that may be given here.',
  OUTCOME_NOT_ALLOWED: 'The outcome is not one that this kind of task can have.',
  ASKED_WITHOUT_GROUND: 'Whoever asks for information names the items, the purpose and the lawful basis.',
  NOTHING_NAMED: 'A recall names items and an acknowledgement names events; this one names none.',
  DECIDE_BY_IN_THE_PAST: 'The time to decide by is not after the time of the request.',
  TIME_IN_THE_PAST: 'A time that lies ahead is named, and this one does not.',
  OCCURRED_IN_THE_FUTURE: 'It cannot have happened later than it is recorded.',
  OCCURRED_TOO_LONG_AGO: 'What happened more than seven days ago cannot be recorded as a step any more.',
  NOT_DUE_YET: 'The time has not passed yet.',
  NO_SUCH_DEADLINE: 'The task has no such deadline as it stands.',
  REPORTED_BEFORE: 'It stands on the ledger already, and is said once only.',
  RESPONSIBILITY_RETAINED: 'The request says that the responsibility for the person stays where it is.',
  NOT_RESPONSIBLE: 'Only who answers for the person now may offer a handover.',
  HANDOVER_OFFERED: 'A handover is offered already and not answered yet.',
  NO_HANDOVER_OFFERED: 'No handover is offered that could be answered.',
  OWN_HANDOVER: 'Who offered the handover cannot answer it.',
  NO_COUNTER_OFFER: 'There is no counter-offer that could be answered.',
  OFFER_OF_A_NEED: 'An offer of a need is taken or declined as it is, since the first who takes it has it.',
  TERMS_MISSING: 'A counter-offer says when the work could begin, or on which condition.',
  FACT_MISSING: 'The reason is not complete without a fact; one of each list is needed.',
  SLOTS_OPEN: 'The outcome needs people who are not there: these slots are not filled.',
  UNKNOWN_SLOT: 'The kind of task has no such slot.',
  PROMISE_EXISTS: 'There is a promise with this id already.',
  PROMISE_UNKNOWN: 'There is no promise with this id on the task.',
  PROMISE_ENDED: 'The promise was kept, broken or released already.',
  NOT_YOUR_PROMISE: 'Who promised says that it was kept or broken; only the other party releases it.',
  NOT_A_TIME: 'A time is not written as an ISO 8601 date and time with an offset.',
} as const;

/** One of the codes of {@link REFUSALS}. */
export type RefusalCode = keyof typeof REFUSALS;

/** Why a step is not possible: the code, and the facts that let a person see why. The facts hold codes and times only. */
export interface Refusal {
  readonly refused: RefusalCode;
  readonly because?: Readonly<Record<string, string | number | readonly string[]>>;
}
