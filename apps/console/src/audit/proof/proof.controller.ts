import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { page, type Page } from '../../page/answers.js';
import { ServiceRefused } from '../../services/service-client.js';
import { SignedIn, type Visit } from '../../sessions/visit.js';
import { AuditService, type Read } from '../audit-service.js';
import { proofView } from './proof-view.js';

const TEXT = 'text/plain; charset=utf-8';
const NOT_COVERED = 409;

/** Leaves of the log with their proofs. */
@Controller('audit')
export class ProofController {
  constructor(private readonly audit: AuditService) {}

  /** What was signed, how it leads to a checkpoint that agencies cosigned, and what a browser finds when it checks that. */
  @Get('leaves/:index')
  async leaf(@Param('index') index: string, @SignedIn() visit: Visit): Promise<Page> {
    try {
      const proof = await this.proofOf(visit, index);
      const { body: keys } = await this.audit.text(visit, '/log/keys');
      const words = await this.audit.words(visit);
      return page('audit/proof/proof.njk', proofView(proof, keys, { words, person: visit.person }));
    } catch (error) {
      if (!(error instanceof ServiceRefused) || error.refusal.status !== NOT_COVERED) throw error;
      const { title } = error.refusal;
      return page(
        'audit/proof/not-covered.njk',
        { title: 'There is no proof yet', because: title },
        NOT_COVERED,
      );
    }
  }

  /** The proof as a file that holds without this system. */
  @Get('leaves/:index/proof-file')
  async file(
    @Param('index') index: string,
    @SignedIn() visit: Visit,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { body } = await this.proofOf(visit, index);
    return kept(reply, `leaf-${index}.tlog-proof`, body);
  }

  /** The keys of the log and its witnesses, for `concordat verify --keys`. */
  @Get('log-keys')
  async keys(@SignedIn() visit: Visit, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { body } = await this.audit.text(visit, '/log/keys');
    return kept(reply, 'log-keys.txt', body);
  }

  private proofOf(visit: Visit, index: string): Promise<Read<string>> {
    return this.audit.text(visit, `/leaves/${encodeURIComponent(index)}/proof`);
  }
}

function kept(reply: FastifyReply, file: string, text: string): string {
  void reply.header('content-disposition', `attachment; filename="${file}"`).type(TEXT);
  return text;
}
