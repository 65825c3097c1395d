import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { accessTo, maySee } from './access.js';
import { NotForYou } from './page/fault-page.js';
import { visitOf, type VisitRequest } from './sessions/visit.js';
import { SignInNeeded } from './sign-in/sign-in-needed.js';

/** Holds every route to the access table, and every form to the token of its session. */
@Injectable()
export class AccessGuard implements CanActivate {
  /** True, or throws SignInNeeded or NotForYou; a route that the table does not have is for nobody. */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<VisitRequest>();
    const { method, routeOptions } = request;
    const entry = accessTo(method, routeOptions.url ?? '');
    if (!entry) throw new NotForYou('role');
    const visit = visitOf(request);
    if (!maySee(entry, visit?.person.role)) {
      if (!visit) throw new SignInNeeded();
      throw new NotForYou('role');
    }
    if (method !== 'GET' && method !== 'HEAD' && !carriesToken(request)) throw new NotForYou('form');
    return true;
  }
}

function carriesToken({ body, session }: VisitRequest): boolean {
  const { _csrf: given } = (body ?? {}) as { readonly _csrf?: unknown };
  if (typeof given !== 'string' || !session) return false;
  const [a, b] = [given, session.csrf].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a as Buffer, b as Buffer);
}
