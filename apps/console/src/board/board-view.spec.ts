import { describe, expect, it } from '@jest/globals';
import type { BoardAnswer, Level, TaskRow } from './board-answer.js';
import { filterText, readFilter } from './board-filter.js';
import { boardView, pressingView } from './board-view.js';

const NOW = '2026-11-26T03:48:00.000Z';
const police = { agency: 'police', unit: 'control-room', name: 'contact centre' };
const crew = { agency: 'ambulance', unit: 'crew', name: 'DSA' };

const row = (over: Partial<TaskRow> = {}): TaskRow => ({
  taskId: 't1',
  caseId: 'c1',
  level: 'now',
  pressing: [],
  kind: { code: 'emergency-medical-response', label: '999 response' },
  urgency: { code: 'u1-immediate', label: 'Immediate' },
  mode: 'actual',
  asker: police,
  performer: crew,
  sides: ['performer'],
  status: 'requested',
  owner: police,
  now: NOW,
  requestedAt: '2026-11-26T03:40:00.000Z',
  changedAt: '2026-11-26T03:40:00.000Z',
  version: 1,
  unsent: [],
  ...over,
});
const COUNTS: Readonly<Record<Level, number>> = { telephone: 0, now: 1, soon: 0, watch: 0, none: 0 };
const board = (rows: readonly TaskRow[], over: Partial<BoardAnswer> = {}): BoardAnswer => ({
  agency: 'ambulance',
  now: NOW,
  brokerUp: true,
  alarm: null,
  deadLetters: 0,
  rows,
  counts: COUNTS,
  ...over,
});
const first = (given: TaskRow) => boardView(board([given]), {}).groups[0]?.rows[0];

describe('the board', () => {
  it('groups by what needs somebody first, and leaves out what is empty', () => {
    const rows = [row({ level: 'telephone', taskId: 't0' }), row(), row({ level: 'watch', taskId: 't2' })];
    const { groups, total } = boardView(board(rows), {});
    expect(groups.map(({ level, rows: of }) => [level, of.length])).toEqual([
      ['telephone', 1],
      ['now', 1],
      ['watch', 1],
    ]);
    expect(total).toBe(3);
  });

  it('says who asked whom, who has it and how long ago', () => {
    expect(first(row())).toMatchObject({
      who: 'Asked of us by Police (contact centre)',
      holder: 'With Police (contact centre)',
      asked: '3.40 am, 8 minutes ago',
      isImmediate: true,
    });
    expect(first(row({ sides: ['asker'], owner: crew }))?.who).toBe('Asked by us of Ambulance (DSA)');
    expect(first(row({ sides: ['asker', 'performer'] }))?.who).toBe('Contact centre asked DSA');
    expect(first(row({ owner: crew }))?.holder).toBe('With us (DSA)');
  });

  it('marks what is new or changed within two minutes, and a task that is no real one', () => {
    expect(first(row())?.mark).toBeUndefined();
    const changedAt = '2026-11-26T03:47:00.000Z';
    expect(first(row({ changedAt, version: 2 }))?.mark).toBe('Changed');
    expect(first(row({ changedAt }))?.mark).toBe('New');
    expect(first(row({ mode: 'exercise' }))?.mode).toBe('Exercise');
  });

  it('counts the times of an exercise by its own clock, and does not let them run', () => {
    const pressing = [
      { reason: 'due', what: 'start', level: 'soon', dueAt: '2031-01-17T23:07:00.000Z' },
    ] as const;
    const requestedAt = '2031-01-17T22:57:00.000Z';
    const drill = row({ exercise: 'x', now: '2031-01-17T23:00:00.000Z', requestedAt, pressing });
    expect(first(drill)).toMatchObject({ counts: false, asked: '10.57 pm, 3 minutes ago' });
    expect(first(drill)?.pressing[0]?.due).toBe('11.07 pm, 7 minutes left');
  });

  it('offers the telephone button only for what will never be sent', () => {
    const word = { eventId: 'e1', type: 'x', since: NOW };
    const unsent = [
      { ...word, state: 'queued' },
      { ...word, state: 'expired-unsent' },
    ];
    expect(first(row({ unsent }))?.unsent.map(({ isOver }) => isOver)).toEqual([false, true]);
    expect(first(row({ unsent, telephone: '01632 960102' }))?.telephone).toBe('01632 960102');
  });

  it('warns of a bus that is away, a log that contradicts itself, and messages that could not be read', () => {
    const { warnings } = boardView(board([], { brokerUp: false, alarm: 'fork', deadLetters: 2 }), {});
    expect(warnings).toHaveLength(3);
    expect(warnings[2]).toContain('2 messages');
    expect(boardView(board([]), {}).warnings).toEqual([]);
  });

  it('filters, and counts all the same', () => {
    const { shown, total, groups } = boardView(board([row()]), { side: 'asker' });
    expect([shown, total, groups]).toEqual([0, 1, []]);
    expect(boardView(board([row()]), { with: 'police', unit: 'crew', status: 'requested' }).shown).toBe(1);
    expect(boardView(board([row()]), { with: 'ambulance' }).shown).toBe(0);
  });
});

describe('the filters of an address', () => {
  it('come back as they were, and what is none counts for nothing', () => {
    const filter = { side: 'asker', level: 'now', with: 'police' } as const;
    expect(readFilter(Object.fromEntries(new URLSearchParams(filterText(filter))))).toEqual(filter);
    expect(readFilter({ side: 'both', level: 'loud', with: '<b>', status: ['a'] })).toEqual({});
  });
});

describe('why a task needs somebody', () => {
  it.each([
    [{ reason: 'overdue', what: 'start' }, 'Overdue: begin'],
    [{ reason: 'unanswered', what: 'decide' }, 'Answer'],
    [{ reason: 'slots-open', count: 1 }, '1 person is missing'],
    [{ reason: 'gaps', count: 3 }, '3 things are not known'],
    [{ reason: 'notice', what: 'declined' }, 'They declined'],
    [{ reason: 'notice', what: 'overdue', count: 2 }, 'A time has passed (2)'],
    [{ reason: 'clock', what: 's136-detention' }, 'Clock: S136 detention'],
    [{ reason: 'something-new' }, 'Something new'],
  ])('is said in words: %j', (given, text) => {
    expect(pressingView({ level: 'now', ...given }, NOW).text).toBe(text);
  });

  it('says until when', () => {
    const given = {
      reason: 'unanswered',
      what: 'decide',
      level: 'now',
      dueAt: '2026-11-26T03:52:00.000Z',
    } as const;
    expect(pressingView(given, NOW).due).toBe('3.52 am, 4 minutes left');
  });
});
