/** Whom a service believes about people, and for whom a token must be meant. */
export interface Issuer {
  /** The issuer's address, exactly as its tokens name it. */
  readonly issuer: string;
  /** What the audience of an access token must name. */
  readonly audience: string;
}

/** The audience of access tokens unless the environment names another. */
export const DEFAULT_AUDIENCE = 'urn:concordat';

/** An issuer that the environment names; its faults say which variable is wrong and why. */
export type ReadIssuer =
  | { readonly issuer: Issuer | undefined; readonly faults?: undefined }
  | { readonly faults: readonly string[] };

/** Reads OIDC_ISSUER and OIDC_AUDIENCE; without the first nobody signs in. Plain http is for loopback addresses alone. */
export function readIssuer(env: Readonly<Record<string, string | undefined>>): ReadIssuer {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience } = env;
  if (!issuer) return { issuer: undefined };
  if (!isIssuer(issuer)) {
    return { faults: ['OIDC_ISSUER is no https address (http is for this machine alone)'] };
  }
  return { issuer: { issuer, audience: audience || DEFAULT_AUDIENCE } };
}

function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash, username } = new URL(text);
  if (search || hash || username) return false;
  return protocol === 'https:' || isLoopback(text);
}

/** Whether an address is plain http on this machine: what travels there crosses no network. */
export function isLoopback(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}
