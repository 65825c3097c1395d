import type { DirectoryData } from '#directory';
import type { Gap } from '#domain';
import type { Desk } from '../rehearsal/desk.js';
import { auditText, questionsOf } from '../rehearsal/summary.js';
import type { RehearsalResult } from '../rehearsal/told.js';
import { viewsOf, type StoppedSeen, type Views } from '../rehearsal/views.js';
import { checksOf } from './gather-checks.js';
import { eventsOf } from './gather-events.js';
import { exceptionsOf, type StoppedRow } from './gather-exceptions.js';
import { knownOf } from './gather-knowledge.js';
import { clocksOf, tasksOf } from './gather-tasks.js';
import type { Counts, EventTold, GapLeft, ItemKnown, ReportMaterial } from './material.js';
import { directoryWords, type Source } from './source.js';

/** How a rehearsal ended: with its result, or before that. */
export type Ending = Omit<RehearsalResult, 'told'> | { readonly stopped: string };

/**
 * The material of a report, as a caller of the services can gather it: from the feeds, from what was played, and from what
 * agencies and the audit service answer now. Who does not answer is left out, and the report says so. Never rejects.
 */
export async function gatherMaterial(
  played: Omit<Source, 'words'>,
  {
    directory,
    audit,
    ending,
    madeAt,
  }: {
    readonly directory: DirectoryData;
    readonly audit: Desk;
    readonly ending: Ending;
    readonly madeAt: string;
  },
): Promise<ReportMaterial> {
  const source: Source = { ...played, words: directoryWords(directory) };
  const { cast, told, minutes, words } = source;
  const { scenario } = cast;
  const result = 'stopped' in ending ? undefined : ending;
  const views = viewsOf(cast, audit);
  const [gaps, stopped] = await Promise.all([gapsOf(source, views), stoppedRows(source, views)]);
  const events = eventsOf(source);
  const tasks = tasksOf(source, events);
  const { id, file, title, question, start, agencies } = scenario;
  return {
    scenario: {
      id,
      file,
      title,
      start,

      ...(question !== undefined && { question }),
    },
    madeAt,
    verdict: result ? (result.passed ? 'passed' : 'failed') : 'stopped',
    failures: result ? result.failures : failuresSoFar(source, ending),
    lanes: agencies.map((code) => ({ code, name: words.agency(code) })),
    lastMinute: minutes.last,
    tasks,
    events,
    clocks: clocksOf(source),
    items: itemsOf(source, gaps),
    unasked: [...gaps].flatMap(([agency, list]) => (list ? [] : [words.agency(agency)])),
    exceptions: exceptionsOf(source, { events, tasks, stopped }),
    checks: checksOf(source, result),
    questions: result ? result.questions : questionsOf(scenario, told),
    counts: countsOf(source, events),
    ...(result?.audited && { audit: `Audit: ${auditText(result.audited)}.` }),
  };
}

function failuresSoFar({ told }: Source, ending: Ending): readonly string[] {
  const sofar = told.flatMap(({ step, failures }) =>
    failures.map((what) => `Minute ${step.at}, ${step.do}: ${what}`),
  );
  return 'stopped' in ending
    ? [...sofar, `The rehearsal ended before its last step: ${ending.stopped}`]
    : sofar;
}

/** By agency; undefined where an agency did not answer. */
type Gaps = ReadonlyMap<string, readonly Gap[] | undefined>;

/** Of those who have a file of the case: they opened one, or a task brought it to them. */
async function gapsOf({ cast, told }: Source, views: Views): Promise<Gaps> {
  const parties = new Set(
    [...cast.tasks.values()].flatMap(({ asker, performer }) => [asker.agency, performer.agency]),
  );
  const speakers = new Set(
    told.flatMap(({ step, kept }) => (step.by !== 'bus' && kept.length > 0 ? [step.by.agency] : [])),
  );
  const agencies = cast.scenario.agencies.filter(
    (agency) => cast.desk(agency) && (parties.has(agency) || speakers.has(agency)),
  );
  const found = await Promise.all(
    agencies.map(async (agency) => [agency, await views.gaps(agency).catch(() => undefined)] as const),
  );
  return new Map(found);
}

async function stoppedRows({ cast }: Source, views: Views): Promise<readonly StoppedRow[] | undefined> {
  try {
    const found = await Promise.all(
      [...cast.tasks.values()].map(async (live) => {
        const rows = (await views.stopped(live)) as readonly (StoppedSeen & Omit<StoppedRow, 'task'>)[];
        return rows.map((row) => ({ ...row, task: live.local }));
      }),
    );
    return found.flat();
  } catch {
    return undefined;
  }
}

function itemsOf(source: Source, gaps: Gaps): readonly ItemKnown[] {
  const { words } = source;
  const known = knownOf(source);
  const open = [...gaps].flatMap(([agency, list = []]) => list.map((gap) => ({ agency, gap })));
  const codes = [...new Set([...known.keys(), ...open.map(({ gap }) => gap.code)])];
  return codes.map((code) => ({
    code,
    label: words.item(code),
    category: words.category(code),
    known: Object.fromEntries(known.get(code) ?? []),
    gaps: Object.fromEntries(
      open.filter(({ gap }) => gap.code === code).map(({ agency, gap }) => [agency, leftOf(source, gap)]),
    ),
  }));
}

function leftOf({ words }: Source, { todo, couldKnow, withheldBy, asked }: Gap): GapLeft {
  const named = (codes: readonly string[]): readonly string[] =>
    [...new Set(codes)].map((code) => words.agency(code));
  return {
    todo,
    couldKnow: named(couldKnow),
    withheldBy: named(withheldBy),
    asked: named(asked.map(({ agency }) => agency)),
  };
}

function countsOf({ cast, told }: Source, events: readonly EventTold[]): Counts {
  const sum = (pick: (event: EventTold) => readonly unknown[]): number => events.flatMap(pick).length;
  const parcels = told.flatMap((one) => one.parcels);
  return {
    steps: cast.scenario.steps.length,
    played: told.filter(({ fate }) => fate === 'played').length,
    values: sum(({ items }) => items.values),
    reasons: sum(({ items }) => items.reasons),
    held: sum(({ items }) => items.held),
    waited: parcels.flatMap(({ left }) => left).length,
    leftOut: parcels.flatMap(({ notAllowed }) => notAllowed).length,
  };
}
