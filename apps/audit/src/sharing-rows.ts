import type { DisclosureRefusedData, ItemData, LedgerEvent, OverrideData, TaskLedgerEvent } from '#contracts';
import type { OverrideClause, SharingAgreement } from '#domain';
import type { DisclosedItem, OverrideFacts, RefusedDisclosures, Remark } from '#storage';

const MINUTE_MS = 60_000;

/** The row of an item: codes, ids, times and its commitment. */
export function itemOf(item: ItemData): DisclosedItem {
  const { code, state, absent, sourcekind, obtainedat, confidence, rule, ruleversion, basis } = item;
  const { stage, way, expectedby, finder, searchedat, heldby, originator, via, corrects, commitment } = item;
  return {
    item: code,
    category: state === 'withheld' ? 'withheld' : absent === undefined ? 'value' : 'absent',
    state,
    ...given({ absent, sourceKind: sourcekind, obtainedAt: obtainedat, confidence }),
    rule,
    ruleVersion: ruleversion,
    basis,
    stage,
    way,
    ...given({ expectedBy: expectedby, finderAgency: finder?.agency, finderUnit: finder?.unit }),
    ...given({ searchedAt: searchedat, heldBy: heldby, originator, via, corrects }),
    commitment,
  };
}

/** What a task event says about events before it; undefined when it says nothing of that kind. */
export function remarkOf(event: TaskLedgerEvent): Remark | undefined {
  switch (event.type) {
    case 'concordat.task.recalled.v1': {
      const told = event.data.recalls.map(({ event: eventId, item }) => ({ eventId, item }));
      return { is: 'recalled', reason: event.data.reason, told };
    }
    case 'concordat.task.acknowledged.v1':
      return { is: 'acknowledged', events: event.data.events };
    case 'concordat.task.reviewed.v1':
      return { is: 'reviewed', override: event.data.override, finding: event.data.finding };
    case 'concordat.task.identified.v1':
      return { is: 'identified', identity: event.data.identity };
    default:
      return undefined;
  }
}

/**
 * The override of an event that stood on the ledger at `recordedAt`, with what the agreements that it names want
 * afterwards: reviewed by the earliest of their times, by a role that all their clauses list.
 */
export function overrideOf(
  override: OverrideData,
  items: readonly ItemData[],
  agreements: readonly SharingAgreement[],
  recordedAt: Date,
): OverrideFacts {
  const rules = new Set(items.flatMap(({ way, rule }) => (way === 'overridden' ? [rule] : [])));
  const clauses = agreements.flatMap(({ overrides }) => overrides).filter(({ code }) => rules.has(code));
  return {
    reason: override.reason,
    authorisedBy: override.authorisedby,
    authorisedRole: override.authorisedrole,
    until: override.until,
    ...dueIn(clauses, recordedAt),
    reviewers: reviewersIn(clauses),
  };
}

function dueIn(clauses: readonly OverrideClause[], recordedAt: Date): { readonly dueBy?: string } {
  if (clauses.length === 0) return {};
  const minutes = Math.min(...clauses.map(({ reviewWithinMinutes }) => reviewWithinMinutes));
  return { dueBy: new Date(recordedAt.getTime() + minutes * MINUTE_MS).toISOString() };
}

function reviewersIn(clauses: readonly OverrideClause[]): readonly string[] {
  const [first, ...others] = clauses.map(({ reviewedBy }) => reviewedBy);
  return (first ?? []).filter((role) => others.every((roles) => roles.includes(role)));
}

/** What an agency reports as not let through; undefined for any other event. */
export function refusedIn(event: LedgerEvent): RefusedDisclosures | undefined {
  if (event.type !== 'concordat.disclosure.refused.v1') return undefined;
  const { direction, other, kind, taskid, caseid, eventid, items }: DisclosureRefusedData = event.data;
  return {
    direction,
    other,
    ...given({ kind, taskId: taskid, caseId: caseid, toldBy: eventid, mode: event.mode }),
    items: items.map(({ code, why }) => ({ item: code, why })),
  };
}

/** The same object without the parts that are undefined. */
function given<T extends object>(parts: T): { [Name in keyof T]?: NonNullable<T[Name]> } {
  const found = Object.entries(parts).filter(([, value]) => value !== undefined);
  return Object.fromEntries(found) as { [Name in keyof T]?: NonNullable<T[Name]> };
}
