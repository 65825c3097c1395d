import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { page, seeOther, type Page, type SeeOther } from '../page/answers.js';
import { ServiceClient, ServiceRefused } from '../services/service-client.js';
import { SignedIn, type Visit } from '../sessions/visit.js';
import type { BoardAnswer } from './board-answer.js';
import { filterText, readFilter } from './board-filter.js';
import { boardView } from './board-view.js';
import { relayChanges } from './changes.js';

type Asked = Readonly<Record<string, unknown>>;

/** What an agency's people on duty look at, live. */
@Controller('board')
export class BoardController {
  constructor(private readonly services: ServiceClient) {}

  /** Open tasks and what else needs a person, the most pressing first; filters stand in the address. */
  @Get()
  board(@Query() query: Asked, @SignedIn() visit: Visit): Promise<Page> {
    return this.show('board/board.njk', query, visit);
  }

  /** The part of it that changes, for its script. */
  @Get('rows')
  rows(@Query() query: Asked, @SignedIn() visit: Visit): Promise<Page> {
    return this.show('board/rows.njk', query, visit);
  }

  /** Says when something changed, and nothing of what: server-sent events for its script. */
  @Get('events')
  async changes(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @SignedIn() visit: Visit,
  ): Promise<void> {
    await relayChanges(this.services.agency(visit), request, reply);
  }

  /** Somebody has telephoned about a word that will never be sent. */
  @Post('telephoned')
  async telephoned(@Body() form: Asked, @SignedIn() visit: Visit): Promise<SeeOther> {
    const { event, unit } = form;
    const path = `/messages/${encodeURIComponent(String(event))}/telephoned`;
    const { refusal } = await this.services.agency(visit).send(path, { unit });
    if (refusal) throw new ServiceRefused(refusal);
    return seeOther(`/board?${filterText(readFilter(form))}`);
  }

  private async show(template: string, query: Asked, visit: Visit): Promise<Page> {
    const board = await this.services.agency(visit).get<BoardAnswer>('/board');
    return page(template, boardView(board, readFilter(query)));
  }
}
