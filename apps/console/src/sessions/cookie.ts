/** Name of the one cookie: browsers take it over https alone, for this host alone, and for every path. */
export const COOKIE = '__Host-concordat';

/** The session id that a Cookie header carries. */
export const sessionIdIn = (header: string | undefined): string | undefined =>
  new RegExp(`(?:^|;\\s*)${COOKIE}=([A-Za-z0-9_-]{43})(?:;|$)`).exec(header ?? '')?.[1];

const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** The Set-Cookie header that gives a browser its session; it ends with the browser. */
export const cookieFor = (id: string): string => `${COOKIE}=${id}; ${ATTRIBUTES}`;

/** The Set-Cookie header that takes it away. */
export const NO_COOKIE = `${COOKIE}=; ${ATTRIBUTES}; Max-Age=0`;
