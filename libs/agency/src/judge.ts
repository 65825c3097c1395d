import {
  coverOf,
  coverUnderOverride,
  isCovered,
  passageOf,
  stagesUpTo,
  type AgreementIndex,
  type Cover,
  type Passage,
  type RefusedItemReason,
} from '#domain';
import { fromWire, type ItemData, type TaskLedgerEvent } from '#contracts';
import type { Arrival, Judgement } from '#storage';

/**
 * Judges what another agency sent by the agreements of the directory version that its event names. An item that no
 * promise covers, or that names another promise than the one that covers it, is taken out before anybody sees it: its
 * reason stands in its place. The event itself counts, since the task's order is the same for everybody.
 */
export function judgeArrival(arrival: Arrival, agreements: AgreementIndex): Judgement {
  const { event, content, task } = arrival;
  const items = itemsOf(event);
  const passage = passageOf(fromWire(event), task, Date.parse(event.time));
  if (items.length === 0 || !passage) return { content, refused: [] };
  const faults = items.map((item) => whyNot(item, { arrival, passage, agreements }));
  const refused = items.flatMap(({ code }, index) => {
    const why = faults[index];
    return why ? [{ code, why }] : [];
  });
  if (refused.length === 0) return { content, refused };
  const kept = (content.items ?? []).map((item, index) => {
    const why = faults[index];
    return why ? { refused: why } : item;
  });
  return { content: { ...content, items: kept }, refused };
}

interface Ground {
  readonly arrival: Arrival;
  readonly passage: Passage;
  readonly agreements: AgreementIndex;
}

function whyNot(item: ItemData, ground: Ground): RefusedItemReason | undefined {
  // Who told an item has to put it right with whoever was told, also when the promise has ended since (UK GDPR article 19).
  if (isSamePromise(item, ground.arrival)) return undefined;
  const found = item.way === 'overridden' ? byOverride(item, ground) : byRule(item, ground);
  if (!isCovered(found)) return found.why;
  return namesPromise(item, found) ? undefined : 'no-agreement';
}

function byRule(item: ItemData, { arrival, passage, agreements }: Ground): ReturnType<typeof coverOf> {
  if (arrival.event.type !== 'concordat.task.corrected.v1') return coverOf(agreements, passage, item);
  const told = item.corrects && arrival.toldBefore(item.corrects, item.code);
  return told ? coverOf(agreements, passage, item, stagesUpTo(told.stage)) : { why: 'no-agreement' };
}

function isSamePromise(item: ItemData, { event, toldBefore }: Arrival): boolean {
  if (event.type !== 'concordat.task.corrected.v1' || !item.corrects) return false;
  const told = toldBefore(item.corrects, item.code);
  if (!told || told.originator !== item.originator) return false;
  const { rule, ruleversion, basis, stage, way } = told;
  return namesPromise(item, {
    rule,
    version: ruleversion,
    basis,
    stage,
    way: way as Cover['way'],
    agreement: '',
  });
}

function byOverride(item: ItemData, { arrival, passage, agreements }: Ground): ReturnType<typeof coverOf> {
  const { override } = arrival.event.data as { override?: { authorisedrole: string; until: string } };
  if (!override) return { why: 'override-not-allowed' };
  return coverUnderOverride(agreements, passage, item, {
    authorisedRole: override.authorisedrole,
    until: Date.parse(override.until),
    recordedAt: Date.parse(arrival.recordedAt),
  });
}

const namesPromise = (item: ItemData, { rule, version, basis, stage, way }: Cover): boolean =>
  item.rule === rule &&
  item.ruleversion === version &&
  item.basis === basis &&
  item.stage === stage &&
  item.way === way;

const itemsOf = (event: TaskLedgerEvent): readonly ItemData[] =>
  (event.data as { items?: ItemData[] }).items ?? [];
