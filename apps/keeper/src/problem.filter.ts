import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';

/** One wrong place in what was sent, as a JSON pointer. */
export interface ProblemPlace {
  readonly pointer: string;
  readonly detail: string;
}

/** What a problem may say beside its title, for programs: a code, and codes and times that show why. */
export interface ProblemFacts {
  readonly code?: string;
  readonly because?: Readonly<Record<string, string>>;
}

/** A refusal of the HTTP edge (RFC 9457). */
export class ProblemException extends HttpException {
  constructor(status: number, title: string, errors: readonly ProblemPlace[] = [], facts: ProblemFacts = {}) {
    super({ title, ...facts, ...(errors.length > 0 ? { errors } : {}) }, status);
  }
}

/** Answers every refusal and every defect as `application/problem+json`; a defect says nothing of its cause. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const status = statusOf(error);
    if (status === 500) this.log.error({ err: error }, 'a request failed');
    const title = status === 500 ? 'Something went wrong here' : (error as Error).message;
    const body = error instanceof ProblemException ? (error.getResponse() as object) : { title };
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply
      .status(status)
      .type('application/problem+json')
      .send({ type: 'about:blank', status, ...body });
  }
}

/** Fastify refuses what it cannot read with an error of its own, which names a status. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = (error ?? {}) as { readonly statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : 500;
}
