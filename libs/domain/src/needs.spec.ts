import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.js';
import {
  isSettled,
  needState,
  nextSteps,
  type NeedCandidate,
  type Need,
  type NeedStrategy,
  type NeedVerdict,
  type OfferTask,
} from './needs.js';
import { TASK_STATUSES } from './task.js';
import { ambulance, commandOf, crew, haven, police, rules, taskWith } from './worked-example.js';

const PERFORMERS = [ambulance, crew, haven];

const OPEN = { status: 'requested' } as const;
const RECEIVED = { status: 'received' } as const;
const TAKEN = { status: 'accepted' } as const;
const DONE = { status: 'completed' } as const;
const DECLINED = { status: 'rejected', statusReason: 'no-capacity' } as const;
const FAILED = { status: 'failed', statusReason: 'no-capacity' } as const;
const SILENT = { status: 'cancelled', statusReason: 'no-response' } as const;
const WITHDRAWN = { status: 'cancelled', statusReason: 'no-longer-needed' } as const;
const LOST = { status: 'cancelled', statusReason: 'not-selected' } as const;
const WAITING = {};

/** What became of a candidate: nothing yet, an id, never sent, or a task. */
type Fate = 'later' | 'named' | 'not-sent' | OfferTask;

interface Case {
  readonly says: string;
  readonly strategy: NeedStrategy;
  readonly fates: readonly Fate[];
  readonly verdict?: NeedVerdict;
  readonly declared?: true;
  readonly status: string;
  readonly steps: readonly string[];
}

function given({ strategy, fates, verdict, declared }: Case): {
  readonly need: Need;
  readonly tasks: ReadonlyMap<string, OfferTask>;
} {
  const candidates = fates.map((fate, index): NeedCandidate => {
    const performer = PERFORMERS[index] as (typeof PERFORMERS)[number];
    if (fate === 'later') return { performer };
    const task = `task-${index}`;
    return { performer, task, ...(fate === 'not-sent' && { notSent: true }) };
  });
  const need: Need = {
    id: 'need-1',
    asker: police,
    kind: 'welfare-check',
    caseId: 'case-1',
    mode: 'exercise',
    strategy,
    candidates,
    ...(verdict && { verdict }),
    ...(declared && { declaredUnmet: true }),
  };
  const made = fates.flatMap((fate, index) =>
    typeof fate === 'string' ? [] : [[`task-${index}`, fate] as const],
  );
  return { need, tasks: new Map(made) };
}

/** The steps in short: `offer 1`, `cancel task-0 not-selected`, `unmet nobody-took-it`. */
function inShort(one: Case): string[] {
  const { need, tasks } = given(one);
  return nextSteps(need, tasks).map((step) => {
    switch (step.do) {
      case 'offer':
        return `offer ${step.rank}`;
      case 'cancel':
        return `cancel ${step.task} ${step.reason}`;
      case 'declare-unmet':
        return `unmet ${step.because}`;
      default:
        return step satisfies never;
    }
  });
}

const ONE = 'one-after-another';
const ALL = 'ranked-parallel';
const claimed = (index: number): NeedVerdict => ({ is: 'claimed', task: `task-${index}` });
const closed: NeedVerdict = { is: 'closed', reason: 'met-elsewhere' };
const spoilt: NeedVerdict = { is: 'spoilt' };
const of = (
  strategy: NeedStrategy,
  says: string,
  fates: readonly Fate[],
  expected: Pick<Case, 'status' | 'steps'> & Partial<Pick<Case, 'verdict' | 'declared'>>,
): Case => ({ strategy, says, fates, ...expected });

const NOBODY = ['unmet nobody-took-it'];
const NONE: readonly string[] = [];

const CASES: readonly Case[] = [
  of(ONE, 'asks the first', ['later', 'later'], { status: 'open', steps: ['offer 0'] }),
  of(ONE, 'asks under the id that was fixed', ['named', 'later'], { status: 'open', steps: ['offer 0'] }),
  of(ONE, 'waits for a request on its way', [WAITING, 'later'], { status: 'open', steps: NONE }),
  of(ONE, 'waits for an answer', [OPEN, 'later'], { status: 'open', steps: NONE }),
  of(ONE, 'waits for who considers it', [RECEIVED, 'later'], { status: 'open', steps: NONE }),
  of(ONE, 'asks the next after a decline', [DECLINED, 'later'], { status: 'open', steps: ['offer 1'] }),
  of(ONE, 'asks the next after silence', [SILENT, 'later'], { status: 'open', steps: ['offer 1'] }),
  of(ONE, 'asks the next when one offer is withdrawn', [WITHDRAWN, 'later'], {
    status: 'open',
    steps: ['offer 1'],
  }),
  of(ONE, 'passes over who could not be asked', [DECLINED, 'not-sent', 'later'], {
    status: 'open',
    steps: ['offer 2'],
  }),
  of(ONE, 'waits for the claim of who accepted', [TAKEN, 'later'], { status: 'open', steps: NONE }),
  of(ONE, 'asks nobody else once it is met', [TAKEN, 'later'], {
    verdict: claimed(0),
    status: 'met',
    steps: NONE,
  }),
  of(ONE, 'is unmet when all have ended', [DECLINED, SILENT, 'not-sent'], { status: 'unmet', steps: NOBODY }),
  of(ONE, 'is declared unmet once', [DECLINED, SILENT], { declared: true, status: 'unmet', steps: NONE }),
  of(ONE, 'is given up when who took it fails', [DECLINED, FAILED, 'later'], {
    verdict: claimed(1),
    status: 'unmet',
    steps: ['unmet given-up'],
  }),
  of(ALL, 'asks all at once', ['later', 'named', 'later'], {
    status: 'open',
    steps: ['offer 0', 'offer 1', 'offer 2'],
  }),
  of(ALL, 'asks who was added', [DECLINED, OPEN, 'later'], { status: 'open', steps: ['offer 2'] }),
  of(ALL, 'goes on after a decline', [DECLINED, OPEN], { status: 'open', steps: NONE }),
  of(ALL, 'tells the others that they were not selected', [OPEN, TAKEN, RECEIVED], {
    verdict: claimed(1),
    status: 'met',
    steps: ['cancel task-0 not-selected', 'cancel task-2 not-selected'],
  }),
  of(ALL, 'believes the claim before the acceptance is here', [OPEN, OPEN], {
    verdict: claimed(1),
    status: 'met',
    steps: ['cancel task-0 not-selected'],
  }),
  of(ALL, 'takes a request back that is still on its way', [WAITING, TAKEN], {
    verdict: claimed(1),
    status: 'met',
    steps: ['cancel task-0 not-selected'],
  }),
  of(ALL, 'takes back an acceptance that came without a claim', [TAKEN, TAKEN], {
    verdict: claimed(1),
    status: 'met',
    steps: ['cancel task-0 not-selected'],
  }),
  of(ALL, 'has nothing to do when the others have ended', [LOST, DONE, DECLINED], {
    verdict: claimed(1),
    status: 'met',
    steps: NONE,
  }),
  of(ALL, 'closes its open offers when it is met elsewhere', [OPEN, DECLINED, RECEIVED], {
    verdict: closed,
    status: 'closed',
    steps: ['cancel task-0 met-elsewhere', 'cancel task-2 met-elsewhere'],
  }),
  of(ALL, 'makes no offer any more when it is closed', ['named', 'later'], {
    verdict: closed,
    status: 'closed',
    steps: NONE,
  }),
  of(ALL, 'is over when who took it is no longer wanted', [OPEN, WITHDRAWN], {
    verdict: claimed(1),
    status: 'closed',
    steps: ['cancel task-0 not-selected'],
  }),
  of(ALL, 'is closed, not unmet, when every offer is withdrawn', [WITHDRAWN, WITHDRAWN], {
    status: 'closed',
    steps: NONE,
  }),
  of(ALL, 'is unmet when all have said no or nothing', [DECLINED, SILENT, WITHDRAWN], {
    status: 'unmet',
    steps: NOBODY,
  }),
  of(ALL, 'is given up when a claim was never followed by work', [OPEN, SILENT], {
    verdict: claimed(1),
    status: 'unmet',
    steps: ['cancel task-0 not-selected', 'unmet given-up'],
  }),
  of(ALL, 'takes its offers back when nobody could accept any more', [OPEN, DECLINED], {
    verdict: spoilt,
    status: 'unmet',
    steps: ['cancel task-0 replaced', 'unmet spoilt'],
  }),
];

describe('a need', () => {
  it.each(CASES)('$strategy: $says', (one) => {
    const { need, tasks } = given(one);
    expect([needState(need, tasks).status, inShort(one)]).toEqual([one.status, one.steps]);
  });

  it.each(CASES)('$strategy: $says: and is settled only when nothing can follow', (one) => {
    const { need, tasks } = given(one);
    const { status, offers } = needState(need, tasks);
    const ended = ['rejected', 'completed', 'failed', 'cancelled', 'entered-in-error', 'not-sent'];
    const isOver = status !== 'open' && offers.every((offer) => ended.includes(offer.status));
    expect(isSettled(need, tasks)).toBe(isOver && one.steps.length === 0);
  });

  it('shows each offer with its task, and the task that was accepted', () => {
    const { need, tasks } = given(
      of(ALL, '', [DECLINED, TAKEN, 'later'], { verdict: claimed(1), status: 'met', steps: NONE }),
    );
    expect(needState(need, tasks)).toEqual({
      id: 'need-1',
      asker: police,
      kind: 'welfare-check',
      caseId: 'case-1',
      mode: 'exercise',
      strategy: ALL,
      candidates: PERFORMERS,
      offers: [
        { task: 'task-0', performer: ambulance, ...DECLINED },
        { task: 'task-1', performer: crew, ...TAKEN },
      ],
      status: 'met',
      metBy: 'task-1',
    });
  });
});

describe('who accepts too late', () => {
  const late = (reason: string, need?: string) => {
    const task = taskWith({
      status: 'cancelled',
      statusReason: reason,
      version: 2,
      ...(need && { need }),
    });
    return decide({ ...commandOf('accept'), seenStatus: 'requested' }, task, rules);
  };

  it('learns that the need is met, not only that the task has moved on', () => {
    for (const reason of ['not-selected', 'met-elsewhere'])
      expect(late(reason, 'need-1')).toEqual({
        refused: 'NEED_ALREADY_MET',
        because: { need: 'need-1', reason },
      });
    expect(late('no-longer-needed', 'need-1')).toMatchObject({ refused: 'OVERTAKEN' });
    expect(late('met-elsewhere')).toMatchObject({ refused: 'OVERTAKEN' });
  });

  it('learns it for no other step and in no other status', () => {
    const need = 'need-1';
    const over = taskWith({ status: 'cancelled', statusReason: 'not-selected', need, version: 2 });
    expect(decide(commandOf('start'), over, rules)).toMatchObject({ refused: 'TASK_CLOSED' });
    for (const status of TASK_STATUSES.filter((one) => one !== 'cancelled')) {
      const decision = decide(
        commandOf('accept'),
        taskWith({ status, need, statusReason: 'not-selected' }),
        rules,
      );
      expect(decision).not.toMatchObject({ refused: 'NEED_ALREADY_MET' });
    }
  });
});
