import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  STAGES,
  WAYS,
  checkStatement,
  evolve,
  type ItemStatement,
  type Task,
  type TaskCommand,
} from '#domain';
import { toWire, type ItemData, type SealedContent, type SealedItem, type TaskLedgerEvent } from '#contracts';
import { Directory, loadDirectory, parseBundle } from '#directory';
import type { Promised } from '#storage';
import { agreementIndexOf } from './agreements.js';
import { carriedParts } from './carried-items.js';
import { judgeArrival } from './judge.js';
import { decideWish, type Granted } from './wish-decision.js';
import type { Wish } from './wish.js';

const directory = new Directory(parseBundle({ version: 1, data: loadDirectory(), keys: [] }));
const { taskKinds, items, agencies } = loadDirectory();
const NOW = Date.UTC(2026, 10, 25, 12);
const TASK = '01900000-0000-7000-8000-000000000001';
const CASE = '01900000-0000-7000-8000-000000000002';
const ACTOR = { ref: 'A'.repeat(22), role: 'dispatcher', type: 'person' } as const;
const OVERRIDE = {
  reason: [...directory.vocabulary.overrideReason][0] ?? '',
  authorisedBy: 'B'.repeat(22),
  authorisedRole: 'duty-manager',
  until: NOW + 30 * 60_000,
};

const statement: fc.Arbitrary<ItemStatement> = fc
  .record({ code: fc.constantFrom(...items.map(({ code }) => code)), known: fc.boolean() })
  .map(({ code, known }) =>
    known
      ? { code, state: 'known', value: `of ${code}` }
      : { code, state: 'unknown', absent: 'asked-unknown' },
  );

interface Said {
  readonly type: 'inform' | 'accept' | 'start' | 'complete' | 'reject' | 'cancel' | 'receive';
  readonly performers: boolean;
  readonly items: readonly ItemStatement[];
  readonly way: 'refuse' | 'leave-out' | 'override';
}

const said: fc.Arbitrary<Said> = fc.record({
  type: fc.constantFrom('inform', 'receive', 'accept', 'start', 'inform', 'complete', 'reject', 'cancel'),
  performers: fc.boolean(),
  items: fc.uniqueArray(statement, { maxLength: 8, selector: ({ code }) => code }),
  way: fc.constantFrom('refuse', 'leave-out', 'leave-out', 'override'),
});

const between = fc.constantFrom(...taskKinds).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    asker: fc.constantFrom(...kind.mayBeRequestedBy),
    performer: fc.constantFrom(...kind.mayBeAsked),
    urgency: fc.constantFrom(...directory.vocabulary.urgency),
    wanted: fc.subarray(
      items.map(({ code }) => code),
      { maxLength: 6 },
    ),
  }),
);
type Between = typeof between extends fc.Arbitrary<infer T> ? T : never;

const unitOf = (agency: string, at: number) => {
  const units = agencies.find(({ code }) => code === agency)?.units ?? [];
  return { agency, unit: units.at(at) ?? '' };
};
const partiesOf = ({ asker, performer }: Between) => ({
  asker: unitOf(asker, 0),
  performer: unitOf(performer, -1),
});

function commandOf(one: Said | undefined, about: Between): TaskCommand {
  const { asker, performer } = partiesOf(about);
  const at = new Date(NOW).toISOString();
  const { kind, urgency, wanted } = about;
  if (!one) {
    const ground = {
      purpose: [...directory.vocabulary.purpose][0] ?? '',
      basis: [...directory.vocabulary.basis][0] ?? '',
    };
    const facts = {
      caseId: CASE,
      mode: 'test',
      kind: kind.code,
      urgency,
      asker,
      performer,
      ...ground,
    } as const;
    return { type: 'request', taskId: TASK, by: asker, at, ...facts, wanted };
  }
  const ends = {
    complete: { outcome: kind.outcomes[0] },
    reject: { reason: kind.allowedDeclineReasons[0] },
    cancel: { reason: 'duplicate' },
  };
  const base = { taskId: TASK, by: one.performers ? performer : asker, at };
  return { type: one.type, ...base, ...ends[one.type as keyof typeof ends] } as TaskCommand;
}

function wishOf(one: Said, command: TaskCommand): Wish {
  const { way, items: told } = one;
  return {
    command,
    items: told,
    actor: ACTOR,
    ...(way === 'override' ? { override: OVERRIDE } : { ifNotAllowed: way }),
  };
}

interface Sent {
  readonly event: TaskLedgerEvent;
  readonly content: SealedContent;
  readonly before: Task | undefined;
  readonly granted: Granted;
}

function sentOf(granted: Granted): Sent {
  const { draft, plan } = granted;
  const { items: carried, content, override } = carriedParts(plan, draft.wish);
  const { type, data } = toWire(draft.event, carried, override);
  const { agency, unit } = draft.event.by;
  const place = {
    caseid: CASE,
    mode: 'test',
    subject: TASK,
    taskversion: draft.event.version,
    directoryversion: 1,
  };
  const event = { type, data, source: `/${agency}/${unit}`, id: CASE, time: draft.event.at, ...place };
  return { event: event as unknown as TaskLedgerEvent, content, before: draft.task, granted };
}

/** Plays a request and what follows; everything that either party's service let go. */
function play(about: Between, first: Said, steps: readonly Said[]): Sent[] {
  const sent: Sent[] = [];
  let task: Task | undefined;
  for (const one of [undefined, ...steps]) {
    const wish = wishOf(one ?? first, commandOf(one, about));
    const decided = decideWish(wish, { task, directory, modes: ['test'] });
    if ('answer' in decided) continue;
    sent.push(sentOf(decided));
    task = evolve(task, decided.draft.event);
  }
  return sent;
}

const judge = (
  { event, content, before }: Sent,
  told: (item: string) => Promised | undefined = () => undefined,
) =>
  judgeArrival(
    {
      event,
      content,
      task: before,
      recordedAt: new Date(NOW).toISOString(),
      toldBefore: (_, item) => told(item),
    },
    agreementIndexOf(directory),
  );

const itemsIn = (event: TaskLedgerEvent): readonly ItemData[] =>
  (event.data as { items?: ItemData[] }).items ?? [];

describe('between any two agencies of the directory, whatever they want to tell each other', () => {
  it('the receiver lets in exactly what the sender was allowed to send', () => {
    let told = 0;
    fc.assert(
      fc.property(between, said, fc.array(said, { maxLength: 8 }), (about, first, steps) => {
        for (const sent of play(about, first, steps)) {
          told += itemsIn(sent.event).length;
          const { content, refused } = judge(sent);
          expect({ refused, kept: content }).toEqual({ refused: [], kept: sent.content });
        }
      }),
      { numRuns: 400 },
    );
    expect(told).toBeGreaterThan(100);
  });

  it('every item that travels has a value or a reason, and names rule, version, basis, stage and way', () => {
    fc.assert(
      fc.property(between, said, fc.array(said, { maxLength: 8 }), (about, first, steps) => {
        for (const { event, content } of play(about, first, steps)) {
          for (const [index, item] of itemsIn(event).entries()) {
            const { value } = content.items?.[index] as SealedItem;
            expect((value === null) !== (item.absent === undefined)).toBe(true);
            expect(directory.vocabulary.rule.has(item.rule)).toBe(true);
            expect(directory.vocabulary.basis.has(item.basis)).toBe(true);
            expect([item.ruleversion >= 1, STAGES, WAYS]).toEqual([
              true,
              expect.arrayContaining([item.stage]),
              expect.arrayContaining([item.way]),
            ]);
          }
        }
      }),
    );
  });

  it('what stays behind is named: sent, kept and refused are together all that was to be told', () => {
    fc.assert(
      fc.property(between, said, fc.array(said, { maxLength: 8 }), (about, first, steps) => {
        for (const { granted } of play(about, first, steps)) {
          const { go, kept, refused } = granted.plan;
          const codes = [
            ...go.map(({ statement: { code } }) => code),
            ...kept.map(({ item }) => item.code),
            ...refused.map(({ code }) => code),
          ];
          expect(codes.sort()).toEqual(granted.draft.wish.items.map(({ code }) => code).sort());
          expect(granted.attempt?.items ?? []).toEqual(refused);
          expect(JSON.stringify(granted.attempt ?? {})).not.toMatch(/"value"|of [a-z]/);
        }
      }),
    );
  });

  it('an item that names another promise than the one that covers it is taken out, and only that item', () => {
    let seen = 0;
    const forged = fc.constantFrom<Partial<ItemData>>(
      { rule: 'welfare-check.offer' },
      { ruleversion: 99 },
      { basis: 'made-up' },
      { stage: 'attending' },
      { way: 'overridden' },
      { originator: 'voluntary' },
    );
    fc.assert(
      fc.property(between, said, fc.array(said, { maxLength: 5 }), forged, (about, first, steps, lie) => {
        for (const sent of play(about, first, steps)) {
          const [item, ...rest] = itemsIn(sent.event);
          if (!item || Object.entries(lie).every(([name, value]) => item[name as keyof ItemData] === value))
            continue;
          const event = {
            ...sent.event,
            data: { ...sent.event.data, items: [{ ...item, ...lie }, ...rest] },
          };
          const { content, refused } = judge({ ...sent, event: event as TaskLedgerEvent });
          if (lie.originator !== undefined && refused.length === 0) continue;
          seen += 1;
          expect(refused.map(({ code }) => code)).toEqual([item.code]);
          expect(content.items?.[0]).toEqual({ refused: refused[0]?.why });
          expect(content.items?.slice(1)).toEqual(sent.content.items?.slice(1));
        }
      }),
      { numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(30);
  });
});

describe('the statements of these plays', () => {
  it('are such as may be sent', () => {
    fc.assert(fc.property(statement, (one) => expect(checkStatement(one)).toEqual([])));
  });
});
