import { plainWords, statusTag, type StatusTag } from './code-words.js';

const BUSINESS: Readonly<Record<string, StatusTag>> = {
  expired: { text: 'Nobody answered', classes: 'govuk-tag--red concordat-tag' },
  'counter-offered': { text: 'Other terms offered', classes: 'govuk-tag--orange concordat-tag' },
};
const NOT_RECORDED: StatusTag = { text: 'Not recorded', classes: 'govuk-tag--red concordat-tag' };

/** The tag of how a task stands, with what its status alone does not say. */
export const standingTag = (status: string, businessStatus?: string): StatusTag =>
  (businessStatus !== undefined ? BUSINESS[businessStatus] : undefined) ??
  (status === 'not-recorded' ? NOT_RECORDED : statusTag(status));

/** What a deadline is for. */
export const DEADLINES: Readonly<Record<string, string>> = {
  acknowledge: 'Say that somebody considers it',
  decide: 'Answer',
  start: 'Begin',
  complete: 'Be done',
  review: 'Look at it again',
  promise: 'Keep the promise',
  handover: 'Answer the handover',
};

/** What nobody has looked at yet. */
export const NOTICES: Readonly<Record<string, string>> = {
  overridden: 'Emergency override to review',
  corrected: 'Information was corrected',
  recalled: 'Information was taken back',
  identified: 'Identity changed',
  declined: 'They declined',
  expired: 'Nobody answered in time',
  'answered-late': 'They answered after it had expired',
  overdue: 'A time has passed',
  escalated: 'You were called in',
  'handover-refused': 'The handover was refused',
  'handover-lapsed': 'The handover was not answered',
  'promise-broken': 'A promise was broken',
  failed: 'They gave it up',
};

/** Steps as buttons and headings say them. */
export const STEPS: Readonly<Record<string, string>> = {
  receive: 'Say that you are considering it',
  accept: 'Accept',
  reject: 'Decline',
  counter: 'Offer other terms',
  'accept-counter': 'Agree to their terms',
  'refuse-counter': 'Do not agree to their terms',
  start: 'Start work',
  inform: 'Tell them something',
  'set-slots': 'Say who is there',
  'accept-handover': 'Take over',
  'refuse-handover': 'Do not take over',
  'offer-handover': 'Offer a handover',
  hold: 'Put on hold',
  resume: 'Go on',
  complete: 'Finish',
  fail: 'Give up',
  promise: 'Promise something',
  'end-promise': 'End a promise',
  escalate: 'Call in another unit',
  cancel: 'Cancel',
  'enter-in-error': 'Mark as made in error',
};

/** What an event of a task did, after the name of who did it. */
export const DID: Readonly<Record<string, string>> = {
  requested: 'asked',
  received: 'is considering it',
  accepted: 'accepted',
  rejected: 'declined',
  started: 'started work',
  informed: 'told something',
  completed: 'finished',
  failed: 'gave it up',
  cancelled: 'cancelled',
  'entered-in-error': 'said that it was made in error',
  countered: 'offered other terms',
  'counter-accepted': 'agreed to the terms',
  'counter-refused': 'did not agree to the terms',
  held: 'put it on hold',
  resumed: 'went on',
  expired: 'recorded that nobody answered in time',
  'answered-late': 'answered after it had expired',
  overdue: 'recorded that a time has passed',
  escalated: 'called in another unit',
  'handover-offered': 'offered a handover',
  'handover-accepted': 'took over',
  'handover-refused': 'did not take over',
  'handover-lapsed': 'recorded that the handover was not answered',
  'clock-told': 'told of a clock',
  'slots-set': 'said who is there',
  promised: 'promised something',
  'promise-ended': 'ended a promise',
  corrected: 'corrected information',
  recalled: 'took information back',
  identified: 'told of the identity',
  acknowledged: 'has seen it',
  reviewed: 'reviewed an override',
};

/** The short type of an event: `accepted` for `concordat.task.accepted.v1`. */
export const shortType = (type: string): string => /^concordat\.task\.(.+)\.v1$/.exec(type)?.[1] ?? type;

/** An agency as its code reads: `mh-trust` as `MH trust`. */
export const agencyName = (code: string): string => plainWords(code).replace(/^Mh /, 'MH ');
