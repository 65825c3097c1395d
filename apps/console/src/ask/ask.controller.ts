import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { page, seeOther, type Page, type SeeOther } from '../page/answers.js';
import type { FieldFault } from '../services/refusal.js';
import { ServiceClient } from '../services/service-client.js';
import { SignedIn, type Visit } from '../sessions/visit.js';
import type { Catalogue } from '../page/catalogue.js';
import { Drafts } from './draft.js';
import { shownFaults, text, type Form } from '../page/form.js';
import { draftsView, readStart, startView } from './start-view.js';
import { nextAddress } from './steps.js';
import { wantedDraft } from './wanted-draft.js';

/** Where a request begins, and where one goes on with it. */
@Controller('ask')
export class AskController {
  constructor(private readonly services: ServiceClient) {}

  /** One's unsent work, and the way to a new request; `?case=` is for whom, `?wanted=` an item that is asked for. */
  @Get()
  start(@SignedIn() visit: Visit, @Query() query: Form): Promise<Page> {
    return this.shown(visit, query);
  }

  /** Begins a request. One for an item of a case begins with the questions that are left. */
  @Post()
  async begin(@SignedIn() visit: Visit, @Body() form: Form): Promise<Page | SeeOther> {
    const service = this.services.agency(visit);
    const catalogue = await service.get<Catalogue>('/catalogue');
    const read = readStart(form, catalogue);
    if ('faults' in read) return this.shown(visit, form, read.faults);
    const [caseId, item] = [text(form, 'case'), text(form, 'wanted')];
    const begun = { id: randomUUID(), unit: read.unit, content: read.content };
    const around = { service, catalogue, draft: begun, query: {}, now: Date.now() };
    const isWanted = caseId !== '' && catalogue.items.some(({ code }) => code === item);
    const draft = isWanted ? await wantedDraft(around, { caseId, item }) : begun;
    const refusal = await new Drafts(service).keep(draft);
    if (refusal) return this.shown(visit, form, [{ field: '', text: refusal.title }]);
    if (isWanted) return seeOther(nextAddress(draft, catalogue));
    return seeOther(`/ask/${draft.id}/whom${caseId === '' ? '' : `?case=${encodeURIComponent(caseId)}`}`);
  }

  /** Goes on with a draft where it was left. */
  @Get(':id')
  async goOn(@SignedIn() visit: Visit, @Param('id') id: string): Promise<SeeOther> {
    const service = this.services.agency(visit);
    const [catalogue, draft] = await Promise.all([
      service.get<Catalogue>('/catalogue'),
      new Drafts(service).one(id),
    ]);
    return seeOther(nextAddress(draft, catalogue));
  }

  private async shown(visit: Visit, form: Form, faults: readonly FieldFault[] = []): Promise<Page> {
    const service = this.services.agency(visit);
    const [catalogue, drafts] = await Promise.all([
      service.get<Catalogue>('/catalogue'),
      new Drafts(service).list(),
    ]);
    const view = { ...startView(catalogue, form), drafts: draftsView(drafts, catalogue) };
    return page('ask/start.njk', { ...view, ...shownFaults(faults) }, faults.length > 0 ? 422 : 200);
  }
}
