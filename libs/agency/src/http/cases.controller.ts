import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { CaseFile } from '#storage';
import { AGENCY, type Agency } from '../agency.js';
import { CaseFiles } from './case-files.js';
import { statementsOf } from './case-offer.js';
import { CheckedPipe, IdPipe } from './checked.pipe.js';
import { CaseEntriesBody, CloseCaseBody, OpenCaseBody } from './cases.dto.js';
import { Problem } from './problem.js';

/** The agency's own case files; nothing of them travels by itself. */
@Controller('cases')
export class CasesController {
  private readonly cases: CaseFiles;

  constructor(@Inject(AGENCY) private readonly agency: Agency) {
    this.cases = new CaseFiles(agency);
  }

  /** Opens a case file; a person whose full name is not given gets an alias. */
  @Post()
  async open(
    @Body(CheckedPipe) body: OpenCaseBody,
  ): Promise<{ readonly caseId: string; readonly alias?: string }> {
    const caseId = uuidv7();
    const learned = { items: statementsOf(body.items) };
    await this.cases.add({ caseId, mode: body.mode, opens: true }, this.unit(body), learned);
    const file = await this.agency.store.records.caseFile(caseId);
    return { caseId, ...(file?.alias && { alias: file.alias }) };
  }

  /** Adds what was learned, or a note. A case that came with a task gets a file of its own here. */
  @Post(':id/entries')
  async learn(
    @Param('id', IdPipe) caseId: string,
    @Body(CheckedPipe) body: CaseEntriesBody,
  ): Promise<{ readonly added: number }> {
    const { note } = body;
    const items = statementsOf(body.items);
    if (items.length === 0 && note === undefined) {
      const detail = 'give items, or a note, or both';
      throw new Problem('BAD_CONTENT', { faults: [{ pointer: '', code: 'NOTHING_SAID', detail }] });
    }
    const mode = await this.cases.modeOf(caseId);
    const file = await this.agency.store.records.caseFile(caseId);
    if (file?.closedAt) throw caseClosed(file);
    const opening = file ? {} : await this.cases.opening(caseId);
    await this.cases.add({ caseId, mode, ...opening }, this.unit(body), { items, note });
    return { added: items.length + (note === undefined ? 0 : 1) };
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
