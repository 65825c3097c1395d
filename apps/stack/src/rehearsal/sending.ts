import type { TaskEventType } from '#domain';
import { delivered, type Recorded } from './arrival.js';
import { actorFor, type Cast } from './cast.js';
import type { Answer, Desk, Problem } from './desk.js';
import type { Dispatch, Sent, Words } from './dispatch.js';

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
    if (!('problem' in answer)) return delivered(cast, dispatch, answer.body as unknown as Recorded);
    const { code, because } = answer.problem;
    if (code === 'ITEM_NOT_ALLOWED' && dispatch.event === 'informed')
      return { nothing: (because['items'] as readonly string[] | undefined) ?? [] };
    if (LOOK_AGAIN.includes(code) && look < LOOKS) await cast.feeds.news(LOOK_AGAIN_MS);
    else return answer;
  }
}

/** The service names what a request needs and nobody spoke of: whoever asks then says that nobody has asked yet. */
export async function sayWhatNobodyAsked(cast: Cast, desk: Desk, dispatch: Dispatch): Promise<void> {
  const { by, on } = dispatch;
  const answer = await desk.post('/tasks/explain', requestBody(cast, dispatch));
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
  const { by, event, on, items, words, says } = dispatch;
  const free = wordsIn(words);
  if (!('id' in on)) return desk.post('/tasks', { ...requestBody(cast, dispatch), ...free });
  const path = `/tasks/${on.id}/${event === 'requested' ? '' : COMMANDS[event]}`;
  const said = { unit: by.unit, actor: actorFor(by, cast.run), ...free, ...says };
  return desk.post(path, { ...said, ...(items && { items, ifNotAllowed: 'leave-out' }) });
}

/** Those of the words that are there. */
export const wordsIn = (words: Words): object =>
  Object.fromEntries(Object.entries(words).filter(([, text]) => text !== undefined));

/** The body of a request, without its free words. */
export const requestBody = (
  cast: Cast,
  { by, on, asks, terms }: Pick<Dispatch, 'by' | 'on' | 'asks' | 'terms'>,
) => ({
  unit: by.unit,
  actor: actorFor(by, cast.run),
  caseId: cast.caseId(on.caseLocal, by.agency),
  kind: on.kind,
  to: on.performer,
  mode: 'exercise',
  exercise: cast.exercise,
  fromCase: true,
  ...asks,
  ...terms,
});

/** The rehearsal's own answer where an agency has no service in this system. */
export const noService = (agency: string): Problem => ({
  status: 0,
  code: 'NO_SERVICE',
  title: `The running system has no service of ${agency}.`,
  detail: '',
  faults: [],
  because: {},
});
