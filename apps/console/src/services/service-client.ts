import type { ConsoleConfig } from '../config.js';
import type { Visit } from '../sessions/visit.js';
import { SessionOver, type AccessTokens } from './access-tokens.js';
import { refusalOf, type Refusal } from './refusal.js';
import { ServiceAway } from './service-away.js';

/** Values of a query; those that are undefined or empty are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** A GET that a service refused: the page cannot be shown. */
export class ServiceRefused extends Error {
  override readonly name = 'ServiceRefused';

  constructor(readonly refusal: Refusal) {
    super(`the service answered ${refusal.status}`);
  }
}

/** What became of a command: what the service answers, or why it did nothing. */
export type Done<T> =
  | { readonly body: T; readonly status: number; readonly refusal?: undefined }
  | { readonly refusal: Refusal; readonly body?: undefined };

/** How a command is treated. */
export interface CommandOptions {
  /** Idempotency-Key: the same form sent twice does the thing once. */
  readonly key?: string;
  readonly method?: 'POST' | 'PUT' | 'DELETE';
}

/** One service, asked as the person who is signed in. Every call throws ServiceAway and SessionOver. */
export interface Service {
  /** What stands at this path. Throws ServiceRefused. */
  get<T>(path: string, query?: Query): Promise<T>;
  /** A command; a refusal is an answer, to be shown beside the fields. */
  send<T>(path: string, body: unknown, options?: CommandOptions): Promise<Done<T>>;
  /** The answer itself, to be read as it comes: a feed or an export. It has no time-out but `signal`. Throws ServiceRefused. */
  open(path: string, signal: AbortSignal, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

/** The agency services and the audit service, as their callers know them. */
export class ServiceClient {
  constructor(
    private readonly config: Pick<ConsoleConfig, 'services' | 'serviceWithinMs'>,
    private readonly tokens: AccessTokens,
  ) {}

  /** Codes of the agencies whose services are known here. */
  get agencies(): readonly string[] {
    return Object.keys(this.config.services.agencies);
  }

  /** The service of the person's own agency, or of the one that is named. Throws Error where there is none. */
  agency(visit: Visit, code: string | undefined = visit.person.agency): Service {
    const url = code === undefined ? undefined : this.config.services.agencies[code];
    if (url === undefined) throw new ServiceAway(`the service of ${code ?? 'no agency'}`);
    return this.at(url, `the service of ${code}`, visit);
  }

  /** The audit service. */
  audit(visit: Visit): Service {
    return this.at(this.config.services.audit, 'the audit service', visit);
  }

  private at(url: string, name: string, visit: Visit): Service {
    const call = async (path: string, init: RequestInit): Promise<Response> => {
      const token = await this.tokens.of(visit);
      const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` };
      const answer = await fetch(new URL(path, url), { ...init, headers, redirect: 'error' }).catch(() => {
        throw new ServiceAway(name);
      });
      if (answer.status >= 500) throw new ServiceAway(name, await busyIn(answer));
      if (answer.status === 401) throw new SessionOver('the service does not take the token');
      return answer;
    };
    const within = (): AbortSignal => AbortSignal.timeout(this.config.serviceWithinMs);
    const read = async (answer: Response): Promise<unknown> =>
      jsonOf(
        await answer.text().catch(() => {
          throw new ServiceAway(name);
        }),
      );
    return {
      get: async <T>(path: string, query: Query = {}) => {
        const answer = await call(withQuery(path, query), { signal: within() });
        const body = await read(answer);
        if (!answer.ok) throw new ServiceRefused(refusalOf(answer.status, body));
        return body as T;
      },
      send: async <T>(
        path: string,
        body: unknown,
        { key, method = 'POST' }: CommandOptions = {},
      ): Promise<Done<T>> => {
        const headers = {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { 'idempotency-key': key }),
        };
        const text = body === undefined ? null : JSON.stringify(body);
        const answer = await call(path, { method, headers, body: text, signal: within() });
        const said = await read(answer);
        if (!answer.ok) return { refusal: refusalOf(answer.status, said) };
        return { body: said as T, status: answer.status };
      },
      open: async (path, signal, headers = {}) => {
        const answer = await call(path, { signal, headers: { ...headers } });
        if (!answer.ok) throw new ServiceRefused(refusalOf(answer.status, await read(answer)));
        return answer;
      },
    };
  }
}

/** Why a service that answers 503 cannot do just now what was asked of it. */
async function busyIn(answer: Response): Promise<string | undefined> {
  if (answer.status !== 503) return undefined;
  const { title } = (jsonOf(await answer.text().catch(() => '')) ?? {}) as { readonly title?: unknown };
  return typeof title === 'string' ? title : undefined;
}

function withQuery(path: string, query: Query): string {
  const values = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(values.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? path : `${path}?${text}`;
}

function jsonOf(text: string): unknown {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
