import type { Person } from '#access';

/** What the provider gave for a person who signed in. Never leaves this process, but for the access token to the services. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly idToken: string | undefined;
  /** When the access token ends, ms since 1970. */
  readonly expiresAt: number;
}

/** A sign-in that has begun and did not come back from the provider yet. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** The own path that was asked for. */
  readonly returnTo: string;
}

/** One browser's session; without a person while it has not signed in. */
export interface Session {
  /** What every form of it must carry. */
  readonly csrf: string;
  /** By their state: several pages may ask at once. */
  readonly pending: Map<string, PendingSignIn>;
  person?: Person;
  tokens?: Tokens;
  readonly startedAt: number;
  seenAt: number;
}
