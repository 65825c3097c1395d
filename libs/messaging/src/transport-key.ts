import { createUser, fromSeed } from '@nats-io/nkeys';

/** A member's transport key: an nkey user. The seed is secret; the broker knows the public part alone. */
export interface TransportKey {
  readonly seed: string;
  readonly publicKey: string;
}

/** Makes a new transport key. */
export function createTransportKey(): TransportKey {
  const user = createUser();
  return { seed: new TextDecoder().decode(user.getSeed()), publicKey: user.getPublicKey() };
}

/** The public part of a seed. Throws for a text that is no nkey seed. */
export const transportPublicKey = (seed: string): string =>
  fromSeed(new TextEncoder().encode(seed.trim())).getPublicKey();
