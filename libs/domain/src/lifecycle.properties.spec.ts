import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TaskCommand, TaskCommandType } from './commands.js';
import { EVENT_OF, eventOf } from './commands.js';
import { decide } from './decide.js';
import type { TaskEvent } from './events.js';
import { LifecycleError, evolve } from './evolve.js';
import { againstLifecycle } from './lifecycle.js';
import type { Task } from './task.js';
import { TASK_STATUSES, isClosed } from './task.js';
import {
  ambulance,
  commandOf,
  crew,
  haven,
  LATER,
  NOW,
  police,
  response,
  rules,
  taskWith,
} from './worked-example.js';

// Steps come more than once in the list when a task needs them to get far.
const TYPES: readonly TaskCommandType[] = [
  ...(Object.keys(EVENT_OF) as TaskCommandType[]),
  'accept',
  'accept',
  'start',
  'start',
  'offer-handover',
  'accept-handover',
];

const REMARKS = [
  'corrected',
  'recalled',
  'identified',
  'acknowledged',
  'reviewed',
  'escalated',
  'answered-late',
  'promise-ended',
];

const party = fc.constantFrom(police, response, ambulance, ambulance, crew, haven);
const extras = {
  // Some steps are taken after every time that a request names.
  at: fc.constantFrom(NOW, NOW, '2031-01-18T09:00:00Z'),
  seenStatus: fc.constantFrom(undefined, undefined, undefined, ...TASK_STATUSES),
  reason: fc.constantFrom('no-capacity', 'no-longer-needed', 'incorrect', 'bored'),
  finding: fc.constantFrom('justified', 'fine'),
  outcome: fc.constantFrom('seen-safe', 'fine'),
  performer: fc.constantFrom(ambulance, ambulance, response, police),
};

const command: fc.Arbitrary<TaskCommand> = fc
  .record({ type: fc.constantFrom(...TYPES), by: party, ...extras })
  .map(({ type, seenStatus, ...facts }) => {
    const seen = seenStatus === undefined ? {} : { seenStatus };
    return { ...commandOf(type, facts), ...seen };
  });

const request = fc.record({
  decideBy: fc.constantFrom(undefined, LATER),
  responsibility: fc.constantFrom('transfers' as const, 'retained' as const),
});

const story = fc
  .tuple(request, fc.array(command, { minLength: 1, maxLength: 30 }))
  .map(([{ decideBy, responsibility }, rest]) => [
    commandOf('request', { responsibility, ...(decideBy && { decideBy }) }),
    ...rest,
  ]);

interface Played {
  readonly task: Task | undefined;
  readonly events: readonly TaskEvent[];
  readonly states: readonly Task[];
}

/** Puts every command to `decide`, one after another, and folds what it gives. */
function play(commands: readonly TaskCommand[], task?: Task): Played {
  const begin: Played = { task, events: [], states: [] };
  return commands.reduce((so: Played, next) => {
    const decision = decide(next, so.task, rules);
    if ('refused' in decision) return so;
    const task = decision.events.reduce(
      (state: Task | undefined, event) => evolve(state, event),
      so.task,
    ) as Task;
    return { task, events: [...so.events, ...decision.events], states: [...so.states, task] };
  }, begin);
}

function thrownBy(task: Task | undefined, event: TaskEvent): unknown {
  try {
    evolve(task, event);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('whatever anybody tries, in any order', () => {
  it('each task has exactly one owner, and it is one of the two parties', () => {
    fc.assert(
      fc.property(story, (commands) => {
        for (const { owner, asker, performer, status } of play(commands).states) {
          const held = status === 'accepted' || status === 'in-progress' || status === 'on-hold';
          expect(owner).toEqual(held ? performer : asker);
        }
      }),
    );
  });

  it('the versions count 1, 2, 3 without a hole', () => {
    fc.assert(
      fc.property(story, (commands) => {
        const { events, states } = play(commands);
        const counted = events.map((_event, index) => index + 1);
        expect(events.map(({ version }) => version)).toEqual(counted);
        expect(states.map(({ version }) => version)).toEqual(counted);
      }),
    );
  });

  it('a closed task never opens again, and what is said on it afterwards only puts right what was told', () => {
    const closed = fc.constantFrom(...TASK_STATUSES.filter((status) => isClosed({ status })));
    let saidAfterwards = 0;
    fc.assert(
      fc.property(closed, fc.array(command, { maxLength: 30, size: 'max' }), (status, commands) => {
        const { version: _first, ...end } = taskWith({ status });
        const { states, events } = play(commands, taskWith({ status }));
        for (const { version: _later, escalations: _called, ...state } of states) expect(state).toEqual(end);
        expect(REMARKS).toEqual(expect.arrayContaining(events.map(({ type }) => type)));
        saidAfterwards += events.length;
      }),
    );
    expect(saidAfterwards).toBeGreaterThan(10);
  });

  it('a reader who folds the events comes to the same task as the writer, and changes nothing in place', () => {
    fc.assert(
      fc.property(story, (commands) => {
        const { task, events } = play(commands);
        const frozen = events.map((event) => Object.freeze(event));
        const folded = frozen.reduce(
          (state: Task | undefined, event) => Object.freeze(evolve(state, event)),
          undefined,
        );
        expect(folded).toEqual(task);
      }),
    );
  });
});

describe('what a reader makes of what it should not have got', () => {
  it('refuses exactly the events that the lifecycle would not have let anyone write', () => {
    let refusedOften = 0;
    fc.assert(
      fc.property(story, command, (commands, next) => {
        const { task } = play(commands);
        const { seenStatus: _seen, ...unseen } = next;
        // A verdict on an expired task becomes another event than the one that was wanted.
        fc.pre(!(task?.businessStatus === 'expired' && ['accept', 'reject'].includes(next.type)));
        const forced = eventOf(next, (task?.version ?? 0) + 1);
        const decision = decide(unseen, task, rules);
        const lawful = againstLifecycle(task, forced, { time: forced.at }) === undefined;
        const thrown = thrownBy(task, forced);
        if (!('refused' in decision)) expect(thrown).toBeUndefined();
        expect(thrown === undefined).toBe(lawful);
        if (lawful) return;
        refusedOften += 1;
        expect(thrown).toBeInstanceOf(LifecycleError);
        expect(thrown).toMatchObject({ code: 'AGAINST_LIFECYCLE', refusal: decision });
      }),
    );
    expect(refusedOften).toBeGreaterThan(10);
  });

  it('skips doubled and disordered deliveries as stale or gap, and ends with the same task', () => {
    fc.assert(
      fc.property(story, fc.array(fc.nat(), { maxLength: 60 }), (commands, picks) => {
        const { events, task } = play(commands);
        // Any events in any order first, then all of them in order: the first part must do no harm.
        const noise = picks.map((pick) => events[pick % events.length] as TaskEvent);
        let state: Task | undefined;
        for (const event of [...noise, ...events]) {
          const before = state?.version ?? 0;
          const thrown = thrownBy(state, event);
          if (event.version === before + 1) state = evolve(state, event);
          else expect(thrown).toMatchObject({ code: event.version > before ? 'GAP' : 'STALE' });
        }
        expect(state).toEqual(task);
      }),
    );
  });
});
