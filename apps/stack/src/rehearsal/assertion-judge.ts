import { isDeepStrictEqual } from 'node:util';
import type { Assertion, AssertionOf, Form } from './assertions.js';
import type { Cast, LiveTask } from './cast.js';
import type { Desk } from './desk.js';
import type { Told } from './told.js';

/** What assertions are judged by: what the agencies themselves show, and the audit log. */
export interface Court {
  readonly cast: Cast;
  readonly audit: Desk;
  /** Every step so far; the last is the one that is judged. */
  readonly told: readonly Told[];
}

/** Longest that all of a step's assertions may take to come true, in ms; what must not be is looked at once. */
const PATIENCE_MS = 10_000;
const LOOK_MS = 200;

type Json = Readonly<Record<string, unknown>>;
/** Undefined where it holds, else what was found in its place. */
type Found = string | undefined;

const JUDGES: { readonly [F in Form]: (assertion: AssertionOf<F>, court: Court) => Promise<Found> } = {
  shown: async ({ shown, to, task, as }, court) => {
    const items = await itemsAt(court, to, task, shown);
    const forms = items.flatMap(({ value, state, absent }) => [
      ...(value === undefined ? [] : ['value']),
      String(state),
      ...(typeof absent === 'string' ? [absent] : []),
    ]);
    return forms.includes(as) ? undefined : forms.length > 0 ? forms.join(', ') : 'nothing said of it';
  },
  hidden: async ({ hidden, from, task }, court) => {
    const items = await itemsAt(court, from, task, hidden);
    return items.some(({ value }) => value !== undefined) ? 'a value' : undefined;
  },
  never_told: async ({ never_told: item, to }, { cast, audit }) => {
    const cases = new Set([...cast.tasks.values()].map((live) => live.id));
    const { rows } = await got(audit, `/disclosures?item=${item}&limit=500`);
    const told = (rows as readonly Json[]).filter(
      ({ taskId, category, receiver }) =>
        cases.has(String(taskId)) && category === 'value' && to.includes(String(receiver)),
    );
    return told.length > 0
      ? `told to ${[...new Set(told.map(({ receiver }) => String(receiver)))].join(', ')}`
      : undefined;
  },
  waits: async ({ waits, task, for: stage }, { cast }) => {
    const live = liveTask(cast, task);
    const { kept } = await got(deskOf(cast, live.asker.agency), `/tasks/${live.id}`);
    const row = (kept as readonly Json[]).find(({ item }) => item === waits);
    if (!row) return 'it is not kept';
    return row['stage'] === stage ? undefined : `it waits for ${String(row['stage'])}`;
  },
  gap: async ({ gap, of, todo, asked, could_know: couldKnow, withheld_by: withheldBy }, { cast }) => {
    const found = await gapOf(cast, of, gap);
    if (!found) return 'it is no gap';
    const wrong = [
      todo !== undefined && found['todo'] !== todo ? 'todo' : undefined,
      lacks(
        'asked',
        asked,
        (found['asked'] as readonly Json[]).map(({ agency }) => String(agency)),
      ),
      lacks('could_know', couldKnow, found['couldKnow'] as readonly string[]),
      lacks('withheld_by', withheldBy, found['withheldBy'] as readonly string[]),
    ].filter((one) => one !== undefined);
    return wrong.length > 0 ? `a gap that differs in ${wrong.join(', ')}` : undefined;
  },
  no_gap: async ({ no_gap: item, of }, { cast }) => ((await gapOf(cast, of, item)) ? 'a gap' : undefined),
  person: async ({ person, at, alias }, { cast }) => {
    const { identity } = (await caseAt(cast, at)) as {
      identity: { status: string; aliases: readonly string[] };
    };
    if (identity.status !== person) return identity.status;
    return alias === undefined || alias === identity.aliases.length > 0
      ? undefined
      : `aliases: ${identity.aliases.length}`;
  },
  age: async ({ age, at }, { cast }) => {
    const { agePrecaution } = await caseAt(cast, at);
    return agePrecaution === age ? undefined : String(agePrecaution);
  },
  stands: async ({ stands, at, as }, { cast }) => {
    const { standing } = await caseAt(cast, at);
    const found = (standing as readonly Json[]).find(({ code }) => code === stands);
    const state = found?.['state'];
    return state === as ? undefined : typeof state === 'string' ? state : 'nothing said of it';
  },
  told: ({ told, to, task, items }, { cast }) => {
    const live = liveTask(cast, task);
    const type = `concordat.task.${told}.v1`;
    const last = cast.feeds.ofTask(to, live.id).findLast(({ event }) => event.type === type);
    if (!last) return Promise.resolve('it was not told');
    const codes = ((last.event.data as { items?: readonly Json[] }).items ?? []).map(({ code }) =>
      String(code),
    );
    const same = isDeepStrictEqual([...codes].sort(), [...items].sort());
    return Promise.resolve(same ? undefined : codes.length > 0 ? codes.join(', ') : 'no items');
  },
  purpose: async ({ purpose, basis, task }, { cast, audit }) => {
    const { events } = await got(audit, `/tasks/${liveTask(cast, task).id}/story`);
    const says = ((events as readonly Json[])[0]?.['says'] ?? {}) as Json;
    const found = [says['purpose'], says['basis']].map(String);
    return isDeepStrictEqual(found, [purpose, basis]) ? undefined : found.join(', ');
  },
  refused: ({ refused }, { told }) => {
    const because = told.at(-1)?.because ?? 'taken';
    return Promise.resolve(because.includes(`(${refused}`) ? undefined : because);
  },
  held_up: (_, { told }) => {
    const failures = told
      .flatMap((one) => one.failures)
      .filter(
        (failure) => failure.includes('REQUIRED_ITEM_MISSING') || / needs .*: give a value/.test(failure),
      );
    return Promise.resolve(failures.length > 0 ? failures.join(' ') : undefined);
  },
};

/** Forms that hold by something not being there: they are looked at once, after the others have come true. */
const NEGATIVE: readonly Form[] = ['hidden', 'never_told', 'no_gap', 'held_up', 'refused'];

/** The assertions that do not hold, each as what was expected and what was found, without any value. */
export async function failedAssertions(
  asserts: readonly Assertion[],
  court: Court,
): Promise<readonly string[]> {
  const failures: string[] = [];
  const ordered = [...asserts].sort(
    (a, b) => Number(NEGATIVE.includes(a.form)) - Number(NEGATIVE.includes(b.form)),
  );
  const end = Date.now() + PATIENCE_MS;
  for (const assertion of ordered) {
    const found = await judged(assertion, court, end);
    if (found !== undefined)
      failures.push(`Line ${assertion.line}: expected ${wordsOf(assertion)}; found: ${found}.`);
  }
  return failures;
}

async function judged(assertion: Assertion, court: Court, end: number): Promise<Found> {
  const judge = JUDGES[assertion.form] as (one: Assertion, at: Court) => Promise<Found>;
  const once = NEGATIVE.includes(assertion.form);
  for (;;) {
    const found = await judge(assertion, court).catch((error: unknown) => (error as Error).message);
    if (found === undefined || once || Date.now() >= end) return found;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** An assertion as its file writes it. */
function wordsOf({ form: _, line: __, ...fields }: Assertion): string {
  const parts = Object.entries(fields).filter(([, value]) => value !== undefined);
  return parts
    .map(([name, value]) => `${name}: ${[value].flat().map(String).join('+') || 'none'}`)
    .join(', ');
}

const agencyOf = (place: string): string => place.split('/')[0] ?? '';

function deskOf(cast: Cast, place: string): Desk {
  const desk = cast.desk(agencyOf(place));
  if (!desk) throw new Error(`no service of ${agencyOf(place)}`);
  return desk;
}

function liveTask(cast: Cast, local: string): LiveTask {
  const live = cast.tasks.get(local);
  if (!live) throw new Error(`the task ${local} was not opened`);
  return live;
}

async function got(desk: Desk, path: string): Promise<Json> {
  const answer = await desk.get(path);
  if ('problem' in answer) throw new Error(`${path.split('?')[0]}: ${answer.problem.code}`);
  return answer.body;
}

/** What the others told the agency of an item on a task, or what it told itself. */
async function itemsAt({ cast }: Court, place: string, task: string, code: string): Promise<readonly Json[]> {
  const { items } = await got(deskOf(cast, place), `/tasks/${liveTask(cast, task).id}`);
  return (items as readonly Json[]).filter((item) => item['code'] === code);
}

const caseAt = (cast: Cast, place: string): Promise<Json> =>
  got(deskOf(cast, place), `/cases/${cast.caseId(cast.newest, agencyOf(place)) ?? ''}`);

async function gapOf(cast: Cast, place: string, code: string): Promise<Json | undefined> {
  const path = `/cases/${cast.caseId(cast.newest, agencyOf(place)) ?? ''}/gaps`;
  const { gaps } = await got(deskOf(cast, place), path);
  return (gaps as readonly Json[]).find((gap) => gap['code'] === code);
}

function lacks(
  name: string,
  wanted: readonly string[] | undefined,
  found: readonly string[],
): string | undefined {
  return wanted?.every((one) => found.includes(one)) === false ? name : undefined;
}
