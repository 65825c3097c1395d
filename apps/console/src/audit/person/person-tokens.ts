import { Injectable } from '@nestjs/common';
import type { Refusal } from '../../services/refusal.js';
import { ServiceAway } from '../../services/service-away.js';
import { ServiceClient } from '../../services/service-client.js';
import type { Visit } from '../../sessions/visit.js';

/** The token of an identifier, or why there is none. */
export type MadeToken =
  | { readonly token: string; readonly refusal?: undefined }
  | { readonly refusal: Refusal; readonly token?: undefined };

/**
 * Has an agency's service make index tokens: only the agencies have the key. A records officer's own agency makes them; an
 * auditor has none, so the first agency that answers does. The identifier goes to that service and nowhere else.
 */
@Injectable()
export class PersonTokens {
  constructor(private readonly services: ServiceClient) {}

  /** Throws ServiceAway when no agency that may be asked answers, and SessionOver. */
  async of(visit: Visit, kind: string, value: string): Promise<MadeToken> {
    const { agency } = visit.person;
    const codes = agency === undefined ? this.services.agencies : [agency];
    let away = new ServiceAway('the service of any agency');
    for (const code of codes) {
      try {
        const done = await this.services
          .agency(visit, code)
          .send<{ readonly token: string }>('/index-tokens', { kind, value });
        return done.refusal ? { refusal: done.refusal } : { token: done.body.token };
      } catch (error) {
        if (!(error instanceof ServiceAway)) throw error;
        away = error;
      }
    }
    throw away;
  }
}
