import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ATTENTION_LEVELS, attentionOf, compareAttention, type AttentionFacts } from './attention.js';
import type { Task } from './task.js';
import { ambulance, police, taskWith } from './worked-example.js';

const at = (minutes: number): string =>
  new Date(Date.parse('2026-03-14T22:00:00Z') + minutes * 60_000).toISOString();

/** Asked at 22:00, to be answered within 10 minutes and begun within an hour. */
const task = (over: Partial<Task> = {}): Task =>
  taskWith({ requestedAt: at(0), decideBy: at(10), startBy: at(60), ...over });

const facts = (agency: string, minute: number, over: Partial<AttentionFacts> = {}): AttentionFacts => ({
  reader: { agency },
  notices: [],
  gaps: 0,
  now: at(minute),
  ...over,
});

describe('what of a task needs a person', () => {
  it.each<[string, Task, AttentionFacts, string, readonly string[]]>([
    ['a new request, of whom it is asked', task(), facts('ambulance', 1), 'now', ['unanswered', 'due']],
    ['a new request, of who asked', task(), facts('police', 1), 'watch', ['unanswered', 'due']],
    [
      'an answer that is nearly late, of who asked',
      task(),
      facts('police', 6),
      'soon',
      ['unanswered', 'due'],
    ],
    ['an answer that is late, of who asked', task(), facts('police', 11), 'now', ['unanswered', 'due']],
    [
      'a request that somebody considers',
      task({ status: 'received' }),
      facts('ambulance', 1),
      'soon',
      ['unanswered', 'due'],
    ],
    [
      'work that has not begun in time',
      task({ status: 'accepted' }),
      facts('ambulance', 61),
      'now',
      ['overdue'],
    ],
    ['work that must begin soon', task({ status: 'accepted' }), facts('ambulance', 50), 'soon', ['due']],
    [
      'an offer on other terms, of who asked',
      task({ status: 'received', counter: {} }),
      facts('police', 1),
      'now',
      ['counter-offered', 'unanswered', 'due'],
    ],
    [
      'a handover offered to us',
      held({ handover: { offeredBy: police, lapsesAt: at(30) } }),
      facts('ambulance', 1),
      'now',
      ['handover-offered'],
    ],
    [
      'a handover that we offered',
      held({ handover: { offeredBy: police, lapsesAt: at(30) } }),
      facts('police', 1),
      'watch',
      ['handover-offered'],
    ],
    [
      'people who are missing',
      held({ slots: [{ slot: 'amhp', state: 'fallen-through' }] }),
      facts('ambulance', 1),
      'now',
      ['slots-open'],
    ],
    ['a clock with an hour left', held({ clocks: [clock(60)] }), facts('ambulance', 1), 'now', ['clock']],
    [
      'a clock with five hours left',
      held({ clocks: [clock(300)] }),
      facts('ambulance', 1),
      'soon',
      ['clock'],
    ],
    ['a clock with a day left', held({ clocks: [clock(1_440)] }), facts('police', 1), 'watch', ['clock']],
    ['what is not known', held(), facts('ambulance', 1, { gaps: 3 }), 'watch', ['gaps']],
    ['nothing', held(), facts('ambulance', 1), 'none', []],
    ['nothing, once it is over', task({ status: 'completed' }), facts('ambulance', 600), 'none', []],
  ])('is %s', (...[, given, known, level, reasons]) => {
    const found = attentionOf(given, known);
    expect([found.level, found.pressing.map(({ reason }) => reason)]).toEqual([level, reasons]);
  });

  it.each(['queued', 'expired-unsent', 'refused'] as const)(
    'is first of all what the others do not have: %s',
    (unsent) => {
      const late = held({ clocks: [clock(10)] });
      const { level, pressing } = attentionOf(late, facts('police', 1, { unsent }));
      expect([level, pressing[0]?.what]).toEqual(['telephone', unsent]);
      expect(attentionOf(undefined, facts('police', 1, { unsent })).level).toBe('telephone');
    },
  );

  it('is what nobody has seen yet, also when the task is over, and until when', () => {
    const notices = [
      { kind: 'overridden', dueAt: at(120) },
      { kind: 'overridden', dueAt: at(90) },
      { kind: 'declined' },
    ] as const;
    const found = attentionOf(task({ status: 'rejected' }), facts('police', 1, { notices }));
    expect(found).toMatchObject({
      level: 'now',
      dueAt: at(90),
      pressing: [
        { what: 'overridden', count: 2 },
        { what: 'declined', count: 1 },
      ],
    });
  });

  it('is of both sides to who looks at both, and of the own side to a unit', () => {
    const within = task({ performer: { agency: 'police', unit: 'response' } });
    expect(attentionOf(within, facts('police', 1)).level).toBe('now');
    const asker = { reader: { agency: 'police', units: ['control-room'] } };
    expect(attentionOf(within, facts('police', 1, asker)).level).toBe('watch');
  });

  it('never grows less while time passes', () => {
    const minutes = fc.integer({ min: 0, max: 3_000 });
    fc.assert(
      fc.property(minutes, minutes, fc.constantFrom('police', 'ambulance'), (one, other, agency) => {
        const [sooner, later] = [one, other].sort((a, b) => a - b) as [number, number];
        const rank = (minute: number): number => {
          const { level } = attentionOf(
            held({ clocks: [clock(1_440)], startBy: at(60) }),
            facts(agency, minute),
          );
          return ATTENTION_LEVELS.indexOf(level);
        };
        expect(rank(later)).toBeLessThanOrEqual(rank(sooner));
      }),
    );
  });
});

describe('the order of a board', () => {
  const row = (over: object) => ({
    level: 'watch' as const,
    pressing: [],
    mode: 'actual' as const,
    urgency: 'u3',
    since: at(0),
    ...over,
  });

  it('is by need, then urgency, then the time that is left, then age', () => {
    const rows = [
      row({ name: 'drill', mode: 'exercise', urgency: 'u0' }),
      row({ name: 'older' }),
      row({ name: 'newer', since: at(5) }),
      row({ name: 'due', dueAt: at(50) }),
      row({ name: 'due first', dueAt: at(20) }),
      row({ name: 'urgent', urgency: 'u1' }),
      row({ name: 'now', level: 'now' }),
      row({ name: 'telephone', level: 'telephone', urgency: 'u4' }),
    ];
    const names = [...rows].sort(compareAttention).map((one) => (one as { readonly name?: string }).name);
    expect(names).toEqual(['telephone', 'now', 'urgent', 'due first', 'due', 'older', 'newer', 'drill']);
  });
});

/** The ambulance holds the task, and nothing is due. */
function held(over: Partial<Task> = {}): Task {
  const {
    decideBy: _decide,
    startBy: _start,
    ...rest
  } = task({ status: 'in-progress', performer: ambulance });
  return { ...rest, ...over };
}

/** A clock that has this many minutes left at 22:00 of a day and a half. */
function clock(left: number) {
  return { code: 's136-detention', power: 'mha-s136', startedAt: at(left - 1_440), dueAt: at(left) } as never;
}
