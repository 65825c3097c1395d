import { fault, text, type Form } from '../../page/form.js';
import type { Content, Draft } from '../draft.js';
import type { SaidItem } from '../../item/said-item.js';
import { always, refusedAt, type Around, type Step, type StepView, type Taken } from '../step.js';
import { heldIn, type CaseAnswer } from '../../item/held.js';

/** What the service answers to GET /cases. */
interface CaseList {
  readonly cases: readonly ListedCase[];
}

/** A case in the list of one's own. */
export interface ListedCase {
  readonly caseId: string;
  readonly mode: string;
  readonly name?: string;
  readonly alias?: string;
  readonly openTasks: number;
}

const OF_CASE = 'case:';
const NAME_MAX = 200;

/** What the person of a case is called: the name, or else the alias. */
export const calledIn = ({ name, alias }: Pick<ListedCase, 'name' | 'alias'>): string =>
  name ?? alias ?? 'A person without a name';

/** The question for whom: cases of one's own first, then a new person with or without a name. */
export function whomView(
  { caseId, content: { whom, mode } }: Draft,
  cases: readonly ListedCase[],
  { form, asked }: { readonly form?: Form | undefined; readonly asked: string },
): StepView {
  const before = whom?.kind === 'case' && caseId !== undefined ? `${OF_CASE}${caseId}` : whom?.kind;
  const chosen = form ? text(form, 'whom') : (before ?? (asked === '' ? '' : `${OF_CASE}${asked}`));
  return {
    title: 'Who needs help?',
    cases: cases
      .filter((one) => one.mode === mode)
      .map((one) => ({
        value: `${OF_CASE}${one.caseId}`,
        text: calledIn(one),
        hint: { text: hintOf(one) },
        checked: chosen === `${OF_CASE}${one.caseId}`,
      })),
    chosen,
    name: form ? text(form, 'name') : whom?.kind === 'named' ? whom.called : '',
  };
}

function hintOf({ name, alias, openTasks }: ListedCase): string {
  const also = name !== undefined && alias !== undefined ? `Also called ${alias}. ` : '';
  return `${also}${openTasks === 0 ? 'No open task' : openTasks === 1 ? '1 open task' : `${openTasks} open tasks`}.`;
}

/** Whose details must not be told of another person: what was said so far goes when the person changes. */
const begun = (content: Content): Content => {
  const { whom: _w, items: _i, held: _h, differing: _d, told: _t, note: _n, ...rest } = content;
  return rest;
};

const isSame = ({ caseId, content }: Draft, kind: string, other: string): boolean =>
  content.whom?.kind === kind && (kind === 'named' ? content.whom.called : caseId) === other;

async function takeNamed({ draft }: Around, form: Form): Promise<Taken> {
  const name = text(form, 'name');
  if (name === '') return { faults: [fault('name', 'Enter the name of the person')] };
  if (name.length > NAME_MAX)
    return { faults: [fault('name', `The name must be ${NAME_MAX} characters or fewer`)] };
  if (isSame(draft, 'named', name)) return { draft };
  const { caseId: _old, ...rest } = draft;
  const items: Record<string, SaidItem> = { 'full-name': { state: 'known', value: name } };
  return {
    draft: { ...rest, content: { ...begun(draft.content), whom: { kind: 'named', called: name }, items } },
  };
}

/** The alias is made by the service, in a case file of its own. */
async function takeUnnamed({ draft, service }: Around): Promise<Taken> {
  if (draft.content.whom?.kind === 'unnamed') return { draft };
  const { mode } = draft.content;
  const done = await service.send<{ readonly caseId: string; readonly alias?: string }>('/cases', {
    mode,
    unit: draft.unit,
  });
  if (done.refusal) return refusedAt(done.refusal, 'whom');
  const { caseId, alias } = done.body;
  const called = calledIn({ ...(alias !== undefined && { alias }) });
  const items: Record<string, SaidItem> =
    alias === undefined ? {} : { alias: { state: 'known', value: alias } };
  return {
    draft: {
      ...draft,
      caseId,
      content: { ...begun(draft.content), whom: { kind: 'unnamed', called }, items },
    },
  };
}

/** The draft for the person of a case, with what its file holds. Throws ServiceRefused where there is no such case. */
export async function withCase(
  { draft, service, catalogue }: Pick<Around, 'draft' | 'service' | 'catalogue'>,
  caseId: string,
): Promise<Draft> {
  if (isSame(draft, 'case', caseId)) return draft;
  const known = await service.get<CaseAnswer>(`/cases/${encodeURIComponent(caseId)}`);
  const { name, alias, items, held, differing } = heldIn(known, catalogue.agency);
  const called = calledIn({ ...(name !== undefined && { name }), ...(alias !== undefined && { alias }) });
  return {
    ...draft,
    caseId,
    content: { ...begun(draft.content), whom: { kind: 'case', called }, items, held, differing },
  };
}

/** For whom something is asked. */
export const WHOM: Step = {
  name: 'whom',
  template: 'ask/whom.njk',
  isAsked: always,
  isAnswered: ({ whom }) => whom !== undefined,
  async view({ service, draft, query }, form) {
    const { cases } = await service.get<CaseList>('/cases', { limit: 15 });
    const asked = text(query, 'case');
    const isListed = asked === '' || cases.some(({ caseId }) => caseId === asked);
    const other = isListed ? [] : [await namedCase(asked, service)];
    return whomView(draft, [...other, ...cases], { form, asked });
  },
  async take(around, form) {
    const chosen = text(form, 'whom');
    if (chosen === 'named') return takeNamed(around, form);
    if (chosen === 'unnamed') return takeUnnamed(around);
    if (chosen.startsWith(OF_CASE)) return { draft: await withCase(around, chosen.slice(OF_CASE.length)) };
    return { faults: [fault('whom', 'Select who needs help')] };
  },
};

async function namedCase(caseId: string, service: Around['service']): Promise<ListedCase> {
  const known = await service.get<CaseAnswer>(`/cases/${encodeURIComponent(caseId)}`);
  const { name, alias } = heldIn(known, '');
  const mode = known.file?.mode ?? known.tasks.find(({ task }) => task)?.task?.mode ?? '';
  return {
    caseId,
    mode,
    openTasks: known.tasks.length,
    ...(name !== undefined && { name }),
    ...(alias !== undefined && { alias }),
  };
}
