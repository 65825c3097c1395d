import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { CaseEntry, CaseFile, TaskRow } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { CaseFiles } from './case-files.js';
import { CheckedPipe, IdPipe } from './checked.pipe.js';
import { CaseEntriesBody, CloseCaseBody, OpenCaseBody } from './commands.dto.js';
import { Problem } from './problem.js';

/** Everything that this agency has on a case. */
interface CaseView {
  readonly caseId: string;
  /** Absent where the agency only has tasks of the case. */
  readonly file?: CaseFile;
  readonly entries: readonly CaseEntry[];
  readonly tasks: readonly TaskRow[];
}

/** Most tasks of a case that are shown. */
const TASKS_OF_A_CASE = 500;

/** The agency's own case files; nothing of them travels by itself. */
@Controller('cases')
export class CasesController {
  private readonly cases: CaseFiles;

  constructor(@Inject(AGENCY) private readonly agency: Agency) {
    this.cases = new CaseFiles(agency);
  }

  /** Opens a case file. */
  @Post()
  async open(@Body(CheckedPipe) body: OpenCaseBody): Promise<{ readonly caseId: string }> {
    const caseId = uuidv7();
    await this.cases.add({ caseId, mode: body.mode }, this.unit(body), { items: body.items });
    return { caseId };
  }

  /** The file, its entries from the oldest, and the tasks of the case. */
  @Get(':id')
  async one(@Param('id', IdPipe) caseId: string): Promise<CaseView> {
    const { records } = this.agency.store;
    const [file, entries, tasks] = await Promise.all([
      records.caseFile(caseId),
      records.entries(caseId),
      records.tasks({ caseId, limit: TASKS_OF_A_CASE }),
    ]);
    if (!file && tasks.length === 0) throw new Problem('CASE_UNKNOWN');
    return { caseId, ...(file && { file }), entries, tasks };
  }

  /** Adds what was learned, or a note. A case that came with a task gets a file of its own here. */
  @Post(':id/entries')
  async learn(
    @Param('id', IdPipe) caseId: string,
    @Body(CheckedPipe) body: CaseEntriesBody,
  ): Promise<{ readonly added: number }> {
    const { items, note } = body;
    if (!items?.length && note === undefined) {
      const detail = 'give items, or a note, or both';
      throw new Problem('BAD_CONTENT', { faults: [{ pointer: '', code: 'NOTHING_SAID', detail }] });
    }
    const mode = await this.cases.modeOf(caseId);
    const file = await this.agency.store.records.caseFile(caseId);
    if (file?.closedAt) throw caseClosed(file);
    await this.cases.add({ caseId, mode }, this.unit(body), { items, note });
    return { added: (items?.length ?? 0) + (note === undefined ? 0 : 1) };
  }

  /** Closes the case file; the tasks of the case go on by themselves. */
  @Post(':id/close')
  @HttpCode(200)
  async close(
    @Param('id', IdPipe) caseId: string,
    @Body(CheckedPipe) body: CloseCaseBody,
  ): Promise<{ readonly caseId: string; readonly closed: true }> {
    const { records } = this.agency.store;
    const file = await records.caseFile(caseId);
    if (!file) throw new Problem('CASE_UNKNOWN');
    if (file.closedAt) throw caseClosed(file);
    await records.closeCase(caseId, body.outcome);
    return { caseId, closed: true };
  }

  private unit({ unit }: { readonly unit: string }) {
    return { agency: this.agency.profile.code, unit };
  }
}

const caseClosed = ({ closedAt }: CaseFile): Problem =>
  new Problem('CASE_CLOSED', closedAt ? { because: { closedAt: new Date(closedAt).toISOString() } } : {});
