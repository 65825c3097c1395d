import { Body, Controller, Get, NotFoundException, Param, Post } from '@nestjs/common';
import { page, seeOther, type Page, type SeeOther } from '../page/answers.js';
import type { Form } from '../page/form.js';
import type { Refusal } from '../services/refusal.js';
import { STEPS } from '../page/task-words.js';
import { ServiceClient, ServiceRefused, type Service } from '../services/service-client.js';
import { SignedIn, type Visit } from '../sessions/visit.js';
import { stepBody } from './step-form.js';
import { stepView, type StepChoices } from './step-view.js';
import type { StepAnswer } from './task-answers.js';
import { notNow, notOffered, taskAtHand, taskToAct, untilFolded } from './task-desk.js';
import { taskView } from './task-view.js';
import { lastDid } from './timeline.js';

const NO_CHOICES: StepChoices = { items: [], agencies: [] };
/** Steps that choose from what the directory has. */
const CHOOSING: readonly string[] = ['reject', 'fail'];

/** One task: what is known of it, what happened, and what can be done now. */
@Controller('tasks/:id')
export class TaskController {
  constructor(private readonly services: ServiceClient) {}

  /** The task as this person may see it. */
  @Get()
  task(@Param('id') id: string, @SignedIn() visit: Visit): Promise<Page> {
    return this.show('task/task.njk', id, visit);
  }

  /** The part of it that changes, for its script. */
  @Get('now')
  now(@Param('id') id: string, @SignedIn() visit: Visit): Promise<Page> {
    return this.show('task/body.njk', id, visit);
  }

  /** The form of a step; of one that is not possible now, why. 404 for one that there is not. */
  @Get('steps/:step')
  async form(@Param('id') id: string, @Param('step') step: string, @SignedIn() visit: Visit): Promise<Page> {
    const service = this.services.agency(visit);
    if (!Object.hasOwn(STEPS, step)) throw new NotFoundException();
    const hand = await taskToAct(service, id, visit);
    const { answer, steps, unit } = hand;
    const offer = steps.find((one) => one.step === step);
    if (!offer) return notNow(step, hand);
    const choices = await choicesOf(step, service);
    return page('task/step.njk', stepView({ offer, answer, unit, form: {}, choices }));
  }

  /** Takes the step. A refusal shows the form again, with all that was typed; a step that came too late says what came first. */
  @Post('steps/:step')
  async take(
    @Param('id') id: string,
    @Param('step') step: string,
    @Body() form: Form,
    @SignedIn() visit: Visit,
  ): Promise<Page | SeeOther> {
    const service = this.services.agency(visit);
    const before = await taskToAct(service, id, visit);
    const offer = before.steps.find((one) => one.step === step);
    const refusal = offer ? await taken(service, offer, form) : notOffered(before);
    if (!refusal) {
      await untilFolded(service, id);
      return seeOther(`/tasks/${id}`);
    }
    const now = await taskAtHand(service, id, visit);
    const isOver = refusal.status === 409;
    const overtaken = isOver ? lastDid(now.events, Date.now()) : undefined;
    const { answer, unit } = now;
    const still = now.steps.find((one) => one.step === step) ?? offer ?? { step, path: '' };
    const choices = await choicesOf(step, service);
    const view = stepView({ offer: still, answer, unit, form, choices, refusal, overtaken });
    return page('task/step.njk', view, isOver ? 409 : 422);
  }

  /** This person has seen what an event says. */
  @Post('acknowledge')
  async acknowledge(
    @Param('id') id: string,
    @Body() form: Form,
    @SignedIn() visit: Visit,
  ): Promise<SeeOther> {
    const { event, unit } = form;
    const service = this.services.agency(visit);
    const path = `/tasks/${encodeURIComponent(id)}/acknowledge`;
    const { refusal } = await service.send(path, { unit, events: [event] });
    if (refusal) throw new ServiceRefused(refusal);
    await untilFolded(service, id);
    return seeOther(`/tasks/${id}`);
  }

  private async show(template: string, id: string, visit: Visit): Promise<Page> {
    const { answer, steps, events, now } = await taskAtHand(this.services.agency(visit), id, visit);
    return page(template, taskView({ answer, events, steps, now, person: visit.person }));
  }
}

async function taken(service: Service, { path, step }: StepAnswer, form: Form): Promise<Refusal | undefined> {
  return (await service.send(path, stepBody(step, form))).refusal;
}

async function choicesOf(step: string, service: Service): Promise<StepChoices> {
  return CHOOSING.includes(step) ? service.get<StepChoices>('/catalogue') : NO_CHOICES;
}
