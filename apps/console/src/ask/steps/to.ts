import { partyText } from '../../page/catalogue.js';
import { fault, text, type Form } from '../../page/form.js';
import { askedOf, requestTo } from '../request.js';
import { always, refusedAt, withContent, type Around, type Step, type Taken } from '../step.js';
import { candidatesView, narrowingIn, needOf, partiesIn, type Ranking } from './candidates.js';

/** Most units that one need is offered to. */
const MOST = 20;
const STRATEGIES = ['one-after-another', 'ranked-parallel'];

/** Who is asked: one unit, or several. */
export const TO: Step = {
  name: 'who',
  template: 'ask/to.njk',
  isAsked: always,
  isAnswered: ({ to }) => to !== undefined,
  async view({ service, draft, catalogue, query }, form) {
    const narrowing = narrowingIn(query, catalogue);
    const done = await service.send<Ranking>('/candidates', needOf(draft, narrowing));
    const ranking = done.refusal ? { candidates: [] } : done.body;
    const view = candidatesView(draft, catalogue, { ranking, form, narrowing });
    return done.refusal ? { ...view, refused: done.refusal.title } : view;
  },
  take: takeTo,
};

/** The service says of each unit whether it may be asked for this at all. */
async function takeTo({ service, draft, catalogue }: Around, form: Form): Promise<Taken> {
  const to = partiesIn(form);
  if (!to || to.length === 0) return { faults: [fault('to', 'Select who you will ask')] };
  if (to.length > MOST) return { faults: [fault('to', `Select ${MOST} units or fewer`)] };
  const strategy = text(form, 'strategy');
  if (to.length > 1 && !STRATEGIES.includes(strategy))
    return { faults: [fault('strategy', 'Select how you will ask them')] };
  const asked = { ...askedOf(draft, catalogue), items: [] };
  for (const party of to) {
    const done = await service.send('/tasks/explain', requestTo(asked, party));
    if (!done.refusal) continue;
    const { faults } = refusedAt(done.refusal, 'to');
    return {
      faults: faults.map(({ field, text: says }) => ({
        field,
        text: `${partyText(catalogue, party)}: ${says}`,
      })),
    };
  }
  const { strategy: _before, ...content } = draft.content;
  return {
    draft: withContent({ ...draft, content }, { to, ...(to.length > 1 && { strategy }), told: false }),
  };
}
