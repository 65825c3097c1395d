import type { ClockRule } from './clocks.js';
import type { TaskCommand, TaskCommandType } from './commands.js';
import type { TaskKind, TaskRules } from './rules.js';
import type { Party, Task } from './task.js';
import { ownerIn } from './lifecycle.js';

// One small made-up world for the specs: three agencies, one kind of task, one task. No index names it.

/** The asker, in most specs. */
export const police: Party = { agency: 'police', unit: 'control-room' };
/** Another unit of the asker. */
export const response: Party = { agency: 'police', unit: 'response' };
/** The performer, in most specs. */
export const ambulance: Party = { agency: 'ambulance', unit: 'emergency-operations-centre' };
/** Another unit of the performer. */
export const crew: Party = { agency: 'ambulance', unit: 'crew' };
/** An agency that is no party to the task. */
export const haven: Party = { agency: 'voluntary', unit: 'safe-haven' };

/** A kind with something in every list. */
export const welfareCheck: TaskKind = {
  code: 'welfare-check',
  label: 'Welfare check',
  definition: 'Go and see whether the person is safe.',
  mayBeAsked: ['ambulance', 'police'],
  mayBeRequestedBy: ['police', 'voluntary'],
  defaultUrgency: 'u2-within-hour',
  decideWithinMinutes: 10,
  responseMinutes: 60,
  allowedDeclineReasons: ['no-capacity', 'insufficient-information'],
  outcomes: ['seen-safe', 'no-access'],
  slots: [{ code: 'amhp', skills: ['amhp'] }],
  required: ['presenting-situation'],
  requiredOneOf: [['full-name', 'alias']],
  expected: ['phone', 'medication'],
  notNeeded: ['offence-now'],
  discloseAtOffer: ['area', 'presenting-situation'],
  discloseAfterAcceptance: ['full-name', 'home-address'],
};

const UNITS: Readonly<Record<string, readonly string[]>> = {
  police: ['control-room', 'response'],
  ambulance: ['emergency-operations-centre', 'crew'],
  voluntary: ['safe-haven'],
};

/** The one clock of that world: a day, which an outcome of the kind ends. */
export const CLOCK: ClockRule = {
  code: 's136-detention',
  power: 'mha-s136',
  maxMinutes: 1440,
  extension: { minutes: 720, reasons: ['condition-of-person'], never: ['no-bed'] },
  warnAtPercent: [75, 90],
  endsWith: { 'welfare-check': ['seen-safe'] },
};

/** The directory of that world. */
export const rules: TaskRules = {
  kind: (code) => (code === welfareCheck.code ? welfareCheck : undefined),
  unit: (agency, unit) => UNITS[agency]?.includes(unit) ?? false,
  declineNeeds: (reason) => (reason === 'insufficient-information' ? [['items']] : []),
  clocks: [CLOCK],
};

/** When everything in the specs happens, if it does not matter when. */
export const NOW = '2031-01-17T21:42:00Z';

/** An hour after that. */
export const LATER = '2031-01-17T22:42:00Z';

/** A task that police asked of ambulance. */
export function taskWith(changes: Partial<Task> = {}): Task {
  const parties = { asker: police, performer: ambulance };
  return {
    id: 'task-1',
    caseId: 'case-1',
    mode: 'exercise',
    kind: welfareCheck.code,
    urgency: 'u2-within-hour',
    ...parties,
    status: 'requested',
    version: 1,
    requestedAt: NOW,
    owner: ownerIn(changes.status ?? 'requested', { ...parties, ...changes }),
    ...changes,
  };
}

/** A command that the rules allow in itself, by the party whose step it is. */
export function commandOf<T extends TaskCommandType>(
  type: T,
  changes: Partial<Extract<TaskCommand, { type: T }>> = {},
): TaskCommand {
  const facts = { ...FACTS[type], taskId: 'task-1', at: NOW, ...changes };
  return { type, ...facts } as unknown as TaskCommand;
}

const FACTS: Readonly<Record<TaskCommandType, object>> = {
  request: {
    by: police,
    caseId: 'case-1',
    mode: 'exercise',
    kind: welfareCheck.code,
    urgency: 'u2-within-hour',
    asker: police,
    performer: ambulance,
  },
  receive: { by: ambulance },
  accept: { by: ambulance },
  reject: { by: ambulance, reason: 'no-capacity' },
  start: { by: ambulance },
  inform: { by: ambulance },
  complete: { by: ambulance, outcome: 'seen-safe' },
  fail: { by: ambulance, reason: 'no-capacity' },
  cancel: { by: police, reason: 'no-longer-needed' },
  expire: { by: police },
  'answer-late': { by: ambulance, answer: 'accepted' },
  'report-overdue': { by: police, deadline: 'complete' },
  escalate: { by: police, to: [response], why: 'requested' },
  counter: { by: ambulance, startBy: LATER },
  'accept-counter': { by: police },
  'refuse-counter': { by: police },
  hold: { by: ambulance, reviewAt: LATER },
  resume: { by: ambulance },
  'enter-in-error': { by: police },
  'offer-handover': { by: police, lapsesAt: LATER },
  'accept-handover': { by: ambulance },
  'refuse-handover': { by: ambulance },
  'lapse-handover': { by: police },
  'tell-clocks': { by: police, clocks: [{ code: CLOCK.code, waitingSince: '2031-01-17T21:42:00Z' }] },
  'set-slots': { by: ambulance, slots: [{ slot: 'amhp', state: 'filled' }] },
  promise: { by: ambulance, promise: { id: 'promise-1' } },
  'end-promise': { by: ambulance, promise: 'promise-0', end: 'kept' },
  correct: { by: police },
  recall: { by: police, recalls: [{ event: 'event-1', item: 'full-name' }], reason: 'incorrect' },
  identify: { by: police, identity: 'confirmed' },
  acknowledge: { by: ambulance, events: ['event-1'] },
  review: { by: police, override: 'event-1', finding: 'justified' },
};
