import type { Service } from '../services/service-client.js';
import type { Refusal } from '../services/refusal.js';
import type { SaidItem } from '../item/said-item.js';
import type { Party } from '../page/catalogue.js';

/** For whom something is asked. */
export interface Whom {
  readonly kind: 'case' | 'named' | 'unnamed';
  /** What the person is called on these pages. */
  readonly called: string;
}

/** Everything that was said so far. The agency's own service keeps it; the console does not. */
export interface Content {
  readonly mode: string;
  readonly whom?: Whom;
  readonly kind?: string;
  readonly wanted?: readonly string[];
  readonly purpose?: string;
  readonly basis?: string;
  readonly grade?: string;
  /** A shared band, where it is no grade. */
  readonly urgency?: string;
  readonly to?: readonly Party[];
  /** How several are asked. */
  readonly strategy?: string;
  /** By item. */
  readonly items?: Readonly<Record<string, SaidItem>>;
  /** What the case file holds of some items, as text; and of which its sources differ. */
  readonly held?: Readonly<Record<string, string>>;
  readonly differing?: readonly string[];
  /** The list of items was gone through. */
  readonly told?: boolean;
  /** Empty where there is nothing more to say. */
  readonly note?: string;
  /** Whether it was agreed by telephone, and when. */
  readonly telephone?: boolean;
  readonly occurredAt?: string;
  /** What was typed on a page and not sent, by the name of the page. */
  readonly typed?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A request that is being written. */
export interface Draft {
  readonly id: string;
  readonly unit: string;
  readonly caseId?: string;
  readonly content: Content;
}

/** A draft in the list of one's own. */
export interface ListedDraft extends Draft {
  readonly updatedAt: string;
}

/** Drafts at the service of one's own agency. */
export class Drafts {
  constructor(private readonly service: Service) {}

  /** One's own, newest first. */
  async list(): Promise<readonly ListedDraft[]> {
    return (await this.service.get<{ readonly drafts: readonly ListedDraft[] }>('/drafts')).drafts;
  }

  /** One of them. Throws ServiceRefused with the status 404 where there is none. */
  one(id: string): Promise<ListedDraft> {
    return this.service.get(`/drafts/${encodeURIComponent(id)}`);
  }

  /** Keeps a draft; why it cannot be, where the service refuses. */
  async keep({ id, unit, caseId, content }: Draft): Promise<Refusal | undefined> {
    const body = { unit, ...(caseId !== undefined && { caseId }), content };
    const done = await this.service.send(`/drafts/${encodeURIComponent(id)}`, body, { method: 'PUT' });
    return done.refusal;
  }

  /** Removes a draft; nothing happens where there is none. */
  async remove(id: string): Promise<void> {
    await this.service.send(`/drafts/${encodeURIComponent(id)}`, undefined, { method: 'DELETE' });
  }
}
