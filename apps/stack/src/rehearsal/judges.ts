import { isDeepStrictEqual } from 'node:util';
import { unitText } from '#domain';
import type { AssertionOf, Form } from './assertions.js';
import type { LiveTask } from './cast.js';
import { COURSE_JUDGES } from './course-judges.js';
import {
  agencyOf,
  isOther,
  isParty,
  listed,
  partyIn,
  taskOf,
  type Court,
  type Found,
  type Judge,
} from './judging.js';
import type { ItemSeen, TaskSeen, Views } from './views.js';

/** How an assertion of each form is judged. They look and change nothing; they reject when somebody does not answer. */
export const JUDGES: { readonly [F in Form]: Judge<F> } = {
  shown: async (assertion, { views, tasks }) => {
    const { shown, to, task } = assertion;
    const live = taskOf(tasks, task);
    const agency = partyIn(live, to);
    const items = toldTo(to, live, await views.task(agency, live)).filter(({ code }) => code === shown);
    const right = items.filter((item) => isShownSo(item, assertion));
    if (right.length === 0) return items.length > 0 ? items.map(lookOf).join('; ') : 'nothing is shown of it';
    const rows = await views.disclosures(live);
    const logged = right.some(({ eventId }) =>
      rows.some((row) => row.eventId === eventId && row.item === shown && row.receiver === agency),
    );
    return logged ? undefined : 'it is shown so, but the audit log does not have it';
  },
  hidden: async ({ hidden, from, task }, { views, tasks }) => {
    const live = taskOf(tasks, task);
    const found = await Promise.all(
      from.map((place) => {
        partyIn(live, place);
        return valuesToldTo(place, live, { codes: hidden, views });
      }),
    );
    return listed(found.flat());
  },
  never_told: async ({ never_told: codes, to }, { views, tasks }) => {
    const found = await Promise.all(
      to.flatMap((place) =>
        [...tasks.values()]
          .filter((live) => isParty(live, agencyOf(place)))
          .map((live) => valuesToldTo(agencyOf(place), live, { codes, views })),
      ),
    );
    return listed(found.flat());
  },
  waits: async ({ waits, task, for: stage }, { views, tasks }) => {
    const live = taskOf(tasks, task);
    const seen = await Promise.all(
      [live.asker.agency, live.performer.agency].map((one) => views.task(one, live)),
    );
    const rows = seen.flatMap(({ kept }) => kept).filter(({ item }) => item === waits);
    const waiting = rows.filter(({ ended }) => ended === undefined);
    if (waiting.some((row) => row.stage === stage)) return undefined;
    if (waiting.length > 0) return listed(waiting.map((row) => `it waits for ${row.stage}`));
    return listed(rows.map(({ ended }) => `it waits no more (${ended ?? ''})`)) ?? 'nobody keeps it';
  },
  stopped: async ({ stopped, to, task, why }, { views, tasks }) => {
    const live = taskOf(tasks, task);
    const agency = partyIn(live, to);
    const rows = (await views.stopped(live)).filter((row) => row.item === stopped && row.receiver === agency);
    if (rows.some((row) => row.why === why)) return undefined;
    return listed(rows.map((row) => row.why)) ?? 'the audit log has no such attempt';
  },
  gap: async ({ gap, of, todo, asked, could_know, withheld_by }, { views }) => {
    const found = (await views.gaps(agencyOf(of))).find(({ code }) => code === gap);
    if (!found) return 'it is no gap';
    const wrong = [
      ...(todo === undefined || found.todo === todo ? [] : [`todo is ${found.todo}`]),
      ...lacks(
        'asked',
        asked,
        found.asked.map(({ agency }) => agency),
      ),
      ...lacks('could_know', could_know, found.couldKnow),
      ...lacks('withheld_by', withheld_by, found.withheldBy),
    ];
    return wrong.length > 0 ? `a gap, but ${wrong.join('; ')}` : undefined;
  },
  no_gap: async ({ no_gap: item, of }, { views }) =>
    (await views.gaps(agencyOf(of))).some(({ code }) => code === item) ? 'it is a gap' : undefined,
  person: async ({ person, at, alias, name }, { views }) => {
    const { identity } = await views.case(agencyOf(at));
    const { status, aliases } = identity;
    if (status !== person) return status;
    if (typeof alias === 'boolean' && alias !== aliases.length > 0) return `${aliases.length} aliases`;
    if (typeof alias === 'string' && !aliases.includes(alias)) return `other aliases (${aliases.length})`;
    return name === undefined || identity.name === name ? undefined : 'another name';
  },
  age: async ({ age, at }, { views }) => {
    const { agePrecaution } = await views.case(agencyOf(at));
    return agePrecaution === age ? undefined : agePrecaution;
  },
  stands: async ({ stands, at, as }, { views }) => {
    const found = (await views.case(agencyOf(at))).standing.find(({ code }) => code === stands);
    return found?.state === as ? undefined : (found?.state ?? 'nothing was said of it');
  },
  told: async ({ told, to, task, items }, { views, tasks }) => {
    const live = taskOf(tasks, task);
    const agency = partyIn(live, to);
    const { notices } = await views.task(agency, live);
    const last = notices.findLast((notice) => notice.kind === told && isTo(notice, to, live));
    if (!last) return 'no such notice';
    const codes = (last.detail.items ?? []).map(({ item }) => item);
    const same = isDeepStrictEqual([...codes].sort(), [...items].sort());
    return same ? undefined : `a notice with ${listed(codes) ?? 'no items'}`;
  },
  noted: async ({ noted, at, task }, { views, tasks }) => {
    const agency = agencyOf(at);
    const notes =
      task === undefined
        ? (await views.case(agency)).entries.map(({ entry }) => entry.note)
        : (await views.events(agency, taskOf(tasks, task))).map(({ content }) => content.note);
    return notes.some((note) => note?.includes(noted)) ? undefined : 'no such note';
  },
  purpose: async ({ purpose, basis, task }, { views, tasks }) => {
    const found = await views.request(taskOf(tasks, task));
    if (found.purpose === purpose && found.basis === basis) return undefined;
    return `${found.purpose ?? 'no purpose'}, ${found.basis ?? 'no basis'}`;
  },
  refused: ({ refused }, { told }) => {
    const code = told.at(-1)?.refusal;
    return code === refused ? undefined : (code ?? 'it was not refused');
  },
  held_up: heldUp,
  ...COURSE_JUDGES,
};

/** A request counts where its performer shows it; it counts as one that lacked something by what its performer is shown. */
async function heldUp(_: AssertionOf<'held_up'>, { views, told, tasks, required }: Court): Promise<Found> {
  const opening = told.filter(
    ({ step, fate }) => isOffer(step.do) && fate !== 'not-played' && fate !== 'refused-as-expected',
  );
  const lacking: string[] = [];
  for (const { step } of opening) {
    const live = tasks.get(step.task ?? '');
    if (!live) return `${step.task ?? 'a request'} never came to its performer`;
    const { agency } = live.performer;
    const items = toldTo(unitText(live.performer), live, await views.task(agency, live));
    const has = (code: string): boolean =>
      items.some((item) => item.code === code && item.value !== undefined);
    if (required(live.kind).some((codes) => !codes.some(has))) lacking.push(live.local);
  }
  return lacking.length > 0 ? undefined : 'no request lacked anything, so nothing is shown';
}

const isOffer = (verb: string): boolean => verb === 'offer' || verb === 'ask-info';

/** What the other party told a place on a task and what it may use: not what was refused or taken back. */
const toldTo = (place: string, live: LiveTask, { items }: TaskSeen): readonly ItemSeen[] =>
  items.filter(
    (item) => isOther(item, place, live) && item.refused === undefined && item.recalled === undefined,
  );

/** Whether this place has to look at a notice; within one agency it is the unit that has to. */
function isTo({ from, toUnit }: TaskSeen['notices'][number], place: string, live: LiveTask): boolean {
  const [, unit] = place.split('/');
  const isWithin = live.asker.agency === live.performer.agency;
  if (isWithin && unit !== undefined && toUnit !== undefined) return unit === toUnit;
  return isOther({ agency: from }, place, live);
}

function isShownSo(item: ItemSeen, { as, by, stage, searched_for }: AssertionOf<'shown'>): boolean {
  const { value, state, absent, searchedSystem, searchedat } = item;
  const isSo = as === 'value' ? value !== undefined : state === as || absent === as;
  // A search that does not say where and when is no answer.
  const isWhole =
    absent !== 'searched-not-found' || (searchedSystem !== undefined && searchedat !== undefined);
  return (
    isSo &&
    isWhole &&
    (by === undefined || item.agency === agencyOf(by)) &&
    (stage === undefined || item.stage === stage) &&
    (searched_for === undefined || item.searchedFor === searched_for)
  );
}

const lookOf = ({ agency, state, value, absent, stage }: ItemSeen): string =>
  `${value === undefined ? (absent ?? 'no value') : 'a value'} (${state}) by ${agency}, at the stage ${stage}`;

/** Every value of these items that a place was ever told on a task, by what its agency shows and by what the log has. */
async function valuesToldTo(
  place: string,
  live: LiveTask,
  { codes, views }: { readonly codes: readonly string[]; readonly views: Views },
): Promise<readonly string[]> {
  const agency = agencyOf(place);
  const [events, rows] = await Promise.all([views.events(agency, live), views.disclosures(live)]);
  const shown = events
    .filter(({ sender, event }) =>
      isOther({ agency: sender, unit: event.source?.split('/')[2] }, place, live),
    )
    .flatMap(({ event, content }) =>
      (event.data.items ?? []).flatMap(({ code }, index) =>
        codes.includes(code) && (content.items?.[index]?.value ?? null) !== null
          ? [`${agency} is shown a value of ${code} on ${live.local}`]
          : [],
      ),
    );
  const logged = rows
    .filter(({ item, category, receiver, senderUnit, refusedBy }) => {
      // Within one agency the log has it as the receiver of what its own unit told, too.
      const isWithin = live.asker.agency === live.performer.agency;
      const told = receiver === agency && (!isWithin || isOther({ agency, unit: senderUnit }, place, live));
      return codes.includes(item) && category === 'value' && told && !refusedBy;
    })
    .map(({ item }) => `the audit log has a value of ${item} for ${agency} on ${live.local}`);
  return [...new Set([...shown, ...logged])];
}

function lacks(
  name: string,
  wanted: readonly string[] | undefined,
  found: readonly string[],
): readonly string[] {
  const missing = (wanted ?? []).filter((one) => !found.includes(agencyOf(one)));
  return missing.length > 0 ? [`${name} is ${listed(found) ?? 'nobody'}`] : [];
}
