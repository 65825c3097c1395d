import { partyValue, type Party } from '../page/catalogue.js';
import type { Draft } from './draft.js';
import type { Around } from './step.js';
import { needOf, type Ranking } from './steps/candidates.js';
import { withKind } from './steps/kind.js';
import { withCase } from './steps/whom.js';

/** What somebody asks for who begins at a gap. */
export interface Gap {
  readonly caseId: string;
  /** Code of the item. */
  readonly item: string;
}

const ANYBODY = { ageGroup: '', language: '', area: '' };

/**
 * A request for one item about a person whom one's agency knows: for whom and what is settled, the item and the best unit of
 * an agency that holds it are selected on their pages as if somebody had typed them, and can be changed there. The draft
 * stays as it is where one's agency may ask for no items. Throws ServiceRefused where there is no such case.
 */
export async function wantedDraft(around: Around, { caseId, item }: Gap): Promise<Draft> {
  const { draft, catalogue } = around;
  const kind = catalogue.kinds.find(({ asksForItems }) => asksForItems);
  if (!kind) return draft;
  const asked = withKind(await withCase(around, caseId), kind.code);
  const holders = catalogue.items.find(({ code }) => code === item)?.heldBy ?? [];
  const to = await bestUnit(
    { ...around, draft: asked },
    (agency) => agency !== catalogue.agency && holders.includes(agency) && kind.mayBeAsked.includes(agency),
  );
  return { ...asked, content: { ...asked.content, typed: typedFor(item, to) } };
}

async function bestUnit(
  { service, draft }: Pick<Around, 'service' | 'draft'>,
  isHolder: (agency: string) => boolean,
): Promise<Party | undefined> {
  const { body } = await service.send<Ranking>('/candidates', needOf(draft, ANYBODY));
  return body?.candidates.find(({ unit }) => isHolder(unit.agency))?.unit;
}

/** The unit stands in the list of those that could take it now, or else among the others: one of the two fields finds it. */
const typedFor = (item: string, to: Party | undefined): NonNullable<Draft['content']['typed']> => ({
  items: { wanted: item },
  ...(to && { who: { to: partyValue(to), other: partyValue(to), strategy: 'one-after-another' } }),
});
