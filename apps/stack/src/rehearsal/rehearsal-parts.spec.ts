import { describe, expect, it } from '@jest/globals';
import type { ItemStatement } from '#domain';
import { checkpointIn } from './audit-check.js';
import { actorFor, otherParty, sideOf, type LiveTask } from './cast.js';
import { itemDifferences } from './compare.js';
import { problemSentence } from './desk.js';
import { frameOf } from './feeds.js';
import { Knowledge } from './knowledge.js';

const name = (value: string): ItemStatement => ({ code: 'full-name', state: 'known', value });

describe('comparing what arrived with what was sent', () => {
  it('finds an item that is missing, changed or added, and never tells its value', () => {
    expect(itemDifferences([name('A')], [name('A')])).toEqual([]);
    expect(itemDifferences([name('A')], [])).toEqual(['the item full-name is missing']);
    expect(itemDifferences([name('A')], [name('B')])).toEqual(['the item full-name is not what was sent']);
    expect(itemDifferences([], [name('B')])).toEqual([
      'the item full-name is there, although it was not sent',
    ]);
  });
});

describe('what an agency knows in a case', () => {
  it('is what it said, else what it was told, else what is so of the person; never what only others know', () => {
    const known = new Knowledge([{ id: 'P1', truth: { phone: '07700 900461' } }]);
    known.says('police', [name('A')]);
    expect(known.seenBy('ambulance')('full-name')).toBeUndefined();
    known.hears('ambulance', [name('A')]);
    expect(known.seenBy('ambulance')('full-name')).toEqual(name('A'));
    expect(known.seenBy('ambulance')('phone')).toEqual({ value: '07700 900461' });
    expect([...known.own('ambulance')]).toEqual([]);
  });
});

describe('the sides of a task', () => {
  const live: LiveTask = {
    local: 'T8',
    id: 'x',
    kind: 'follow-up-contact',
    caseLocal: 'K1',
    asker: { agency: 'mh-trust', unit: 'suite-north' },
    performer: { agency: 'mh-trust', unit: 'crisis-team' },
  };

  it('are told by the unit within one agency, and by the agency between two', () => {
    expect(sideOf(live, { agency: 'mh-trust', unit: 'crisis-team' })).toBe('performer');
    expect(sideOf(live, { agency: 'mh-trust', unit: 'bed-management' })).toBeUndefined();
    const between = { ...live, performer: { agency: 'voluntary', unit: 'safe-haven' } };
    expect(sideOf(between, { agency: 'mh-trust', unit: 'bed-management' })).toBe('asker');
    expect(otherParty(between, { agency: 'voluntary', unit: 'advocacy' })).toEqual(live.asker);
  });

  it('are taken by people in a role that fits their unit', () => {
    expect(actorFor({ agency: 'police', unit: 'control-room' }, 'r')).toMatchObject({
      role: 'dispatcher',
      type: 'person',
    });
    expect(actorFor({ agency: 'police', unit: 'response' }, 'r')).toMatchObject({ role: 'officer' });
  });
});

describe('what the services say', () => {
  it('is read from frames of server-sent events', () => {
    expect(frameOf('id: 7\nevent: t\ndata: {"a":1}')).toEqual({ id: '7', data: '{"a":1}' });
    expect(frameOf(': alive')).toEqual({});
  });

  it('is told as one sentence with every fault and its place', () => {
    const problem = { status: 422, code: 'REASON_NOT_ALLOWED', title: 'No.', detail: 'd', because: {} };
    const faults = [{ pointer: '/reason', code: 'X', detail: 'not this one' }];
    expect(problemSentence({ ...problem, faults })).toBe('No. (REASON_NOT_ALLOWED; /reason: not this one)');
    expect(problemSentence({ ...problem, faults: [], because: { allowed: ['a', 'b'] } })).toBe(
      'No. (REASON_NOT_ALLOWED; allowed: a, b)',
    );
  });

  it('is counted from a signed checkpoint', () => {
    expect(checkpointIn('concordat/log\n42\nroot\n\n— log a\n— police b\n— ambulance c\n')).toEqual({
      size: 42,
      cosignatures: 2,
    });
    expect(checkpointIn('')).toBeUndefined();
  });
});
