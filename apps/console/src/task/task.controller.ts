import { setTimeout as pause } from 'node:timers/promises';
import { Body, Controller, Get, NotFoundException, Param, Post } from '@nestjs/common';
import { page, seeOther, type Page, type SeeOther } from '../page/answers.js';
import type { Refusal } from '../services/refusal.js';
import { ServiceClient, ServiceRefused, type Service } from '../services/service-client.js';
import { SignedIn, type Visit } from '../sessions/visit.js';
import { stepBody, type Form } from './step-form.js';
import { stepView, type StepChoices } from './step-view.js';
import type { EventAnswer, StepAnswer, TaskAnswer } from './task-answers.js';
import { ownUnit, taskView } from './task-view.js';
import { lastDid } from './timeline.js';

const NO_CHOICES: StepChoices = { items: [], absentReasons: [], overrideReasons: [], agencies: [] };
/** Steps that choose from what the directory has. */
const CHOOSING: readonly string[] = ['inform', 'reject', 'fail'];

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

  /** The form of a step that can be taken now. 404 for one that cannot. */
  @Get('steps/:step')
  async form(@Param('id') id: string, @Param('step') step: string, @SignedIn() visit: Visit): Promise<Page> {
    const service = this.services.agency(visit);
    const { answer, steps, unit } = await read(service, id, visit);
    const offer = steps.find((one) => one.step === step);
    if (!offer) throw new NotFoundException();
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
    const before = await read(service, id, visit);
    const offer = before.steps.find((one) => one.step === step);
    const refusal = offer ? await taken(service, offer, form) : TOO_LATE;
    if (!refusal) {
      await untilFolded(service, id);
      return seeOther(`/tasks/${id}`);
    }
    const now = await read(service, id, visit);
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
    const { refusal } = await this.services
      .agency(visit)
      .send(`/tasks/${encodeURIComponent(id)}/acknowledge`, { unit, events: [event] });
    if (refusal) throw new ServiceRefused(refusal);
    return seeOther(`/tasks/${id}`);
  }

  private async show(template: string, id: string, visit: Visit): Promise<Page> {
    const { answer, steps, events, now } = await read(this.services.agency(visit), id, visit);
    return page(template, taskView({ answer, events, steps, now, person: visit.person }));
  }
}

const TOO_LATE: Refusal = {
  status: 409,
  code: 'NOT_POSSIBLE_NOW',
  title: 'This is not possible any more.',
  faults: [],
  because: {},
};

async function taken(service: Service, { path, step }: StepAnswer, form: Form): Promise<Refusal | undefined> {
  return (await service.send(path, stepBody(step, form))).refusal;
}

/** What is recorded comes back by the ledger in a moment; the page that follows shall show it. */
async function untilFolded(service: Service, id: string): Promise<void> {
  for (let look = 0; look < LOOKS; look += 1) {
    const { pending } = await service.get<TaskAnswer>(`/tasks/${encodeURIComponent(id)}`);
    if (pending === undefined) return;
    await pause(LOOK_MS);
  }
}

const LOOKS = 20;
const LOOK_MS = 100;

interface Read {
  readonly answer: TaskAnswer;
  readonly events: readonly EventAnswer[];
  readonly steps: readonly StepAnswer[];
  readonly unit: string;
  /** By which the deadlines of the task count, ms since 1970. */
  readonly now: number;
}

interface StepsAnswer {
  readonly steps: readonly StepAnswer[];
  readonly now: string;
}

async function read(service: Service, id: string, { person }: Visit): Promise<Read> {
  const path = `/tasks/${encodeURIComponent(id)}`;
  const [answer, { events }] = await Promise.all([
    service.get<TaskAnswer>(path),
    service.get<{ readonly events: readonly EventAnswer[] }>(`${path}/events`),
  ]);
  const unit = ownUnit(answer, person.agency);
  if (unit === '') return { answer, events, steps: [], unit, now: Date.now() };
  const { steps, now } = await service.get<StepsAnswer>(`${path}/steps`, { unit });
  return { answer, events, steps, unit, now: Date.parse(now) };
}

async function choicesOf(step: string, service: Service): Promise<StepChoices> {
  return CHOOSING.includes(step)
    ? { ...NO_CHOICES, ...(await service.get<Partial<StepChoices>>('/catalogue')) }
    : NO_CHOICES;
}
