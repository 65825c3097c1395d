import type { ItemStatement, Party, Passage } from '#domain';
import { otherParty, type Cast, type LiveTask } from './cast.js';
import { againstAgreements, differences, type ItemsTold } from './compare.js';
import { STEP_MS } from './desk.js';
import type { Dispatch, Sent } from './dispatch.js';
import { lossyIn, statementsIn, type FeedEvent } from './feeds.js';
import type { Parcel } from './told.js';

/** What a service answers of an event that it took. */
export interface Recorded {
  readonly taskId: string;
  readonly eventId: string;
  readonly state: string;
  readonly sequence?: number;
  readonly items?: ItemsTold;
  readonly missing?: readonly { readonly items: readonly string[] }[];
  readonly warnings?: readonly { readonly code: string }[];
}

type Delivered = Extract<Sent, { parcel: Parcel }>;

/** Waits until an event has arrived at both parties, and says where it is not what was sent. */
export async function delivered(cast: Cast, dispatch: Dispatch, recorded: Recorded): Promise<Delivered> {
  const { by, on } = dispatch;
  const { taskId, eventId, state, items: told = NOTHING_TOLD, missing = [], warnings = [] } = recorded;
  const live: LiveTask = 'id' in on ? on : { ...on, id: taskId };
  cast.tasks.set(live.local, live);
  const to = otherParty(live, by);
  const places = [...new Set([to.agency, by.agency])];
  const entries = await Promise.all(
    places.map(async (agency) => ({ agency, entry: await cast.feeds.until(agency, eventId, STEP_MS) })),
  );
  const [there] = entries;
  const sequence = Number(recorded.sequence ?? there?.entry?.sequence);
  const failures = entries.flatMap(({ agency, entry }) =>
    entry
      ? wrongIn(cast, { dispatch, live, sequence, told }, entry).map((what) => `At ${agency}, ${what}.`)
      : [
          `What was ${state === 'queued' ? 'queued' : 'recorded'} did not arrive at ${agency} within ${STEP_MS / 1000} s.`,
        ],
  );
  const items = there?.entry ? statementsIn(there.entry) : (dispatch.items ?? []);
  if (to.agency !== by.agency) cast.known(live.caseLocal).hears(to.agency, items);
  const parcel = parcelOf({ ...dispatch, items }, { live, to, sequence, eventId });
  const remarks = state === 'queued' ? ['It was queued first: the ledger took it later.'] : [];
  return {
    parcel: {
      ...parcel,
      left: told.kept,
      notAllowed: told.leftOut,
      lossy: there?.entry ? lossyIn(there.entry) : [],
      unsaid: missing.flatMap(({ items: codes }) => codes),
      warned: [...new Set([...warnings.map(({ code }) => code), ...warnedIn(there?.entry)])],
    },
    failures,
    remarks,
  };
}

/** The rules of law of which the event itself says that its sender was warned. */
const warnedIn = (entry: FeedEvent | undefined): readonly string[] =>
  (entry?.event.data as { readonly warnings?: readonly string[] } | undefined)?.warnings ?? [];

const NOTHING_TOLD: ItemsTold = { sent: [], kept: [], leftOut: [] };

interface Delivery {
  readonly dispatch: Dispatch;
  readonly live: LiveTask;
  readonly sequence: number;
  readonly told: ItemsTold;
}

function wrongIn(
  cast: Cast,
  { dispatch, live, sequence, told }: Delivery,
  entry: FeedEvent,
): readonly string[] {
  const { by, event, words, says } = dispatch;
  const source = `/${by.agency}/${by.unit}`;
  const { note, fact, reason, outcome } = words;
  const items = dispatch.items?.filter(({ code }) => told.sent.includes(code));
  const plain = differences(
    { event, source, taskId: live.id, sequence, items, note, fact, reason, outcome, says },
    entry,
  );
  if (event !== 'requested') return plain;
  const own = cast.known(live.caseLocal).own(by.agency);
  const carried = { items: told, arrived: statementsIn(entry) };
  return [
    ...plain,
    ...againstAgreements(own, carried, { passage: passageOf(cast, live, dispatch), index: cast.agreements }),
  ];
}

function passageOf(cast: Cast, { asker, performer, kind }: LiveTask, { asks }: Dispatch): Passage {
  const urgency = cast.directory.kind(kind)?.defaultUrgency ?? '';
  const wanted = asks?.wanted ?? [];
  return {
    from: asker,
    to: performer,
    direction: 'to-performer',
    kind,
    urgency,
    wanted,
    status: undefined,
    at: Date.now(),
  };
}

/** Where and when an event stands, and whom it reached. */
interface Landed {
  readonly live: LiveTask;
  readonly to: Party;
  readonly sequence: number;
  readonly eventId: string;
}

/** What a step put on the ledger, as it is told; what became of the items is filled in by who knows it. */
export function parcelOf(
  {
    by,
    event,
    items = [],
    asks,
    words,
    says,
  }: Omit<Dispatch, 'on'> & { readonly items?: readonly ItemStatement[] },
  { live, to, sequence, eventId }: Landed,
): Parcel {
  const { note, fact, reason, outcome } = words;
  const promised = typeof says?.promise === 'object' ? says.promise.text : undefined;
  return {
    task: live.local,
    kind: live.kind,
    from: by,
    to,
    event,
    items,
    wanted: asks?.wanted ?? [],
    ...(note !== undefined && { note }),
    ...(fact !== undefined && { fact }),
    ...(promised !== undefined && { promise: promised }),
    ...(says?.slots && { slots: says.slots }),
    ...(reason !== undefined && { reason }),
    ...(outcome !== undefined && { outcome }),
    left: [],
    notAllowed: [],
    lossy: [],
    unsaid: [],
    warned: [],
    sequence,
    eventId,
  };
}
