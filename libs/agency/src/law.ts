import { warningsOf, type LawRule, type LawSituation, type SaidOfItem } from '#domain';
import type { Draft, Plan } from './plan.js';
import type { Warned } from './wish.js';

/** What the rules of law say of a step; there is no such thing where none warns. */
export interface LawSaid {
  /** For whoever takes the step: by all that is said with it, and by what is known beside it. */
  readonly told: readonly Warned[];
  /**
   * Codes of those that the event records for ever: not the ones that rest on a value which does not go with the event, since
   * the code would tell it.
   */
  readonly recorded: readonly string[];
}

/** What the rules say of a decided step and of what goes with it. They stand in the way of nothing. */
export function lawOn(draft: Draft, { go }: Plan, rules: readonly LawRule[]): LawSaid | undefined {
  const told = warnedOf(draft, rules);
  if (told.length === 0) return undefined;
  const { items, known = [] } = draft.wish;
  const goes = new Set(go.map(({ statement }) => statement.code));
  const withoutRest = items.map((item) => (goes.has(item.code) ? item : withoutValue(item)));
  // Of a task that goes on both parties were told what is known; of a request nobody was told yet.
  const before = draft.task === undefined ? known.map(withoutValue) : known;
  const open = warningsOf(rules, situationOf(draft, [...before, ...withoutRest]), draft.event.at);
  const recorded = told.map(({ code }) => code).filter((code) => open.some((one) => one.code === code));
  return { told, recorded };
}

/** The rules that warn whoever takes the step. */
export function warnedOf(draft: Draft, rules: readonly LawRule[]): readonly Warned[] {
  const { items, known = [] } = draft.wish;
  const situation = situationOf(draft, [...known, ...items]);
  return warningsOf(rules, situation, draft.event.at).map(({ code, says, source }) => ({
    code,
    says,
    source,
  }));
}

/** The rules that a recorded event names, as this directory has them; one that it does not have is left out. */
export const warnedBefore = (codes: readonly string[], rules: readonly LawRule[]): readonly Warned[] =>
  codes.flatMap((named) =>
    rules.filter(({ code }) => code === named).map(({ code, says, source }) => ({ code, says, source })),
  );

const withoutValue = ({ code, state }: SaidOfItem): SaidOfItem => ({ code, state });

function situationOf({ wish, event, task }: Draft, items: readonly SaidOfItem[]): LawSituation {
  const about = event.type === 'requested' ? event : task;
  if (!about) throw new Error('an event without a task');
  const step: string = event.type;
  const reason = 'reason' in event ? event.reason : undefined;
  return {
    kind: about.kind,
    step,
    asker: about.asker,
    performer: about.performer,
    actorRole: wish.actor.role,
    items,
    ...('outcome' in event && { outcome: event.outcome }),
    ...(reason !== undefined && { [step === 'clock-extended' ? 'extensionReason' : 'reason']: reason }),
    ...(task?.slots && { slots: task.slots }),
  };
}
