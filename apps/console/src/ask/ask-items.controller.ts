import { Body, Controller, Get, NotFoundException, Param, Post } from '@nestjs/common';
import { itemFaults } from '../item/item-faults.js';
import { itemView } from '../item/item-view.js';
import { readItem } from '../item/read-item.js';
import type { SaidItem } from '../item/said-item.js';
import { page, seeOther, type Page, type SeeOther } from '../page/answers.js';
import type { FieldFault } from '../services/refusal.js';
import { ServiceClient } from '../services/service-client.js';
import { SignedIn, type Visit } from '../sessions/visit.js';
import { kindOf } from '../page/catalogue.js';
import { draftAtHand, typedOn, withTyped, withoutTyped, type AtHand } from './draft-desk.js';
import type { Draft } from './draft.js';
import { fault, shownFaults, type Form } from '../page/form.js';
import { askedOf, itemsOf, requestTo } from './request.js';
import { nextItems } from './steps/tell.js';

interface Address {
  readonly id: string;
  readonly item: string;
}

/** What is told of one item: a page for each. */
@Controller('ask/:id/tell/:item')
export class AskItemsController {
  constructor(private readonly services: ServiceClient) {}

  /** The question what is known of the item. */
  @Get()
  async show(@SignedIn() visit: Visit, @Param() { id, item }: Address): Promise<Page> {
    const hand = await draftAtHand(this.services, visit, id);
    checkItem(hand, item);
    return shown(hand, item, typedOn(hand.draft, pageOf(item)));
  }

  /** Takes what is said of it, once the service finds it sound, and goes on to the next that has to be answered. */
  @Post()
  async take(
    @SignedIn() visit: Visit,
    @Param() { id, item }: Address,
    @Body() form: Form,
  ): Promise<Page | SeeOther> {
    const hand = await draftAtHand(this.services, visit, id);
    checkItem(hand, item);
    const { catalogue, draft } = hand;
    const read = readItem(form, { code: item, catalogue, before: draft.content.items?.[item] });
    if (read.faults) return shown(hand, item, form, read.faults);
    const { said } = read;
    const faults = said ? await unsound(hand, item, said) : [];
    if (faults.length > 0) return shown(hand, item, form, faults);
    const kept = withoutTyped(withItem(draft, item, said), pageOf(item));
    const refusal = await hand.drafts.keep(kept);
    if (refusal) return shown(hand, item, form, [{ field: '', text: refusal.title }]);
    const [next] = nextItems(kept, catalogue);
    return seeOther(next === undefined ? `/ask/${id}/tell` : `/ask/${id}/tell/${encodeURIComponent(next)}`);
  }

  /** Keeps what was typed and not sent. */
  @Post('typed')
  async typed(@SignedIn() visit: Visit, @Param() { id, item }: Address, @Body() form: Form): Promise<string> {
    const hand = await draftAtHand(this.services, visit, id);
    checkItem(hand, item);
    await hand.drafts.keep(withTyped(hand.draft, pageOf(item), form));
    return '';
  }
}

const pageOf = (item: string): string => `tell/${item}`;

/** Only what the kind asks for is asked. */
function checkItem({ draft, catalogue }: AtHand, item: string): void {
  const kind = kindOf(catalogue, draft.content.kind);
  if (!kind || !itemsOf(kind).includes(item)) throw new NotFoundException();
}

/** What the service finds wrong with what is said of the item, in a request that says nothing else. */
async function unsound(
  { service, draft, catalogue }: AtHand,
  code: string,
  said: SaidItem,
): Promise<readonly FieldFault[]> {
  const [first] = draft.content.to ?? [];
  if (!first) return [];
  const asked = { ...askedOf(draft, catalogue), items: [{ code, ...said }] };
  const { refusal } = await service.send('/tasks/explain', requestTo(asked, first));
  if (!refusal) return [];
  if (refusal.faults.length === 0) return [fault('said', refusal.title)];
  // What is wrong with the request elsewhere is said where it is checked.
  return itemFaults(refusal, [{ said, prefix: '' }]).ofItems;
}

function withItem(draft: Draft, code: string, said: SaidItem | undefined): Draft {
  const { [code]: _before, ...others } = draft.content.items ?? {};
  const items = said ? { ...others, [code]: said } : others;
  return { ...draft, content: { ...draft.content, items } };
}

function shown(
  { draft, catalogue }: AtHand,
  code: string,
  form: Form | undefined,
  faults: readonly FieldFault[] = [],
): Page {
  const { items, held, whom } = draft.content;
  const item = itemView({ code, catalogue, said: items?.[code], held: held?.[code], form });
  return page(
    'ask/item.njk',
    {
      title: item.title,
      called: whom?.called,
      item,
      ...shownFaults(faults),
      id: draft.id,
      step: `tell/${code}`,
      place: { back: `/ask/${draft.id}/tell` },
    },
    faults.length > 0 ? 422 : 200,
  );
}
