import { deadlinesOf, isClosed, isOpen, type Task } from '#domain';
import type { AssertionOf } from './assertions.js';
import type { LiveTask } from './cast.js';
import { agencyOf, isParty, listed, taskOf, type Court, type Found, type Judge } from './judging.js';
import { ownerFaults } from './owner-history.js';
import type { EventSeen } from './views.js';

/** Forms that are about the course of tasks: who holds them, by when, who was called in, and what was promised. */
type CourseForm =
  | 'owner'
  | 'responsible'
  | 'status'
  | 'open_offer'
  | 'closed'
  | 'deadline'
  | 'clock'
  | 'started_once'
  | 'escalated'
  | 'slot'
  | 'promise'
  | 'warned'
  | 'one_owner'
  | 'declines'
  | 'expiries';

/** How assertions about the course of tasks are judged. */
export const COURSE_JUDGES: { readonly [F in CourseForm]: Judge<F> } = {
  owner: async ({ owner, is }, court) => {
    const live = taskOf(court.tasks, owner);
    return atBoth(court, live, ({ owner: found }) => (isPlace(is, found) ? undefined : placeOf(found)));
  },
  responsible: async ({ responsible, is }, court) => {
    const live = taskOf(court.tasks, responsible);
    return atBoth(court, live, ({ responsible: found }) => {
      if (!found) return 'the responsibility stays with the asker, and no handover is meant';
      return isPlace(is, found) ? undefined : placeOf(found);
    });
  },
  status: async (assertion, court) =>
    atBoth(court, taskOf(court.tasks, assertion.status), (task) => notSo(task, assertion)),
  open_offer: async ({ open_offer: name, to }, court) => {
    const found = await Promise.all(to.map((place) => offerTo(court, name, place)));
    return listed(found.flatMap((one) => one ?? []));
  },
  closed: async ({ closed, reason }, court) => {
    const tasks = allOf(court, closed);
    const found = await Promise.all(
      tasks.map((live) =>
        atBoth(court, live, (task) => {
          if (!isClosed(task)) return `${live.local} is ${task.status}`;
          if (reason === undefined || task.statusReason === reason) return undefined;
          return `${live.local} is closed for ${task.statusReason ?? task.outcome ?? 'no reason'}`;
        }),
      ),
    );
    return listed(found.flatMap((one) => one ?? []));
  },
  deadline: async (assertion, court) => {
    const live = taskOf(court.tasks, assertion.task);
    const now = await court.views.now(live.asker.agency);
    return atBoth(court, live, (task) => deadlineFound(task, assertion, now));
  },
  clock: clockFound,
  started_once: startedOnce,
  escalated: async ({ escalated, to, why }, court) => {
    const found = await Promise.all(
      allOf(court, escalated).map((live) => stateOf(court, live.asker.agency, live)),
    );
    const calls = found.flatMap(({ escalations = [] }) => escalations);
    const called = calls.filter((call) => why === undefined || call.why === why).flatMap((call) => call.to);
    const missing = to.filter((place) => !called.some((party) => isPlace(place, party)));
    if (missing.length === 0) return undefined;
    const others = calls.flatMap((call) => call.to.map((party) => `${placeOf(party)} (${call.why})`));
    return `${missing.join(', ')} not called in; called in: ${listed(others) ?? 'nobody'}`;
  },
  slot: async ({ slot, task, is }, court) =>
    atBoth(court, taskOf(court.tasks, task), ({ slots = [] }) => {
      const state = slots.find((one) => one.slot === slot)?.state ?? 'open';
      return state === is ? undefined : state;
    }),
  promise: async ({ promise, is, by, due }, court) =>
    atBoth(court, taskOf(court.tasks, promise), ({ promises = [] }) => {
      const right = promises.some(
        (one) =>
          one.state === is &&
          (by === undefined || isPlace(by, one.by)) &&
          (due === undefined || (one.dueBy !== undefined && minuteOf(one.dueBy, court) === due)),
      );
      if (right) return undefined;
      return listed(promises.map(promiseText(court))) ?? 'nothing is promised';
    }),
  warned: async ({ warned, task }, court) => {
    const codes = await warningsOf(court, task);
    return codes.includes(warned) ? undefined : `warned of ${listed(codes) ?? 'nothing'}`;
  },
  one_owner: (_, { tasks, views }) => {
    const all = [...tasks.values()];
    if (all.length === 0) return 'there is no task';
    const faults = all.flatMap((live) =>
      ownerFaults(
        live,
        [live.asker, live.performer].map(({ agency }) => views.history(agency, live)),
      ),
    );
    return listed(faults);
  },
  declines: async ({ declines, with: wanted = [] }, court) => {
    const found = await eventsOf(court, 'rejected');
    if (found.length !== declines) return `${found.length}`;
    const lacking = wanted.filter((what) => !found.every((event) => HAS[what](event)));
    return lacking.length > 0 ? `${found.length}, but not each with ${lacking.join(', ')}` : undefined;
  },
  expiries: async ({ expiries }, court) => {
    const { length } = await eventsOf(court, 'expired');
    return length === expiries ? undefined : `${length}`;
  },
};

const HAS: Readonly<Record<'reason' | 'fact' | 'time', (event: EventSeen) => boolean>> = {
  reason: ({ event }) => (event.data.reason ?? '') !== '',
  fact: ({ event, content }) => (content.fact ?? '') !== '' || Object.keys(event.data.facts ?? {}).length > 0,
  time: ({ event }) => !Number.isNaN(Date.parse(event.time ?? '')),
};

/** Every event of this type, of every task, as its asker shows it. */
async function eventsOf({ tasks, views }: Court, type: string): Promise<readonly EventSeen[]> {
  const all = await Promise.all([...tasks.values()].map((live) => views.events(live.asker.agency, live)));
  return all.flat().filter(({ event }) => event.type === `concordat.task.${type}.v1`);
}

async function stateOf({ views }: Court, agency: string, live: LiveTask): Promise<Task> {
  const { task } = await views.task(agency, live);
  if (!task) throw new Error(`${agency} does not show how ${live.local} stands`);
  return task;
}

/** What is wrong with a task at one of its parties, and at which. */
async function atBoth(court: Court, live: LiveTask, look: (task: Task) => Found): Promise<Found> {
  const agencies = [...new Set([live.asker.agency, live.performer.agency])];
  const found = await Promise.all(
    agencies.map(async (agency) => ({ agency, wrong: look(await stateOf(court, agency, live)) })),
  );
  const wrong = found.filter((one) => one.wrong !== undefined);
  const same = wrong.length === agencies.length && new Set(wrong.map((one) => one.wrong)).size === 1;
  if (same) return wrong[0]?.wrong;
  return listed(wrong.map((one) => `${one.wrong ?? ''} (at ${one.agency})`));
}

function allOf({ tasks }: Court, name: string): readonly LiveTask[] {
  const all = tasks.all(name);
  if (all.length === 0) throw new Error(`the task ${name} does not stand on the ledger`);
  return all;
}

const placeOf = ({ agency, unit }: LiveTask['asker']): string => `${agency}/${unit}`;

const isPlace = (place: string, party: LiveTask['asker']): boolean =>
  place === party.agency || place === placeOf(party);

const minuteOf = (time: string, { start }: Court): number =>
  Math.floor((Date.parse(time) - Date.parse(start)) / 60_000);

function notSo(task: Task, { is, reason, business, outcome }: AssertionOf<'status'>): Found {
  const { status, statusReason, businessStatus } = task;
  const isSo =
    status === is &&
    (reason === undefined || statusReason === reason) &&
    (business === undefined || businessStatus === business) &&
    (outcome === undefined || task.outcome === outcome);
  if (isSo) return undefined;
  const beside = [businessStatus, statusReason, task.outcome].filter((part) => part !== undefined);
  return `${status}${beside.length > 0 ? ` (${beside.join(', ')})` : ''}`;
}

async function offerTo(court: Court, name: string, place: string): Promise<Found> {
  const live = allOf(court, name).findLast(({ performer }) => isPlace(place, performer));
  if (!live) return `${name} was never offered to ${place}`;
  const { status } = await stateOf(court, agencyOf(place), live);
  return status === 'requested' || status === 'received' ? undefined : `at ${place} it is ${status}`;
}

function deadlineFound(
  task: Task,
  { deadline, remaining, missed }: AssertionOf<'deadline'>,
  now: string,
): Found {
  const was = task.missed?.some((key) => key.split(' ')[0] === deadline) ?? false;
  if (missed !== undefined && missed !== was) return was ? 'it was missed' : 'it was not missed';
  if (remaining === undefined && missed !== undefined) return undefined;
  const due = deadlinesOf(task).find((one) => one.deadline === deadline);
  if (!due) return 'there is no such deadline now';
  const left = Math.floor((Date.parse(due.dueAt) - Date.parse(now)) / 60_000);
  return remaining === undefined || left === remaining ? undefined : `${left} min left`;
}

async function clockFound(assertion: AssertionOf<'clock'>, court: Court): Promise<Found> {
  const { clock: code, remaining, ended, warns_at: marks } = assertion;
  const agency = agencyOf(assertion.in);
  const clock = (await court.views.case(agency)).clocks.find((one) => one.code === code);
  if (!clock) return `${agency} knows no such clock`;
  const { startedAt, endedAt, endReason, remainingMinutes } = clock;
  const is = endedAt !== undefined ? 'ended' : startedAt === undefined ? 'waiting' : remainingMinutes;
  const isSo = remaining === is || (remaining === remainingMinutes && remainingMinutes !== undefined);
  if (!isSo) return `${remainingMinutes ?? 'no'} min left, ${typeof is === 'string' ? is : 'running'}`;
  if (ended !== undefined && endReason !== ended) return `it ended for ${endReason ?? 'no reason'}`;
  if (typeof remaining === 'number' && ended === undefined && endedAt !== undefined) return 'it has ended';
  return marks ? warnsAt(court, agency, { code, marks }) : undefined;
}

/** Each open task of the agency on which the clock is told warns at these minutes. */
async function warnsAt(
  court: Court,
  agency: string,
  { code, marks }: { readonly code: string; readonly marks: readonly number[] },
): Promise<Found> {
  const own = [...court.tasks.values()].filter((live) => isParty(live, agency));
  const states = await Promise.all(own.map((live) => stateOf(court, agency, live)));
  const warning = states
    .filter((task) => isOpen(task) && task.clocks?.some((clock) => clock.code === code))
    .map((task) =>
      deadlinesOf(task)
        .filter(({ deadline, clock, percent }) => deadline === 'clock' && clock === code && percent !== 100)
        .map(({ dueAt }) => minuteOf(dueAt, court))
        .join(', '),
    );
  if (warning.length === 0) return 'no open task tells it, so nobody is warned';
  return listed(
    warning.filter((minutes) => minutes !== marks.join(', ')).map((minutes) => `it warns at ${minutes}`),
  );
}

/** Every start that anybody shows: agencies in their cases, and parties on their tasks. */
async function startedOnce(
  { started_once: code, at }: AssertionOf<'started_once'>,
  court: Court,
): Promise<Found> {
  const all = [...court.tasks.values()];
  const parties = all.flatMap((live) =>
    [live.asker.agency, live.performer.agency].map((agency) => ({ agency, live })),
  );
  const [cases, states] = await Promise.all([
    Promise.all([...new Set(parties.map(({ agency }) => agency))].map((agency) => court.views.case(agency))),
    Promise.all(parties.map(({ agency, live }) => stateOf(court, agency, live))),
  ]);
  const clocks = [...cases, ...states]
    .flatMap(({ clocks: some = [] }) => some)
    .filter((clock) => clock.code === code);
  const starts = new Set(
    clocks.flatMap(({ startedAt, disputedStarts = [] }) => [
      ...(startedAt === undefined ? [] : [Date.parse(startedAt)]),
      ...disputedStarts.map((start) => Date.parse(start.at)),
    ]),
  );
  const minutes = [...starts].map((start) => minuteOf(new Date(start).toISOString(), court));
  if (starts.size !== 1)
    return starts.size === 0 ? 'it was never started' : `starts at ${minutes.join(', ')}`;
  return at === undefined || minutes[0] === at ? undefined : `it was started at minute ${minutes[0] ?? ''}`;
}

const promiseText =
  (court: Court) =>
  ({ by, state, dueBy }: NonNullable<Task['promises']>[number]): string =>
    `${state}, of ${placeOf(by)}${dueBy === undefined ? '' : `, by minute ${minuteOf(dueBy, court)}`}`;

/** The rules of law of which senders on a task were warned; without a task, those of this step. */
async function warningsOf(court: Court, task: string | undefined): Promise<readonly string[]> {
  if (task === undefined) {
    const { parcels = [], warned: refused = [] } = court.told.at(-1) ?? {};
    return [...refused, ...parcels.flatMap(({ warned = [] }) => warned)];
  }
  const all = allOf(court, task);
  const events = await Promise.all(all.map((live) => court.views.events(live.asker.agency, live)));
  return events.flat().flatMap(({ event }) => event.data.warnings ?? []);
}
