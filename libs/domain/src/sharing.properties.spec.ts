import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { STAGES, type SharingAgreement, type SharingRule, type Stage } from './agreements.js';
import { eventOf, type TaskCommand } from './commands.js';
import { decide } from './decide.js';
import { evolve } from './evolve.js';
import { coverUnderOverride } from './override.js';
import { indexAgreements } from './agreement-index.js';
import { passageOf } from './passage.js';
import { coverOf, isCovered, splitItems, type Cover } from './sharing.js';
import type { Party, Task } from './task.js';
import { ambulance as PERFORMER, police as ASKER, rules, welfareCheck } from './worked-example.js';

const AGENCIES = ['police', 'ambulance', 'voluntary'];
const ITEMS = ['area', 'full-name', 'home-address', 'medication', 'crisis-plan'];
const START = Date.UTC(2026, 5, 1);
const HOUR = 3_600_000;
const isoAt = (hour: number): string => new Date(START + hour * HOUR).toISOString();

const some = (from: readonly string[]) => fc.uniqueArray(fc.constantFrom(...from), { minLength: 1 });

const rule: fc.Arbitrary<SharingRule> = fc.record(
  {
    code: fc.string({ minLength: 4, maxLength: 8, unit: fc.constantFrom(...'abcdef') }),
    from: some([...AGENCIES, 'police/control-room']),
    to: some([...AGENCIES, 'ambulance/emergency-operations-centre']),
    direction: fc.constantFrom('to-performer', 'to-asker'),
    kinds: some([welfareCheck.code, 'other-kind']),
    stage: fc.constantFrom(...STAGES),
    urgencies: some(['u1-immediate', 'u2-within-hour']),
    items: some(ITEMS),
    originators: fc.subarray(AGENCIES),
    basis: fc.constant('direct-care'),
  },
  { requiredKeys: ['code', 'from', 'to', 'direction', 'kinds', 'stage', 'items', 'basis'] },
);

const agreement: fc.Arbitrary<SharingAgreement> = fc
  .record({
    since: fc.integer({ min: -3, max: 6 }),
    hours: fc.integer({ min: 1, max: 9 }),
    rules: fc.array(rule),
  })
  .map(({ since, hours, rules: list }) => ({
    code: 'some-agreement',
    title: 'Some agreement',
    version: 1,
    parties: AGENCIES,
    purpose: 'a test',
    inForceFrom: isoAt(since),
    inForceUntil: isoAt(since + hours),
    reviewBy: '2027-01-01',
    rules: list,
    overrides: [
      {
        code: 'some-override',
        from: ['police'],
        to: ['ambulance'],
        items: ['medication'],
        basis: 'vital-interests',
        authorisedBy: ['duty-manager'],
        reviewedBy: ['caldicott-guardian'],
        maxMinutes: 60,
        reviewWithinMinutes: 4320,
      },
    ],
  }));

interface Said {
  readonly type: TaskCommand['type'];
  readonly performers: boolean;
  readonly items: readonly { code: string; originator?: string }[];
  readonly override: boolean;
}

const said: fc.Arbitrary<Said> = fc.record({
  type: fc.constantFrom('inform', 'receive', 'accept', 'start', 'complete', 'cancel', 'reject', 'inform'),
  performers: fc.boolean(),
  items: fc.array(
    fc.record(
      { code: fc.constantFrom(...ITEMS), originator: fc.constantFrom(...AGENCIES) },
      { requiredKeys: ['code'] },
    ),
    { maxLength: 4 },
  ),
  override: fc.boolean(),
});

interface Delivered {
  readonly item: { readonly code: string; readonly originator?: string };
  readonly cover: Cover;
  readonly by: Party;
  readonly hour: number;
  readonly reached: readonly Stage[];
}

function commandOf({ type, performers }: Said, hour: number): TaskCommand {
  const base = { taskId: 't', by: performers ? PERFORMER : ASKER, at: isoAt(hour) };
  const [reason] = welfareCheck.allowedDeclineReasons as [string];
  const [outcome] = welfareCheck.outcomes as [string];
  const ends = { reject: { reason }, cancel: { reason: 'no-longer-needed' }, complete: { outcome } };
  return { type, ...base, ...ends[type as keyof typeof ends] } as TaskCommand;
}

/** Plays what the two parties say, with what a sender's split lets go at once. */
function play(agreements: readonly SharingAgreement[], first: Said, steps: readonly Said[]): Delivered[] {
  const index = indexAgreements(agreements);
  const delivered: Delivered[] = [];
  const history: Stage[] = ['offer'];
  let task: Task | undefined;
  const request: TaskCommand = {
    ...{ type: 'request', taskId: 't', caseId: 'c', mode: 'test', by: ASKER, at: isoAt(0) },
    ...{ kind: welfareCheck.code, urgency: 'u2-within-hour', asker: ASKER, performer: PERFORMER },
    wanted: ['crisis-plan'],
  };
  [request, ...steps.map((step, hour) => commandOf(step, hour + 1))].forEach((command, hour) => {
    const decision = decide(command, task, rules);
    if ('refused' in decision) return;
    const event = eventOf(command, (task?.version ?? 0) + 1);
    const words = hour === 0 ? first : (steps[hour - 1] as Said);
    const passage = passageOf(event, task, START + hour * HOUR);
    if (passage) {
      const reached = task === undefined ? (['offer'] as Stage[]) : [...history];
      const { now } = splitItems(index, passage, words.items);
      delivered.push(...now.map(({ item, cover }) => ({ item, cover, by: event.by, hour, reached })));
      const word = { authorisedRole: 'duty-manager', until: passage.at + HOUR };
      for (const item of words.override ? words.items : []) {
        const cover = coverUnderOverride(index, passage, item, word);
        if ('rule' in cover) delivered.push({ item, cover, by: event.by, hour, reached });
      }
    }
    task = evolve(task, event);
    if (event.type === 'accepted') history.push('accepted');
    if (event.type === 'started') history.push('attending');
  });
  return delivered;
}

/** Looks for the promise again by reading the agreements one by one, without any index. */
function isPromised(
  agreements: readonly SharingAgreement[],
  { item, cover, by, hour, reached }: Delivered,
): boolean {
  const asks = by.agency === ASKER.agency;
  const [from, to] = asks ? [ASKER, PERFORMER] : [PERFORMER, ASKER];
  const isNamed = (list: readonly string[], { agency, unit }: Party): boolean =>
    list.includes(agency) || list.includes(`${agency}/${unit}`);
  return agreements
    .filter(({ inForceFrom, inForceUntil }) => {
      const now = isoAt(hour);
      return inForceFrom <= now && (inForceUntil === undefined || now < inForceUntil);
    })
    .some(({ rules: list, overrides }) =>
      cover.way === 'overridden'
        ? overrides.some(
            (clause) =>
              clause.code === cover.rule &&
              clause.items.includes(item.code) &&
              isNamed(clause.from, from) &&
              isNamed(clause.to, to) &&
              (item.originator ?? from.agency) === from.agency,
          )
        : list.some(
            (one) =>
              one.code === cover.rule &&
              one.direction === (asks ? 'to-performer' : 'to-asker') &&
              one.kinds.includes(welfareCheck.code) &&
              one.items.includes(item.code) &&
              isNamed(one.from, from) &&
              isNamed(one.to, to) &&
              (one.urgencies?.includes('u2-within-hour') ?? true) &&
              (one.stage === 'on-request'
                ? !asks && item.code === 'crisis-plan'
                : reached.includes(one.stage)) &&
              [from.agency, ...(one.originators ?? [])].includes(item.originator ?? from.agency),
          ),
    );
}

describe('whatever agreements there are and whatever the two parties do', () => {
  it('no item is ever delivered outside an agreement in force or an override', () => {
    let seen = 0;
    fc.assert(
      fc.property(
        fc.array(agreement, { maxLength: 3 }),
        said,
        fc.array(said, { maxLength: 12 }),
        (all, first, steps) => {
          for (const one of play(all, first, steps)) {
            seen += 1;
            expect({ one, promised: isPromised(all, one) }).toMatchObject({ promised: true });
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(seen).toBeGreaterThan(100);
  });

  it('an item that waits is covered as soon as its stage is reached, and not before', () => {
    fc.assert(
      fc.property(fc.array(agreement, { maxLength: 3 }), said, (all, { items }) => {
        const index = indexAgreements(all);
        const asked = {
          from: ASKER,
          to: PERFORMER,
          direction: 'to-performer',
          kind: welfareCheck.code,
        } as const;
        const passage = { ...asked, urgency: 'u2-within-hour', wanted: [], status: undefined, at: START };
        for (const { item, stage } of splitItems(index, passage, items).kept) {
          const status = stage === 'accepted' ? 'accepted' : 'in-progress';
          expect(isCovered(coverOf(index, passage, item))).toBe(false);
          expect(coverOf(index, { ...passage, status }, item)).toMatchObject({ stage });
        }
      }),
    );
  });

  it('every item of a request ends in exactly one of: goes, waits, refused', () => {
    fc.assert(
      fc.property(fc.array(agreement, { maxLength: 3 }), said, (all, { items }) => {
        const asked = {
          from: ASKER,
          to: PERFORMER,
          direction: 'to-performer',
          kind: welfareCheck.code,
        } as const;
        const passage = { ...asked, urgency: 'u2-within-hour', wanted: [], status: undefined, at: START };
        const { now, kept, refused } = splitItems(indexAgreements(all), passage, items);
        const parted = new Set([...now, ...kept, ...refused].map(({ item }) => item));
        expect([parted.size, now.length + kept.length + refused.length]).toEqual([
          items.length,
          items.length,
        ]);
      }),
    );
  });
});
