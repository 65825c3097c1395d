import { Body, Controller, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AGENCY, type Agency } from '../agency.js';
import type { FollowUpOutcome } from '../follow-ups.js';
import { tell, type Told } from './answers.js';
import { FromCaller, type Caller } from './caller.js';
import { CheckedPipe, IdPipe } from './checked.pipe.js';
import { AcknowledgeBody, CorrectBody, RecallBody, ReviewBody } from './commands.dto.js';
import { FollowUpDesk, followedUp, type FollowedUp } from './follow-up-desk.js';
import { Problem } from './problem.js';

/** What is said afterwards of things that were told on a task: possible however the task stands, also when it is closed. */
@Controller('tasks')
export class FollowUpsController {
  private readonly desk: FollowUpDesk;

  constructor(@Inject(AGENCY) agency: Agency) {
    this.desk = new FollowUpDesk(agency);
  }

  /** Puts right what this agency told on the task. */
  @Post(':id/correct')
  @HttpCode(200)
  async correct(
    @Param('id', IdPipe) taskId: string,
    @Body(CheckedPipe) body: CorrectBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told | FollowedUp> {
    return toldOnce(reply, await this.desk.correct({ taskId }, body, caller), body.items);
  }

  /** Says that what this agency told on the task must no longer be used. */
  @Post(':id/recall')
  @HttpCode(200)
  async recall(
    @Param('id', IdPipe) taskId: string,
    @Body(CheckedPipe) body: RecallBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told | FollowedUp> {
    const items = body.items.map((code) => ({ code }));
    return toldOnce(reply, await this.desk.recall({ taskId }, body, caller), items);
  }

  /** Says that a person has seen these corrections, recalls or identity notices. */
  @Post(':id/acknowledge')
  @HttpCode(200)
  async acknowledge(
    @Param('id', IdPipe) taskId: string,
    @Body(CheckedPipe) body: AcknowledgeBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    const answer = await this.desk.acknowledge(taskId, body, caller);
    return tell(reply, answer, { waitMs: caller.waitMs });
  }

  /** Says what the review of an emergency override came to; only in a role that its agreement names. */
  @Post(':id/review')
  @HttpCode(200)
  async review(
    @Param('id', IdPipe) taskId: string,
    @Body(CheckedPipe) body: ReviewBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    const answer = await this.desk.review(taskId, body, caller);
    return tell(reply, answer, { waitMs: caller.waitMs });
  }
}

function toldOnce(
  reply: FastifyReply,
  outcome: FollowUpOutcome,
  items: readonly { code: string }[],
): Told | FollowedUp {
  const [result] = outcome.results;
  if (result) return tell(reply, result.answer, { items });
  if (outcome.kept > 0) return followedUp(outcome);
  const detail = 'this agency told none of these items on this task; its own case file says so now';
  throw new Problem('BAD_CONTENT', { faults: [{ pointer: '/items', code: 'NOT_TOLD_BEFORE', detail }] });
}
