import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { ConsoleConfig } from '../config.js';
import { page, seeOther, type Page, type SeeOther } from '../page/answers.js';
import { NotForYou } from '../page/fault-page.js';
import { NO_COOKIE, cookieFor } from '../sessions/cookie.js';
import { Sessions } from '../sessions/sessions.js';
import type { VisitRequest } from '../sessions/visit.js';
import { Settings } from '../settings.js';
import { OpenId, SignInRefused } from './open-id.js';
import { ownPath } from './own-path.js';

/** Most sign-ins that one browser has under way at once. */
const MOST_PENDING = 8;

/** Signing in and out; the provider asks for the password, the console never sees it. */
@Controller()
export class SignInController {
  private readonly config: ConsoleConfig;

  constructor(
    private readonly openId: OpenId,
    private readonly sessions: Sessions,
    { config }: Settings,
  ) {
    this.config = config;
  }

  /** Sends the browser to the provider; `to` is the own path to come back to. */
  @Get('sign-in')
  async signIn(
    @Query('to') to: unknown,
    @Req() request: VisitRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SeeOther> {
    const returnTo = ownPath(to);
    // The cookie is of one host: whoever came by another name of this machine begins again under the right one.
    if (request.host !== new URL(this.config.url).host) {
      return seeOther(`${this.config.url}/sign-in?to=${encodeURIComponent(returnTo)}`);
    }
    const { url, pending } = await this.openId.begin(returnTo);
    const session = request.session ?? this.begin(reply);
    const [oldest] = session.pending.keys();
    if (oldest !== undefined && session.pending.size >= MOST_PENDING) session.pending.delete(oldest);
    session.pending.set(pending.state, pending);
    return seeOther(url);
  }

  /** Where the provider sends the browser back to. */
  @Get('sign-in/callback')
  async callback(
    @Query('state') state: unknown,
    @Req() request: VisitRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page | SeeOther> {
    const { session, sessionId } = request;
    const pending = typeof state === 'string' ? session?.pending.get(state) : undefined;
    if (!session || sessionId === undefined || !pending) return notSignedIn();
    session.pending.delete(pending.state);
    try {
      const { person, tokens } = await this.openId.finish(request.url, pending);
      if (!person) throw new NotForYou('no-role');
      const { id } = this.sessions.renew(sessionId, { person, tokens });
      void reply.header('set-cookie', cookieFor(id));
      return seeOther(pending.returnTo);
    } catch (error) {
      if (error instanceof SignInRefused) return notSignedIn();
      throw error;
    }
  }

  /** Ends the session here at once, and then the provider's. */
  @Post('sign-out')
  async signOut(
    @Req() { session, sessionId }: VisitRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SeeOther> {
    if (sessionId !== undefined) this.sessions.end(sessionId);
    void reply.header('set-cookie', NO_COOKIE);
    const elsewhere = await this.openId.leave(session?.tokens?.idToken).catch(() => undefined);
    return seeOther(elsewhere ?? '/signed-out');
  }

  /** After signing out. */
  @Get('signed-out')
  signedOut(): Page {
    return page('sign-in/signed-out.njk', { title: 'You are signed out' });
  }

  private begin(reply: FastifyReply): VisitRequest['session'] & object {
    const { id, session } = this.sessions.begin();
    void reply.header('set-cookie', cookieFor(id));
    return session;
  }
}

const notSignedIn = (): Page => page('sign-in/not-signed-in.njk', { title: 'You are not signed in' }, 400);
