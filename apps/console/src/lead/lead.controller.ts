import { Controller, Get, Query } from '@nestjs/common';
import { page, type Page } from '../page/answers.js';
import { ServiceAway } from '../services/service-away.js';
import { ServiceClient, ServiceRefused } from '../services/service-client.js';
import { SignedIn, type Visit } from '../sessions/visit.js';
import type { AgencyTold, LeadAnswer, UnmetAnswer } from './lead-answers.js';
import { choiceIn } from './lead-choice.js';
import { leadView } from './lead-view.js';

const HOUR_MS = 3_600_000;
/** How long the page waits for one agency before it is shown without it, in ms. */
const AGENCY_WITHIN_MS = 5_000;

/** How all agencies' tasks stand and keep their times: figures only. */
@Controller('lead')
export class LeadController {
  constructor(private readonly services: ServiceClient) {}

  /** Asks every agency's service at once; one that does not answer is shown as such. */
  @Get()
  async all(@SignedIn() visit: Visit, @Query() query: unknown): Promise<Page> {
    const choice = choiceIn(query);
    const to = Date.now();
    const span = {
      from: new Date(to - choice.hours * HOUR_MS).toISOString(),
      to: new Date(to).toISOString(),
    };
    const told = await Promise.all(this.services.agencies.map((agency) => this.ask(visit, agency, span)));
    return page('lead/lead.njk', leadView(told, choice));
  }

  private async ask(
    visit: Visit,
    agency: string,
    span: { readonly from: string; readonly to: string },
  ): Promise<AgencyTold> {
    try {
      const service = this.services.agency(visit, agency);
      const answers = Promise.all([
        service.get<LeadAnswer>('/lead/tasks', span),
        service.get<UnmetAnswer>('/reports/unmet', span),
      ]);
      const [figures, unmet] = await Promise.race([answers, tooLate()]);
      return { agency, figures, unmet };
    } catch (error) {
      if (error instanceof ServiceAway) return { agency, silent: 'Its service does not answer' };
      if (error instanceof ServiceRefused) return { agency, silent: error.refusal.title };
      throw error;
    }
  }
}

const tooLate = (): Promise<never> =>
  new Promise((_, reject) => {
    setTimeout(() => reject(new ServiceAway('the service of an agency')), AGENCY_WITHIN_MS).unref();
  });
