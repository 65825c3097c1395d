import { describe, expect, it } from '@jest/globals';
import { Directory, loadDirectory, parseBundle } from '#directory';
import { decide, evolve, type ClockState, type Task, type TaskCommand } from '#domain';
import { decideWish } from './wish-decision.js';
import type { Wish } from './wish.js';

const directory = new Directory(parseBundle({ version: 1, data: loadDirectory(), keys: [] }));
const police = { agency: 'police', unit: 'control-room' };
const ambulance = { agency: 'ambulance', unit: 'emergency-operations-centre' };
const AT = '2026-11-25T12:00:00.000Z';
const ground = { directory, modes: ['test'], now: Date.parse(AT) };

const step = (type: string, by: typeof police, more: object = {}): TaskCommand =>
  ({ type, taskId: 't', by, at: AT, ...more }) as TaskCommand;
function after(task: Task | undefined, command: TaskCommand): Task {
  const decision = decide(command, task, directory.rules);
  const [event] = 'refused' in decision ? [] : decision.events;
  if (!event) throw new Error(JSON.stringify(decision));
  return evolve(task, event);
}

const asked = after(
  undefined,
  step('request', police, {
    ...{ caseId: 'c', mode: 'test', kind: 's136-conveyance', urgency: 'u2-within-hour' },
    ...{ asker: police, performer: ambulance, decideBy: '2026-11-25T12:05:00.000Z' },
  }),
);
const received = after(asked, step('receive', ambulance));
const accepted = after(received, step('accept', ambulance));
const waiting: ClockState = { code: 's136-detention', waitingSince: AT };

/** What is decided on a request, and again when the other party had said something first. */
function twice(command: TaskCommand, meanwhile: Task | undefined) {
  const wish: Wish = { command, items: [], actor: { ref: 'A'.repeat(22), role: 'service', type: 'system' } };
  const first = decideWish(wish, { ...ground, task: asked });
  if ('answer' in first) throw new Error(first.answer.refused);
  return decideWish(first.draft.wish, { ...ground, task: meanwhile });
}

describe('a step that lost the race against one of the other party', () => {
  it('is not taken any more where it was decided from a status that is gone', () => {
    expect(twice(step('cancel', police, { reason: 'duplicate' }), accepted)).toMatchObject({
      answer: { refused: 'OVERTAKEN' },
    });
  });

  it('is taken all the same where the other party only said that they have it', () => {
    expect(twice(step('cancel', police, { reason: 'duplicate' }), received)).toMatchObject({
      draft: { event: { type: 'cancelled', version: 3 } },
    });
  });

  it('is taken all the same when it tells a clock of the person, which runs however the task stands', () => {
    expect(twice(step('tell-clocks', police, { clocks: [waiting] }), accepted)).toMatchObject({
      draft: { event: { type: 'clock-told', version: 4 } },
    });
  });
});
