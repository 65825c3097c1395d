import { Controller, Get, Inject, Query } from '@nestjs/common';
import type { Sight, UnmetReport } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { FromSight } from './caller.js';
import { FormPipe } from './checked.pipe.js';
import { SpanQuery } from './needs.dto.js';

/** What this agency's own records add up to: codes and counts only. */
@Controller('reports')
export class ReportsController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /** What this agency asked for and did not get, by kind, unit and reason: the evidence for training and cover. */
  @Get('unmet')
  async unmet(
    @Query(FormPipe) query: SpanQuery,
    @FromSight() sight: Sight,
  ): Promise<SpanQuery & UnmetReport> {
    const { from, to } = query;
    const report = await this.agency.store.unmet.report({ from, to }, sight);
    return { ...(from && { from }), ...(to && { to }), ...report };
  }
}
