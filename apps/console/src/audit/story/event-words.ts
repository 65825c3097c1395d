/** What each kind of event says, as the verb behind whoever says it. Others are called by their type. */
const SAYS: Readonly<Record<string, string>> = {
  requested: 'asks for',
  received: 'is looking at it',
  accepted: 'accepts, and holds the task',
  rejected: 'declines',
  started: 'has begun',
  informed: 'tells what it knows',
  completed: 'has done it',
  failed: 'could not do it',
  cancelled: 'withdraws the request',
  expired: 'says that no answer came in time',
  'answered-late': 'answers too late: of no effect',
  overdue: 'says that a deadline was missed',
  escalated: 'escalates',
  countered: 'would do it on other terms',
  'counter-accepted': 'agrees to the other terms',
  'counter-refused': 'does not agree to the other terms',
  held: 'lets it wait',
  resumed: 'goes on with it',
  'entered-in-error': 'says that it was asked for by mistake',
  'handover-offered': 'offers to hand over the person',
  'handover-accepted': 'takes over, and now answers for the person',
  'handover-refused': 'does not take over yet',
  'handover-lapsed': 'says that nobody answered the handover',
  'clock-told': 'tells of a clock that runs',
  'slots-set': 'says who is needed',
  promised: 'promises',
  'promise-ended': 'ends a promise',
  identified: 'says who the person is',
  corrected: 'corrects what it told',
  recalled: 'takes back what it told',
  acknowledged: 'has seen it',
  reviewed: 'has reviewed the override',
};

/** The type of an event without what all of them share: `requested` of `concordat.task.requested.v1`. */
export const shortType = (type: string): string =>
  type.replace(/^concordat\.(?:task\.)?/, '').replace(/\.v\d+$/, '');

/** What an event of this type says: "declines". */
export function saysOf(type: string): string {
  const short = shortType(type);
  return Object.hasOwn(SAYS, short) ? (SAYS[short] as string) : short.replaceAll(/[-.]/g, ' ');
}
