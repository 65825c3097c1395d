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
  UNIT_TASKS_ITSELF: 'A unit may not task itself.',
  REASON_NOT_ALLOWED: 'The reason is not one that may be given here.',
  OUTCOME_NOT_ALLOWED: 'The outcome is not one that this kind of task can have.',
  ASKED_WITHOUT_GROUND: 'Whoever asks for information names the items, the purpose and the lawful basis.',
  NOTHING_NAMED: 'A recall names items and an acknowledgement names events; this one names none.',
  DECIDE_BY_IN_THE_PAST: 'The time to decide by is not after the time of the request.',
  NOT_A_TIME: 'A time is not written as an ISO 8601 date and time with an offset.',
} as const;

/** One of the codes of {@link REFUSALS}. */
export type RefusalCode = keyof typeof REFUSALS;

/** Why a step is not possible: the code, and the facts that let a person see why. The facts hold codes and times only. */
export interface Refusal {
  readonly refused: RefusalCode;
  readonly because?: Readonly<Record<string, string | number | readonly string[]>>;
}
