import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Person } from '#access';
import type { Session, Tokens } from './session.js';

/** A request as the edge hands it to the controllers. */
export type VisitRequest = FastifyRequest & {
  sessionId?: string;
  session?: Session;
  /** Marks the inline script of the page that answers. */
  nonce?: string;
};

/** A request of somebody who is signed in. */
export interface Visit {
  readonly person: Person;
  readonly session: Session & { tokens: Tokens };
}

/** The visit of a request; undefined for somebody who is not signed in. */
export function visitOf({ session }: VisitRequest): Visit | undefined {
  const { person, tokens } = session ?? {};
  return person && tokens ? { person, session: session as Visit['session'] } : undefined;
}

/** Handler parameter: the {@link Visit}. The access guard lets nobody else come so far. */
export const SignedIn = createParamDecorator((_: unknown, context: ExecutionContext): Visit => {
  const visit = visitOf(context.switchToHttp().getRequest<VisitRequest>());
  if (!visit) throw new Error('a page for anyone has no visit');
  return visit;
});
