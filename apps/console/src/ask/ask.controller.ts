import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { page, seeOther, type Page, type SeeOther } from '../page/answers.js';
import { ServiceClient } from '../services/service-client.js';
import { SignedIn, type Visit } from '../sessions/visit.js';
import type { Catalogue } from '../page/catalogue.js';
import { Drafts } from './draft.js';
import { shownFaults, text, type Form } from '../page/form.js';
import { draftsView, readStart, startView } from './start-view.js';
import { nextAddress } from './steps.js';

/** Where a request begins, and where one goes on with it. */
@Controller('ask')
export class AskController {
  constructor(private readonly services: ServiceClient) {}

  /** One's unsent work, and the way to a new request; `?case=` is for whom. */
  @Get()
  async start(@SignedIn() visit: Visit, @Query() query: Form): Promise<Page> {
    const service = this.services.agency(visit);
    const [catalogue, drafts] = await Promise.all([
      service.get<Catalogue>('/catalogue'),
      new Drafts(service).list(),
    ]);
    return page('ask/start.njk', {
      ...startView(catalogue, query),
      drafts: draftsView(drafts, catalogue),
      case: text(query, 'case'),
    });
  }

  /** Begins a request. */
  @Post()
  async begin(@SignedIn() visit: Visit, @Body() form: Form): Promise<Page | SeeOther> {
    const service = this.services.agency(visit);
    const catalogue = await service.get<Catalogue>('/catalogue');
    const read = readStart(form, catalogue);
    const faults = 'faults' in read ? read.faults : [];
    if (!('faults' in read)) {
      const id = randomUUID();
      const refusal = await new Drafts(service).keep({ id, unit: read.unit, content: read.content });
      const asked = text(form, 'case');
      if (!refusal)
        return seeOther(`/ask/${id}/whom${asked === '' ? '' : `?case=${encodeURIComponent(asked)}`}`);
      return this.again(visit, form, [{ field: '', text: refusal.title }]);
    }
    return this.again(visit, form, faults);
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

  private async again(visit: Visit, form: Form, faults: Parameters<typeof shownFaults>[0]): Promise<Page> {
    const service = this.services.agency(visit);
    const [catalogue, drafts] = await Promise.all([
      service.get<Catalogue>('/catalogue'),
      new Drafts(service).list(),
    ]);
    const view = { ...startView(catalogue, form), drafts: draftsView(drafts, catalogue) };
    return page('ask/start.njk', { ...view, ...shownFaults(faults), case: text(form, 'case') }, 422);
  }
}
