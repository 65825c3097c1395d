import { Controller, Get, Query } from '@nestjs/common';
import { page, type Page } from '../../page/answers.js';
import { SignedIn, type Visit } from '../../sessions/visit.js';
import { AuditService } from '../audit-service.js';
import { textIn, type Fields } from '../text-field.js';
import { overridesView, type OverrideRow } from './overrides-view.js';

/** Emergency overrides and how their reviews stand; who may review one does so at their own agency. */
@Controller('audit/overrides')
export class OverridesController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  async list(@Query() fields: Fields, @SignedIn() visit: Visit): Promise<Page> {
    const reviewed = textIn(fields, 'reviewed');
    const words = await this.audit.words(visit);
    const found = await this.audit.read<{ rows: readonly OverrideRow[]; next?: string }>(
      visit,
      '/overrides',
      {
        reviewed,
        after: textIn(fields, 'after'),
      },
    );
    const view = overridesView(found, reviewed, { words, person: visit.person, now: Date.now() });
    return page('audit/overrides/overrides.njk', view);
  }
}
