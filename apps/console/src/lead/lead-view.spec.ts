import { describe, expect, it } from '@jest/globals';
import type { AgencyTold, Kept, TaskFigures } from './lead-answers.js';
import { choiceIn } from './lead-choice.js';
import { leadView } from './lead-view.js';

const NONE: Kept = { promised: 0, inTime: 0, late: 0, waiting: 0 };
const kept = (inTime: number, late: number, waiting: number): Kept => ({
  promised: inTime + late + waiting,
  ...{ inTime, late, waiting },
});
const NAMES = {
  agencies: { police: 'Wealdmere Police', ambulance: 'Wealdmere Ambulance' },
  kinds: { 'welfare-check': 'Welfare check' },
};
const row = (more: Partial<TaskFigures>): TaskFigures => ({
  ...{ mode: 'actual', kind: 'welfare-check', other: 'ambulance', side: 'performer' },
  ...{ open: {}, overdue: 0, asked: 0, acknowledge: NONE, answer: NONE, start: NONE, complete: NONE },
  ...more,
});
const told = (agency: string, figures: readonly TaskFigures[], unmet: object = {}): AgencyTold => ({
  agency,
  figures: { figures, names: NAMES },
  unmet: { tasks: [], needs: [], ...unmet },
});
const ACTUAL = { hours: 24, mode: 'actual' } as const;

describe('the page of a lead', () => {
  it('counts each task once, as its performer tells it', () => {
    const both = [
      told('police', [
        row({ open: { accepted: 2, requested: 1 }, overdue: 1, asked: 5, answer: kept(3, 1, 1) }),
      ]),
      told('ambulance', [row({ side: 'asker', other: 'police', open: { accepted: 2 }, asked: 5 })]),
    ];
    const { agencies, kinds, silent } = leadView(both, ACTUAL);
    expect(agencies).toMatchObject([
      {
        ...{ name: 'Wealdmere Police', silent: undefined, open: 3, overdue: 1, asked: 5 },
        answered: { text: '3 of 4 in time, 1 still open', late: '1 late' },
      },
      { name: 'Wealdmere Ambulance', open: 0, answered: { text: 'No time promised' } },
    ]);
    expect(kinds.map(({ from, to, toldBy }) => [from, to, toldBy])).toEqual([
      ['Wealdmere Ambulance', 'Wealdmere Police', undefined],
    ]);
    expect(silent).toEqual([]);
  });

  it('is not spoilt by an agency that does not answer: its tasks are shown as who asked sees them', () => {
    const some: readonly AgencyTold[] = [
      { agency: 'police', silent: 'Its service does not answer' },
      told('ambulance', [row({ side: 'asker', other: 'police', open: { requested: 2 }, asked: 2 })]),
    ];
    const { agencies, kinds, silent } = leadView(some, ACTUAL);
    expect(silent).toEqual(['Wealdmere Police']);
    expect(agencies[0]).toMatchObject({ silent: 'Its service does not answer', open: 2 });
    expect(kinds[0]).toMatchObject({ to: 'Wealdmere Police', toldBy: 'Wealdmere Ambulance' });
    expect(leadView([{ agency: 'police', silent: 'x' }], ACTUAL).agencies[0]?.name).toBe('Police');
  });

  it('says how long an answer took, for half of the tasks and for nine in ten', () => {
    const minutes = { count: 4, median: 25, p90: 70.4 };
    const { kinds } = leadView([told('police', [row({ asked: 4, minutesToAnswer: minutes })])], ACTUAL);
    expect(kinds[0]).toMatchObject({
      toAnswer: '25 minutes; 9 in 10 within 1 hour 10 minutes',
      toStart: 'None yet',
    });
  });

  it('shows real tasks and exercises apart, and says where there is something', () => {
    const drill = [told('police', [row({ mode: 'exercise', asked: 1 })])];
    expect(leadView(drill, ACTUAL)).toMatchObject({ kinds: [], elsewhere: true });
    expect(leadView(drill, { ...ACTUAL, mode: 'exercise' }).kinds).toHaveLength(1);
    expect(choiceIn({ hours: '168', mode: 'exercise' })).toEqual({ hours: 168, mode: 'exercise' });
    expect(choiceIn({ hours: '1', mode: ['exercise'] })).toEqual(ACTUAL);
    expect(choiceIn(undefined)).toEqual(ACTUAL);
  });

  it('lists what was not met of all agencies, the most frequent first', () => {
    const at = { mode: 'actual', kind: 'welfare-check' };
    const unmet = {
      tasks: [
        {
          ...at,
          to: { agency: 'police', unit: 'response' },
          status: 'rejected',
          reason: 'no-capacity',
          count: 2,
        },
        {
          ...at,
          mode: 'exercise',
          to: { agency: 'police', unit: 'response' },
          reason: 'no-capacity',
          count: 9,
        },
      ],
      needs: [{ ...at, because: 'nobody-took-it', count: 3, reasons: [{ reason: 'no-response', count: 3 }] }],
    };
    expect(leadView([told('ambulance', [], unmet)], ACTUAL).unmet).toEqual([
      {
        ...{ kind: 'Welfare check', from: 'Wealdmere Ambulance', to: 'Everybody who could', count: 3 },
        reason: 'Nobody took it; No response',
      },
      {
        ...{ kind: 'Welfare check', from: 'Wealdmere Ambulance', to: 'Wealdmere Police, response', count: 2 },
        reason: 'No capacity',
      },
    ]);
  });
});
