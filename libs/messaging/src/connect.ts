import { connect, nkeyAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { MessagingError } from './messaging-error.js';

/** How a member reaches the broker. */
export interface BrokerAddress {
  /** `host:port`, several for a cluster. */
  readonly servers: readonly string[];
  /** nkey user seed: the transport key, never a signing key. */
  readonly seed: string;
  /** Shows in the broker's connection list. */
  readonly name: string;
}

/** Options for any client of a member's account: Nest's own NATS transport takes them too. */
export function connectionOptions({ servers, seed, name }: BrokerAddress) {
  return {
    servers: [...servers],
    name,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
    inboxPrefix: `_INBOX_${name.replace(/[^A-Za-z0-9]/g, '_')}`,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    waitOnFirstConnect: true,
    pingInterval: 5_000,
    maxPingOut: 2,
    // A broker that is slow, or is being given its keys, must not end a service that has run before.
    ignoreAuthErrorAbort: true,
    // Otherwise each request makes an Error only to have a stack at hand.
    noAsyncTraces: true,
  };
}

/**
 * Connects and keeps reconnecting for ever. Throws MessagingError: NOT_PERMITTED when the broker knows no such key
 * (retry false), UNREACHABLE otherwise.
 */
export async function connectMember(address: BrokerAddress): Promise<NatsConnection> {
  try {
    return await connectPatiently(address);
  } catch (cause) {
    const refused = isAuthorization(cause);
    throw new MessagingError(
      refused ? 'NOT_PERMITTED' : 'UNREACHABLE',
      refused
        ? `the broker refuses the key of ${address.name}`
        : `no broker at ${address.servers.join(', ')}`,
      !refused,
      { cause },
    );
  }
}

/** A busy machine may be too slow for the broker's challenge: that says nothing about the key. */
async function connectPatiently(address: BrokerAddress): Promise<NatsConnection> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await connect(connectionOptions(address));
    } catch (error) {
      const tooSlow = isAuthorization(error) && /timeout/i.test(String(error));
      if (!tooSlow || attempt === PATIENCE) throw error;
    }
  }
}

/** How often a challenge may be answered too late. */
const PATIENCE = 10;

const isAuthorization = (error: unknown): boolean => /authorization|authentication/i.test(String(error));
