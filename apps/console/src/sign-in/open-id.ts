import * as client from 'openid-client';
import { PersonTokens, isLoopback, type Person } from '#access';
import type { ConsoleConfig } from '../config.js';
import type { PendingSignIn, Tokens } from '../sessions/session.js';
import { ServiceAway } from '../services/service-away.js';

/** Somebody came back from the provider. */
export interface SignedInPerson {
  /** Undefined when the provider knows the person, and gives no role of Concordat. */
  readonly person: Person | undefined;
  readonly tokens: Tokens;
}

/** Why nobody is signed in: the provider said no, or what came back is not what was asked for. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
}

const PROVIDER = 'the sign-in service';
/** Seconds that an access token lasts when the provider does not say. */
const USUAL_S = 300;

/** Signs people in by any standard OpenID provider: code flow with PKCE, state and nonce. */
export class OpenId {
  private found: Promise<client.Configuration> | undefined;
  private readonly people: PersonTokens;

  constructor(
    private readonly config: ConsoleConfig,
    private readonly now: () => number,
  ) {
    this.people = new PersonTokens(config.issuer);
  }

  /** Begins: where to send the browser, and what must be the same when it comes back. Throws ServiceAway. */
  async begin(returnTo: string): Promise<{ readonly url: string; readonly pending: PendingSignIn }> {
    const provider = await this.provider();
    const codeVerifier = client.randomPKCECodeVerifier();
    const pending = { state: client.randomState(), nonce: client.randomNonce(), codeVerifier, returnTo };
    const url = client.buildAuthorizationUrl(provider, {
      redirect_uri: `${this.config.url}/sign-in/callback`,
      scope: this.config.scope,
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, pending };
  }

  /** Ends it: `path` is where the browser came back. Throws SignInRefused or ServiceAway. */
  async finish(path: string, { state, nonce, codeVerifier }: PendingSignIn): Promise<SignedInPerson> {
    const provider = await this.provider();
    const back = new URL(path, this.config.url);
    const checks = { pkceCodeVerifier: codeVerifier, expectedState: state, expectedNonce: nonce };
    const tokens = await judged(() =>
      client.authorizationCodeGrant(provider, back, { ...checks, idTokenExpected: true }),
    );
    return this.signedIn(tokens, undefined);
  }

  /** Fresh tokens for a session; undefined when the provider gives none any more. Throws ServiceAway. */
  async refresh(old: Tokens): Promise<SignedInPerson | undefined> {
    const { refreshToken } = old;
    if (refreshToken === undefined) return undefined;
    const provider = await this.provider();
    try {
      return await this.signedIn(await judged(() => client.refreshTokenGrant(provider, refreshToken)), old);
    } catch (error) {
      if (error instanceof SignInRefused) return undefined;
      throw error;
    }
  }

  /** Where the browser must go so that the provider's own session ends, too; undefined where it has no such place. */
  async leave(idToken: string | undefined): Promise<string | undefined> {
    const provider = await this.provider();
    if (provider.serverMetadata().end_session_endpoint === undefined) return undefined;
    return client.buildEndSessionUrl(provider, {
      ...(idToken && { id_token_hint: idToken }),
      post_logout_redirect_uri: `${this.config.url}/signed-out`,
    }).href;
  }

  private async signedIn(given: Granted, old: Tokens | undefined): Promise<SignedInPerson> {
    const { access_token: accessToken, refresh_token: refreshToken, id_token: idToken } = given;
    const expiresAt = this.now() + (given.expires_in ?? USUAL_S) * 1_000;
    const person = await this.people.read(accessToken).catch(() => {
      throw new ServiceAway(PROVIDER);
    });
    const tokens = {
      accessToken,
      refreshToken: refreshToken ?? old?.refreshToken,
      idToken: idToken ?? old?.idToken,
      expiresAt,
    };
    return { person, tokens };
  }

  private provider(): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.config;
    const execute = isLoopback(issuer.issuer) ? [client.allowInsecureRequests] : [];
    this.found ??= client
      .discovery(new URL(issuer.issuer), clientId, undefined, client.ClientSecretBasic(clientSecret), {
        execute,
        timeout: 5,
      })
      .catch(() => {
        this.found = undefined;
        throw new ServiceAway(PROVIDER);
      });
    return this.found;
  }
}

/** What is read of a provider's answer. */
interface Granted {
  readonly access_token: string;
  readonly refresh_token?: string | undefined;
  readonly id_token?: string | undefined;
  readonly expires_in?: number | undefined;
}

/** Tells what the provider refused from what could not be asked. */
async function judged<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const isAway = error instanceof TypeError || (error as { code?: string }).code === 'OAUTH_TIMEOUT';
    const status = (error as { status?: number }).status ?? 400;
    throw isAway || status >= 500
      ? new ServiceAway(PROVIDER)
      : new SignInRefused('not signed in', { cause: error });
  }
}
