import { Controller, Get, NotFoundException, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { page, seeOther, type Page, type SeeOther } from '../../page/answers.js';
import { ServiceRefused } from '../../services/service-client.js';
import { SignedIn, type Visit } from '../../sessions/visit.js';
import { AuditService, queryOf } from '../audit-service.js';
import type { Fields } from '../text-field.js';
import { REPORTS, reportCalled, type ReportKind } from './report-kinds.js';
import { readReport, reportView, type MadeReport, type ReportQuestion } from './report-view.js';

/** The reports of the audit service, to be read, printed or kept. */
@Controller('audit/reports')
export class ReportsController {
  constructor(private readonly audit: AuditService) {}

  /** All reports by name. */
  @Get()
  list(): Page {
    const reports = REPORTS.map(({ name, title, tells }) => ({
      href: `/audit/reports/${name}`,
      title,
      tells,
    }));
    return page('audit/reports/reports.njk', { title: 'Reports', reports });
  }

  /** One report: its form, and its tables once it is asked for. */
  @Get(':name')
  async report(
    @Param('name') name: string,
    @Query() fields: Fields,
    @SignedIn() visit: Visit,
  ): Promise<Page> {
    const kind = known(name);
    const question = readReport(kind, fields);
    const words = await this.audit.words(visit);
    const made = await this.made(kind, question, visit);
    const view = reportView(kind, question, made, { words, person: visit.person });
    return page('audit/reports/report.njk', view, view.errors.length > 0 ? 400 : 200);
  }

  /** The same as a table for a spreadsheet. */
  @Get(':name/csv')
  async csv(
    @Param('name') name: string,
    @Query() fields: Fields,
    @SignedIn() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | SeeOther> {
    const kind = known(name);
    const question = readReport(kind, fields);
    if (question.faults.length > 0 || !question.isAsked)
      return seeOther(
        `/audit/reports/${kind.name}?${queryOf({ ...question.given, token: question.tokens, run: '1' })}`,
      );
    const { body } = await this.audit.text(visit, `/reports/${kind.name}`, {
      ...question.asked,
      format: 'csv',
    });
    void reply
      .header('content-disposition', `attachment; filename="${kind.name}.csv"`)
      .type('text/csv; charset=utf-8; header=present');
    return body;
  }

  private async made(kind: ReportKind, question: ReportQuestion, visit: Visit): Promise<MadeReport> {
    if (!question.isAsked || question.faults.length > 0) return {};
    try {
      const asked = { ...question.asked, format: 'json' };
      return { made: await this.audit.read<unknown>(visit, `/reports/${kind.name}`, asked) };
    } catch (error) {
      const isAnswer = error instanceof ServiceRefused && [400, 422].includes(error.refusal.status);
      if (isAnswer) return { refusal: error.refusal };
      throw error;
    }
  }
}

function known(name: string): ReportKind {
  const kind = reportCalled(name);
  if (!kind) throw new NotFoundException();
  return kind;
}
