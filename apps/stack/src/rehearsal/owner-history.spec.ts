import { describe, expect, it } from '@jest/globals';
import { ownerFaults, type OwnedAt } from './owner-history.js';

const asker = { agency: 'police', unit: 'control-room' };
const performer = { agency: 'ambulance', unit: 'crew' };
const live = { local: 'T1', asker, performer };
const after = (
  version: number,
  owner: typeof asker,
  status: NonNullable<OwnedAt['task']>['status'],
): OwnedAt => ({
  version,
  sequence: version * 10,
  task: { owner, status },
});
const right = [after(1, asker, 'requested'), after(2, performer, 'accepted'), after(3, asker, 'completed')];
const faults = (here: readonly OwnedAt[], there: readonly OwnedAt[] = here): string =>
  ownerFaults(live, [here, there]).join(' ');

describe('one owner at every instant', () => {
  it('is what both parties were told after each event, from the first to the last', () => {
    expect(ownerFaults(live, [right, right])).toEqual([]);
  });

  it.each<[string, readonly OwnedAt[], readonly OwnedAt[], string]>([
    ['nobody was told of a task', [], [], 'nobody was told of an owner'],
    ['an event is missing at one', right, [right[0], right[2]] as OwnedAt[], 'ambulance is told version 3'],
    ['one was told of fewer events', right, right.slice(0, 2), 'not told of as many events'],
    [
      'an event came before what it follows',
      right.map((one) => ({ ...one, sequence: 1 })),
      right,
      'before what it',
    ],
    ['no owner was told', [{ version: 1, sequence: 1 }], right.slice(0, 1), 'police is told of no owner'],
    [
      'somebody else owned it',
      [after(1, { agency: 'voluntary', unit: 'safe-haven' }, 'requested')],
      right.slice(0, 1),
      'an owner who is no party',
    ],
    [
      'the asker was told to own what is held',
      [right[0], after(2, asker, 'accepted')] as OwnedAt[],
      right.slice(0, 2),
      'two owners',
    ],
    [
      'nobody owned what was given back',
      [...right.slice(0, 2), after(3, performer, 'failed')],
      right,
      'another owner than failed has',
    ],
  ])('is broken where %s', (_what, here, there, sentence) => {
    expect(faults(here, there)).toContain(sentence);
  });
});
