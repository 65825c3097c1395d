import { randomUUID } from 'node:crypto';
import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { page, seeOther, type Page, type SeeOther } from '../page/answers.js';
import type { Refusal, SummaryEntry } from '../services/refusal.js';
import { ServiceRefused, ServiceClient, type Service } from '../services/service-client.js';
import { SignedIn, type Visit } from '../sessions/visit.js';
import { partyIn, partyValue, type Catalogue } from '../page/catalogue.js';
import { checkView, summaryOf, type DryRun, type Explained } from './check-view.js';
import { draftAtHand, type AtHand } from './draft-desk.js';
import { text, type Form } from '../page/form.js';
import { askedOf, requestTo, type Asked } from './request.js';
import { sentNeedView, sentView, type Message, type SentNeed, type SentTask } from './sent-view.js';
import { withContent } from './step.js';
import { nextAddress } from './steps.js';

/** Refusals after which the request will never be sent, and somebody telephones. */
const NEVER_SENT = ['EXPIRED_UNSENT', 'NOT_SENT'];

/** What the service answers to a request, or to a need. */
interface Told {
  readonly taskId?: string;
  readonly eventId?: string;
  readonly need?: string;
}

/** The end of the way: what they will see, sending, and what became of it. */
@Controller('ask')
export class AskSendController {
  constructor(private readonly services: ServiceClient) {}

  /** Everything at a glance, with a dry run for each unit that would be asked. */
  @Get(':id/check')
  async check(@SignedIn() visit: Visit, @Param('id') id: string): Promise<Page | SeeOther> {
    const hand = await draftAtHand(this.services, visit, id);
    const next = nextAddress(hand.draft, hand.catalogue);
    return next === `/ask/${id}/check` ? checked(hand) : seeOther(next);
  }

  /** Sends it, once however often the button is pressed: the draft's id is its key. */
  @Post(':id/check')
  async send(@SignedIn() visit: Visit, @Param('id') id: string): Promise<Page | SeeOther> {
    const hand = await draftAtHand(this.services, visit, id);
    const next = nextAddress(hand.draft, hand.catalogue);
    if (next !== `/ask/${id}/check`) return seeOther(next);
    const { service, drafts, draft, catalogue } = hand;
    const asked = askedOf(draft, catalogue);
    const { to = [], strategy } = draft.content;
    const [first] = to;
    if (!first) return seeOther(`/ask/${id}/who`);
    const done =
      to.length > 1
        ? await service.send<Told>('/needs', { ...asked, to, strategy }, { key: `ask ${id}` })
        : await service.send<Told>('/tasks', requestTo(asked, first), { key: `ask ${id}` });
    if (done.refusal) return notSent(hand, asked, done.refusal);
    await drafts.remove(id);
    const { need, taskId = '', eventId = '' } = done.body;
    return seeOther(
      need === undefined ? sentAddress({ taskId, eventId, to: partyValue(first) }) : `/ask/sent/need/${need}`,
    );
  }

  /** What became of a request. */
  @Get('sent/task/:task')
  async sent(@SignedIn() visit: Visit, @Param('task') id: string, @Query() query: Form): Promise<Page> {
    const service = this.services.agency(visit);
    const eventId = text(query, 'event');
    const [catalogue, task, message] = await Promise.all([
      service.get<Catalogue>('/catalogue'),
      service.get<SentTask>(`/tasks/${encodeURIComponent(id)}`),
      eventId === '' ? undefined : messageOf(service, eventId),
    ]);
    const to = partyIn(text(query, 'to'));
    const view = sentView(task, message, { catalogue, to, again: text(query, 'again') });
    return page('ask/sent.njk', {
      ...view,
      here: sentAddress({ taskId: id, eventId, to: text(query, 'to') }),
    });
  }

  /** What became of a need. */
  @Get('sent/need/:need')
  async sentNeed(@SignedIn() visit: Visit, @Param('need') id: string): Promise<Page> {
    const service = this.services.agency(visit);
    const [catalogue, need] = await Promise.all([
      service.get<Catalogue>('/catalogue'),
      service.get<SentNeed>(`/needs/${encodeURIComponent(id)}`),
    ]);
    return page('ask/sent-need.njk', sentNeedView(need, catalogue));
  }

  /** The question whether a draft is to be removed. */
  @Get(':id/remove')
  async asksToRemove(@SignedIn() visit: Visit, @Param('id') id: string): Promise<Page> {
    const { draft } = await draftAtHand(this.services, visit, id);
    return page('ask/remove.njk', {
      title: 'Remove this unsent request?',
      id,
      called: draft.content.whom?.called,
      place: { back: '/ask' },
    });
  }

  /** Removes it. */
  @Post(':id/remove')
  async remove(@SignedIn() visit: Visit, @Param('id') id: string): Promise<SeeOther> {
    const { drafts } = await draftAtHand(this.services, visit, id);
    await drafts.remove(id);
    return seeOther('/ask');
  }
}

/** A dry run to each unit, in their order. */
async function dryRuns({ service, draft }: AtHand, asked: Asked): Promise<readonly DryRun[]> {
  return Promise.all(
    (draft.content.to ?? []).map(async (to) => {
      const done = await service.send<Explained>('/tasks/explain', requestTo(asked, to));
      return done.refusal ? { to, refusal: done.refusal } : { to, explained: done.body };
    }),
  );
}

async function checked(hand: AtHand, refused: readonly SummaryEntry[] = []): Promise<Page> {
  const { draft, catalogue } = hand;
  const asked = askedOf(draft, catalogue);
  const runs = await dryRuns(hand, asked);
  const found = runs.flatMap(({ refusal }) =>
    refusal ? summaryOf(refusal, { id: draft.id, asked, catalogue }) : [],
  );
  const errors = refused.length > 0 ? refused : found;
  const view = checkView({ draft, catalogue, asked, runs });
  return page(
    'ask/check.njk',
    { ...view, errors, id: draft.id, place: { back: `/ask/${draft.id}/note` } },
    refused.length > 0 ? 422 : 200,
  );
}

/**
 * What will never be sent goes on as a draft under a new key, so that it can be entered once it was agreed by telephone. Any
 * other refusal is shown with its places.
 */
async function notSent(hand: AtHand, asked: Asked, refusal: Refusal): Promise<Page | SeeOther> {
  const { drafts, draft, catalogue } = hand;
  const { taskId, eventId } = refusal.because;
  if (!NEVER_SENT.includes(refusal.code) || typeof taskId !== 'string' || typeof eventId !== 'string')
    return checked(hand, summaryOf(refusal, { id: draft.id, asked, catalogue }));
  const again = randomUUID();
  await drafts.keep(withContent({ ...draft, id: again }, { telephone: true }));
  await drafts.remove(draft.id);
  const [first] = draft.content.to ?? [];
  return seeOther(sentAddress({ taskId, eventId, to: first ? partyValue(first) : '', again }));
}

const sentAddress = ({
  taskId,
  eventId,
  to,
  again = '',
}: {
  readonly taskId: string;
  readonly eventId: string;
  readonly to: string;
  readonly again?: string;
}): string => {
  const query = Object.entries({ event: eventId, to, again }).filter(([, value]) => value !== '');
  return `/ask/sent/task/${encodeURIComponent(taskId)}?${new URLSearchParams(query).toString()}`;
};

async function messageOf(service: Service, eventId: string): Promise<Message | undefined> {
  try {
    return await service.get<Message>(`/messages/${encodeURIComponent(eventId)}`);
  } catch (error) {
    // What is safe elsewhere is cleared from the outbox: then the task itself says it.
    if (error instanceof ServiceRefused && error.refusal.status === 404) return undefined;
    throw error;
  }
}
