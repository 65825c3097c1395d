import { Controller, Get, Param } from '@nestjs/common';
import { page, type Page } from '../page/answers.js';
import { ServiceClient } from '../services/service-client.js';
import { SignedIn, type Visit } from '../sessions/visit.js';
import type { CaseAnswer, GapsAnswer } from './case-answers.js';
import { caseView } from './case-view.js';

/** One person in crisis, as far as the agency of who looks may see. */
@Controller('cases')
export class CasesController {
  constructor(private readonly services: ServiceClient) {}

  /** Who answers for the person, clocks, what is known, what is not, and every task. */
  @Get(':id')
  async one(@Param('id') id: string, @SignedIn() visit: Visit): Promise<Page> {
    const service = this.services.agency(visit);
    const path = `/cases/${encodeURIComponent(id)}`;
    const [answer, gaps] = await Promise.all([
      service.get<CaseAnswer>(path),
      service.get<GapsAnswer>(`${path}/gaps`),
    ]);
    return page('cases/case.njk', caseView(answer, gaps));
  }
}
