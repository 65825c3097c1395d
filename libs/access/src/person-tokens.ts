import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { isLoopback, type Issuer } from './issuer.js';
import { personIn, type Person } from './person.js';

/** Signature algorithms that count. None with a shared secret, and never `none`. */
const ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256', 'RS256'];
/** How far the clocks of two machines may be apart, in seconds. */
const CLOCK_TOLERANCE_S = 5;
/** How long the issuer may take to answer, in ms. */
const ISSUER_WITHIN_MS = 3_000;
/** Longest token that is looked at. */
const MAX_TOKEN = 8_192;

/** The issuer did not give its keys, so nobody can say whether a token is good: the caller may try again later. */
export class IssuerAway extends Error {
  override readonly name = 'IssuerAway';
}

/** Reads people's access tokens: JWTs as RFC 9068 profiles them, signed by one issuer for one audience. */
export class PersonTokens {
  private keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly issuer: Issuer) {}

  /**
   * The person that a token stands for; undefined for a token that is not good, for whatever reason. The issuer's keys are
   * fetched when first needed and when a token names a new one. Rejects with IssuerAway while they cannot be had.
   */
  async read(token: string): Promise<Person | undefined> {
    if (token.length > MAX_TOKEN || !looksLikeJwt(token)) return undefined;
    const keys = await this.keysOfIssuer();
    try {
      const { payload } = await jwtVerify(token, keys, {
        ...this.issuer,
        algorithms: ALGORITHMS,
        typ: 'at+jwt',
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ['sub', 'iat', 'exp'],
      });
      return personIn(payload);
    } catch (error) {
      if (isNoGoodToken(error)) return undefined;
      throw new IssuerAway('the keys of the issuer cannot be had', { cause: error });
    }
  }

  private keysOfIssuer(): Promise<JWTVerifyGetKey> {
    this.keys ??= keysOf(this.issuer.issuer).catch((error: unknown) => {
      this.keys = undefined;
      throw new IssuerAway('the issuer does not answer', { cause: error });
    });
    return this.keys;
  }
}

/** Whether a bearer token has the form of a signed JWT, which no system's own token has. */
export const looksLikeJwt = (token: string): boolean =>
  /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(token);

/** Everything that jose says of a token itself; what it says of fetching keys means that nothing was judged. */
const isNoGoodToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  error.constructor !== errors.JOSEError;

/** Finds the keys by the issuer's metadata (OpenID Connect Discovery 1.0), which must speak of this very issuer. */
async function keysOf(issuer: string): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(ISSUER_WITHIN_MS), redirect: 'error' });
  if (!answer.ok) throw new Error(`${answer.status} from the issuer`);
  const metadata = (await answer.json()) as { readonly issuer?: unknown; readonly jwks_uri?: unknown };
  const { jwks_uri: keys } = metadata;
  if (metadata.issuer !== issuer) throw new Error('the metadata are of another issuer');
  if (typeof keys !== 'string' || !URL.canParse(keys)) throw new Error('the metadata name no keys');
  const at = new URL(keys);
  if (at.protocol !== 'https:' && !isLoopback(keys)) throw new Error('the keys would come unprotected');
  return createRemoteJWKSet(at, { timeoutDuration: ISSUER_WITHIN_MS, cooldownDuration: 5_000 });
}
