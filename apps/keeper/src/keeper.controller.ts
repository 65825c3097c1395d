import { Body, Controller, Get, Headers, HttpCode, Inject, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { admit, type Caller } from './callers.js';
import { KeeperService } from './keeper.service.js';
import { ProblemException, type ProblemPlace } from './problem.filter.js';

/** Injection token of the list of callers. */
export const CALLERS = Symbol('keeper callers');

const MAX_TEXT = 500;

/** What operators and health checks ask over HTTP. */
@Controller()
export class KeeperController {
  constructor(
    @Inject(KeeperService) private readonly keeper: KeeperService,
    @Inject(CALLERS) private readonly callers: readonly Caller[],
  ) {}

  /** 200 when the broker was seen well in the last 10 s, else 503; nothing that needs a token. */
  @Get('health')
  health(@Res({ passthrough: true }) reply: FastifyReply): object {
    const { well, ...health } = this.keeper.health();
    void reply.status(well ? 200 : 503);
    return { status: well ? 'ok' : 'not-ok', ...health };
  }

  /** All that the keeper knows. */
  @Get('status')
  status(@Headers('authorization') authorization?: string): object {
    admit(authorization, this.callers);
    return this.keeper.overview();
  }

  /** Opens a recovering epoch without waiting for all. Refuses (409) when the epoch is not recovering. */
  @Post('epoch/open')
  @HttpCode(200)
  async open(
    @Headers('authorization') authorization: string | undefined,
    @Body() body: unknown,
  ): Promise<object> {
    admit(authorization, this.callers);
    const { operator, reason } = readOpening(body);
    const outcome = await this.keeper.openByHand(operator, reason);
    if ('refused' in outcome) throw new ProblemException(409, 'The epoch is not recovering');
    return outcome;
  }
}

function readOpening(body: unknown): { readonly operator: string; readonly reason: string } {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const errors: ProblemPlace[] = ['operator', 'reason']
    .filter((name) => !isText(given[name]))
    .map((name) => ({ pointer: `/${name}`, detail: `must be text of 1 to ${MAX_TEXT} characters` }));
  const unknown = Object.keys(given).filter((name) => name !== 'operator' && name !== 'reason');
  errors.push(...unknown.map((name) => ({ pointer: `/${name}`, detail: 'is not known here' })));
  if (errors.length > 0) throw new ProblemException(400, 'The request is not complete', errors);
  return { operator: String(given['operator']), reason: String(given['reason']) };
}

const isText = (value: unknown): boolean =>
  typeof value === 'string' && value.trim() !== '' && value.length <= MAX_TEXT;
