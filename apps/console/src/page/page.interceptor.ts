import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import type { VisitRequest } from '../sessions/visit.js';
import { Page, SeeOther } from './answers.js';
import { Pages } from './pages.js';

/** Turns what a controller returns into what a browser gets: a `Page` into HTML, a `SeeOther` into 303. */
@Injectable()
export class PageInterceptor implements NestInterceptor {
  constructor(private readonly pages: Pages) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next.handle().pipe(
      map((answer: unknown) => {
        const reply = http.getResponse<FastifyReply>();
        if (answer instanceof SeeOther) {
          void reply.status(303).header('location', answer.address);
          return '';
        }
        if (!(answer instanceof Page)) return answer;
        void reply.status(answer.status).type('text/html; charset=utf-8');
        return this.pages.html(answer, http.getRequest<VisitRequest>());
      }),
    );
  }
}
