import { Injectable } from '@nestjs/common';
import type { Done } from '../services/service-client.js';
import { ServiceAway } from '../services/service-away.js';
import { ServiceClient } from '../services/service-client.js';
import type { Visit } from '../sessions/visit.js';
import { Settings } from '../settings.js';
import { Words, type Labels } from './words.js';

/** Parameters of a question; several values of one name go between commas. Those that are empty are left out. */
export type Asked = Readonly<Record<string, string | readonly string[] | undefined>>;

/** An answer of the audit service, and the leaf of the log that says that it was given. */
export interface Read<T> {
  readonly body: T;
  /** Absent for an answer that is no reading. */
  readonly leaf?: number;
}

/** The audit service, asked as the person who is signed in. Every call throws ServiceAway, ServiceRefused and SessionOver. */
@Injectable()
export class AuditService {
  constructor(
    private readonly services: ServiceClient,
    private readonly settings: Settings,
  ) {}

  /** What the service answers in JSON. */
  async read<T>(visit: Visit, path: string, asked: Asked = {}): Promise<Read<T>> {
    const { body, leaf } = await this.text(visit, path, asked);
    return { body: JSON.parse(body) as T, ...(leaf !== undefined && { leaf }) };
  }

  /** What the service answers, as text. */
  async text(visit: Visit, path: string, asked: Asked = {}): Promise<Read<string>> {
    const signal = AbortSignal.timeout(this.settings.config.serviceWithinMs);
    const answer = await this.services.audit(visit).open(addressOf(path, asked), signal);
    const leaf = leafOf(answer);
    const body = await answer.text().catch(() => {
      throw new ServiceAway('the audit service');
    });
    return { body, ...(leaf !== undefined && { leaf }) };
  }

  /** The answer itself, to be handed on as it comes. */
  open(visit: Visit, path: string, asked: Asked, signal: AbortSignal): Promise<Response> {
    return this.services.audit(visit).open(addressOf(path, asked), signal);
  }

  /** A command; a refusal is an answer. */
  send<T>(visit: Visit, path: string, body: object): Promise<Done<T>> {
    return this.services.audit(visit).send<T>(path, body);
  }

  /** What the codes of the log are called by its newest directory. */
  async words(visit: Visit): Promise<Words> {
    return new Words((await this.read<Labels>(visit, '/labels')).body);
  }
}

function leafOf({ headers }: Response): number | undefined {
  const text = headers.get('concordat-reading');
  return text !== null && /^\d{1,16}$/.test(text) ? Number(text) : undefined;
}

/** A path with its parameters. */
export function addressOf(path: string, asked: Asked): string {
  const query = queryOf(asked);
  return query === '' ? path : `${path}?${query}`;
}

/** Parameters as they stand in an address. */
export function queryOf(asked: Asked): string {
  const pairs = Object.entries(asked).flatMap(([name, value]) => {
    const text = typeof value === 'string' ? value : (value ?? []).join(',');
    return text === '' ? [] : [[name, text] as const];
  });
  return new URLSearchParams(Object.fromEntries(pairs)).toString();
}
