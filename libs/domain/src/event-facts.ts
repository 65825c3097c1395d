import type { TaskEvent, TaskEventType } from './events.js';
import type { Step } from './step.js';

type FactOf<T extends TaskEventType> = keyof Omit<Extract<TaskEvent, { type: T }>, keyof Step | 'type'>;

/** What each kind of event says beside its step, by name: nothing else slips into a signed event. */
export const EVENT_FACTS: { readonly [T in TaskEventType]: readonly FactOf<T>[] } = {
  requested: [
    'caseId',
    'mode',
    'kind',
    'urgency',
    'asker',
    'performer',
    'decideBy',
    'wanted',
    'grade',
    'purpose',
    'basis',
    'exercise',
    'follows',
    'need',
    'acknowledgeBy',
    'startBy',
    'completeBy',
    'responsibility',
    'occurredAt',
  ],
  received: [],
  accepted: ['promise', 'slots', 'occurredAt'],
  rejected: ['reason', 'facts', 'explained'],
  started: [],
  informed: [],
  completed: ['outcome', 'clocks'],
  failed: ['reason', 'facts', 'explained'],
  cancelled: ['reason'],
  expired: ['outcome'],
  'answered-late': ['answer'],
  overdue: ['deadline', 'promise', 'clock', 'percent'],
  escalated: ['to', 'why'],
  countered: ['startBy', 'explained'],
  'counter-accepted': [],
  'counter-refused': [],
  held: ['reviewAt'],
  resumed: [],
  'entered-in-error': [],
  'handover-offered': ['lapsesAt'],
  'handover-accepted': [],
  'handover-refused': [],
  'handover-lapsed': [],
  'clock-told': ['clocks'],
  'slots-set': ['slots'],
  promised: ['promise'],
  'promise-ended': ['promise', 'end'],
  corrected: [],
  recalled: ['recalls', 'reason'],
  identified: ['identity'],
  acknowledged: ['events'],
  reviewed: ['override', 'finding'],
};

/** Of what is given, the facts that an event of this type says; what is undefined is left out. */
export function factsOf(type: TaskEventType, given: object): Readonly<Record<string, unknown>> {
  const said = given as Readonly<Record<string, unknown>>;
  const names: readonly string[] = EVENT_FACTS[type];
  return Object.fromEntries(names.flatMap((name) => (said[name] === undefined ? [] : [[name, said[name]]])));
}
