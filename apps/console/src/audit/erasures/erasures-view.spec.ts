import { describe, expect, it } from '@jest/globals';
import { EXAMPLE_WORDS as words } from '../../../test/example-words.js';
import { erasureLine, type ErasureRow } from './erasure-lines.js';
import {
  erasureFaults,
  erasurePlanView,
  plannedCase,
  readErasureForm,
  type CaseStanding,
} from './erasure-plan.js';

const CASE: CaseStanding = {
  caseId: 'c1',
  mode: 'actual',
  agencies: ['police', 'mh-trust'],
  tasks: 2,
  openTasks: 0,
  sealed: 3,
  tokens: 1,
  holds: [],
  erasures: [],
  lastAt: '2026-11-26T03:48:05Z',
};
const FORM = readErasureForm({ case: 'c1' });
const planned = (over: Partial<CaseStanding>) =>
  erasurePlanView(FORM, [plannedCase({ ...CASE, ...over }, words)], undefined);

describe('the plan of an erasure', () => {
  it('may be confirmed where nothing stands in the way', () => {
    const view = planned({});
    expect(view.isFree).toBe(true);
    expect(view.cases?.[0]).toMatchObject({
      agencies: 'Wealdmere Police, Wealdmere Mental Health NHS Trust',
      left: '3 sealed parts, 1 token',
      obstacles: [],
    });
  });

  it.each([
    [{ holds: ['h1'] }, ['Under 1 legal hold']],
    [{ openTasks: 2 }, ['2 tasks still open']],
    [{ holds: ['h1', 'h2'], openTasks: 1 }, ['Under 2 legal holds', '1 task still open']],
  ])('may not be confirmed under a hold or while a task is open: %j', (over, obstacles) => {
    const view = planned(over);
    expect([view.isFree, view.cases?.[0]?.obstacles]).toEqual([false, obstacles]);
  });

  it('may not be confirmed for nobody', () => {
    expect(erasurePlanView(readErasureForm({}), undefined, undefined).isFree).toBe(false);
    expect(erasurePlanView(FORM, [], undefined).isFree).toBe(false);
  });

  it('wants ground, authority, words and a tick', () => {
    expect(erasureFaults(FORM).map(({ field }) => field)).toEqual([
      'ground',
      'authority',
      'words',
      'confirm',
    ]);
    const whole = {
      case: 'c1',
      ground: 'objection',
      authority: 'regulator',
      words: 'letter 12',
      confirm: 'yes',
    };
    expect(erasureFaults(readErasureForm(whole))).toEqual([]);
  });
});

describe('an erasure', () => {
  const ROW: ErasureRow = {
    id: 'e1',
    state: 'keys-destroyed',
    waiting: { step: 'database', because: 'another transaction' },
    cases: ['c1'],
    ground: 'objection',
    authority: 'data-subject-request',
    words: 'letter 12',
    leaves: 3,
    leafIndex: 20,
    by: 'a7',
    at: '2026-11-26T03:48:05Z',
    scrubbedAt: null,
    ledgerAt: null,
    ledgerMessages: 0,
  };

  it('says how far it is and what it waits for', () => {
    expect(erasureLine(ROW).steps.map(({ status, isNow }) => [status, isNow])).toEqual([
      ['Done on 26 November 2026, 3.48 am', false],
      ['Waits: another transaction', true],
      ['Not yet', false],
    ]);
    const done = { state: 'done', scrubbedAt: ROW.at, ledgerAt: ROW.at } as const;
    expect(erasureLine({ ...ROW, ...done }).steps.some(({ isNow }) => isNow)).toBe(false);
  });
});
