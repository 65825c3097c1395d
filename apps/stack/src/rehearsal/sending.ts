import type { ItemStatement, Party, TaskEventType } from '#domain';
import { actorFor, otherParty, type Cast, type LiveTask } from './cast.js';
import { differences, itemDifferences, splitByRule, unsaidOf } from './compare.js';
import { STEP_MS, type Answer, type Desk, type Problem } from './desk.js';
import { statementsIn, type FeedEvent } from './feeds.js';
import type { Parcel } from './told.js';

/** The words that go with an event. */
export interface Words {
  readonly note?: string | undefined;
  readonly fact?: string | undefined;
  readonly reason?: string | undefined;
  readonly outcome?: string | undefined;
}

/** One event that someone wants to send: on a task that stands, or one that opens a task. */
export interface Dispatch {
  readonly by: Party;
  readonly event: TaskEventType;
  readonly on: LiveTask | Omit<LiveTask, 'id'>;
  /** Undefined: what the case file holds (a request), or none. */
  readonly items?: readonly ItemStatement[] | undefined;
  readonly wanted?: readonly string[] | undefined;
  readonly words: Words;
}

/** What became of it. `problem` means that nothing was sent; `nothing` that no item was left to send. */
export type Sent =
  | { readonly parcel: Parcel; readonly failures: readonly string[]; readonly remarks: readonly string[] }
  | { readonly problem: Problem }
  | { readonly nothing: readonly string[] };

const COMMANDS: Readonly<Record<Exclude<TaskEventType, 'requested'>, string>> = {
  received: 'receive',
  accepted: 'accept',
  rejected: 'reject',
  started: 'start',
  informed: 'inform',
  completed: 'complete',
  failed: 'fail',
  cancelled: 'cancel',
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
  let items = dispatch.items;
  const notAllowed: string[] = [];
  for (let look = 1; ; look += 1) {
    const answer = await post(cast, desk, { ...dispatch, items });
    if (!('problem' in answer)) return delivered(cast, { ...dispatch, items }, answer, notAllowed);
    const { code, because } = answer.problem;
    const refused =
      code === 'ITEM_NOT_ALLOWED' ? ((because['items'] as readonly string[] | undefined) ?? []) : [];
    if (items && refused.some((item) => items?.some((statement) => statement.code === item))) {
      notAllowed.push(...refused);
      items = items.filter((statement) => !refused.includes(statement.code));
      const empty = items.length === 0 && dispatch.event === 'informed' && dispatch.words.note === undefined;
      if (empty) return { nothing: notAllowed };
    } else if (LOOK_AGAIN.includes(code) && look < LOOKS) await cast.feeds.news(LOOK_AGAIN_MS);
    else return answer;
  }
}

function post(cast: Cast, desk: Desk, { by, event, on, items, wanted, words }: Dispatch): Promise<Answer> {
  const said = {
    unit: by.unit,
    actor: actorFor(by, cast.run),
    ...Object.fromEntries(Object.entries(words).filter(([, text]) => text !== undefined)),
  };
  if ('id' in on) {
    const path = `/tasks/${on.id}/${event === 'requested' ? '' : COMMANDS[event]}`;
    return desk.post(path, { ...said, ...(items && { items }) });
  }
  return desk.post('/tasks', {
    ...said,
    caseId: cast.caseId(on.caseLocal, by.agency),
    kind: on.kind,
    to: on.performer,
    mode: 'exercise',
    ...(wanted && { wanted }),
    ...(items ? { items } : { fromCase: true }),
  });
}

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
  notAllowed: readonly string[],
): Promise<Sent> {
  const { by, on } = dispatch;
  const { taskId, eventId, state, left = [] } = answer.body as unknown as RecordedBody;
  const live: LiveTask = 'id' in on ? on : { ...on, id: taskId };
  cast.tasks.set(live.local, live);
  const to = otherParty(live, by);
  const places = [...new Set([to.agency, by.agency])];
  const entries = await Promise.all(
    places.map(async (agency) => ({ agency, entry: await cast.feeds.until(agency, eventId, STEP_MS) })),
  );
  const [there] = entries;
  const sequence = answer.body['sequence'] ?? there?.entry?.sequence;
  const failures = entries.flatMap(({ agency, entry }) =>
    entry
      ? wrongIn(cast, { dispatch, live, sequence: Number(sequence) }, entry).map(
          (what) => `At ${agency}, ${what}.`,
        )
      : [
          `What was ${state === 'queued' ? 'queued' : 'recorded'} did not arrive at ${agency} within ${STEP_MS / 1000} s.`,
        ],
  );
  const items = there?.entry ? statementsIn(there.entry) : (dispatch.items ?? []);
  if (to.agency !== by.agency) cast.known(live.caseLocal).hears(to.agency, items);
  const leftCodes = left.map(({ code }) => code);
  failures.push(...wronglyLeft(cast, { dispatch, live }, leftCodes));
  const parcel = parcelOf(cast, { ...dispatch, items }, { live, to, sequence: Number(sequence), eventId });
  const remarks = state === 'queued' ? ['It was queued first: the ledger took it later.'] : [];
  return { parcel: { ...parcel, left: leftCodes, notAllowed }, failures, remarks };
}

interface RecordedBody {
  readonly taskId: string;
  readonly eventId: string;
  readonly state: 'recorded' | 'queued';
  readonly left?: readonly { readonly code: string }[];
}

function wrongIn(
  cast: Cast,
  sent: { readonly dispatch: Dispatch; readonly live: LiveTask; readonly sequence: number },
  entry: FeedEvent,
): readonly string[] {
  const { dispatch, live, sequence } = sent;
  const { by, event, items, words } = dispatch;
  const source = `/${by.agency}/${by.unit}`;
  const { note, fact, reason, outcome } = words;
  const plain = differences(
    { event, source, taskId: live.id, sequence, items, note, fact, reason, outcome },
    entry,
  );
  if (event !== 'requested' || items) return plain;
  const { go } = ruleFor(cast, live);
  return [...plain, ...itemDifferences(go, statementsIn(entry))];
}

function wronglyLeft(
  cast: Cast,
  { dispatch, live }: { readonly dispatch: Dispatch; readonly live: LiveTask },
  left: readonly string[],
): readonly string[] {
  if (dispatch.event !== 'requested' || dispatch.items) return [];
  const { stay } = ruleFor(cast, live);
  const silent = stay.filter((code) => !left.includes(code));
  return silent.map((code) => `The answer does not say that the item ${code} was left for later.`);
}

function ruleFor(cast: Cast, { kind, caseLocal, asker }: LiveTask) {
  const entry = cast.directory.kind(kind);
  const own = cast.known(caseLocal).own(asker.agency);
  return entry ? splitByRule(own, entry, entry.defaultUrgency) : { go: [], stay: [] };
}

function parcelOf(
  cast: Cast,
  { by, event, items = [], wanted = [], words }: Dispatch,
  at: { readonly live: LiveTask; readonly to: Party; readonly sequence: number; readonly eventId: string },
): Parcel {
  const { live, to, sequence, eventId } = at;
  const { note, fact, reason, outcome } = words;
  const kind = cast.directory.kind(live.kind);
  return {
    task: live.local,
    kind: live.kind,
    from: by,
    to,
    event,
    items,
    wanted,
    ...(note !== undefined && { note }),
    ...(fact !== undefined && { fact }),
    ...(reason !== undefined && { reason }),
    ...(outcome !== undefined && { outcome }),
    left: [],
    notAllowed: [],
    unsaid: event === 'requested' && kind ? unsaidOf(kind, kind.defaultUrgency, items) : [],
    sequence,
    eventId,
  };
}
