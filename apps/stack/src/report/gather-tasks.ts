import type { LiveTask } from '../rehearsal/cast.js';
import { plain } from '../rehearsal/labels.js';
import { askedAt, slotText } from './gather-events.js';
import type { ClockRun, EventTold, TaskTold, Timed } from './material.js';
import { minuteOfTime, stateOf, type Course, type Source } from './source.js';

/** Every task that stands on the ledger, in the order of the script, with its times against its deadlines. */
export function tasksOf(source: Source, events: readonly EventTold[]): readonly TaskTold[] {
  const { cast, words } = source;
  return [...cast.tasks.values()].flatMap((live) => {
    const task = stateOf(source, live);
    if (!task) return [];
    const asked = askedAt(source, live);
    const at = (time: string): number =>
      minuteOfTime(time, { task, start: cast.scenario.start, askedAt: asked });
    const status = task.businessStatus ?? task.status;
    const why = task.outcome ?? task.statusReason;
    const own = events.filter((event) => event.task === live.local);
    return {
      local: live.local,
      kind: words.kind(live.kind),
      urgency: words.urgency(task.urgency),
      from: words.place(live.asker),
      to: words.place(live.performer),
      askedAt: asked,
      end: `${plain(status)}${why === undefined ? '' : `: ${plain(why)}`}`,
      isOpen: !CLOSED.has(task.status),
      owner: words.place(task.owner),
      ...(task.responsible && { responsible: words.place(task.responsible) }),
      slots: (task.slots ?? []).map(slotText),
      promises: (task.promises ?? []).map(
        ({ by, dueBy, state }) =>
          `promise of ${words.agency(by.agency)}${dueBy === undefined ? '' : ` by minute ${at(dueBy)}`}: ${state}`,
      ),
      times: timesOf(own, { source, live, at, asked, task }),
    };
  });
}

const CLOSED = new Set(['rejected', 'completed', 'failed', 'cancelled', 'entered-in-error']);

interface Timing {
  readonly source: Source;
  readonly live: LiveTask;
  readonly at: (time: string) => number;
  readonly asked: number;
  readonly task: Course & { readonly status: string };
}

type What = 'acknowledge' | 'decide' | 'start' | 'complete';

/** The events that end each wait, in words, and those after which nobody waits any more. */
const ENDS: Readonly<Record<What, Readonly<Record<string, string>>>> = {
  acknowledge: {
    received: 'looked at',
    accepted: 'accepted',
    rejected: 'declined',
    countered: 'other terms',
  },
  decide: { accepted: 'accepted', rejected: 'declined', countered: 'other terms' },
  start: { started: 'begun', 'handover-accepted': 'taken over' },
  complete: { completed: 'done' },
};
const CALLED_OFF = new Set(['cancelled', 'entered-in-error', 'rejected', 'failed']);

function timesOf(events: readonly EventTold[], timing: Timing): readonly Timed[] {
  const { live, source } = timing;
  const aims = source.words.aims(live.kind);
  const isTaken = events.some(({ type }) => type === 'accepted' || type === 'counter-accepted');
  const timed = (what: What, aim?: number): Timed => timedOf(events, timing, { what, aim });
  const has = (what: What): boolean => limitOf(timing, what) !== undefined;
  return [
    ...(has('acknowledge') ? [timed('acknowledge')] : []),
    timed('decide', aims.decide),
    ...(isTaken || has('start') ? [timed('start', aims.start)] : []),
    ...(has('complete') ? [timed('complete')] : []),
    ...handovers(events, source.minutes.last),
  ];
}

/** Minutes that the signed request gives. */
function limitOf({ task, at, asked }: Timing, what: What): number | undefined {
  const field = `${what}By` as const;
  const time = task.deadlines?.[field] ?? task[field];
  return time === undefined ? undefined : at(time) - asked;
}

function timedOf(
  events: readonly EventTold[],
  timing: Timing,
  { what, aim }: { readonly what: What; readonly aim: number | undefined },
): Timed {
  const { asked, source } = timing;
  const given = limitOf(timing, what);
  const allowed = given ?? aim;
  const end = events.find(({ type }) => Object.hasOwn(ENDS[what], type));
  const off = events.find(({ type }) => CALLED_OFF.has(type));
  const silent = what === 'decide' && events.find(({ type }) => type === 'expired');
  const how = end ? ENDS[what][end.type] : off ? CALLED[off.type] : silent ? 'expired' : undefined;
  // That it was called off ends every wait but the one for a beginning, of which nobody spoke.
  const minute = (end ?? (what === 'start' ? undefined : off))?.minute;
  return {
    what,
    from: asked,
    ...(minute !== undefined && { minute }),
    ...(how !== undefined && { how }),
    ...(allowed !== undefined && { allowed, allowedBy: given === undefined ? 'kind' : 'request' }),
    verdict: silent
      ? 'missed'
      : given === undefined && what === 'start' && !end
        ? 'not-said'
        : verdictOf({ from: asked, minute, allowed, last: source.minutes.last }),
  };
}

const CALLED: Readonly<Record<string, string>> = {
  cancelled: 'withdrawn',
  'entered-in-error': 'asked by mistake',
  rejected: 'declined',
  failed: 'could not be done',
};

function verdictOf({
  from,
  minute,
  allowed,
  last,
}: {
  readonly from: number;
  readonly minute: number | undefined;
  readonly allowed: number | undefined;
  readonly last: number;
}): Timed['verdict'] {
  if (allowed === undefined) return 'no-limit';
  // The limit itself is still in time.
  if (minute !== undefined) return minute - from <= allowed ? 'in-time' : 'late';
  return last - from <= allowed ? 'open' : 'missed';
}

const HANDOVER_ENDS: Readonly<Record<string, string>> = {
  'handover-accepted': 'taken over',
  'handover-refused': 'not taken over',
  'handover-lapsed': 'nobody answered',
};

function handovers(events: readonly EventTold[], last: number): readonly Timed[] {
  return events.flatMap((offer, index) => {
    if (offer.type !== 'handover-offered') return [];
    const end = events.slice(index).find(({ type }) => Object.hasOwn(HANDOVER_ENDS, type));
    const isSilence = end?.type === 'handover-lapsed';
    const minute = isSilence ? undefined : end?.minute;
    const allowed = offer.facts.minute === undefined ? undefined : offer.facts.minute - offer.minute;
    const how = end && HANDOVER_ENDS[end.type];
    return {
      what: 'handover',
      from: offer.minute,
      ...(minute !== undefined && { minute }),
      ...(how !== undefined && { how }),
      ...(allowed !== undefined && { allowed, allowedBy: 'request' as const }),
      verdict: isSilence ? 'missed' : verdictOf({ from: offer.minute, minute, allowed, last }),
    } as const;
  });
}

/** The clocks of the law, each once, by the newest word on it. */
export function clocksOf(source: Source): readonly ClockRun[] {
  const { cast } = source;
  const runs = new Map<string, ClockRun>();
  for (const live of cast.tasks.values()) {
    const task = stateOf(source, live);
    if (!task) continue;
    const asked = askedAt(source, live);
    const minute = (time: string | undefined): number | undefined =>
      time === undefined
        ? undefined
        : minuteOfTime(time, { task, start: cast.scenario.start, askedAt: asked });
    for (const { code, startedAt, dueAt, extendedUntil, endedAt, endReason } of task.clocks ?? []) {
      const [started, due, ended] = [minute(startedAt), minute(extendedUntil ?? dueAt), minute(endedAt)];
      const before = runs.get(code);
      runs.set(code, {
        ...before,
        label: plain(code),
        ...(started !== undefined && { started }),
        ...(due !== undefined && { due }),
        ...(ended !== undefined && { ended, ...(endReason && { endedBy: plain(endReason) }) }),
      });
    }
  }
  return [...runs.values()];
}
