import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { StorageError } from '#storage';
import { PROBLEM_TYPE, Problem } from './problem.js';

/** Seconds after which a caller may try again when the database is away. */
const RETRY_AFTER_S = '2';

/** Answers every error of the HTTP edge as problem details, and tells the inside of none. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  /** Errors of other transports than HTTP are thrown on. */
  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemOf(error);
    if (problem.status >= 500) this.note(error, request);
    if (reply.sent) return;
    const path = request.url?.split('?')[0];
    void reply
      .status(problem.status)
      .headers({ ...problem.headers, 'content-type': PROBLEM_TYPE })
      .send(JSON.stringify(problem.body(path)));
  }

  // The message of an unknown error may hold what it failed on, and so may the query; both stay out of the log.
  private note(error: unknown, request: FastifyRequest): void {
    const { name, code, stack } = error as { name?: string; code?: unknown; stack?: string };
    const frames = stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8)
      .join('\n');
    const route = `${request.method} ${request.routeOptions?.url ?? ''}`;
    this.log.error({ fault: name, code, route, frames }, 'a request failed');
  }
}

/** The problem that an error is for the caller. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (isAway(error)) return new Problem('DATABASE_AWAY', { headers: { 'retry-after': RETRY_AFTER_S } });
  const status =
    error instanceof HttpException ? error.getStatus() : (error as { statusCode?: unknown })?.statusCode;
  switch (status) {
    case 404:
      return new Problem('NOT_FOUND');
    case 413:
      return new Problem('TOO_LARGE');
    case 415:
      return new Problem('NOT_THIS_MEDIA_TYPE');
    case 503:
      return new Problem('STOPPING', { headers: { 'retry-after': RETRY_AFTER_S } });
    default:
      return new Problem(
        typeof status === 'number' && status >= 400 && status < 500 ? 'METHOD_OR_FORM' : 'BROKEN',
      );
  }
}

/** SQLSTATE classes and codes that say: not reachable, shutting down, or too busy (PostgreSQL appendix A). */
const AWAY = /^(08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT)$/;

/** Whether an error says that the database cannot be reached now, at whatever depth the driver hides it. */
function isAway(error: unknown, depth = 0): boolean {
  if (error instanceof StorageError) return true;
  if (typeof error !== 'object' || error === null || depth > 3) return false;
  const { code, driverError, cause, message } = error as Record<string, unknown>;
  if (typeof code === 'string' && AWAY.test(code)) return true;
  if (
    typeof message === 'string' &&
    /^(Connection terminated|timeout exceeded when trying to connect)/.test(message)
  )
    return true;
  return isAway(driverError, depth + 1) || isAway(cause, depth + 1);
}
