import { describe, expect, it } from '@jest/globals';
import type { TaskCommand } from './commands.js';
import { decide } from './decide.js';
import { deadlinesOf, nextDue } from './deadlines.js';
import { evolve } from './evolve.js';
import type { Task } from './task.js';
import { ambulance, CLOCK, commandOf, LATER, NOW, police, rules, taskWith } from './worked-example.js';

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
