import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { GapCount } from '#storage';
import {
  declined,
  leafText,
  NOON,
  overridden,
  refused,
  someRule,
  told,
  wordsOf,
} from '../../test/report-rows.js';
import { joinedRanges, rangesOf } from '../index-ranges.js';
import { accountingReport, accountingText } from './accounting.js';
import { gapsReport, gapsText } from './gaps.js';
import { overridesReport, overridesText } from './overrides.js';
import { refusalsReport, refusalsText } from './refusals.js';
import { unmetReport, unmetText } from './unmet.js';

describe('the accounting of disclosures between two agencies', () => {
  const back = { sender: 'ambulance', receiver: 'police' };
  const rows = [
    told({ leafIndex: 1 }),
    told({ leafIndex: 2, category: 'absent', absent: 'unknown' }),
    told({ leafIndex: 5, category: 'withheld' }),
    told({ leafIndex: 6, item: 'area' }),
    told({ leafIndex: 8, ...back }),
  ];
  const made = accountingReport(['police', 'ambulance'], rows, wordsOf);

  it('counts each direction by item and rule, and every count leads to its leaves', () => {
    const { rule } = someRule();
    expect(made.counts).toMatchObject([
      { from: 'ambulance', to: 'police', item: { code: 'full-name' }, rule, values: 1, leaves: [[8, 8]] },
      {
        from: 'police',
        item: { code: 'full-name' },
        values: 1,
        missing: 1,
        withheld: 1,
        leaves: [
          [1, 2],
          [5, 5],
        ],
      },
      { from: 'police', item: { code: 'area' }, values: 1, missing: 0, withheld: 0 },
    ]);
    const counted = made.counts.reduce(
      (sum, { values, missing, withheld }) => sum + values + missing + withheld,
      0,
    );
    expect(counted).toBe(rows.length);
  });

  it('says of what was agreed by telephone when that was, and when it was recorded', () => {
    const row = told({ occurredAt: new Date('2026-07-14T20:48:00Z') });
    const text = accountingText(accountingReport(['police', 'ambulance'], [row], wordsOf));
    expect(text.join('\n')).toContain('  14 July 2026, agreed 21:48, recorded 22:05: Wealdmere Police');
  });

  it('lists every disclosure, and names both directions even where nothing went', () => {
    expect(made.rows.map(({ leafIndex }) => leafIndex)).toEqual([1, 2, 5, 6, 8]);
    const text = accountingText(accountingReport(['police', 'ambulance'], rows.slice(0, 1), wordsOf));
    expect(text.join('\n')).toMatch(/Ambulance[^\n]* to [^\n]*Police[^\n]*\n {2}nothing/i);
  });
});

describe('the report on overrides', () => {
  const due = (dueBy: string | null, leafIndex: number) =>
    overridden({ leafIndex, dueBy: dueBy === null ? null : new Date(dueBy) });

  it('has the most overdue first, then what is due soonest, and last what has no time', () => {
    const rows = [
      due('2026-11-23T00:00:00Z', 1),
      due(null, 2),
      due('2026-11-22T11:30:00Z', 3),
      due('2026-11-20T12:00:00Z', 4),
      overridden({ leafIndex: 5, reviewed: true }),
    ];
    const made = overridesReport(rows, wordsOf, NOON);
    expect(made.rows.map(({ leafIndex, state, lateMinutes }) => [leafIndex, state, lateMinutes])).toEqual([
      [4, 'overdue', 2_880],
      [3, 'overdue', 30],
      [1, 'due', 0],
      [2, 'no-time-said', 0],
    ]);
    expect(made.overdue).toBe(2);
    expect(overridesText(made).join('\n')).toMatch(
      /overdue since 20 November 2026, 12:00, 2 days \(by: Caldicott Guardian\)/,
    );
  });

  it('is due, and not overdue, at the very minute', () => {
    expect(overridesReport([due(NOON.toISOString(), 1)], wordsOf, NOON).rows[0]?.state).toBe('due');
  });
});

describe('the report on refusals', () => {
  it('counts who was kept from telling whom what and why, the most frequent first', () => {
    const rows = [
      refused({ why: 'not-in-force', leafIndex: 2 }),
      refused({ leafIndex: 3 }),
      refused({ leafIndex: 4, direction: 'incoming', reporter: 'voluntary' }),
      refused({ leafIndex: 9 }),
    ];
    const { counts, leaves } = refusalsReport(rows, wordsOf);
    expect(counts.map(({ count, why, stopped }) => [count, why, stopped])).toEqual([
      [2, 'no-agreement', 'before-it-left'],
      [1, 'not-in-force', 'before-it-left'],
      [1, 'no-agreement', 'when-it-came'],
    ]);
    expect(leaves).toEqual([
      [2, 4],
      [9, 9],
    ]);
    expect(refusalsText(refusalsReport([], wordsOf))).toEqual(['Nothing was kept from being told.']);
  });
});

describe('the report on gaps', () => {
  const gap = (over: Partial<GapCount>): GapCount => ({
    sender: 'police',
    receiver: 'ambulance',
    item: 'full-name',
    category: 'absent',
    absent: 'unknown',
    month: '2026-10',
    count: 2,
    leaves: '{[3,5)}',
    ...over,
  });

  it('adds up by agency, item and reason, with the course over the months, and leads to the leaves', () => {
    const counts = [
      gap({}),
      gap({ receiver: 'mh-trust', count: 1, leaves: '{[9,10)}' }),
      gap({ month: '2026-11', count: 4, leaves: '{[5,8),[20,21)}' }),
      gap({ absent: null, category: 'withheld', count: 1, leaves: '{[30,31)}' }),
    ];
    const made = gapsReport({ total: 8, counts }, wordsOf(1));
    expect(made.agencies).toMatchObject([{ agency: { agency: 'police' }, count: 8 }]);
    expect(made.agencies[0]?.items).toMatchObject([
      {
        count: 7,
        months: { '2026-10': 3, '2026-11': 4 },
        leaves: [
          [3, 7],
          [9, 9],
          [20, 20],
        ],
      },
      { count: 1, because: 'held back', leaves: [[30, 30]] },
    ]);
    expect(gapsText(made).join('\n')).toContain(
      '7 x Name: a value should exist but is not known (2026-10: 3, 2026-11: 4)',
    );
  });
});

describe('the report on unmet needs', () => {
  const offer = (taskId: string, need: string, accepted = false) => ({
    taskId,
    accepted,
    request: leafText({ need }),
  });
  const of = (taskId: string, need: string, leafIndex: number) =>
    declined({ taskId, leafIndex, request: leafText({ need }) });

  it('counts which kind came to nothing where and why, with the skills that it wants', () => {
    const silence = { type: 'concordat.task.expired.v1', event: leafText({ outcome: 'no-answer' }) };
    const rows = [
      declined(),
      declined({ leafIndex: 41, taskId: 'other' }),
      declined({ leafIndex: 42, ...silence }),
    ];
    const made = unmetReport(rows, [], wordsOf(1));
    expect(made.rows).toMatchObject([
      { count: 2, how: 'declined', reason: 'no-capacity', asked: { agency: 'mh-trust' }, leaves: [[40, 41]] },
      { count: 1, how: 'no-answer', reason: null, because: 'no answer in time' },
    ]);
    const required = wordsOf(1).kindEntry('place-of-safety-admission')?.requiredSkills;
    const skills = new Set([...(required?.anyOf ?? []), ...(required?.allOf ?? [])]);
    expect(new Set(made.skills.map(({ skill }) => skill.code))).toEqual(skills);
    expect(unmetText(made).join('\n')).toContain('no worker, vehicle or space free in time');
  });

  it('calls a need unmet only when each of its offers came to nothing', () => {
    const rows = [of('a1', 'A', 1), of('a2', 'A', 2), of('b1', 'B', 3), of('c1', 'C', 4)];
    const offers = [
      offer('a1', 'A'),
      offer('a2', 'A'),
      offer('b1', 'B'),
      offer('b2', 'B', true),
      offer('c1', 'C'),
      offer('c2', 'C'),
    ];
    expect(unmetReport(rows, offers, wordsOf(1)).needs).toMatchObject([
      { needs: 1, offers: 2, leaves: [[1, 2]] },
    ]);
  });

  it('counts who was called in by itself: the request goes on', () => {
    const event = leafText({ why: 'overdue', to: [] });
    const rows = [declined({ type: 'concordat.task.escalated.v1', event, request: leafText({ need: 'A' }) })];
    const made = unmetReport(rows, [offer(rows[0]?.taskId ?? '', 'A')], wordsOf(1));
    expect(made.rows).toMatchObject([{ how: 'called-in', reason: 'overdue', because: 'overdue' }]);
    expect(made.needs).toEqual([]);
  });
});

describe('ranges that are put together', () => {
  it('hold exactly what they held before', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(40))), (lists) => {
        expect(joinedRanges(lists.flatMap((list) => rangesOf(list)))).toEqual(rangesOf(lists.flat()));
      }),
    );
  });
});
