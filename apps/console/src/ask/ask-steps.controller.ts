import { Body, Controller, Get, NotFoundException, Param, Post, Query } from '@nestjs/common';
import { page, seeOther, type Page, type SeeOther } from '../page/answers.js';
import { ServiceClient } from '../services/service-client.js';
import { SignedIn, type Visit } from '../sessions/visit.js';
import { draftAtHand, typedOn, withTyped, withoutTyped, type AtHand } from './draft-desk.js';
import { shownFaults, type Form } from '../page/form.js';
import type { Around, Step } from './step.js';
import { isReached, nextAddress, placeOf, stepsOf } from './steps.js';

/** The questions of a request, one page each. What is answered is kept at once. */
@Controller('ask/:id')
export class AskStepsController {
  constructor(private readonly services: ServiceClient) {}

  /** One question; who comes too early is led to the first without an answer. */
  @Get(':step')
  async show(
    @SignedIn() visit: Visit,
    @Param() { id, step }: { readonly id: string; readonly step: string },
    @Query() query: Form,
  ): Promise<Page | SeeOther> {
    const hand = await draftAtHand(this.services, visit, id);
    const found = stepCalled(hand, step);
    if (!isReached(hand.draft, hand.catalogue, step))
      return seeOther(nextAddress(hand.draft, hand.catalogue));
    return shown(found, around(hand, query), typedOn(hand.draft, step));
  }

  /** Takes an answer, or shows the question again with what is wrong. */
  @Post(':step')
  async take(
    @SignedIn() visit: Visit,
    @Param() { id, step }: { readonly id: string; readonly step: string },
    @Query() query: Form,
    @Body() form: Form,
  ): Promise<Page | SeeOther> {
    const hand = await draftAtHand(this.services, visit, id);
    const found = stepCalled(hand, step);
    const at = around(hand, query);
    const taken = await found.take(at, form);
    if (taken.faults) return shown(found, at, form, taken.faults);
    const kept = withoutTyped(taken.draft, step);
    const refusal = await hand.drafts.keep(kept);
    if (refusal) return shown(found, at, form, [{ field: '', text: refusal.title }]);
    return seeOther(nextAddress(kept, hand.catalogue));
  }

  /** Keeps what was typed on a page and not sent: scripts ask this while somebody types. */
  @Post(':step/typed')
  async typed(
    @SignedIn() visit: Visit,
    @Param() { id, step }: { readonly id: string; readonly step: string },
    @Body() form: Form,
  ): Promise<string> {
    const hand = await draftAtHand(this.services, visit, id);
    stepCalled(hand, step);
    await hand.drafts.keep(withTyped(hand.draft, step, form));
    return '';
  }
}

function stepCalled({ draft, catalogue }: AtHand, name: string): Step {
  const found = stepsOf(draft, catalogue).find((step) => step.name === name);
  if (!found) throw new NotFoundException();
  return found;
}

const around = ({ service, catalogue, draft }: AtHand, query: Form): Around => ({
  service,
  catalogue,
  draft,
  query,
  now: Date.now(),
});

async function shown(
  step: Step,
  at: Around,
  form: Form | undefined,
  faults: Parameters<typeof shownFaults>[0] = [],
): Promise<Page> {
  const { draft, catalogue } = at;
  const view = await step.view(at, form);
  return page(
    step.template,
    {
      ...view,
      ...shownFaults(faults),
      id: draft.id,
      step: step.name,
      place: placeOf(draft, catalogue, step.name),
    },
    faults.length > 0 ? 422 : 200,
  );
}
