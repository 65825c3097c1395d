import { describe, expect, it } from '@jest/globals';
import { Directory, loadDirectory, parseBundle } from '#directory';
import { indexAgreements, type Task } from '#domain';
import type { ItemData, TaskLedgerEvent } from '#contracts';
import { agreementIndexOf } from './agreements.js';
import { carriedParts } from './carried-items.js';
import { judgeArrival } from './judge.js';
import { planItems } from './plan.js';
import { inParts } from './told-before.js';

const directory = new Directory(parseBundle({ version: 1, data: loadDirectory(), keys: [] }));
const by = { agency: 'police', unit: 'control-room' };
const performer = { agency: 'mh-trust', unit: 'health-based-place-of-safety' };
const NOW = '2026-11-25T12:00:00.000Z';
const known = (code: string) => ({ code, state: 'known', value: code }) as const;
const request = {
  type: 'requested',
  ...{ taskId: 't', version: 1, by, at: NOW, caseId: 'c', asker: by, performer },
  ...{ kind: 'place-of-safety-admission', urgency: 'u2-within-hour' },
  mode: 'test',
} as const;
const override = {
  ...{ reason: 'life-at-risk', authorisedBy: 'A'.repeat(22), authorisedRole: 'duty-manager' },
  until: Date.parse(NOW) + 60_000,
};

describe('a request with an emergency override', () => {
  it('sends what the emergency covers, keeps what could only wait, and refuses the rest', () => {
    const items = ['age-band', 'police-warning-markers', 'nhs-number', 'mh-history'].map(known);
    const wish = { command: {} as never, items, actor: {} as never, override };
    const { go, kept, refused } = planItems(
      { wish, event: request, task: undefined },
      agreementIndexOf(directory),
    );
    expect(go.map(({ statement, cover }) => [statement.code, cover.way])).toEqual([
      ['age-band', 'pushed'],
      ['police-warning-markers', 'overridden'],
    ]);
    expect(kept.map(({ item, stage }) => [item.code, stage])).toEqual([['nhs-number', 'accepted']]);
    expect(refused).toEqual([{ code: 'mh-history', why: 'override-not-allowed' }]);
  });
});

describe('what is taken back', () => {
  it('goes in as many events as it needs, none of them with more than one takes', () => {
    const told = Array.from({ length: 130 }, (_, at) => ({ event: `e${at}`, item: 'phone' }));
    const parts = inParts(told);
    expect(parts.map((part) => part.length)).toEqual([60, 60, 10]);
    expect(parts.flat()).toEqual(told);
    expect(inParts([])).toEqual([]);
  });
});

describe('a correction of what was told under a promise that has ended since', () => {
  const task = {
    ...{
      id: 't',
      caseId: 'c',
      mode: 'test',
      kind: request.kind,
      urgency: request.urgency,
      asker: by,
      performer,
    },
    ...{ status: 'completed', owner: by, version: 5, requestedAt: NOW },
  } as Task;
  const cover = {
    rule: 'police.danger-to-workers',
    version: 1,
    basis: 'vital-interests',
    stage: 'offer',
    way: 'overridden',
  } as const;
  const ended = indexAgreements(
    directory.agreements.map((one) => ({ ...one, inForceUntil: '2026-01-01T00:00:00Z' })),
  );
  const wish = {
    command: {} as never,
    items: [known('weapons')],
    actor: {} as never,
    corrects: { weapons: { event: 'e1', cover } },
  };
  const event = { type: 'corrected', taskId: 't', version: 6, by, at: NOW } as const;

  it('goes under that very promise, and is let in by whoever was told, and by nobody else', () => {
    const plan = planItems({ wish, event, task }, ended);
    expect(plan).toMatchObject({ go: [{ cover, corrects: 'e1' }], kept: [], refused: [] });
    const { items, content } = carriedParts(plan, wish);
    const arrived = (more: Partial<ItemData>) => {
      const data = { items: items.map((item) => ({ ...item, ...more })) };
      const type = 'concordat.task.corrected.v1';
      return {
        type,
        data,
        source: '/police/control-room',
        time: NOW,
        subject: 't',
      } as unknown as TaskLedgerEvent;
    };
    const { version: ruleversion, ...promise } = cover;
    const told = { ...promise, ruleversion };
    const judged = (toldBefore: () => typeof told | undefined, more: Partial<ItemData> = {}) =>
      judgeArrival({ event: arrived(more), content, task, recordedAt: NOW, toldBefore }, ended).refused;
    expect(judged(() => told)).toEqual([]);
    expect(judged(() => undefined)).toHaveLength(1);
    expect(judged(() => told, { rule: 'police.emergency.offer', way: 'pushed' })).toHaveLength(1);
    expect(judged(() => told, { originator: 'ambulance' })).toHaveLength(1);
  });
});
