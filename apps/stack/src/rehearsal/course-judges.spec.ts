import { describe, expect, it } from '@jest/globals';
import type { Task } from '#domain';
import { courtOf, minute, type World } from '../../test/shown-world.js';
import { judgeAll } from './assertion-judge.js';
import type { Assertion, Form } from './assertions.js';

const NO_PATIENCE = { longestMs: 0, lookMs: 0 };
const police = { agency: 'police', unit: 'control-room' };
const ambulance = { agency: 'ambulance', unit: 'emergency-operations-centre' };
const inspector = { agency: 'police', unit: 'duty-inspector' };

async function foundIn(world: World, form: Form, fields: object): Promise<string | undefined> {
  const one = { form, line: 7, ...fields } as Assertion;
  const [judged] = await judgeAll([one], courtOf(world), NO_PATIENCE);
  return judged?.found;
}

const t1 = (state: Partial<Task>): World => ({ states: { T1: state } });
const CLOCK = {
  code: 's136-detention',
  startedAt: minute(0),
  startedBy: police,
  dueAt: minute(1440),
  remainingMinutes: 1430,
};
const withClock = (clock: object): World => ({ case: { clocks: [{ ...CLOCK, ...clock }] } });
const told = (clock: object = {}): World => ({
  ...withClock(clock),
  states: {
    T1: { clocks: [{ ...CLOCK, ...clock }] },
    T3: { status: 'cancelled' },
    'T5/suite-north': { status: 'rejected' },
  },
});
const declined = (data: object, content: object = {}) => ({
  sender: 'ambulance',
  event: { type: 'concordat.task.rejected.v1', time: minute(2), data },
  content,
});
const whole = declined({ reason: 'no-capacity' }, { fact: 'earliest 50 min' });
const expired = {
  sender: 'police',
  event: { type: 'concordat.task.expired.v1', time: minute(2), data: { warnings: ['s136-consult-first'] } },
  content: {},
};
const owned = [
  { version: 1, sequence: 1, task: { owner: police, status: 'requested' } },
  { version: 2, sequence: 4, task: { owner: ambulance, status: 'accepted' } },
] as const;
const calls = [{ to: [inspector], why: 'overdue', at: minute(9) }];
const promises = [{ id: 'p', by: ambulance, dueBy: minute(30), state: 'open' }] as const;
const rejected: World = {
  states: { 'T5/suite-north': { status: 'rejected', statusReason: 'outside-area' } },
};
const open: World = { states: { 'T5/suite-north': { status: 'requested' } } };

describe('an assertion about the course of a task that holds', () => {
  it.each<[Form, object, World]>([
    ['owner', { owner: 'T1', is: 'ambulance' }, t1({ owner: ambulance })],
    ['owner', { owner: 'T1', is: 'police/control-room' }, t1({})],
    ['responsible', { responsible: 'T1', is: 'police' }, t1({ responsible: police })],
    [
      'status',
      {
        status: 'T1',
        is: 'cancelled',
        business: 'expired',
        reason: 'no-response',
        outcome: 'not-practicable',
      },
      t1({
        ...{ status: 'cancelled', businessStatus: 'expired' },
        ...{ statusReason: 'no-response', outcome: 'not-practicable' },
      }),
    ],
    ['open_offer', { open_offer: 'T5', to: ['mh-trust/suite-north'] }, open],
    ['closed', { closed: 'T5', reason: 'outside-area' }, rejected],
    ['deadline', { deadline: 'decide', task: 'T1', remaining: 2 }, t1({ decideBy: minute(12) })],
    ['deadline', { deadline: 'start', task: 'T1', missed: true }, t1({ missed: ['start'] })],
    ['deadline', { deadline: 'start', task: 'T1', missed: false }, t1({})],
    ['clock', { clock: 's136-detention', in: 'police', remaining: 1430 }, withClock({})],
    [
      'clock',
      { clock: 's136-detention', in: 'police', remaining: 'waiting' },
      withClock({ startedAt: undefined, remainingMinutes: undefined }),
    ],
    [
      'clock',
      { clock: 's136-detention', in: 'police', remaining: 290, ended: 'application-made' },
      withClock({ endedAt: minute(8), endReason: 'application-made', remainingMinutes: 290 }),
    ],
    ['clock', { clock: 's136-detention', in: 'police', remaining: 1430, warns_at: [1080, 1296] }, told()],
    ['started_once', { started_once: 's136-detention', at: 0 }, told()],
    [
      'escalated',
      { escalated: 'T1', to: ['police/duty-inspector'], why: 'overdue' },
      t1({ escalations: calls }),
    ],
    ['slot', { slot: 'amhp', task: 'T1', is: 'filled' }, t1({ slots: [{ slot: 'amhp', state: 'filled' }] })],
    ['slot', { slot: 'amhp', task: 'T1', is: 'open' }, t1({})],
    ['promise', { promise: 'T1', is: 'open', by: 'ambulance', due: 30 }, t1({ promises })],
    ['warned', { warned: 's136-consult-first', task: 'T1' }, { events: [expired] }],
    ['one_owner', { one_owner: 'always' }, { history: owned }],
    ['declines', { declines: 1, with: ['reason', 'fact', 'time'] }, { events: [whole, expired] }],
    ['expiries', { expiries: 1 }, { events: [whole, expired] }],
  ])('%s %j is found so', async (form, fields, world) => {
    expect(await foundIn(world, form, fields)).toBeUndefined();
  });
});

describe('an assertion about the course of a task that does not hold', () => {
  it.each<[Form, object, World, string]>([
    ['owner', { owner: 'T1', is: 'ambulance' }, t1({}), 'police/control-room'],
    ['owner', { owner: 'T1', is: 'police' }, {}, 'does not show how T1 stands'],
    [
      'owner',
      { owner: 'T1', is: 'police' },
      { states: { 'police T1': {}, 'ambulance T1': { owner: ambulance } } },
      'ambulance/emergency-operations-centre (at ambulance)',
    ],
    [
      'responsible',
      { responsible: 'T1', is: 'ambulance' },
      t1({ responsible: police }),
      'police/control-room',
    ],
    ['responsible', { responsible: 'T1', is: 'police' }, t1({}), 'no handover is meant'],
    ['status', { status: 'T1', is: 'accepted' }, t1({}), 'requested'],
    [
      'status',
      { status: 'T1', is: 'cancelled', reason: 'duplicate' },
      t1({ status: 'cancelled', statusReason: 'no-response', businessStatus: 'expired' }),
      'cancelled (expired, no-response)',
    ],
    ['status', { status: 'T1', is: 'requested', outcome: 'conveyed' }, t1({}), 'requested'],
    ['status', { status: 'T1', is: 'requested', business: 'expired' }, t1({}), 'requested'],
    [
      'open_offer',
      { open_offer: 'T5', to: ['mh-trust/suite-north'] },
      rejected,
      'at mh-trust/suite-north it is',
    ],
    ['open_offer', { open_offer: 'T5', to: ['mh-trust/suite-south'] }, open, 'was never offered to'],
    ['closed', { closed: 'T5' }, open, 'T5/suite-north is requested'],
    ['closed', { closed: 'T5', reason: 'not-selected' }, rejected, 'is closed for outside-area'],
    [
      'deadline',
      { deadline: 'decide', task: 'T1', remaining: 3 },
      t1({ decideBy: minute(12) }),
      '2 min left',
    ],
    ['deadline', { deadline: 'decide', task: 'T1' }, t1({}), 'no such deadline'],
    ['deadline', { deadline: 'start', task: 'T1', missed: true }, t1({}), 'it was not missed'],
    [
      'deadline',
      { deadline: 'start', task: 'T1', missed: false },
      t1({ missed: ['start'] }),
      'it was missed',
    ],
    [
      'clock',
      { clock: 's136-detention', in: 'police', remaining: 1440 },
      withClock({}),
      '1430 min left, running',
    ],
    [
      'clock',
      { clock: 's136-detention', in: 'police', remaining: 'waiting' },
      withClock({}),
      '1430 min left',
    ],
    ['clock', { clock: 's136-detention', in: 'police', remaining: 1 }, {}, 'knows no such clock'],
    [
      'clock',
      { clock: 's136-detention', in: 'police', remaining: 1430 },
      withClock({ endedAt: minute(8), endReason: 'application-made' }),
      'it has ended',
    ],
    [
      'clock',
      { clock: 's136-detention', in: 'police', remaining: 'ended', ended: 'no-application-alternative' },
      withClock({ endedAt: minute(8), endReason: 'application-made' }),
      'it ended for application-made',
    ],
    [
      'clock',
      { clock: 's136-detention', in: 'police', remaining: 1430, warns_at: [1080, 1297] },
      told(),
      'it warns at 1080, 1296',
    ],
    [
      'clock',
      { clock: 's136-detention', in: 'police', remaining: 1430, warns_at: [1080, 1296] },
      { ...withClock({}), states: { T1: {}, T3: {}, 'T5/suite-north': {} } },
      'nobody is warned',
    ],
    ['started_once', { started_once: 's136-detention' }, told({ startedAt: undefined }), 'never started'],
    [
      'started_once',
      { started_once: 's136-detention' },
      told({ disputedStarts: [{ at: minute(5), by: police }] }),
      'starts at 0, 5',
    ],
    ['started_once', { started_once: 's136-detention', at: 4 }, told(), 'it was started at minute 0'],
    [
      'escalated',
      { escalated: 'T1', to: ['police/control-room'] },
      t1({ escalations: calls }),
      'police/control-room not called in; called in: police/duty-inspector (overdue)',
    ],
    [
      'escalated',
      { escalated: 'T1', to: ['police'], why: 'no-response' },
      t1({ escalations: calls }),
      'not called in',
    ],
    ['escalated', { escalated: 'T1', to: ['police'] }, t1({}), 'called in: nobody'],
    ['slot', { slot: 'amhp', task: 'T1', is: 'filled' }, t1({}), 'open'],
    [
      'promise',
      { promise: 'T1', is: 'kept' },
      t1({ promises }),
      'open, of ambulance/emergency-operations-centre, by',
    ],
    ['promise', { promise: 'T1', is: 'open', by: 'police' }, t1({ promises }), 'of ambulance'],
    ['promise', { promise: 'T1', is: 'open', due: 31 }, t1({ promises }), 'by minute 30'],
    ['promise', { promise: 'T1', is: 'open' }, t1({}), 'nothing is promised'],
    ['warned', { warned: 's136-consult-first', task: 'T1' }, {}, 'warned of nothing'],
    ['warned', { warned: 's136-consult-first' }, { events: [expired] }, 'warned of nothing'],
    ['one_owner', { one_owner: 'always' }, { unopened: true }, 'there is no task'],
    ['one_owner', { one_owner: 'always' }, { history: owned.slice(1) }, 'so an event is missing'],
    ['declines', { declines: 2 }, { events: [whole] }, '1'],
    [
      'declines',
      { declines: 1, with: ['fact'] },
      { events: [declined({ reason: 'closed' })] },
      'not each with fact',
    ],
    [
      'declines',
      { declines: 1, with: ['reason'] },
      { events: [declined({}, { fact: 'x' })] },
      'not each with reason',
    ],
    ['expiries', { expiries: 0 }, { events: [expired] }, '1'],
    [
      'one_owner',
      { one_owner: 'always' },
      { history: owned, logIsBehind: true },
      'the audit log does not have all',
    ],
  ])('%s %j is found otherwise', async (form, fields, world, found) => {
    expect(await foundIn(world, form, fields)).toContain(found);
  });
});
