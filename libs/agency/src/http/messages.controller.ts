import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { indexToken } from '#contracts';
import type { Sight, WebhookDeadLetter } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { markedLate } from '../late-answers.js';
import { FromCaller, FromSight, MAX_WAIT_S, type Caller } from './caller.js';
import { FormPipe, IdPipe } from './checked.pipe.js';
import { IndexTokenBody, LimitQuery, WaitQuery } from './queries.dto.js';
import { Problem } from './problem.js';

/** What became of the agency's messages, and what a person has to look after. */
@Controller()
export class MessagesController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /** What became of an event that this agency wanted to send; with `wait`, not before there is an end or so many seconds passed. */
  @Get('messages/:eventId')
  async message(
    @Param('eventId', IdPipe) eventId: string,
    @Query(FormPipe) query: WaitQuery,
  ): Promise<unknown> {
    const [sent] = await this.agency.store.outbox.sent([eventId]);
    if (!sent) throw new Problem('MESSAGE_UNKNOWN');
    const { taskId } = sent;
    const waitMs = Math.min(Number(query.wait ?? 0), MAX_WAIT_S) * 1000;
    const answer = await this.agency.desk.follow({ eventId, taskId }, waitMs);
    if (!('refused' in answer)) return markedLate(answer, this.agency.store.outbox);
    // Another step came first, and after it this one is not possible any more.
    return { state: 'lost', eventId, taskId, refusal: answer };
  }

  /** What a person must telephone about: requests and steps that will never be sent, newest first. */
  @Get('unsent')
  async unsent(
    @Query(FormPipe) query: LimitQuery,
    @FromSight() sight: Sight,
  ): Promise<{ readonly unsent: readonly unknown[] }> {
    return { unsent: await this.agency.store.outbox.unsent(Number(query.limit ?? 100), sight) };
  }

  /** What could not be taken in from the ledger, and what a webhook never took, each with its reason. */
  @Get('dead-letters')
  async deadLetters(
    @Query(FormPipe) query: LimitQuery,
    @FromCaller() { system, sight }: Caller,
  ): Promise<Record<'ledger' | 'webhooks', readonly unknown[]>> {
    const { intake, feed } = this.agency.store;
    const limit = Number(query.limit ?? 100);
    const [ledger, webhooks] = await Promise.all([
      intake.deadLetters(limit, sight),
      feed.webhookDeadLetters(limit, sight && system),
    ]);
    return { ledger, webhooks: sight ? webhooks.map(withoutFeedId) : webhooks };
  }

  /** The token under which the audit service finds a person, made here so that the identifier stays here. */
  @Post('index-tokens')
  @HttpCode(200)
  token(@Body(FormPipe) { kind, value }: IndexTokenBody): { readonly token: string } {
    const token = indexToken(kind, value, this.agency.config.indexKey);
    if (token !== undefined) return { token };
    const detail = `nothing is left of this text once it is brought into the normal form of ${kind}`;
    throw new Problem('BAD_CONTENT', { faults: [{ pointer: '/value', code: 'NO_IDENTIFIER', detail }] });
  }
}

/** Ids of the feed count what others do, too. */
const withoutFeedId = ({ feedId: _, ...letter }: WebhookDeadLetter): Omit<WebhookDeadLetter, 'feedId'> =>
  letter;
