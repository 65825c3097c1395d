import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Put } from '@nestjs/common';
import type { KeptDraft } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { FromCaller, type Caller } from './caller.js';
import { CheckedPipe, IdPipe } from './checked.pipe.js';
import { DraftBody } from './drafts.dto.js';
import { Problem } from './problem.js';

/** Most drafts of one person or system. */
export const MAX_DRAFTS = 50;

/** A draft as its owner is told it. */
interface ShownDraft {
  readonly id: string;
  readonly unit: string;
  readonly caseId?: string;
  readonly updatedAt: string;
  readonly content: KeptDraft['body'];
}

/**
 * Requests that somebody is still writing. Each person or system sees its own alone; what lies here for seven days is removed. They
 * hold personal data, so they lie in this agency's database, and travel nowhere.
 */
@Controller('drafts')
export class DraftsController {
  constructor(@Inject(AGENCY) private readonly agency: Agency) {}

  /** The own drafts, those that were worked on last first. */
  @Get()
  async list(@FromCaller() { system }: Caller): Promise<{ readonly drafts: readonly ShownDraft[] }> {
    return { drafts: (await this.agency.store.drafts.of(system)).map(shown) };
  }

  /** One of them. */
  @Get(':id')
  async one(@Param('id', IdPipe) id: string, @FromCaller() { system }: Caller): Promise<ShownDraft> {
    const draft = await this.agency.store.drafts.one(id, system);
    if (!draft) throw new Problem('DRAFT_UNKNOWN');
    return shown(draft);
  }

  /** Keeps a draft under an id that its writer chose, in the place of what stood there. */
  @Put(':id')
  async keep(
    @Param('id', IdPipe) id: string,
    @Body(CheckedPipe) { unit, caseId, content }: DraftBody,
    @FromCaller() { system }: Caller,
  ): Promise<{ readonly id: string }> {
    const draft = { id, owner: system, unit, ...(caseId && { caseId }), body: content };
    const came = await this.agency.store.drafts.keep(draft, MAX_DRAFTS);
    if (came === 'too-many') throw new Problem('TOO_MANY_DRAFTS', { because: { most: MAX_DRAFTS } });
    if (came === 'not-yours') throw new Problem('DRAFT_UNKNOWN');
    return { id };
  }

  /** Removes one of the own drafts. */
  @Delete(':id')
  @HttpCode(204)
  async remove(@Param('id', IdPipe) id: string, @FromCaller() { system }: Caller): Promise<void> {
    if (!(await this.agency.store.drafts.remove(id, system))) throw new Problem('DRAFT_UNKNOWN');
  }
}

const shown = ({ id, unit, caseId, body, updatedAt }: KeptDraft): ShownDraft => ({
  id,
  unit,
  ...(caseId && { caseId }),
  updatedAt: updatedAt.toISOString(),
  content: body,
});
