import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AGENCY, type Agency } from '../agency.js';
import type { Sight } from '#storage';
import { FromCaller, FromSight, type Caller } from './caller.js';
import { CheckedPipe, FormPipe, IdPipe } from './checked.pipe.js';
import { NeedDesk, type ToldNeed } from './need-desk.js';
import { needView, type NeedView } from './need-views.js';
import { NeedPipe } from './need.pipe.js';
import { CloseNeedBody, NeedBody, NeedsQuery, OfferBody } from './needs.dto.js';

/** Needs of this agency that it offers to several. The first acceptance wins. */
@Controller('needs')
export class NeedsController {
  private readonly desk: NeedDesk;

  constructor(@Inject(AGENCY) private readonly agency: Agency) {
    this.desk = new NeedDesk(agency);
  }

  /** Offers a need to one party after another, or to all at once. Should one of them not be possible to ask, nobody is asked. */
  @Post()
  async open(
    @Body(NeedPipe) body: NeedBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ToldNeed> {
    return answered(reply, await this.desk.open(body, caller), caller);
  }

  /** One more request that joins the need, made at once. */
  @Post(':id/offers')
  async offer(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: OfferBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ToldNeed> {
    return answered(reply, await this.desk.offer(id, body, caller), caller);
  }

  /** Closes the need and its open offers: 202 as long as it is not certain that no acceptance came first. */
  @Post(':id/close')
  @HttpCode(200)
  async close(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: CloseNeedBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedView> {
    const view = await this.desk.close(id, body, caller);
    if (view.status === 'open') void reply.status(202).header('location', `/needs/${id}`);
    return view;
  }

  /** Needs by case and by how they stand, newest first; 100 unless told. Those that are unmet need a person. */
  @Get()
  async list(
    @Query(FormPipe) query: NeedsQuery,
    @FromSight() sight: Sight,
  ): Promise<{ readonly needs: readonly NeedView[] }> {
    const { status, case: caseId, limit } = query;
    const rows = await this.agency.store.needs.list({
      ...(status && { status }),
      ...(caseId && { caseId }),
      sight,
      limit: Number(limit ?? 100),
    });
    return { needs: rows.map(needView) };
  }

  /** How one need stands, with each of its offers. */
  @Get(':id')
  async one(@Param('id', IdPipe) id: string, @FromCaller() caller: Caller): Promise<NeedView> {
    return needView(await this.desk.known(id, caller));
  }
}

/** 201 once every offer that was made is on the ledger, else 202. */
function answered(reply: FastifyReply, told: ToldNeed, { waitMs }: Caller): ToldNeed {
  const isRecorded = told.offers.every(({ state }) => state === 'recorded');
  void reply.status(isRecorded ? 201 : 202).header('location', `/needs/${told.need}`);
  if (waitMs !== undefined) void reply.header('preference-applied', `wait=${waitMs / 1000}`);
  return told;
}
