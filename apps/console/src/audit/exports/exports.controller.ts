import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { Controller, Get, Query, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { page, seeOther, type Page, type SeeOther } from '../../page/answers.js';
import { ServiceAway } from '../../services/service-away.js';
import { SignedIn, type Visit } from '../../sessions/visit.js';
import { AuditService } from '../audit-service.js';
import { readQuestion, searchQuery } from '../search/search-question.js';
import { textIn, type Fields } from '../text-field.js';

/** What the service says of a file that the browser is to know too. */
const HANDED_ON = ['content-type', 'content-disposition', 'concordat-reading'];
const BUSY = 503;

/** What a script is told that asked for a file and cannot have it. */
interface WhyNot {
  readonly title: string;
}

/** Exports pass through the console as they come: nothing of them is held here. */
@Controller('audit/exports')
export class ExportsController {
  constructor(private readonly audit: AuditService) {}

  /** All that a search finds, as a file. 503, with what to do, while as many are on their way as there may be. */
  @Get('disclosures')
  async disclosures(
    @Query() fields: Fields,
    @SignedIn() visit: Visit,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | Page | SeeOther | WhyNot> {
    const question = readQuestion(fields);
    if (question.faults.length > 0) return seeOther(`/audit/search?${searchQuery(question)}`);
    const gone = new AbortController();
    reply.raw.on('close', () => gone.abort());
    const asked = { ...question.asked, format: textIn(fields, 'format') };
    try {
      const answer = await this.audit.open(visit, '/exports/disclosures', asked, gone.signal);
      for (const name of HANDED_ON) {
        const value = answer.headers.get(name);
        if (value !== null) void reply.header(name, value);
      }
      const body = (answer.body ?? new Blob([]).stream()) as ReadableStream;
      return new StreamableFile(Readable.fromWeb(body));
    } catch (error) {
      if (!(error instanceof ServiceAway) || error.busy === undefined) throw error;
      return busy(error.busy, request, reply, `/audit/search?${searchQuery(question)}`);
    }
  }
}

function busy(title: string, request: FastifyRequest, reply: FastifyReply, back: string): Page | WhyNot {
  if (!request.headers.accept?.includes('application/problem+json'))
    return page(
      'audit/exports/busy.njk',
      { title: 'The file cannot be made just now', because: title, back },
      BUSY,
    );
  void reply.status(BUSY);
  return { title };
}
