import type { Gap, Task } from '#domain';
import type { LiveTask } from '../src/rehearsal/cast.js';
import type { Court } from '../src/rehearsal/judging.js';
import type { OwnedAt } from '../src/rehearsal/owner-history.js';
import type { Told } from '../src/rehearsal/told.js';
import type { CaseSeen, EventSeen, ItemSeen, RowSeen, TaskSeen, Views } from '../src/rehearsal/views.js';

const police = { agency: 'police', unit: 'control-room' };
const ambulance = { agency: 'ambulance', unit: 'emergency-operations-centre' };
const trust = { agency: 'mh-trust', unit: 'single-point-of-access' };
const live = (local: string, kind: string, performer: LiveTask['performer']): LiveTask => ({
  local,
  id: `id of ${local}`,
  kind,
  caseLocal: 'K1',
  asker: police,
  performer,
});
const suite = { agency: 'mh-trust', unit: 'suite-north' };
const TASKS = [
  live('T1', 'emergency-medical-response', ambulance),
  live('T3', 'information-request', trust),
  live('T5/suite-north', 'place-of-safety-admission', suite),
];

/** An item that an agency told. */
export const item = (code: string, agency: string, more: Partial<ItemSeen> = {}): ItemSeen => ({
  code,
  agency,
  state: 'known',
  stage: 'offer',
  eventId: `${agency} told ${code}`,
  ...more,
});
/** What the trust answers when it searched for a spelling and found nobody. */
export const nowhere = item('full-name', 'mh-trust', {
  state: 'unknown',
  absent: 'searched-not-found',
  stage: 'on-request',
  searchedSystem: 'records',
  searchedFor: 'Aldmore',
  searchedat: '2031-01-17T22:18:00.000Z',
});
/** What the police tell of the place. */
export const LOCATION = item('exact-location', 'police', { value: 'West pier' });

/** What each agency shows of each task, of its case and of its gaps; the log has what was shown unless it is told otherwise. */
export interface World {
  readonly items?: Readonly<Record<string, readonly ItemSeen[]>>;
  readonly kept?: TaskSeen['kept'];
  readonly notices?: TaskSeen['notices'];
  readonly rows?: readonly RowSeen[];
  readonly stopped?: readonly { item: string; receiver: string; why: string }[];
  readonly case?: Partial<CaseSeen>;
  readonly gaps?: readonly Partial<Gap>[];
  readonly notes?: readonly string[];
  /** How each task stands, by local id; as the asker and as the performer show it where they differ. */
  readonly states?: Readonly<Record<string, Partial<Task>>>;
  readonly events?: readonly EventSeen[];
  readonly history?: readonly OwnedAt[];
  /** The time of the exercise: minute 10 unless told. */
  readonly now?: string;
  readonly request?: { purpose?: string; basis?: string };
  readonly refusal?: string;
  readonly logIsBehind?: boolean;
  readonly unopened?: boolean;
}

/** Minute 0 of the shown world. */
export const START = '2031-01-17T21:42:00.000Z';
/** The instant of a minute of the shown world. */
export const minute = (count: number): string => new Date(Date.parse(START) + count * 60_000).toISOString();

/** A task after its request, which its asker owns. */
const HISTORY: readonly OwnedAt[] = [
  { version: 1, sequence: 1, task: { owner: police, status: 'requested' } },
];

const stateIn = ({ states = {} }: World, agency: string, live: LiveTask): { readonly task?: Task } => {
  const state = states[`${agency} ${live.local}`] ?? states[live.local];
  const { asker, performer } = live;
  return state === undefined
    ? {}
    : { task: { asker, performer, owner: asker, status: 'requested', ...state } as Task };
};

function viewsOf(world: World): Views {
  const shown = (agency: string, { local }: LiveTask) => world.items?.[`${agency} ${local}`] ?? [];
  const rowOf = (receiver: string, { code, eventId, value, agency }: ItemSeen): readonly RowSeen[] =>
    agency === receiver
      ? []
      : [{ eventId, item: code, receiver, category: value === undefined ? 'absent' : 'value' }];
  return {
    task: async (agency, task) => ({
      items: shown(agency, task),
      kept: world.kept ?? [],
      notices: world.notices ?? [],
      ...stateIn(world, agency, task),
    }),
    events: async (agency, task) => [
      ...shown(agency, task).map(({ code, agency: sender, value = null }) => ({
        sender,
        event: { data: { items: [{ code }] } },
        content: { items: [{ value }] },
      })),
      ...(world.notes ?? []).map((note) => ({ sender: 'police', event: { data: {} }, content: { note } })),
      ...(task.local === 'T1' ? (world.events ?? []) : []),
    ],
    case: async () => ({
      identity: { status: 'alias-only', name: 'Cor', aliases: ['Kilo Wren 482', 'Cor'] },
      agePrecaution: 'treat-as-child',
      standing: [{ code: 'full-name', state: 'conflicting' }],
      entries: (world.notes ?? []).map((note) => ({ entry: { note } })),
      clocks: [],
      ...world.case,
    }),
    gaps: async () => (world.gaps ?? []) as readonly Gap[],
    disclosures: async (task) =>
      world.rows ??
      [task.asker, task.performer].flatMap(({ agency }) =>
        shown(agency, task).flatMap((one) => rowOf(agency, one)),
      ),
    stopped: async () => world.stopped ?? [],
    request: async () => world.request ?? {},
    history: (_, { local }) => (local === 'T1' ? (world.history ?? []) : HISTORY),
    now: async () => world.now ?? minute(10),
    caughtUp: async () => !world.logIsBehind,
  };
}

/** The step that opens T1. */
export const offered: Told = {
  step: { at: 1, by: police, do: 'offer', task: 'T1', kind: '', to: [ambulance], line: 1, index: 0 },
  fate: 'played',
  parcels: [],
  kept: [],
  remarks: [],
  failures: [],
};

function namedIn(tasks: readonly LiveTask[]): Court['tasks'] {
  const all = (name: string): readonly LiveTask[] =>
    tasks.filter(({ local }) => local.split('/')[0] === name);
  return {
    get: (name) => tasks.find(({ local }) => local === name) ?? all(name).at(-1),
    all,
    values: () => tasks,
  };
}

/** What assertions on such a world are judged by: the police asked the ambulance for T1 and the trust for T3. */
export const courtOf = (world: World): Court => ({
  views: viewsOf(world),
  told: [{ ...offered, ...(world.refusal && { refusal: world.refusal }) }],
  tasks: namedIn(world.unopened ? [] : TASKS),
  start: START,
  required: () => [['exact-location'], ['full-name', 'alias']],
});
