import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TaskCommand, TaskCommandType } from './commands.js';
import { EVENT_OF } from './commands.js';
import { decide } from './decide.js';
import type { TaskEvent } from './events.js';
import { evolve, LifecycleError } from './evolve.js';
import { isClosed, type Party, type Task } from './task.js';
import { CLOCK, commandOf, NOW, welfareCheck } from './worked-example.js';
import type { TaskRules } from './rules.js';

// A small county: agencies that see the ledger late, twice and in any order, and decide on what they see.
const AGENCIES = ['police', 'ambulance', 'mh-trust', 'social-care', 'acute-hospital', 'voluntary'];
const deskOf = (index: number): Party => ({ agency: AGENCIES[index] ?? '', unit: 'desk' });

const RULES: TaskRules = {
  kind: () => ({ ...welfareCheck, mayBeAsked: AGENCIES, mayBeRequestedBy: AGENCIES }),
  unit: (agency) => AGENCIES.includes(agency),
  declineNeeds: () => [],
  clocks: [CLOCK],
};

/** One event on the ledger of a task, with the ledger's time. */
interface Recorded {
  readonly event: TaskEvent;
  readonly time: string;
}

interface Move {
  /** Which agency of the county tries it, by its place. */
  readonly who: number;
  readonly type: TaskCommandType;
  /** How many events of the task it has heard of late. */
  readonly behind: number;
  /** Minutes that pass before it. */
  readonly minutes: number;
}

// What leads a task far comes more often than the rest.
const OFTEN: readonly TaskCommandType[] = ['accept', 'start', 'offer-handover', 'accept-handover', 'expire'];
const TYPES = [...(Object.keys(EVENT_OF) as TaskCommandType[]), ...OFTEN, ...OFTEN, ...OFTEN, ...OFTEN];

const move: fc.Arbitrary<Move> = fc.record({
  who: fc.constantFrom(0, 0, 0, 1, 1, 1, 2, 3, 4, 5),
  type: fc.constantFrom(...TYPES.filter((type) => type !== 'request')),
  behind: fc.constantFrom(0, 0, 0, 1, 2),
  minutes: fc.constantFrom(0, 1, 30),
});

const county = fc.record({
  agencies: fc.integer({ min: 2, max: 6 }),
  responsibility: fc.constantFrom('transfers' as const, 'retained' as const),
  moves: fc.array(move, { minLength: 5, maxLength: 40, size: 'max' }),
});

/** An offer of the handover, and the answer of whoever is asked: by chance alone these two rarely meet. */
const handover: fc.Arbitrary<readonly Move[]> = fc.tuple(move, move, fc.boolean()).map(([one, two, back]) => [
  { ...one, type: 'offer-handover', who: back ? 1 : 0 },
  { ...two, type: 'accept-handover', who: back ? 0 : 1 },
]);

const handingOver = fc.record({
  agencies: fc.integer({ min: 2, max: 6 }),
  responsibility: fc.constant('transfers' as const),
  moves: fc
    .array(
      fc.oneof(
        move.map((one) => [one]),
        handover,
      ),
      { minLength: 5, maxLength: 30, size: 'max' },
    )
    .map((groups) => groups.flat()),
});

const minutesAfter = (minutes: number): string => new Date(Date.parse(NOW) + minutes * 60_000).toISOString();

const fold = (records: readonly Recorded[]): Task | undefined =>
  records.reduce((task: Task | undefined, { event, time }) => evolve(task, event, time), undefined);

function request(performer: Party, responsibility: 'transfers' | 'retained'): TaskCommand {
  const asker = deskOf(0);
  const times = { decideBy: minutesAfter(20), startBy: minutesAfter(60), completeBy: minutesAfter(90) };
  return commandOf('request', { by: asker, asker, performer, responsibility, ...times });
}

/** The ledger takes an event only if its writer knew all before it; whoever loses decides again from what stands there. */
function record(ledger: Recorded[], wish: TaskCommand, time: string, known: number): void {
  for (const seen of [known, ledger.length]) {
    const decision = decide(wish, fold(ledger.slice(0, seen)), RULES, time);
    if ('refused' in decision || seen < ledger.length) continue;
    ledger.push(...decision.events.map((event) => ({ event, time })));
    return;
  }
}

function wishOf({ type }: Move, by: Party, at: string): TaskCommand {
  const ahead = { reviewAt: '2031-02-01T00:00:00Z', startBy: '2031-02-01T00:00:00Z' };
  const lapsesAt = new Date(Date.parse(at) + 45 * 60_000).toISOString();
  const told = type === 'escalate' ? { to: [deskOf(0)] } : {};
  return commandOf(type, { by, at, ...ahead, lapsesAt, ...told });
}

interface County {
  readonly agencies: number;
  readonly responsibility: 'transfers' | 'retained';
  readonly moves: readonly Move[];
}

function lived({ agencies, responsibility, moves }: County): readonly Recorded[] {
  const ledger: Recorded[] = [];
  record(ledger, request(deskOf(1), responsibility), NOW, 0);
  let minutes = 0;
  for (const one of moves) {
    minutes += one.minutes;
    const at = minutesAfter(minutes);
    record(ledger, wishOf(one, deskOf(one.who % agencies), at), at, Math.max(0, ledger.length - one.behind));
  }
  return ledger;
}

/** A reader that takes doubled and disordered deliveries: parks a gap, drops what it has. */
function readerOf(records: readonly Recorded[], order: readonly number[]): Task | undefined {
  const parked = new Map<number, Recorded>();
  let task: Task | undefined;
  const deliveries = [...order.map((index) => records[index % records.length] as Recorded), ...records];
  for (const one of deliveries) {
    parked.set(one.event.version, one);
    for (let next = parked.get((task?.version ?? 0) + 1); next; next = parked.get((task?.version ?? 0) + 1))
      task = evolve(task, next.event, next.time);
  }
  return task;
}

describe('agencies that hear of each other late, twice and in any order', () => {
  it('all come to the same task', () => {
    fc.assert(
      fc.property(county, fc.array(fc.nat(), { maxLength: 60 }), (given, order) => {
        const ledger = lived(given);
        expect(readerOf(ledger, order)).toEqual(fold(ledger));
      }),
    );
  });

  it('know one owner at every instant, and one who answers for the person', () => {
    fc.assert(
      fc.property(county, (given) => {
        const ledger = lived(given);
        ledger.forEach((_, index) => {
          const task = fold(ledger.slice(0, index + 1)) as Task;
          const held = ['accepted', 'in-progress', 'on-hold'].includes(task.status);
          expect(task.owner).toEqual(held ? task.performer : task.asker);
          if (given.responsibility === 'retained') expect(task.responsible).toBeUndefined();
          else expect([task.asker, task.performer]).toContainEqual(task.responsible);
        });
      }),
    );
  });

  it('let the responsibility pass only by an offer that the other party accepted', () => {
    let passed = 0;
    fc.assert(
      fc.property(handingOver, (given) => {
        const ledger = lived(given);
        ledger.forEach(({ event }, index) => {
          const [before, after] = [fold(ledger.slice(0, index)), fold(ledger.slice(0, index + 1))];
          if (!before?.responsible || before.responsible.agency === after?.responsible?.agency) return;
          passed += 1;
          expect(event.type).toBe('handover-accepted');
          expect(before.handover?.offeredBy).toEqual(before.responsible);
          expect(event.by.agency).not.toBe(before.responsible.agency);
        });
      }),
      { numRuns: 300 },
    );
    expect(passed).toBeGreaterThan(10);
  });

  it('never see two verdicts, however late an answer comes', () => {
    let late = 0;
    fc.assert(
      fc.property(county, (given) => {
        const types = lived(given).map(({ event }) => event.type);
        const verdicts = types.filter((type) =>
          ['accepted', 'counter-accepted', 'rejected', 'expired', 'cancelled', 'entered-in-error'].includes(
            type,
          ),
        );
        const unanswered = verdicts.filter((type) => !['cancelled', 'entered-in-error'].includes(type));
        expect(unanswered.length).toBeLessThanOrEqual(1);
        expect(types.filter((type) => type === 'answered-late').length).toBeLessThanOrEqual(1);
        if (types.includes('answered-late')) {
          late += 1;
          expect(types.indexOf('expired')).toBeLessThan(types.indexOf('answered-late'));
          expect(types).not.toContain('accepted');
        }
      }),
      { numRuns: 300 },
    );
    expect(late).toBeGreaterThan(0);
  });

  it('hear of each deadline once, and never before it has passed', () => {
    fc.assert(
      fc.property(county, (given) => {
        const task = fold(lived(given));
        expect(new Set(task?.missed).size).toBe(task?.missed?.length ?? 0);
        const early = { ...commandOf('expire', { by: deskOf(0) }), at: minutesAfter(20) };
        const fresh = fold(lived({ ...given, moves: [] }));
        // The last minute is still in time.
        expect(decide(early, fresh, RULES)).toMatchObject({ refused: 'NOT_DUE_YET' });
        expect(decide({ ...early, at: minutesAfter(20.01) }, fresh, RULES)).toHaveProperty('events');
      }),
      { numRuns: 20 },
    );
  });

  it('skip what a stranger signed, and keep the same task', () => {
    fc.assert(
      fc.property(county, move, (given, next) => {
        const ledger = lived({ ...given, agencies: 2 });
        const task = fold(ledger) as Task;
        const at = minutesAfter(2_000);
        const stranger = { ...wishOf(next, deskOf(5), at) };
        const forced = {
          ...stranger,
          type: EVENT_OF[next.type],
          version: task.version + 1,
        } as unknown as TaskEvent;
        expect(() => evolve(task, forced, at)).toThrow(LifecycleError);
        expect(isClosed(task) || task.version === ledger.length).toBe(true);
      }),
    );
  });
});
