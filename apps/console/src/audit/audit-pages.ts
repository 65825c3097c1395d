import type { Type } from '@nestjs/common';
import { AuditService } from './audit-service.js';
import { ErasuresController } from './erasures/erasures.controller.js';
import { ExportsController } from './exports/exports.controller.js';
import { HoldsController } from './holds/holds.controller.js';
import { OverridesController } from './overrides/overrides.controller.js';
import { PersonController } from './person/person.controller.js';
import { PersonTokens } from './person/person-tokens.js';
import { ProofController } from './proof/proof.controller.js';
import { ReadingsController } from './readings/readings.controller.js';
import { ReportsController } from './reports/reports.controller.js';
import { SearchController } from './search/search.controller.js';
import { StoryController } from './story/story.controller.js';

/** Controllers of the pages of the audit log. */
export const AUDIT_CONTROLLERS: readonly Type[] = [
  SearchController,
  PersonController,
  StoryController,
  ProofController,
  ReportsController,
  OverridesController,
  HoldsController,
  ErasuresController,
  ReadingsController,
  ExportsController,
];

/** What they work with. */
export const AUDIT_PROVIDERS: readonly Type[] = [AuditService, PersonTokens];
