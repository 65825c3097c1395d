import { Controller, Get, Query } from '@nestjs/common';
import { page, seeOther, type Page, type SeeOther } from '../../page/answers.js';
import { ServiceRefused } from '../../services/service-client.js';
import { SignedIn, type Visit } from '../../sessions/visit.js';
import { AuditService } from '../audit-service.js';
import type { Fields } from '../text-field.js';
import { readQuestion, searchQuery, type SearchQuestion } from './search-question.js';
import { searchView, type DisclosurePage, type SearchOutcome } from './search-view.js';

/** The search of what travelled between agencies. */
@Controller('audit')
export class SearchController {
  constructor(private readonly audit: AuditService) {}

  /** Where readers of the log begin. */
  @Get()
  start(): SeeOther {
    return seeOther('/audit/search');
  }

  /** The form, and the rows that fit once something is asked. The address is the search: it can be kept and sent on. */
  @Get('search')
  async search(@Query() fields: Fields, @SignedIn() visit: Visit): Promise<Page | SeeOther> {
    const question = readQuestion(fields);
    // A form sends its empty fields too: the address that people keep has none.
    if (Object.values(fields).includes(''))
      return seeOther(`/audit/search?${searchQuery(question, { after: question.after })}`);
    const words = await this.audit.words(visit);
    const outcome = await this.outcomeOf(question, visit);
    const view = searchView(question, outcome, { words, person: visit.person });
    return page('audit/search/search.njk', view, view.errors.length > 0 ? 400 : 200);
  }

  private async outcomeOf(question: SearchQuestion, visit: Visit): Promise<SearchOutcome> {
    if (!question.isAsked || question.faults.length > 0) return undefined;
    try {
      const asked = { ...question.asked, after: question.after };
      return { found: await this.audit.read<DisclosurePage>(visit, '/disclosures', asked) };
    } catch (error) {
      if (error instanceof ServiceRefused && error.refusal.status === 400) return { refusal: error.refusal };
      throw error;
    }
  }
}
