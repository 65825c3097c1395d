import { Controller, Get, Query } from '@nestjs/common';
import { page, type Page } from '../../page/answers.js';
import { SignedIn, type Visit } from '../../sessions/visit.js';
import { AuditService } from '../audit-service.js';
import { textIn, type Fields } from '../text-field.js';
import { readingsView, type ReadingRow } from './readings-view.js';

/** Who has read the log, and what they asked; looking at it is one more reading. */
@Controller('audit/readings')
export class ReadingsController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  async list(@Query() fields: Fields, @SignedIn() visit: Visit): Promise<Page> {
    const before = textIn(fields, 'before');
    const found = await this.audit.read<{ rows: readonly ReadingRow[]; next?: string }>(visit, '/readings', {
      before,
    });
    const words = await this.audit.words(visit);
    return page('audit/readings/readings.njk', readingsView(found, { words, person: visit.person }));
  }
}
