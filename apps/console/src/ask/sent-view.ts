import { whenText } from '../page/when.js';
import { partyText, type Catalogue, type Party } from '../page/catalogue.js';
import { capital } from '../page/code-words.js';
import type { StepView } from './step.js';

/** What became of an event, as the service answers GET /messages/:eventId. */
export interface Message {
  readonly state: string;
  readonly sequence?: number;
}

/** A task as far as this page reads it. */
export interface SentTask {
  readonly taskId: string;
  readonly task?: {
    readonly performer: Party;
    readonly kind: string;
    readonly requestedAt: string;
    readonly decideBy?: string;
  };
  readonly words?: { readonly kind?: { readonly receiver?: { readonly word?: string } } };
}

/** A need as far as this page reads it. */
export interface SentNeed {
  readonly need: string;
  readonly offers: readonly { readonly task: string; readonly performer: Party; readonly status: string }[];
  readonly notAsked: readonly Party[];
}

/** What became of a request: recorded, not yet, or never; then somebody has to telephone. */
export function sentView(
  { taskId, task }: SentTask,
  message: Message | undefined,
  {
    catalogue,
    to,
    again,
  }: { readonly catalogue: Catalogue; readonly to?: Party | undefined; readonly again: string },
): StepView {
  const performer = task?.performer ?? to;
  const isRecorded = message === undefined ? task !== undefined : message.state === 'recorded';
  const isWaiting = !isRecorded && message?.state === 'queued';
  const agency = catalogue.agencies.find(({ code }) => code === performer?.agency);
  return {
    title: isRecorded
      ? 'Recorded'
      : isWaiting
        ? 'Not recorded yet: telephone them'
        : 'Not sent: telephone them',
    isRecorded,
    isWaiting,
    taskId,
    to: performer && partyText(catalogue, performer),
    telephone: agency?.telephone,
    sequence: message?.sequence,
    at: task && whenText(task.requestedAt),
    next: nextText(task),
    again,
  };
}

/** What happens now; of a task that the service does not show yet, what is so of each. */
const nextText = (task: SentTask['task']): string =>
  task?.decideBy === undefined
    ? 'They accept or decline it. The task is yours until somebody accepts it.'
    : `They should accept or decline by ${whenText(task.decideBy)}. If they do not, you are told, and the task is yours until somebody accepts it.`;

/** Offers that nobody has seen yet, or that nobody will ever see. */
const UNSEEN: Readonly<Record<string, string>> = {
  waiting: 'not recorded yet: telephone them if it cannot wait',
  'not-sent': 'never sent: telephone them',
};

/** What became of a need: whom it was offered to, and who comes next. */
export function sentNeedView({ need, offers, notAsked }: SentNeed, catalogue: Catalogue): StepView {
  const shown = offers.map(({ task, performer, status }) => ({
    task,
    to: partyText(catalogue, performer),
    unseen: UNSEEN[status],
  }));
  return {
    title: offers.length > 0 ? 'Your request is on its way' : 'Nobody was asked: telephone them',
    need,
    offers: shown,
    notAsked: notAsked.map((party) => capital(partyText(catalogue, party))),
  };
}
