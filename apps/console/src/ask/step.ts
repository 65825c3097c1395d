import { saidOf, type FieldFault, type Refusal } from '../services/refusal.js';
import type { Service } from '../services/service-client.js';
import { kindOf, type Catalogue } from '../page/catalogue.js';
import type { Content, Draft } from './draft.js';
import type { Form } from '../page/form.js';

/** What every step has around it. */
export interface Around {
  readonly service: Service;
  readonly catalogue: Catalogue;
  readonly draft: Draft;
  /** The query of the address. */
  readonly query: Form;
  /** The time, ms since 1970. */
  readonly now: number;
}

/** What a step's page shows beside what all of them show. */
export interface StepView {
  readonly title: string;
  readonly [name: string]: unknown;
}

/** What came of a form: what is kept now, or what is wrong with it. */
export type Taken =
  | { readonly draft: Draft; readonly faults?: undefined }
  | { readonly faults: readonly FieldFault[]; readonly draft?: undefined };

/** One question of the way to a request. */
export interface Step {
  /** Last part of its address. */
  readonly name: string;
  readonly template: string;
  /** Whether it is asked at all. */
  isAsked(content: Content, catalogue: Catalogue): boolean;
  /** Whether it is left to those who look for it. */
  isPassedOver?(content: Content): boolean;
  isAnswered(content: Content): boolean;
  /** `form` is what was typed before, where that was not taken. */
  view(around: Around, form: Form | undefined): Promise<StepView> | StepView;
  take(around: Around, form: Form): Promise<Taken> | Taken;
}

/** Steps without a condition are always asked. */
export const always = (): boolean => true;

/** Whether the kind asks another agency for items. */
export const asksForItems = (content: Content, catalogue: Catalogue): boolean =>
  kindOf(catalogue, content.kind)?.asksForItems === true;

/** The draft with other content. */
export const withContent = (draft: Draft, content: Partial<Content>): Draft => ({
  ...draft,
  content: { ...draft.content, ...content },
});

/** A refusal of the service beside a field: each fault at the field of its pointer, the rest at the `usual` one. */
export function refusedAt(
  refusal: Pick<Refusal, 'title' | 'faults' | 'because'>,
  usual: string,
  fields: Readonly<Record<string, string>> = {},
): { readonly faults: readonly FieldFault[] } {
  const { title, faults } = refusal;
  if (faults.length === 0) return { faults: [{ field: usual, text: title }] };
  return {
    faults: faults.map((one) => ({ field: fields[one.field] ?? usual, text: saidOf(one, refusal) })),
  };
}
