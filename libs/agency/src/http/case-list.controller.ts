import { Controller, Get, Inject, Query } from '@nestjs/common';
import { standing } from '#domain';
import type { ListedCase, Sight } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { FromSight } from './caller.js';
import { CaseFiles } from './case-files.js';
import { aliasesIn, saidIn } from './case-story.js';
import { FormPipe } from './checked.pipe.js';
import { LimitQuery } from './queries.dto.js';

/** Most cases of one answer. */
const MOST = 50;

/** A case, with what the person is called here. */
interface CaseRow extends ListedCase {
  /** The full name where one is known; absent where the agency knows none within sight. */
  readonly name?: string;
  /** The temporary name. */
  readonly alias?: string;
}

/** The cases that this agency works on. */
@Controller('cases')
export class CaseListController {
  private readonly cases: CaseFiles;

  constructor(@Inject(AGENCY) private readonly agency: Agency) {
    this.cases = new CaseFiles(agency);
  }

  /** Cases that are not closed, the newest change first; 20 unless told, at most 50. */
  @Get()
  async list(
    @Query(FormPipe) { limit }: LimitQuery,
    @FromSight() sight: Sight,
  ): Promise<{ readonly cases: readonly CaseRow[] }> {
    const rows = await this.agency.store.caseList.recent(sight, Math.min(Number(limit ?? 20), MOST));
    return { cases: await Promise.all(rows.map((row) => this.named(row, sight))) };
  }

  private async named(row: ListedCase, sight: Sight): Promise<CaseRow> {
    const [story, file] = await Promise.all([
      this.cases.story(row.caseId, sight),
      this.agency.store.records.caseFile(row.caseId),
    ]);
    const said = saidIn(story);
    const names = standing(said).find(({ code }) => code === 'full-name')?.statements ?? [];
    const name = names.map(({ statement }) => statement.value).findLast((value) => typeof value === 'string');
    const [alias] = aliasesIn(file?.alias, said);
    return { ...row, ...(name !== undefined && { name }), ...(alias !== undefined && { alias }) };
  }
}
