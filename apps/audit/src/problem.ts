import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { faultOf } from './log.js';

/** One thing that is wrong with a request, and the query or path parameter where it is. */
export interface ParameterFault {
  readonly parameter: string;
  readonly detail: string;
}

/** A refusal for the caller, as RFC 9457 problem details; `errors` lists every fault with its place. */
export class Problem extends HttpException {
  constructor(
    status: number,
    readonly title: string,
    readonly errors: readonly ParameterFault[] = [],
  ) {
    super(title, status);
  }
}

/** Writes every error of the HTTP side as `application/problem+json`. What went wrong inside is not told. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  /** Answers the request that failed. */
  catch(error: unknown, host: ArgumentsHost): void {
    const problem = this.problemOf(error);
    const { title, errors } = problem;
    const status = problem.getStatus();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (status === 401) void reply.header('www-authenticate', 'Bearer');
    void reply
      .status(status)
      .type('application/problem+json')
      .send({ type: 'about:blank', title, status, ...(errors.length > 0 ? { errors } : {}) });
  }

  private problemOf(error: unknown): Problem {
    if (error instanceof Problem) return error;
    if (error instanceof HttpException) {
      const status = error.getStatus();
      return new Problem(status, status === 404 ? 'There is nothing here' : 'The request was refused');
    }
    this.logger.error(faultOf(error), 'a request failed');
    return new Problem(500, 'Something went wrong here; it is in the log');
  }
}
