import type { Catalogue } from '../page/catalogue.js';
import type { Draft } from './draft.js';
import type { Step } from './step.js';
import { KIND } from './steps/kind.js';
import { NOTE } from './steps/note.js';
import { TELEPHONE } from './steps/telephone.js';
import { TELL } from './steps/tell.js';
import { TO } from './steps/to.js';
import { URGENCY } from './steps/urgency.js';
import { WANTED } from './steps/wanted.js';
import { WHOM } from './steps/whom.js';

/** The questions on the way to a request, in their order. */
const STEPS: readonly Step[] = [WHOM, KIND, WANTED, URGENCY, TO, TELL, NOTE, TELEPHONE];

/** Those that this draft has. */
export const stepsOf = ({ content }: Draft, catalogue: Catalogue): readonly Step[] =>
  STEPS.filter((step) => step.isAsked(content, catalogue));

/** The address of the first question without an answer, or else of the page on which everything is checked. */
export function nextAddress(draft: Draft, catalogue: Catalogue): string {
  const open = stepsOf(draft, catalogue).find((step) => !step.isAnswered(draft.content));
  return `/ask/${draft.id}/${open?.name ?? 'check'}`;
}

/** Where "Back" leads from a question, and which of how many it is. */
export function placeOf(draft: Draft, catalogue: Catalogue, name: string) {
  const steps = stepsOf(draft, catalogue);
  const at = steps.findIndex((step) => step.name === name);
  const before = steps[at - 1];
  return {
    back: before ? `/ask/${draft.id}/${before.name}` : '/ask',
    number: at + 1,
    of: steps.filter((step) => !step.isPassedOver?.(draft.content)).length,
  };
}

/** Whether everything before this question is answered, so that it can be asked. */
export const isReached = (draft: Draft, catalogue: Catalogue, name: string): boolean => {
  const steps = stepsOf(draft, catalogue);
  const at = steps.findIndex((step) => step.name === name);
  return at >= 0 && steps.slice(0, at).every((step) => step.isAnswered(draft.content));
};
