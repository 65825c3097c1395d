import { describe, expect, it } from '@jest/globals';
import type { TaskCommand } from './commands.js';
import { decide } from './decide.js';
import { FINDINGS, IDENTITY_STEPS, RECALL_REASONS } from './remarks.js';
import type { TaskRules } from './rules.js';
import { TASK_STATUSES, type Task } from './task.js';
import { ambulance, commandOf, haven, police, rules, taskWith, welfareCheck } from './worked-example.js';

const refusal = (command: TaskCommand, task?: Task, by: TaskRules = rules) => {
  const decision = decide(command, task, by);
  return 'refused' in decision ? decision : undefined;
};

const REMARKS = ['correct', 'recall', 'identify', 'acknowledge', 'review'] as const;
const CASES = REMARKS.flatMap((type) => TASK_STATUSES.map((status) => ({ type, status })));

describe('what was told can be put right', () => {
  it.each(CASES)('$type is open to both parties of a task that is $status', ({ type, status }) => {
    for (const by of [police, ambulance]) {
      expect(refusal(commandOf(type, { by }), taskWith({ status }))).toBeUndefined();
    }
    expect(refusal(commandOf(type, { by: haven }), taskWith({ status }))?.refused).toBe('NOT_A_PARTY');
  });

  it('says in the event what the command said, and nothing that a caller hung on it', () => {
    const step = { taskId: 'task-1', version: 4, by: police, at: commandOf('correct').at };
    const said = [
      ['correct', {}, { type: 'corrected' }],
      [
        'recall',
        {},
        { type: 'recalled', recalls: [{ event: 'event-1', item: 'full-name' }], reason: 'incorrect' },
      ],
      ['identify', { identity: 'reversed' }, { type: 'identified', identity: 'reversed' }],
      ['acknowledge', { events: ['event-2'] }, { type: 'acknowledged', events: ['event-2'] }],
      ['review', {}, { type: 'reviewed', override: 'event-1', finding: 'justified' }],
    ] as const;
    for (const [type, changes, event] of said) {
      const stray = { note: 'a free word', by: police };
      const command = commandOf(type, { ...changes, ...stray });
      expect(decide(command, taskWith({ version: 3 }), rules)).toEqual({ events: [{ ...step, ...event }] });
    }
  });

  it('refuses a recall for a reason outside the closed list', () => {
    const because = { reason: 'bored', allowed: RECALL_REASONS };
    expect(refusal(commandOf('recall', { reason: 'bored' }), taskWith())).toEqual({
      refused: 'REASON_NOT_ALLOWED',
      because,
    });
    for (const reason of RECALL_REASONS) {
      expect(refusal(commandOf('recall', { reason }), taskWith())).toBeUndefined();
    }
  });

  it('refuses a review that comes to something outside the closed list', () => {
    const because = { reason: 'fine', allowed: FINDINGS };
    expect(refusal(commandOf('review', { finding: 'fine' }), taskWith())).toEqual({
      refused: 'REASON_NOT_ALLOWED',
      because,
    });
    for (const finding of FINDINGS) {
      expect(refusal(commandOf('review', { finding }), taskWith())).toBeUndefined();
    }
  });

  it('refuses to recall nothing, and to acknowledge nothing', () => {
    const expected = { refused: 'NOTHING_NAMED', because: {} };
    expect(refusal(commandOf('recall', { recalls: [] }), taskWith())).toEqual(expected);
    expect(refusal(commandOf('acknowledge', { events: [] }), taskWith())).toEqual(expected);
  });

  it('knows an identity as confirmed or taken back', () => {
    expect(IDENTITY_STEPS).toEqual(['confirmed', 'reversed']);
  });

  it('refuses what was decided on an older status, as with any other step', () => {
    const command = commandOf('recall', { seenStatus: 'accepted' });
    expect(refusal(command, taskWith({ status: 'completed' }))?.refused).toBe('OVERTAKEN');
  });
});

describe('a request for information', () => {
  const asking: TaskRules = {
    ...rules,
    kind: (code) => (code === welfareCheck.code ? { ...welfareCheck, asksForItems: true } : undefined),
  };
  const ground = { wanted: ['medication'], purpose: 'welfare', basis: 'vital-interests' };
  const LACKS: readonly (readonly [string, object, readonly string[]])[] = [
    ['the items', { wanted: undefined }, ['wanted']],
    ['any item', { wanted: [] }, ['wanted']],
    ['what for', { purpose: undefined }, ['purpose']],
    ['on which lawful basis', { basis: undefined }, ['basis']],
    [
      'all of it',
      { wanted: undefined, purpose: undefined, basis: undefined },
      ['wanted', 'purpose', 'basis'],
    ],
  ] as const;

  it('is taken when it names the items, what for and on which basis', () => {
    expect(refusal(commandOf('request', ground), undefined, asking)).toBeUndefined();
  });

  it.each(LACKS)(
    'is refused when it does not say %s, and names what is missing',
    (_what, changes, missing) => {
      const command = commandOf('request', { ...ground, ...changes });
      expect(refusal(command, undefined, asking)).toEqual({
        refused: 'ASKED_WITHOUT_GROUND',
        because: { missing },
      });
    },
  );

  it('of a kind that does not ask for items may name items without a ground', () => {
    expect(refusal(commandOf('request', { wanted: ['medication'] }))).toBeUndefined();
  });
});
