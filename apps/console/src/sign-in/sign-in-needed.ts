import type { VisitRequest } from '../sessions/visit.js';
import { ownPath } from './own-path.js';

/** The page is for people who are signed in. */
export class SignInNeeded extends Error {
  override readonly name = 'SignInNeeded';
}

/** Where to sign in, and to come back from to the page that was asked for; a form's answer cannot be asked for again. */
export function signInAddress({ method, url }: Pick<VisitRequest, 'method' | 'url'>): string {
  const to = method === 'GET' ? ownPath(url) : '/';
  return to === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`;
}
