import { Body, Controller, Get, NotFoundException, Param, Post } from '@nestjs/common';
import { page, seeOther, type Page, type SeeOther } from '../page/answers.js';
import type { FieldFault } from '../services/refusal.js';
import { ServiceClient } from '../services/service-client.js';
import { SignedIn, type Visit } from '../sessions/visit.js';
import { kindOf } from './catalogue.js';
import { draftAtHand, typedOn, withTyped, withoutTyped, type AtHand } from './draft-desk.js';
import type { Draft, SaidItem } from './draft.js';
import { shownFaults, type Form } from './form.js';
import { askedOf, itemsOf, requestTo } from './request.js';
import { refusedAt } from './step.js';
import { itemView, readItem } from './steps/item.js';
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
    const read = readItem(form, hand.catalogue, hand.draft.content.items?.[item]);
    if ('faults' in read) return shown(hand, item, form, read.faults);
    const { said } = read;
    const faults = said ? await unsound(hand, item, said) : [];
    if (faults.length > 0) return shown(hand, item, form, faults);
    const kept = withoutTyped(withItem(hand.draft, item, said), pageOf(item));
    const refusal = await hand.drafts.keep(kept);
    if (refusal) return shown(hand, item, form, [{ field: '', text: refusal.title }]);
    const [next] = nextItems(kept, hand.catalogue);
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

const FIELDS: Readonly<Record<string, string>> = {
  '/items/0/value': 'value',
  '/items/0/absent': 'said',
  '/items/0/finder': 'finder',
  '/items/0/finder/agency': 'finder',
  '/items/0/finder/unit': 'finder',
  '/items/0/heldBy': 'heldBy',
  '/items/0/searchedSystem': 'searchedSystem',
  '/items/0/searchedFor': 'searchedFor',
  '/items/0/searchedAt': 'searchedAt-day',
  '/items/0/expectedBy': 'expectedBy-day',
};

/** What the service finds wrong with what is said of the item, in a request that says nothing else. */
async function unsound(
  { service, draft, catalogue }: AtHand,
  code: string,
  said: SaidItem,
): Promise<readonly FieldFault[]> {
  const [first] = draft.content.to ?? [];
  if (!first) return [];
  const asked = { ...askedOf(draft, catalogue), items: [{ code, ...said }] };
  const done = await service.send('/tasks/explain', requestTo(asked, first));
  if (!done.refusal) return [];
  const { faults } = done.refusal;
  const ofItem = faults.filter(({ field }) => field.startsWith('/items/0'));
  // What is wrong with the request elsewhere is said where it is checked.
  if (faults.length > 0 && ofItem.length === 0) return [];
  return refusedAt(
    { ...done.refusal, faults: ofItem.map((one) => plainly(one, said)) },
    said.absent === undefined ? 'value' : 'said',
    FIELDS,
  ).faults;
}

/** The service names fields of its own where a value is none; what it says of an own word is for people. */
const plainly = (found: FieldFault, { value }: SaidItem): FieldFault =>
  found.field === '/items/0/value' && typeof value === 'string'
    ? { ...found, text: 'This does not say what is known: select why you do not know it instead' }
    : found;

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
  const kind = kindOf(catalogue, draft.content.kind);
  const isNeeded = kind?.needs.flat().includes(code) === true;
  return page(
    'ask/item.njk',
    {
      ...itemView(draft, catalogue, { code, form }),
      ...shownFaults(faults),
      isNeeded,
      id: draft.id,
      step: `tell/${code}`,
      place: { back: `/ask/${draft.id}/tell` },
    },
    faults.length > 0 ? 422 : 200,
  );
}
