import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.js';
import { possibleSteps } from './possible-steps.js';
import { TASK_STATUSES, type Task } from './task.js';
import { LATER, NOW, ambulance, commandOf, haven, police, rules, taskWith } from './worked-example.js';

const promise = { id: 'promise-0', by: ambulance, state: 'open' } as const;
const VARIANTS: readonly Partial<Task>[] = [
  {},
  { counter: { startBy: LATER } },
  { promises: [promise] },
  { responsibility: 'transfers', responsible: police },
  { responsibility: 'transfers', responsible: police, handover: { offeredBy: police, lapsesAt: LATER } },
  { responsibility: 'transfers', responsible: ambulance },
  { need: 'need-1' },
];
const cases = TASK_STATUSES.flatMap((status) =>
  VARIANTS.flatMap((over) => [police, ambulance].map((by) => ({ status, over, by }))),
);

describe('the steps that a person can take', () => {
  it.each(cases)(
    'are just those that are not refused for how the task stands: $status, $over, $by.agency',
    ({ status, over, by }) => {
      const task = taskWith({ status, ...over });
      const possible = possibleSteps(task, by);
      for (const step of ALL) {
        // An own undertaking is kept; one of the other side is released.
        const end = step === 'end-promise' && by.agency === 'police' ? { end: 'released' } : {};
        const filled = task.slots ?? [{ slot: 'amhp', state: 'filled' as const }];
        const decided = decide(commandOf(step, { by, ...end }), { ...task, slots: filled }, rules, NOW);
        const refused = 'refused' in decided ? decided.refused : undefined;
        expect([step, possible.includes(step), refused]).toEqual([step, refused === undefined, refused]);
      }
    },
  );

  it('are none for who has no part in it', () => {
    expect(possibleSteps(taskWith(), haven)).toEqual([]);
  });
});

const ALL = [
  ...[
    'receive',
    'accept',
    'reject',
    'counter',
    'accept-counter',
    'refuse-counter',
    'start',
    'inform',
    'set-slots',
  ],
  ...[
    'accept-handover',
    'refuse-handover',
    'offer-handover',
    'hold',
    'resume',
    'complete',
    'fail',
    'promise',
  ],
  ...['end-promise', 'escalate', 'cancel', 'enter-in-error'],
] as ReturnType<typeof possibleSteps>;
