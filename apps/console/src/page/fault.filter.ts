import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import { SessionOver } from '../services/access-tokens.js';
import { NO_COOKIE } from '../sessions/cookie.js';
import type { Sessions } from '../sessions/sessions.js';
import type { VisitRequest } from '../sessions/visit.js';
import { SignInNeeded, signInAddress } from '../sign-in/sign-in-needed.js';
import { faultPage } from './fault-page.js';
import type { Pages } from './pages.js';

/** Answers every error with a page, or with the way to sign in. The log holds the kind of error and the route alone. */
@Catch()
export class FaultFilter implements ExceptionFilter {
  constructor(
    private readonly parts: { readonly pages: Pages; readonly sessions: Sessions; readonly log: Logger },
  ) {}

  /** Answers the request that failed. */
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<VisitRequest>(), http.getResponse<FastifyReply>()];
    if (error instanceof SessionOver) this.end(request, reply);
    if (error instanceof SessionOver || error instanceof SignInNeeded) {
      void reply.status(303).header('location', signInAddress(request)).send('');
      return;
    }
    const page = faultPage(error);
    const { url: route } = request.routeOptions;
    if (page.status >= 500) this.parts.log.error({ route, ...faultOf(error) }, 'a page could not be made');
    void reply
      .status(page.status)
      .type('text/html; charset=utf-8')
      .send(this.parts.pages.html(page, request));
  }

  private end(request: VisitRequest, reply: FastifyReply): void {
    if (request.sessionId !== undefined) this.parts.sessions.end(request.sessionId);
    delete request.session;
    void reply.header('set-cookie', NO_COOKIE);
  }
}

/** Never the message, which may quote what was sent. */
const faultOf = (error: unknown): { readonly fault: string; readonly at?: string | undefined } =>
  error instanceof Error
    ? {
        fault: error.name,
        at: error.stack
          ?.split('\n')
          .find((line) => line.trim().startsWith('at '))
          ?.trim(),
      }
    : { fault: typeof error };
