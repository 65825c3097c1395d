import { CANCEL_REASONS, type FactNeeds } from '#domain';
import type { Words } from './dispatch.js';
import type { Said } from './said.js';
import type { Step } from './steps.js';

/** The instant of a minute of the scenario, ISO 8601. */
export type InstantOf = (minute: number) => string;

/** What of a step has a field of its own in the event that it becomes, and so does not stand in its note. */
export type Placed = 'slots' | 'promise' | 'condition' | 'reviewAt' | 'extra';

/** The free words of a step as one note, but for what has a place of its own. */
export function noteOf(step: Step, placed: readonly Placed[] = []): string | undefined {
  const { value, note, tried, slots, condition, promise, reviewAt, extra, atPlace } = step;
  const said = (name: Placed, words: string | undefined): string | undefined =>
    placed.includes(name) ? undefined : words;
  const roles = slots && Object.entries(slots).map(([role, state]) => `${role} ${state}`);
  const parts = [
    value,
    note,
    tried && `already tried: ${tried.join(', ')}`,
    said('slots', roles && `roles: ${roles.join(', ')}`),
    said('condition', condition && `on condition: ${condition}`),
    said('promise', promise?.text && `promise: ${promise.text}${until(promise.byMinute)}`),
    said('reviewAt', reviewAt === undefined ? undefined : `ask again at minute ${reviewAt}`),
    said('extra', extra),
    atPlace && `at: ${atPlace}`,
  ].filter((part) => typeof part === 'string');
  return parts.length > 0 ? parts.join('; ') : undefined;
}

const until = (minute: number | undefined): string => (minute === undefined ? '' : `, by minute ${minute}`);

/** What a step undertakes: its promise, and the condition of an acceptance. */
export function undertakingOf({ promise, condition }: Step, instant: InstantOf): Said {
  const text = [condition, promise?.text].filter((part) => typeof part === 'string').join('; ');
  if (text === '') return {};
  return {
    promise: { text, ...(promise?.byMinute !== undefined && { dueBy: instant(promise.byMinute) }) },
  };
}

/** The slots of which a step speaks. */
export const slotsOf = ({ slots }: Step): Said =>
  slots ? { slots: Object.entries(slots).map(([slot, state]) => ({ slot, state })) } : {};

/** A decline: its reason, its fact in words, and the facts in codes and times that the reason demands. */
export function declined(
  step: Step,
  needs: FactNeeds,
  instant: InstantOf,
): { readonly words: Words; readonly says: Said } {
  const { reason, extra, reviewAt, promise, wanted, to: [ask] = [] } = step;
  const demands = needs.flat();
  const time = reviewAt ?? promise?.byMinute;
  const facts = {
    ...(time !== undefined && demands.includes('available-at') && { availableAt: instant(time) }),
    ...((reviewAt !== undefined || (time !== undefined && demands.includes('review-at'))) && {
      reviewAt: instant(time ?? 0),
    }),
    ...(wanted && { items: wanted }),
    ...(ask && { ask }),
  };
  return {
    words: { note: noteOf(step, ['reviewAt', 'extra']), reason, fact: extra },
    says: Object.keys(facts).length > 0 ? { facts } : {},
  };
}

/** Other terms: from when, and on which condition. */
export function countered(step: Step, instant: InstantOf): { readonly words: Words; readonly says: Said } {
  const { condition, extra, promise, reviewAt } = step;
  const time = reviewAt ?? promise?.byMinute;
  const fact = [condition, extra, promise?.text].filter((part) => typeof part === 'string').join('; ');
  return {
    words: {
      note: noteOf(step, ['condition', 'extra', 'promise', 'reviewAt']),
      ...(fact !== '' && { fact }),
    },
    says: time === undefined ? {} : { startBy: instant(time) },
  };
}

/** A withdrawal: a reason that is no code of the closed list is said in words. */
export function withdrawn(step: Step): Words {
  const code = CANCEL_REASONS.find((known) => known === step.reason);
  return {
    note: withReason(step, code === undefined ? step.reason : undefined),
    reason: code ?? 'no-longer-needed',
  };
}

/** A note with a reason in free words. */
export function withReason(step: Step, reason: string | undefined): string | undefined {
  const parts = [reason, noteOf(step)].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join('; ') : undefined;
}
