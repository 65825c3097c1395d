import { describe, expect, it } from '@jest/globals';
import type { TaskCommand } from './commands.js';
import { decide } from './decide.js';
import { ambulance, commandOf, haven, NOW, police, rules } from './worked-example.js';

const refusal = (command: TaskCommand) => {
  const decision = decide(command, undefined, rules);
  return 'refused' in decision ? decision : undefined;
};

const BAD_REQUESTS: readonly [string, Parameters<typeof commandOf<'request'>>[1], object][] = [
  ['an unknown kind', { kind: 'tea' }, { refused: 'UNKNOWN_KIND', because: { kind: 'tea' } }],
  [
    'a performer that may not be asked for it',
    { performer: haven },
    {
      refused: 'KIND_NOT_FOR_THIS_PERFORMER',
      because: { kind: 'welfare-check', performer: 'voluntary', allowed: ['ambulance', 'police'] },
    },
  ],
  [
    'an asker that may not ask for it',
    { by: ambulance, asker: ambulance, performer: police },
    {
      refused: 'KIND_NOT_FROM_THIS_ASKER',
      because: { kind: 'welfare-check', asker: 'ambulance', allowed: ['police', 'voluntary'] },
    },
  ],
  [
    'an unknown unit of the performer',
    { performer: { agency: 'ambulance', unit: 'navy' } },
    { refused: 'UNKNOWN_UNIT', because: { agency: 'ambulance', unit: 'navy' } },
  ],
  [
    'an unknown unit of the asker',
    { asker: { agency: 'police', unit: 'navy' } },
    { refused: 'UNKNOWN_UNIT', because: { agency: 'police', unit: 'navy' } },
  ],
  [
    'an unknown agency',
    { performer: { agency: 'navy', unit: 'crew' } },
    { refused: 'UNKNOWN_UNIT', because: { agency: 'navy', unit: 'crew' } },
  ],
  [
    'a unit that tasks itself',
    { performer: police },
    { refused: 'UNIT_TASKS_ITSELF', because: { agency: 'police', unit: 'control-room' } },
  ],
  [
    'a time to decide by that is already there',
    { decideBy: NOW },
    { refused: 'DECIDE_BY_IN_THE_PAST', because: { at: NOW, decideBy: NOW } },
  ],
  [
    'a time to decide by that passed in another time zone',
    { decideBy: '2031-01-17T22:00:00+01:00' },
    { refused: 'DECIDE_BY_IN_THE_PAST', because: { at: NOW, decideBy: '2031-01-17T22:00:00+01:00' } },
  ],
  [
    'a time to decide by without an offset',
    { decideBy: '2031-01-17T23:00:00' },
    { refused: 'NOT_A_TIME', because: { field: 'decideBy' } },
  ],
  ['a time that is none', { at: 'tonight' }, { refused: 'NOT_A_TIME', because: { field: 'at' } }],
];

describe('a request', () => {
  it.each(BAD_REQUESTS)('is refused for %s', (_what, changes, expected) => {
    expect(refusal(commandOf('request', changes))).toEqual(expected);
  });

  it('becomes one event with the version 1 and nothing but its own facts', () => {
    const wanted = ['full-name'];
    const decideBy = '2031-01-17T21:52:00Z';
    const stray = { note: 'a free word', seenStatus: 'requested' };
    const command = { ...commandOf('request', { wanted, decideBy }), ...stray } as TaskCommand;
    const { note: _note, seenStatus: _seen, ...facts } = { ...command, ...stray };
    expect(decide(command, undefined, rules)).toEqual({
      events: [{ ...facts, type: 'requested', version: 1 }],
    });
  });
});
