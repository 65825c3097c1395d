import { describe, expect, it } from '@jest/globals';
import { eventOf, type TaskCommand } from './commands.js';
import { decide } from './decide.js';
import { deadlinesOf, nextDue, owedEscalation, unreportedDeadlines } from './deadlines.js';
import { evolve } from './evolve.js';
import type { Task } from './task.js';
import {
  ambulance,
  CLOCK,
  commandOf,
  LATER,
  NOW,
  police,
  response,
  rules,
  taskWith,
} from './worked-example.js';

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

describe('the responsibility for the person', () => {
  const request = commandOf('request', { responsibility: 'transfers' });
  const accepted = after(undefined, [request, commandOf('accept')]);
  const offered = after(accepted, [commandOf('offer-handover')]);

  it('does not pass with the task: only with the second half of a handover', () => {
    expect(accepted).toMatchObject({ owner: ambulance, responsible: police });
    expect(offered).toMatchObject({ responsible: police, handover: { offeredBy: police, lapsesAt: LATER } });
    const taken = after(offered, [commandOf('accept-handover')]);
    expect(taken).toMatchObject({ responsible: ambulance, status: 'accepted' });
    expect(taken.handover).toBeUndefined();
  });

  it('stays where it is when the other refuses or says nothing, and can be offered again', () => {
    const silent = after(offered, [commandOf('lapse-handover', { at: AFTER })]);
    const no = after(offered, [commandOf('refuse-handover')]);
    for (const task of [silent, no]) {
      expect(task.responsible).toEqual(police);
      expect(after(task, [commandOf('offer-handover')]).handover).toBeDefined();
    }
    expect(refused(commandOf('lapse-handover', { at: LATER }), offered)?.refused).toBe('NOT_DUE_YET');
  });

  it('is offered only by who has it, once, and never accepted by who offers it', () => {
    expect(refused(commandOf('offer-handover', { by: ambulance }), accepted)?.refused).toBe(
      'NOT_RESPONSIBLE',
    );
    expect(refused(commandOf('offer-handover'), offered)?.refused).toBe('HANDOVER_OFFERED');
    expect(refused(commandOf('accept-handover', { by: police }), offered)?.refused).toBe('OWN_HANDOVER');
    expect(refused(commandOf('accept-handover'), accepted)?.refused).toBe('NO_HANDOVER_OFFERED');
  });

  it('may go back the same way', () => {
    const taken = after(offered, [commandOf('accept-handover')]);
    const back = after(taken, [
      commandOf('offer-handover', { by: ambulance }),
      commandOf('accept-handover', { by: police }),
    ]);
    expect(back.responsible).toEqual(police);
  });

  it('cannot be handed over where the request says that it is retained, or says nothing', () => {
    for (const responsibility of ['retained', undefined] as const) {
      const said = responsibility ? { responsibility } : {};
      const task = after(undefined, [commandOf('request', said), commandOf('accept')]);
      expect(refused(commandOf('offer-handover'), task)?.refused).toBe('RESPONSIBILITY_RETAINED');
    }
  });

  it('has no open offer any more once the task is over', () => {
    expect(after(offered, [commandOf('complete')]).handover).toBeUndefined();
  });
});

describe('waiting and errors', () => {
  it('lets the work wait until a time, and tells when it has passed', () => {
    const held = after(taskWith({ status: 'in-progress' }), [commandOf('hold')]);
    expect(held).toMatchObject({ status: 'on-hold', reviewAt: LATER, owner: ambulance });
    expect(nextDue(held)).toBe('2031-01-17T22:42:00.000Z');
    const resumed = after(held, [commandOf('resume')]);
    expect(resumed.reviewAt).toBeUndefined();
    expect(refused(commandOf('hold', { reviewAt: NOW }), resumed)?.refused).toBe('TIME_IN_THE_PAST');
  });

  it('ends a request that should never have been made as entered in error, by the asker alone', () => {
    expect(after(taskWith(), [commandOf('enter-in-error')]).status).toBe('entered-in-error');
    const other = refused(commandOf('enter-in-error', { by: ambulance }), taskWith());
    expect(other?.refused).toBe('NOT_THE_ASKER');
  });
});

describe('people, promises and clocks', () => {
  const held = taskWith({ status: 'accepted' });

  it('says of each slot the last word, and refuses one that the kind does not have', () => {
    const gone = commandOf('set-slots', { slots: [{ slot: 'amhp', state: 'fallen-through' }] });
    expect(after(held, [commandOf('set-slots'), gone]).slots).toEqual([
      { slot: 'amhp', state: 'fallen-through' },
    ]);
    const cook = commandOf('set-slots', { slots: [{ slot: 'cook', state: 'filled' }] });
    expect(refused(cook, held)).toMatchObject({ refused: 'UNKNOWN_SLOT', because: { allowed: ['amhp'] } });
  });

  it('refuses an outcome while people that it needs are not there, and names them', () => {
    const needy = {
      ...rules,
      kind: (code: string) => ({
        ...rules.kind(code)!,
        outcomeNeeds: [{ outcome: 'seen-safe', all: ['amhp'] }],
      }),
    };
    expect(decide(commandOf('complete'), held, needy)).toEqual({
      refused: 'SLOTS_OPEN',
      because: { outcome: 'seen-safe', missing: ['amhp'] },
    });
    const there = after(held, [commandOf('set-slots')]);
    expect(decide(commandOf('complete'), there, needy)).toHaveProperty('events');
  });

  it('shows a promise with its owner until it is kept, broken or released', () => {
    const made = after(held, [commandOf('promise', { promise: { id: 'promise-1', dueBy: LATER } })]);
    expect(made.promises).toEqual([{ id: 'promise-1', by: ambulance, dueBy: LATER, state: 'open' }]);
    expect(deadlinesOf(made)).toEqual([{ deadline: 'promise', promise: 'promise-1', dueAt: LATER }]);
    const end = (state: 'kept' | 'released', by = ambulance) =>
      commandOf('end-promise', { promise: 'promise-1', end: state, by });
    expect(after(made, [end('kept')]).promises?.[0]?.state).toBe('kept');
    expect(after(made, [end('released', police)]).promises?.[0]?.state).toBe('released');
    expect(refused(end('kept', police), made)?.refused).toBe('NOT_YOUR_PROMISE');
    expect(refused(end('released'), made)?.refused).toBe('NOT_YOUR_PROMISE');
    expect(refused(end('kept'), held)?.refused).toBe('PROMISE_UNKNOWN');
  });

  it('makes the condition of an acceptance a promise of the performer', () => {
    const task = after(taskWith(), [commandOf('accept', { promise: { id: 'promise-1' } })]);
    expect(task.promises).toEqual([{ id: 'promise-1', by: ambulance, state: 'open' }]);
  });

  const started = { code: CLOCK.code, startedAt: NOW, startedBy: police, dueAt: '2031-01-18T21:42:00.000Z' };

  it('warns of a clock at 75 and 90 per cent and at its end, from its first start', () => {
    const task = after(held, [commandOf('tell-clocks', { clocks: [started] })]);
    expect(deadlinesOf(task).map(({ percent, dueAt }) => [percent, dueAt])).toEqual([
      [75, '2031-01-18T15:42:00.000Z'],
      [90, '2031-01-18T19:18:00.000Z'],
      [100, '2031-01-18T21:42:00.000Z'],
    ]);
    const later = { ...started, startedAt: LATER, dueAt: '2031-01-18T22:42:00.000Z' };
    const again = after(task, [commandOf('tell-clocks', { clocks: [later] })]);
    expect(again.clocks?.[0]).toMatchObject({ startedAt: NOW, dueAt: started.dueAt });
  });

  it('ends a clock with the outcome that ends it', () => {
    const task = after(held, [commandOf('tell-clocks', { clocks: [started] })]);
    const done = after(task, [commandOf('complete', { at: LATER })]);
    expect(done.clocks?.[0]).toMatchObject({ endedAt: '2031-01-17T22:42:00.000Z', endReason: 'seen-safe' });
    expect(deadlinesOf(done)).toEqual([]);
  });
});
