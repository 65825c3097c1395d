import { Body, Controller, Get, NotFoundException, Param, Post, Query } from '@nestjs/common';
import type { CaseAnswer } from '../item/held.js';
import { page, seeOther, type Page, type SeeOther } from '../page/answers.js';
import type { Catalogue } from '../page/catalogue.js';
import { shownFaults, type Form } from '../page/form.js';
import { ServiceClient, type Service } from '../services/service-client.js';
import { SignedIn, type Visit } from '../sessions/visit.js';
import { choiceIn, choiceQuery, choiceView, type InformChoice } from './inform-choice.js';
import { readInform } from './inform-form.js';
import { formFaults, informView, refusedInform, tellable, type InformSource } from './inform-view.js';
import type { StepAnswer } from './task-answers.js';
import { notNow, notOffered, taskAtHand, taskToAct, untilFolded, type TaskAtHand } from './task-desk.js';
import { lastDid } from './timeline.js';

/** Telling the other party of a task: first what, then one question for each item, and all of it in one event. */
@Controller('tasks/:id/steps/inform')
export class InformController {
  constructor(private readonly services: ServiceClient) {}

  /** What is told, or the questions of what was chosen. An address holds codes of items and no values. */
  @Get()
  async form(
    @Param('id') id: string,
    @Query() query: Form,
    @SignedIn() visit: Visit,
  ): Promise<Page | SeeOther> {
    const at = await this.at(id, query, visit);
    if (!at.offer) return notNow('inform', at.hand);
    const { choice, hand, catalogue } = at;
    if (choice.isNew)
      return seeOther(`/tasks/${hand.answer.taskId}/steps/inform?${choiceQuery(choice.codes)}`);
    if (choice.isMade) return shown(await this.source(at, visit));
    const { faults } = choice;
    const view = { ...choiceView(hand.answer, catalogue, choice), ...shownFaults(faults) };
    return page('task/inform-choice.njk', view, faults.length > 0 ? 422 : 200);
  }

  /** Tells all of it, or shows the questions again with what is wrong and all that was typed. */
  @Post()
  async take(
    @Param('id') id: string,
    @Query() query: Form,
    @Body() form: Form,
    @SignedIn() visit: Visit,
  ): Promise<Page | SeeOther> {
    const at = await this.at(id, query, visit);
    const { choice, catalogue, service } = at;
    const { codes } = choice;
    if (!choice.isMade) throw new NotFoundException();
    const source = await this.source(at, visit);
    const read = readInform(form, { codes, catalogue, before: source.known.items });
    if (read.faults) return shown({ ...source, form, shown: formFaults(read.faults, codes, catalogue) });
    const refusal = at.offer ? (await service.send(at.offer.path, read.body)).refusal : notOffered(at.hand);
    if (!refusal) {
      await untilFolded(service, id);
      return seeOther(`/tasks/${id}`);
    }
    const again = { ...source, form, shown: refusedInform(refusal, read.sent, catalogue) };
    if (refusal.status !== 409) return shown(again);
    const { answer, events } = await taskAtHand(service, id, visit);
    return shown({ ...again, answer, overtaken: lastDid(events, Date.now()) }, 409);
  }

  private async at(id: string, query: Form, visit: Visit): Promise<InformAtHand> {
    const service = this.services.agency(visit);
    const [hand, catalogue] = await Promise.all([
      taskToAct(service, id, visit),
      service.get<Catalogue>('/catalogue'),
    ]);
    const choice = choiceIn(query, catalogue);
    if (!choice) throw new NotFoundException();
    const offer = hand.steps.find(({ step }) => step === 'inform');
    return { service, hand, catalogue, choice, offer };
  }

  private async source(
    { service, hand, catalogue, choice }: InformAtHand,
    { person }: Visit,
  ): Promise<InformSource> {
    const { answer, unit } = hand;
    const { asker, performer } = answer.task ?? {};
    const own = person.agency ?? '';
    const other = [asker, performer].find((party) => party && party.agency !== own)?.agency ?? '';
    const { codes } = choice;
    const known =
      codes.length > 0
        ? tellable(await service.get<CaseAnswer>(`/cases/${encodeURIComponent(answer.caseId)}`), {
            own,
            other,
          })
        : { items: {}, held: {} };
    return { answer, unit, catalogue, codes, known };
  }
}

/** A task of which something may be told, with what was chosen. */
interface InformAtHand {
  readonly service: Service;
  readonly hand: TaskAtHand;
  readonly catalogue: Catalogue;
  readonly choice: InformChoice;
  /** Undefined where it is not possible now. */
  readonly offer: StepAnswer | undefined;
}

const shown = (source: InformSource, status = source.shown ? 422 : 200): Page =>
  page('task/inform.njk', informView(source), status);
