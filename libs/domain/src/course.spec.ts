import { describe, expect, it } from '@jest/globals';
import { eventOf, type TaskCommand } from './commands.js';
import { decide } from './decide.js';
import { deadlinesOf, nextDue, owedEscalation, unreportedDeadlines } from './deadlines.js';
import { evolve } from './evolve.js';
import type { Task } from './task.js';
import { ambulance, commandOf, LATER, NOW, police, response, rules, taskWith } from './worked-example.js';

const AFTER = '2031-01-17T22:42:00.001Z';

/** The task after commands that are all possible; each is wanted at the time given, or at the time of the task. */
function after(task: Task | undefined, commands: readonly TaskCommand[], time?: string): Task {
  const end = commands.reduce((state: Task | undefined, command) => {
    const decision = decide(command, state, rules, time ?? command.at);
    if ('refused' in decision) throw new Error(`${command.type}: ${decision.refused}`);
    return decision.events.reduce((so: Task | undefined, event) => evolve(so, event, time), state);
  }, task);
  return end as Task;
}

const refused = (command: TaskCommand, task: Task, time?: string) => {
  const decision = decide(command, task, rules, time ?? command.at);
  return 'refused' in decision ? decision : undefined;
};

describe('silence', () => {
  const asked = taskWith({ decideBy: LATER });

  it('ends a request as cancelled and expired, with the reason that nobody answered, and it stays with the asker', () => {
    const task = after(asked, [commandOf('expire', { at: AFTER })]);
    expect(task).toMatchObject({
      status: 'cancelled',
      businessStatus: 'expired',
      statusReason: 'no-response',
      owner: police,
    });
  });

  it('is not silence while the last instant lasts', () => {
    const early = refused(commandOf('expire', { at: LATER }), asked);
    expect(early).toEqual({ refused: 'NOT_DUE_YET', because: { dueAt: LATER, time: LATER } });
  });

  it("goes by the task's own time, whatever the clock of the one who says it shows", () => {
    const fast = commandOf('expire', { at: '2031-01-18T12:00:00Z' });
    expect(refused(fast, asked, NOW)?.refused).toBe('NOT_DUE_YET');
    expect(() => evolve(asked, eventOf(fast, 2), NOW)).toThrow();
    expect(evolve(asked, eventOf(commandOf('expire'), 2), AFTER).status).toBe('cancelled');
  });

  it('may be told by either party, and once', () => {
    for (const by of [police, ambulance]) {
      const task = after(asked, [commandOf('expire', { by, at: AFTER })]);
      expect(refused(commandOf('expire', { by, at: AFTER }), task)?.refused).toBe('TASK_CLOSED');
    }
  });

  it('records what the kind says of it', () => {
    const kinds = {
      ...rules,
      kind: (code: string) => ({ ...rules.kind(code)!, expiryOutcome: 'not-practicable' }),
    };
    const decision = decide(commandOf('expire', { at: AFTER }), asked, kinds);
    expect(decision).toMatchObject({ events: [{ type: 'expired', outcome: 'not-practicable' }] });
  });

  it.each(['accept', 'reject'] as const)(
    'before a verdict makes the late %s a record without effect',
    (type) => {
      const expired = after(asked, [commandOf('expire', { at: AFTER })]);
      // Also for a performer who decided while the request still stood.
      const late = after(expired, [commandOf(type, { at: AFTER, seenStatus: 'received' })]);
      expect(late).toMatchObject({
        status: 'cancelled',
        owner: police,
        lateAnswer: type === 'accept' ? 'accepted' : 'rejected',
      });
      expect(refused(commandOf(type, { at: AFTER }), late)?.refused).toBe('REPORTED_BEFORE');
    },
  );

  it('calls in the next level once', () => {
    const expired = after(asked, [commandOf('expire', { at: AFTER })]);
    expect(owedEscalation(expired)).toEqual({ why: 'no-response', since: LATER });
    const called = after(expired, [commandOf('escalate', { why: 'no-response' })]);
    expect(owedEscalation(called)).toBeUndefined();
    expect(called.escalations).toEqual([{ to: [response], why: 'no-response', at: NOW }]);
    expect(nextDue(called)).toBeUndefined();
  });
});

describe('deadlines', () => {
  const times = { acknowledgeBy: '2031-01-17T21:47:00Z', decideBy: '2031-01-17T21:52:00Z', startBy: LATER };

  it.each([
    ['requested', ['acknowledge', 'decide', 'start']],
    ['received', ['decide', 'start']],
    ['accepted', ['start']],
    ['in-progress', []],
    ['rejected', []],
  ] as const)('of a task that is %s are %j', (status, expected) => {
    expect(deadlinesOf(taskWith({ status, ...times })).map(({ deadline }) => deadline)).toEqual(expected);
  });

  it('are told once each, and the earliest is what the task waits for', () => {
    const task = taskWith(times);
    expect(nextDue(task)).toBe('2031-01-17T21:47:00.000Z');
    const at = '2031-01-17T21:48:00Z';
    const told = after(task, [commandOf('report-overdue', { deadline: 'acknowledge', at })]);
    expect(told.missed).toEqual(['acknowledge']);
    expect(told.owner).toEqual(police);
    expect(unreportedDeadlines(told).map(({ deadline }) => deadline)).toEqual(['decide', 'start']);
    const again = refused(commandOf('report-overdue', { deadline: 'acknowledge', at }), told);
    expect(again?.refused).toBe('REPORTED_BEFORE');
  });

  it('call in the next level when the work is late', () => {
    const late = taskWith({ status: 'accepted', startBy: NOW });
    const told = after(late, [commandOf('report-overdue', { deadline: 'start', at: AFTER })]);
    expect(owedEscalation(told)?.why).toBe('overdue');
  });

  it('refuse one that the task does not have', () => {
    const because = refused(commandOf('report-overdue', { deadline: 'review' }), taskWith());
    expect(because?.refused).toBe('NO_SUCH_DEADLINE');
  });
});

describe('a decline', () => {
  it('without the fact that its reason demands is refused, and the facts are named', () => {
    const bare = commandOf('reject', { reason: 'insufficient-information' });
    expect(refused(bare, taskWith())).toEqual({
      refused: 'FACT_MISSING',
      because: { reason: 'insufficient-information', needs: ['items'] },
    });
    const whole = commandOf('reject', { reason: 'insufficient-information', facts: { items: ['phone'] } });
    expect(refused(whole, taskWith())).toBeUndefined();
  });

  it('for now is looked at again when its time has come', () => {
    const facts = { reviewAt: LATER };
    const task = after(taskWith(), [commandOf('reject', { reason: 'no-capacity', facts })]);
    expect(task).toMatchObject({ status: 'rejected', reviewAt: LATER, owner: police });
    expect(owedEscalation(task)).toEqual({ why: 'review-due', since: LATER });
    expect(nextDue(task)).toBe('2031-01-17T22:42:00.000Z');
  });
});

describe('a counter-offer', () => {
  const countered = after(taskWith(), [commandOf('counter')]);

  it('holds nobody to anything: the asker still has the task', () => {
    expect(countered).toMatchObject({
      status: 'received',
      businessStatus: 'counter-offered',
      counter: { startBy: LATER },
      owner: police,
    });
  });

  it('makes the performer hold the task when the asker agrees', () => {
    const task = after(countered, [commandOf('accept-counter')]);
    expect(task).toMatchObject({ status: 'accepted', owner: ambulance });
    expect(task.counter).toBeUndefined();
    expect(task.businessStatus).toBeUndefined();
  });

  it('leaves the request as it was when the asker does not', () => {
    const task = after(countered, [commandOf('refuse-counter')]);
    expect(task).toEqual({ ...taskWith(), status: 'received', version: 3 });
    expect(after(task, [commandOf('accept')]).status).toBe('accepted');
  });

  it('is not made on an offer of a need, which the first who takes it has', () => {
    const because = { need: 'need-1' };
    expect(refused(commandOf('counter'), taskWith(because))).toEqual({ refused: 'OFFER_OF_A_NEED', because });
  });

  it('cannot be agreed to by who made it, nor say nothing', () => {
    expect(refused(commandOf('accept-counter', { by: ambulance }), countered)?.refused).toBe('NOT_THE_ASKER');
    expect(refused(commandOf('accept-counter'), taskWith({ status: 'received' }))?.refused).toBe(
      'NO_COUNTER_OFFER',
    );
    const { startBy: _none, ...bare } = commandOf('counter') as Extract<TaskCommand, { type: 'counter' }>;
    expect(refused(bare, taskWith())?.refused).toBe('TERMS_MISSING');
    expect(refused({ ...bare, explained: true }, taskWith())).toBeUndefined();
  });
});
