import { Body, Controller, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { MissingItems } from '#domain';
import { AGENCY, type Agency } from '../agency.js';
import { tell, withLeft, type Told } from './answers.js';
import { FromCaller, type Caller } from './caller.js';
import { CheckedPipe, IdPipe } from './checked.pipe.js';
import {
  CancelBody,
  CompleteBody,
  DeclineBody,
  ExplainBody,
  InformBody,
  RequestTaskBody,
  StepBody,
} from './commands.dto.js';
import { AcceptBody } from './course.dto.js';
import { TaskDesk, type ExplainedRequest } from './task-desk.js';
import type { AnyStepBody, StepType } from './step-facts.js';

/** What a request is told beside what became of it. */
interface ToldRequest extends Told {
  readonly caseId: string;
  /** Items that the kind needs and of which nothing was said; they block nothing here. */
  readonly missing?: readonly MissingItems[];
}

/** Commands on tasks. Each answers `recorded` with its ledger sequence, or 202 `queued` while it is not on the ledger yet. */
@Controller('tasks')
export class TasksController {
  private readonly desk: TaskDesk;

  constructor(@Inject(AGENCY) agency: Agency) {
    this.desk = new TaskDesk(agency);
  }

  /** Asks another agency, or another unit of one's own, to act. */
  @Post()
  async request(
    @Body(CheckedPipe) body: RequestTaskBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ToldRequest> {
    const { answer, caseId, left, missing } = await this.desk.request(body, caller);
    const told = tell(reply, answer, { created: true, items: body.items ?? [], waitMs: caller.waitMs });
    const items = withLeft(told.items, left);
    return { ...told, caseId, ...(items && { items }), ...(missing.length > 0 && { missing }) };
  }

  /** What would be told when, under which promise, and what is missing, if the request were made so; changes nothing. */
  @Post('explain')
  @HttpCode(200)
  explain(@Body(CheckedPipe) body: ExplainBody, @FromCaller() caller: Caller): Promise<ExplainedRequest> {
    return this.desk.explain(body, caller);
  }

  /** Says that someone is considering the request. */
  @Post(':id/receive')
  @HttpCode(200)
  receive(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: StepBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('receive', id, { body, caller, reply });
  }

  /** Takes the task, and with it the accountability. */
  @Post(':id/accept')
  @HttpCode(200)
  accept(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: AcceptBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('accept', id, { body, caller, reply });
  }

  /** Declines the task, for a reason that its kind allows. */
  @Post(':id/reject')
  @HttpCode(200)
  reject(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: DeclineBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('reject', id, { body, caller, reply });
  }

  /** Says that the work began. */
  @Post(':id/start')
  @HttpCode(200)
  start(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: StepBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('start', id, { body, caller, reply });
  }

  /** Tells the other party something about an open task. */
  @Post(':id/inform')
  @HttpCode(200)
  inform(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: InformBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('inform', id, { body, caller, reply });
  }

  /** Finishes the task, with an outcome of its kind. */
  @Post(':id/complete')
  @HttpCode(200)
  complete(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: CompleteBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('complete', id, { body, caller, reply });
  }

  /** Gives up an accepted task. */
  @Post(':id/fail')
  @HttpCode(200)
  fail(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: DeclineBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('fail', id, { body, caller, reply });
  }

  /** Withdraws the request. */
  @Post(':id/cancel')
  @HttpCode(200)
  cancel(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: CancelBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('cancel', id, { body, caller, reply });
  }

  private async step(
    type: StepType,
    taskId: string,
    from: { readonly body: AnyStepBody; readonly caller: Caller; readonly reply: FastifyReply },
  ): Promise<Told> {
    const { body, caller, reply } = from;
    const answer = await this.desk.step(type, taskId, body, caller);
    return tell(reply, answer, { items: body.items ?? [], waitMs: caller.waitMs });
  }
}
