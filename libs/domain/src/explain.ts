import type { RefusedItemReason } from './agreements.js';
import { isInForce, speaksOf, type AgreementIndex } from './agreement-index.js';
import type { Passage } from './passage.js';
import { coverBy, coverOf, isCovered, mayPassOn, type Cover, type SharedItem } from './sharing.js';
import type { TaskStatus } from './task.js';

/** When an item would be told. */
export const TELLING_TIMES = ['now', 'on-acceptance', 'on-arrival', 'on-request', 'never'] as const;

/** One of {@link TELLING_TIMES}. */
export type TellingTime = (typeof TELLING_TIMES)[number];

/** What would become of one item, under which promise, or why it would never go. */
export interface Explained extends Partial<Omit<Cover, 'way'>> {
  readonly code: string;
  readonly when: TellingTime;
  readonly why?: RefusedItemReason;
}

/** The dry run: what would be told when, under which rule, if the request were made so. Changes nothing. */
export function explainItems(
  index: AgreementIndex,
  passage: Passage,
  items: readonly SharedItem[],
): readonly Explained[] {
  return items.map((item) => explain(index, passage, item));
}

const LATER: readonly (readonly [TellingTime, TaskStatus])[] = [
  ['on-acceptance', 'accepted'],
  ['on-arrival', 'in-progress'],
];

function explain(index: AgreementIndex, passage: Passage, item: SharedItem): Explained {
  const { code } = item;
  const now = coverOf(index, passage, item);
  if (isCovered(now)) return { code, when: 'now', ...promiseOf(now) };
  for (const [when, status] of LATER) {
    const later = coverOf(index, { ...passage, status }, item);
    if (isCovered(later)) return { code, when, ...promiseOf(later) };
  }
  const asked = (index.onRequest.get(code) ?? []).find(
    (rule) => speaksOf(rule, passage) && isInForce(rule, passage.at) && mayPassOn(rule, passage, item),
  );
  if (asked) return { code, when: 'on-request', ...promiseOf(coverBy(asked, 'on-request', 'pulled')) };
  return { code, when: 'never', why: now.why };
}

function promiseOf({ rule, agreement, version, basis, stage }: Cover): Omit<Cover, 'way'> {
  return { rule, agreement, version, basis, stage };
}
