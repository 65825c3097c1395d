import type { NatsConnection } from '@nats-io/transport-node';
import { MessagingError } from './messaging-error.js';

/** Error codes of the JetStream API on which the keeper acts (nats-server `errors.json`). */
export const API_CODES = {
  STREAM_NOT_FOUND: 10059,
  CONSUMER_NOT_FOUND: 10014,
  NO_MESSAGE: 10037,
  SEQUENCE_NOT_FOUND: 10043,
} as const;

interface ApiAnswer {
  readonly error?: { readonly err_code?: number; readonly description?: string };
}

/**
 * The JetStream API as requests of our own: the client library checks settings against the server's version, adds to
 * them and merges updates, and here exactly what was asked has to reach the server. Every request has a time limit.
 */
export class JetStreamApi {
  constructor(
    private readonly connection: NatsConnection,
    /** Milliseconds for each request. */
    private readonly timeoutMs: number,
  ) {}

  /** Throws MessagingError: TIMED_OUT without an answer, REFUSED (retry false) with the server's own reason. */
  async ask<T>(path: string, body?: object): Promise<T> {
    const answer = await this.request<T>(path, body);
    if (answer.error) throw refusal(path, answer);
    return answer;
  }

  /** Like `ask`, but undefined where the server answers with the error code `missing`. */
  async find<T>(path: string, missing: number, body?: object): Promise<T | undefined> {
    const answer = await this.request<T>(path, body);
    if (answer.error?.err_code === missing) return undefined;
    if (answer.error) throw refusal(path, answer);
    return answer;
  }

  private async request<T>(path: string, body?: object): Promise<T & ApiAnswer> {
    try {
      const payload = body === undefined ? '' : JSON.stringify(body);
      const reply = await this.connection.request(`$JS.API.${path}`, payload, { timeout: this.timeoutMs });
      return reply.json<T & ApiAnswer>();
    } catch (cause) {
      throw new MessagingError('TIMED_OUT', `the broker does not answer ${path}`, true, { cause });
    }
  }
}

function refusal(path: string, { error }: ApiAnswer): MessagingError {
  const { err_code: code = 0, description = '' } = error ?? {};
  return new MessagingError('REFUSED', `the broker refuses ${path}: ${description} (${code})`, false);
}
