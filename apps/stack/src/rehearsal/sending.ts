import type { ItemStatement, Party, Passage, TaskEventType } from '#domain';
import { actorFor, otherParty, type Cast, type LiveTask } from './cast.js';
import { againstAgreements, differences, type ItemsTold } from './compare.js';
import { STEP_MS, type Answer, type Desk, type Problem } from './desk.js';
import { lossyIn, statementsIn, type FeedEvent } from './feeds.js';
import type { Parcel } from './told.js';

/** The words that go with an event. */
export interface Words {
  readonly note?: string | undefined;
  readonly fact?: string | undefined;
  readonly reason?: string | undefined;
  readonly outcome?: string | undefined;
}

/** Which items are asked for, what for, and on which lawful basis. */
export interface Question {
  readonly wanted: readonly string[];
  readonly purpose: string;
  readonly basis: string;
}

/** One event that someone wants to send: on a task that stands, or one that opens a task. */
export interface Dispatch {
  readonly by: Party;
  readonly event: TaskEventType;
  readonly on: LiveTask | Omit<LiveTask, 'id'>;
  /** A request carries what the case file holds, and none here. */
  readonly items?: readonly ItemStatement[] | undefined;
  readonly asks?: Question | undefined;
  readonly words: Words;
}

/** What became of it. `problem` means that nothing was sent; `nothing` that no item was left to send. */
export type Sent =
  | { readonly parcel: Parcel; readonly failures: readonly string[]; readonly remarks: readonly string[] }
  | { readonly problem: Problem }
  | { readonly nothing: readonly string[] };

/** The address of the step that becomes each event, where a caller can take it. */
const COMMANDS: Readonly<Partial<Record<TaskEventType, string>>> = {
  received: 'receive',
  accepted: 'accept',
  rejected: 'reject',
  started: 'start',
  informed: 'inform',
  completed: 'complete',
  failed: 'fail',
  cancelled: 'cancel',
  escalated: 'escalate',
  countered: 'counter',
  'counter-accepted': 'counter/accept',
  'counter-refused': 'counter/refuse',
  held: 'hold',
  resumed: 'resume',
  'entered-in-error': 'enter-in-error',
  'handover-offered': 'handover/offer',
  'handover-accepted': 'handover/accept',
  'handover-refused': 'handover/refuse',
  'slots-set': 'slots',
  promised: 'promises',
  'promise-ended': 'promises/end',
  corrected: 'correct',
  recalled: 'recall',
  identified: 'identify',
  acknowledged: 'acknowledge',
  reviewed: 'review',
};

/** Refusals after which a person looks again and decides again, as the other party acted at the same moment. */
const LOOK_AGAIN = ['OVERTAKEN', 'EARLIER_STEP_NOT_RECORDED'];
const LOOKS = 4;
const LOOK_AGAIN_MS = 250;

/** Sends one event and waits until it has arrived, whole and right, at both parties. */
export async function send(cast: Cast, dispatch: Dispatch): Promise<Sent> {
  const desk = cast.desk(dispatch.by.agency);
  if (!desk) return { problem: noService(dispatch.by.agency) };
  if (dispatch.event === 'requested') await sayWhatNobodyAsked(cast, desk, dispatch);
  for (let look = 1; ; look += 1) {
    const answer = await post(cast, desk, dispatch);
    if (!('problem' in answer)) return delivered(cast, dispatch, answer);
    const { code, because } = answer.problem;
    if (code === 'ITEM_NOT_ALLOWED' && dispatch.event === 'informed')
      return { nothing: (because['items'] as readonly string[] | undefined) ?? [] };
    if (LOOK_AGAIN.includes(code) && look < LOOKS) await cast.feeds.news(LOOK_AGAIN_MS);
    else return answer;
  }
}

/** The service names what a request needs and nobody spoke of: whoever asks then says that nobody has asked yet. */
async function sayWhatNobodyAsked(cast: Cast, desk: Desk, { by, on, asks }: Dispatch): Promise<void> {
  const answer = await desk.post('/tasks/explain', requestBody(cast, { by, on, asks }));
  if ('problem' in answer) return;
  const missing = answer.body['missing'] as readonly {
    readonly items: readonly string[];
    readonly blocks: boolean;
  }[];
  const codes = missing.filter(({ blocks }) => blocks).flatMap(({ items: [first] }) => first ?? []);
  if (codes.length === 0) return;
  const items = codes.map((code) => ({ code, state: 'unknown', absent: 'not-asked' }) as const);
  const path = `/cases/${cast.caseId(on.caseLocal, by.agency) ?? ''}/entries`;
  if (!('problem' in (await desk.post(path, { unit: by.unit, items }))))
    cast.known(on.caseLocal).says(by.agency, items);
}

function post(cast: Cast, desk: Desk, dispatch: Dispatch): Promise<Answer> {
  const { by, event, on, items, words } = dispatch;
  const free = Object.fromEntries(Object.entries(words).filter(([, text]) => text !== undefined));
  if (!('id' in on)) return desk.post('/tasks', { ...requestBody(cast, dispatch), ...free });
  const path = `/tasks/${on.id}/${event === 'requested' ? '' : COMMANDS[event]}`;
  const said = { unit: by.unit, actor: actorFor(by, cast.run), ...free };
  return desk.post(path, { ...said, ...(items && { items, ifNotAllowed: 'leave-out' }) });
}

const requestBody = (cast: Cast, { by, on, asks }: Pick<Dispatch, 'by' | 'on' | 'asks'>) => ({
  unit: by.unit,
  actor: actorFor(by, cast.run),
  caseId: cast.caseId(on.caseLocal, by.agency),
  kind: on.kind,
  to: on.performer,
  mode: 'exercise',
  fromCase: true,
  ...asks,
});

const noService = (agency: string): Problem => ({
  status: 0,
  code: 'NO_SERVICE',
  title: `The running system has no service of ${agency}.`,
  detail: '',
  faults: [],
  because: {},
});

async function delivered(
  cast: Cast,
  dispatch: Dispatch,
  answer: Extract<Answer, { body: unknown }>,
): Promise<Sent> {
  const { by, on } = dispatch;
  const {
    taskId,
    eventId,
    state,
    items: told = NOTHING_TOLD,
    missing = [],
  } = answer.body as unknown as RecordedBody;
  const live: LiveTask = 'id' in on ? on : { ...on, id: taskId };
  cast.tasks.set(live.local, live);
  const to = otherParty(live, by);
  const places = [...new Set([to.agency, by.agency])];
  const entries = await Promise.all(
    places.map(async (agency) => ({ agency, entry: await cast.feeds.until(agency, eventId, STEP_MS) })),
  );
  const [there] = entries;
  const sequence = Number(answer.body['sequence'] ?? there?.entry?.sequence);
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
    },
    failures,
    remarks,
  };
}

const NOTHING_TOLD: ItemsTold = { sent: [], kept: [], leftOut: [] };

interface RecordedBody {
  readonly taskId: string;
  readonly eventId: string;
  readonly state: 'recorded' | 'queued';
  readonly items?: ItemsTold;
  readonly missing?: readonly { readonly items: readonly string[] }[];
}

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
  const { by, event, words } = dispatch;
  const source = `/${by.agency}/${by.unit}`;
  const { note, fact, reason, outcome } = words;
  const items = dispatch.items?.filter(({ code }) => told.sent.includes(code));
  const plain = differences(
    { event, source, taskId: live.id, sequence, items, note, fact, reason, outcome },
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

function parcelOf(
  { by, event, items = [], asks, words }: Dispatch,
  at: { readonly live: LiveTask; readonly to: Party; readonly sequence: number; readonly eventId: string },
): Parcel {
  const { live, to, sequence, eventId } = at;
  const { note, fact, reason, outcome } = words;
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
    ...(reason !== undefined && { reason }),
    ...(outcome !== undefined && { outcome }),
    left: [],
    notAllowed: [],
    lossy: [],
    unsaid: [],
    sequence,
    eventId,
  };
}
