import type { ServiceClient, Service } from '../services/service-client.js';
import type { Visit } from '../sessions/visit.js';
import type { Catalogue } from '../page/catalogue.js';
import { Drafts, type Draft, type ListedDraft } from './draft.js';
import type { Form } from '../page/form.js';

/** A draft at hand, with the service that keeps it. */
export interface AtHand {
  readonly service: Service;
  readonly drafts: Drafts;
  readonly catalogue: Catalogue;
  readonly draft: ListedDraft;
}

/** The draft with this id of the person who is signed in. Throws ServiceRefused where there is none. */
export async function draftAtHand(services: ServiceClient, visit: Visit, id: string): Promise<AtHand> {
  const service = services.agency(visit);
  const drafts = new Drafts(service);
  const [catalogue, draft] = await Promise.all([service.get<Catalogue>('/catalogue'), drafts.one(id)]);
  return { service, drafts, catalogue, draft };
}

/** What was typed on a page before and not sent. */
export const typedOn = ({ content }: Draft, page: string): Form | undefined => content.typed?.[page];

/** The draft without what was typed on a page: it was taken. */
export function withoutTyped(draft: Draft, page: string): Draft {
  const { typed = {}, ...content } = draft.content;
  const { [page]: _taken, ...others } = typed;
  return { ...draft, content: { ...content, ...(Object.keys(others).length > 0 && { typed: others }) } };
}

/** The draft with what was typed on a page; the token of the form is no part of it. */
export function withTyped(draft: Draft, page: string, form: Form): Draft {
  const { _csrf: _token, ...fields } = form;
  const typed = { ...draft.content.typed, [page]: fields };
  return { ...draft, content: { ...draft.content, typed } };
}
