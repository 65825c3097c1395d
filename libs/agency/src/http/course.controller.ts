import { Body, Controller, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AGENCY, type Agency } from '../agency.js';
import { tell, type Told } from './answers.js';
import { FromCaller, type Caller } from './caller.js';
import { CheckedPipe, IdPipe } from './checked.pipe.js';
import { StepBody } from './commands.dto.js';
import {
  CounterBody,
  EndPromiseBody,
  EscalateBody,
  HoldBody,
  OfferHandoverBody,
  PromiseBody,
  SlotsBody,
} from './course.dto.js';
import type { AnyStepBody, StepType } from './step-facts.js';
import { TaskDesk } from './task-desk.js';

/** What becomes of a task beside the plain way: other terms, waiting, help, handover, people and promises. */
@Controller('tasks/:id')
export class CourseController {
  private readonly desk: TaskDesk;

  constructor(@Inject(AGENCY) agency: Agency) {
    this.desk = new TaskDesk(agency);
  }

  /** Offers to take the task on other terms: later, or on a condition. */
  @Post('counter')
  @HttpCode(200)
  counter(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: CounterBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('counter', id, { body, caller, reply });
  }

  /** Agrees to the performer's terms; the performer holds the task from here. */
  @Post('counter/accept')
  @HttpCode(200)
  acceptCounter(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: StepBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('accept-counter', id, { body, caller, reply });
  }

  /** Does not agree to the performer's terms; the request stands as it was. */
  @Post('counter/refuse')
  @HttpCode(200)
  refuseCounter(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: StepBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('refuse-counter', id, { body, caller, reply });
  }

  /** Lets the work wait until it is looked at again. */
  @Post('hold')
  @HttpCode(200)
  hold(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: HoldBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('hold', id, { body, caller, reply });
  }

  /** Goes on with the work. */
  @Post('resume')
  @HttpCode(200)
  resume(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: StepBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('resume', id, { body, caller, reply });
  }

  /** Says that the request should never have been made. */
  @Post('enter-in-error')
  @HttpCode(200)
  enterInError(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: StepBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('enter-in-error', id, { body, caller, reply });
  }

  /** Calls in units of either party; neither status nor owner changes. */
  @Post('escalate')
  @HttpCode(200)
  escalate(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: EscalateBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('escalate', id, { body, caller, reply });
  }

  /** Offers the other party to answer for the person. */
  @Post('handover/offer')
  @HttpCode(200)
  offerHandover(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: OfferHandoverBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('offer-handover', id, { body, caller, reply });
  }

  /** Answers for the person from here. */
  @Post('handover/accept')
  @HttpCode(200)
  acceptHandover(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: StepBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('accept-handover', id, { body, caller, reply });
  }

  /** Does not take over now; the note says why. */
  @Post('handover/refuse')
  @HttpCode(200)
  refuseHandover(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: StepBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('refuse-handover', id, { body, caller, reply });
  }

  /** Says which of the people whom the task needs are there. */
  @Post('slots')
  @HttpCode(200)
  setSlots(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: SlotsBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('set-slots', id, { body, caller, reply });
  }

  /** Undertakes something. */
  @Post('promises')
  @HttpCode(200)
  promise(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: PromiseBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('promise', id, { body, caller, reply });
  }

  /** Says that an undertaking was kept or broken, or releases the other party from it. */
  @Post('promises/end')
  @HttpCode(200)
  endPromise(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) body: EndPromiseBody,
    @FromCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Told> {
    return this.step('end-promise', id, { body, caller, reply });
  }

  private async step(
    type: StepType,
    taskId: string,
    {
      body,
      caller,
      reply,
    }: { readonly body: AnyStepBody; readonly caller: Caller; readonly reply: FastifyReply },
  ): Promise<Told> {
    return tell(reply, await this.desk.step(type, taskId, body, caller), { waitMs: caller.waitMs });
  }
}
