import { OpenId } from '../sign-in/open-id.js';
import type { Tokens } from '../sessions/session.js';
import type { Visit } from '../sessions/visit.js';

/** How long before its end an access token is renewed, in ms. */
const EARLY_MS = 30_000;

/** The session is over for the provider: the person has to sign in again. */
export class SessionOver extends Error {
  override readonly name = 'SessionOver';
}

/** Gives a visit an access token that still lasts a while; a shift does not end because a token does. */
export class AccessTokens {
  private readonly renewing = new WeakMap<object, Promise<string>>();

  constructor(
    private readonly openId: OpenId,
    private readonly now: () => number,
  ) {}

  /** Throws SessionOver when the provider gives no new one, and ServiceAway while it cannot be asked. */
  async of({ session }: Visit): Promise<string> {
    const { accessToken, expiresAt } = session.tokens;
    if (expiresAt - this.now() > EARLY_MS) return accessToken;
    // A refresh token may count once: requests of one session share the answer.
    const renewal = this.renewing.get(session) ?? this.renew(session);
    this.renewing.set(session, renewal);
    return renewal.finally(() => this.renewing.delete(session));
  }

  private async renew(session: Visit['session']): Promise<string> {
    const fresh = await this.openId.refresh(session.tokens);
    if (!fresh?.person) return this.atTheEnd(session.tokens);
    session.tokens = fresh.tokens;
    session.person = fresh.person;
    return fresh.tokens.accessToken;
  }

  private atTheEnd({ accessToken, expiresAt }: Tokens): string {
    if (expiresAt <= this.now()) throw new SessionOver('the provider gives no new token');
    return accessToken;
  }
}
