import { ServiceAway } from '../services/service-away.js';

/** A case study that can be rehearsed. */
export interface Study {
  readonly name: string;
  readonly title: string;
  readonly question?: string;
  readonly steps: number;
  readonly minutes: number;
  readonly reportedAt?: string;
}

/** One line of the story of a rehearsal. */
export interface Moment {
  readonly minute: number;
  readonly who: string;
  readonly what: string;
  readonly fate: string;
  readonly because?: string;
}

/** How the rehearsal stands that runs or ran last. */
export interface Progress {
  readonly version: number;
  readonly state: 'none' | 'running' | 'ended';
  readonly study?: { readonly name: string; readonly title: string };
  readonly steps: { readonly told: number; readonly all: number };
  readonly story: readonly Moment[];
  readonly boards: readonly {
    readonly agency: string;
    readonly name: string;
    readonly answers: boolean;
    readonly tasks: readonly {
      readonly kind: string;
      readonly status: string;
      readonly asked: 'of-us' | 'by-us';
    }[];
  }[];
  readonly verdict?: { readonly passed: boolean; readonly failures: readonly string[] };
  readonly stopped?: string;
}

/** Where rehearsals are offered, and the token that opens it. */
export interface RehearsalAddress {
  readonly url: string;
  readonly token: string;
}

/** How long the door may take to answer, in ms. */
const WITHIN_MS = 5_000;
const NAME = 'the system that plays rehearsals';

/** The rehearsals of the system on this machine. Every call throws ServiceAway while it does not answer. */
export class RehearsalDoor {
  constructor(private readonly address: RehearsalAddress) {}

  /** The case studies that can be rehearsed. */
  async studies(): Promise<readonly Study[]> {
    const { studies } = await this.read<{ readonly studies: readonly Study[] }>('/studies');
    return studies;
  }

  /** How the rehearsal stands that runs or ran last. */
  progress(): Promise<Progress> {
    return this.read<Progress>('/progress');
  }

  /** Begins one; undefined when it has begun, else why not, in a sentence. */
  async start(study: string, speed: number | undefined): Promise<string | undefined> {
    const body = JSON.stringify({ study, ...(speed !== undefined && { speed }) });
    const answer = await this.call('/start', {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    if (answer.ok) return undefined;
    const { title } = (await answer.json()) as { readonly title: string };
    return title;
  }

  /** The newest report of a case study as HTML; undefined where there is none. */
  async report(study: string): Promise<string | undefined> {
    const path = `/studies/${encodeURIComponent(study)}/report`;
    const answer = await this.call(path, { signal: AbortSignal.timeout(WITHIN_MS) });
    return answer.ok ? answer.text() : undefined;
  }

  /** The news of what runs, as server-sent events, until the signal comes. */
  news(signal: AbortSignal): Promise<Response> {
    return this.call('/progress', { signal, headers: { accept: 'text/event-stream' } });
  }

  private async read<T>(path: string): Promise<T> {
    const answer = await this.call(path, { signal: AbortSignal.timeout(WITHIN_MS) });
    if (!answer.ok) throw new ServiceAway(NAME);
    return (await answer.json()) as T;
  }

  private async call(path: string, init: RequestInit): Promise<Response> {
    const { url, token } = this.address;
    const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}` };
    return fetch(new URL(path, url), { ...init, headers, redirect: 'error' }).catch(() => {
      throw new ServiceAway(NAME);
    });
  }
}

/** Reads the file that names the door. Throws Error with what is wrong. */
export function rehearsalsIn(text: string): RehearsalAddress {
  const { url, token } = JSON.parse(text) as Partial<RehearsalAddress>;
  if (typeof url !== 'string' || !URL.canParse(url)) throw new Error('its url is no address');
  if (typeof token !== 'string' || token === '') throw new Error('it has no token');
  return { url, token };
}
