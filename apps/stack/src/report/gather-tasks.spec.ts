import { describe, expect, it } from '@jest/globals';
import { minute, playedWorld, type Said } from '../../test/played-world.js';
import { eventsOf } from './gather-events.js';
import { clocksOf, tasksOf } from './gather-tasks.js';
import type { Timed } from './material.js';
import type { Source } from './source.js';

const EXERCISE = { exercise: 'an exercise' };
const asked = (at = 10): Said => ({ type: 'requested', by: 'asker', at });

const timesIn = (source: Source): readonly Timed[] => tasksOf(source, eventsOf(source))[0]?.times ?? [];
const timed = (source: Source, what: Timed['what']): Timed | undefined =>
  timesIn(source).find((one) => one.what === what);

describe('the minute of an event', () => {
  it('is that of its step, of what a service answered to, or of the clock that let it come', () => {
    const source = playedWorld(
      [asked(1), { type: 'received' }, { type: 'expired', by: 'asker' }, { type: 'accepted', at: 30 }],
      {
        begun: [
          [1, 0],
          [25, 2],
          [30, 3],
        ],
      },
    );
    expect(eventsOf(source).map((event) => [event.type, event.minute, event.byItself])).toEqual([
      ['requested', 1, false],
      ['received', 1, true],
      ['expired', 25, true],
      ['accepted', 30, false],
    ]);
  });
});

describe('response times', () => {
  it('count the limit itself as in time, and a minute later as late', () => {
    const limits = { ...EXERCISE, decideBy: minute(15) };
    const at = (answered: number) =>
      timed(playedWorld([asked(), { type: 'accepted', at: answered }], { task: limits }), 'decide');
    expect(at(15)).toMatchObject({
      from: 10,
      minute: 15,
      allowed: 5,
      allowedBy: 'request',
      verdict: 'in-time',
    });
    expect(at(16)?.verdict).toBe('late');
  });

  it('count from the request where the task is of no exercise, since its times are of the real clock', () => {
    const source = playedWorld([asked(), { type: 'rejected', at: 12 }], {
      task: { decideBy: '2026-11-25T10:05:00.000Z' },
    });
    expect(timed(source, 'decide')).toMatchObject({
      allowed: 5,
      minute: 12,
      how: 'declined',
      verdict: 'in-time',
    });
  });

  it('take the aim of the kind where the request has no deadline, and tell it apart', () => {
    const source = playedWorld([asked(), { type: 'accepted', at: 11 }, { type: 'started', at: 200 }]);
    expect(timed(source, 'decide')).toMatchObject({ allowed: 5, allowedBy: 'kind' });
    expect(timed(source, 'start')).toMatchObject({
      minute: 200,
      allowed: 60,
      allowedBy: 'kind',
      verdict: 'late',
    });
  });

  it('say that nobody answered, whether the ledger says so or time alone', () => {
    const limits = { ...EXERCISE, deadlines: { decideBy: minute(15) } };
    const expired = playedWorld([asked(), { type: 'expired', by: 'asker' }], {
      task: limits,
      begun: [0, [16, 1]],
    });
    expect(timed(expired, 'decide')).toMatchObject({ how: 'expired', verdict: 'missed' });
    const silent = (last: number) =>
      timed(playedWorld([asked()], { task: limits, begun: [last] }), 'decide')?.verdict;
    expect([silent(15), silent(16)]).toEqual(['open', 'missed']);
  });

  it('hold a handover against the time at which its offer lapses', () => {
    const offer = (at: number, lapses: number): Said => ({
      type: 'handover-offered',
      by: 'asker',
      at,
      data: { lapsesat: minute(lapses) },
    });
    const source = playedWorld(
      [
        asked(),
        { type: 'accepted', at: 11 },
        offer(20, 30),
        { type: 'handover-lapsed', by: 'asker' },
        offer(40, 60),
        { type: 'handover-accepted', at: 44 },
      ],
      {
        task: { ...EXERCISE, responsible: { agency: 'mh-trust', unit: 'suite-north' } },
        begun: [0, [31, 3]],
      },
    );
    expect(timesIn(source).filter(({ what }) => what === 'handover')).toEqual([
      {
        what: 'handover',
        from: 20,
        allowed: 10,
        allowedBy: 'request',
        how: 'nobody answered',
        verdict: 'missed',
      },
      {
        what: 'handover',
        from: 40,
        minute: 44,
        allowed: 20,
        allowedBy: 'request',
        how: 'taken over',
        verdict: 'in-time',
      },
    ]);
    expect(tasksOf(source, eventsOf(source))[0]?.responsible?.unit).toBe('suite north');
  });
});

describe('what the course of a task says', () => {
  it('is read where it is there: clocks with their minutes, slots, promises', () => {
    const clock = { code: 's136-detention', startedAt: minute(41), dueAt: minute(1481) };
    const source = playedWorld([asked()], {
      task: {
        ...EXERCISE,
        clocks: [clock],
        slots: [{ slot: 'amhp', state: 'filled' }],
        promises: [
          { id: 'p', by: { agency: 'mh-trust', unit: 'suite-north' }, dueBy: minute(355), state: 'open' },
        ] as never,
      },
    });
    expect(clocksOf(source)).toEqual([{ label: 's136 detention', started: 41, due: 1481 }]);
    expect(tasksOf(source, [])[0]).toMatchObject({
      slots: ['amhp: filled'],
      promises: ['promise of Wealdmere Mental Health NHS Trust by minute 355: open'],
    });
  });

  it('stands in words beside the events that say it', () => {
    const facts = (one: Said) => eventsOf(playedWorld([asked(), one], { task: EXERCISE }))[1]?.facts;
    expect(
      facts({ type: 'overdue', data: { deadline: 'clock', clock: 's136-detention', percent: 90 } }),
    ).toEqual({
      deadline: 'a clock of the law',
      percent: 90,
      clocks: ['s136 detention'],
    });
    expect(
      facts({
        type: 'clock-told',
        data: { clocks: [{ code: 's136-detention', startedat: minute(41), dueat: minute(1481) }] },
      }),
    ).toEqual({ clocks: ['s136 detention runs since minute 41, until minute 1481'] });
    expect(
      facts({
        type: 'promised',
        data: { promise: { id: 'p', dueby: minute(60) } },
        content: { promise: 'security' },
      }),
    ).toEqual({
      promise: 'security',
      minute: 60,
    });
    expect(
      facts({
        type: 'escalated',
        data: { why: 'all-declined', to: [{ agency: 'police', unit: 'duty-inspector' }] },
      }),
    ).toEqual({
      why: 'all declined',
      units: ['Wealdmere Police, duty inspector'],
    });
  });
});
