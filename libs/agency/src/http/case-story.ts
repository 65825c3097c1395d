import {
  comparable,
  identityOf,
  type IdentityHistory,
  type IdentityNotice,
  type IdentityStep,
  type ItemStatement,
  type Said,
} from '#domain';
import { senderOf, statementFrom, statementOf, unitOf, type ItemData } from '#contracts';
import type { CaseEntry } from '#storage';
import type { ShownEvent } from './known-items.js';
import { isOwnWord, tasksWithin, type TasksWithin } from '../own-word.js';

/** A statement of a case, with where it is found again. */
export interface SaidHere extends Said {
  /** The task on which it was told, if it was. */
  readonly taskId?: string;
  /** The unit of the agency that said it. */
  readonly unit: string;
}

/** All that an agency holds of one case. */
export interface CaseStory {
  /** Code of the agency whose story it is. */
  readonly agency: string;
  /** Of its own case file, oldest first. */
  readonly entries: readonly CaseEntry[];
  /** Of every task of the case. */
  readonly events: readonly ShownEvent[];
}

/** Reasons of a recall after which also the agency that recalls does not hold it for true any more. */
const NOT_SO: readonly string[] = ['incorrect', 'wrong-person'];

/**
 * Everything that was said in a case and not recalled, oldest first: by this agency what stands in its case file, by the
 * others what their events told.
 */
export function saidIn(story: CaseStory): readonly SaidHere[] {
  const within = tasksWithin(story.events);
  const filed = story.entries.flatMap((entry) => ownSaid(entry, story.agency));
  const own = filed.filter((one) => !isPutRight(one, { filed, events: story.events, within }));
  const received = story.events
    .filter(({ event }) => senderOf(event) !== story.agency)
    .flatMap((event) => saidBy(event));
  const said = [...own, ...received].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const recalls = [
    ...recallsIn(story.events),
    ...story.entries.flatMap((entry) => filedRecall(entry, story.agency)),
  ];
  return said.filter((one) => !recalls.some((recall) => isRecalled(one, recall, { ...story, within })));
}

/** Every step on the identity of the person, oldest first: the agency's own as its file has it, the others' as told. */
export function identityNoticesIn({ agency, entries, events }: CaseStory): readonly IdentityNotice[] {
  const own = entries.flatMap(({ entry, at, fromAgency }): IdentityNotice[] =>
    fromAgency === agency && entry['identity'] !== undefined
      ? [ownNotice(entry as unknown as FiledIdentity, agency, at)]
      : [],
  );
  const told = events.flatMap((shown): IdentityNotice[] => {
    const by = senderOf(shown.event);
    if (shown.event.type !== 'concordat.task.identified.v1' || by === agency) return [];
    const items = saidBy(shown).map(({ statement }) => statement);
    return [{ step: shown.event.data.identity as IdentityStep, by, at: iso(shown.recordedAt), items }];
  });
  return [...own, ...told].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** How a case file keeps that items of its own are not so, where no event says it. */
export interface FiledRecall {
  readonly recalled: readonly string[];
  readonly reason: string;
}

/** Who the person of a case is, by all that this agency holds; `generated` is the alias of its own file. */
export const identityIn = (story: CaseStory, generated: string | undefined): IdentityHistory =>
  identityOf(aliasesIn(generated, saidIn(story)), identityNoticesIn(story));

/** How a case file keeps a step on the identity. */
export interface FiledIdentity {
  readonly identity: IdentityStep;
  readonly items: readonly ItemStatement[];
}

/** Every temporary name of the person, oldest first, each once: the generated one leads. */
export function aliasesIn(generated: string | undefined, said: readonly Said[]): readonly string[] {
  const stated = said
    .filter(({ statement }) => statement.code === 'alias')
    .flatMap(({ statement }) => [statement.value].flat())
    .filter((value) => typeof value === 'string');
  return [...new Set([...(generated === undefined ? [] : [generated]), ...stated])];
}

/** The items that an event told, without those that were not let in. */
export function saidBy({ event, content, eventId, recordedAt }: ShownEvent): SaidHere[] {
  const items = (event.data as { items?: ItemData[] }).items ?? [];
  return items.flatMap((item, index): SaidHere[] => {
    const sealed = content.items?.[index];
    if (!sealed || 'refused' in sealed) return [];
    return [
      {
        statement: statementFrom(item, sealed),
        from: senderOf(event),
        at: iso(recordedAt),
        eventId,
        taskId: event.subject,
        unit: unitOf(event),
        ...(item.corrects && { corrects: item.corrects }),
      },
    ];
  });
}

function ownSaid({ item, entry, fromAgency, at, by }: CaseEntry, agency: string): SaidHere[] {
  if (item === undefined || fromAgency !== agency) return [];
  const { eventId, taskId, corrects } = entry as { eventId?: string; taskId?: string; corrects?: string };
  return [
    {
      statement: statementOf(item, entry),
      from: agency,
      // Entries of one call are stored in one transaction and so have one time.
      at: iso(at),
      unit: by.unit,
      ...(eventId && { eventId }),
      ...(taskId && { taskId }),
      ...(corrects && { corrects }),
    },
  ];
}

/**
 * Whether this agency put its own statement right later: a correction names the event that told the item, and what stood in
 * the file before with the value of then is no longer so, also where it was told from the file and names no event itself.
 */
function isPutRight(
  one: SaidHere,
  {
    filed,
    events,
    within,
  }: {
    readonly filed: readonly SaidHere[];
    readonly events: readonly ShownEvent[];
    readonly within: TasksWithin;
  },
): boolean {
  const value = comparable(one.statement.value);
  return filed.some((correction) => {
    const { statement, corrects, at } = correction;
    if (corrects === undefined || statement.code !== one.statement.code || at <= one.at) return false;
    if (!isOwnWord(one, correction, within)) return false;
    const told = events.filter(({ eventId }) => eventId === corrects).flatMap(saidBy);
    return told.some(
      ({ statement: before }) => before.code === statement.code && comparable(before.value) === value,
    );
  });
}

interface RecallHere {
  readonly by: string;
  readonly unit: string;
  /** The task on which it was said; none where the case file alone says it. */
  readonly taskId?: string;
  readonly at: number;
  readonly reason: string;
  readonly event: string;
  readonly item: string;
}

function recallsIn(events: readonly ShownEvent[]): RecallHere[] {
  return events.flatMap(({ event, recordedAt }): RecallHere[] => {
    if (event.type !== 'concordat.task.recalled.v1') return [];
    const { recalls, reason } = event.data;
    const from = { by: senderOf(event), unit: unitOf(event), taskId: event.subject };
    const about = { ...from, at: new Date(recordedAt).getTime(), reason };
    return recalls.map(({ event: told, item }) => ({ ...about, event: told, item }));
  });
}

function filedRecall({ entry, at, fromAgency, by }: CaseEntry, agency: string): RecallHere[] {
  const { recalled, reason } = entry as Partial<FiledRecall>;
  if (fromAgency !== agency || !recalled || reason === undefined) return [];
  const about = { by: agency, unit: by.unit, at: new Date(at).getTime(), reason, event: '' };
  return recalled.map((item) => ({ ...about, item }));
}

function isRecalled(
  one: SaidHere,
  recall: RecallHere,
  { agency, within }: { readonly agency: string; readonly within: TasksWithin },
): boolean {
  const { statement, from, at, eventId } = one;
  if (recall.by !== from || recall.item !== statement.code) return false;
  if (from !== agency) return recall.event === eventId;
  if (!isOwnWord(one, recall, within)) return false;
  return NOT_SO.includes(recall.reason) && Date.parse(at) <= recall.at;
}

const ownNotice = ({ identity, items }: FiledIdentity, by: string, at: string): IdentityNotice => ({
  step: identity,
  by,
  at: iso(at),
  items,
});

const iso = (at: string | Date): string => new Date(at).toISOString();
