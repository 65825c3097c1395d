import type { Person } from '#access';
import type { Read } from '../audit-service.js';
import { leafAddress, readingNote } from '../reading-note.js';
import { becameOf, saidOf, wayOf, type Becoming } from '../search/disclosure-rows.js';
import { shownEntry } from '../times.js';
import { capital, plain } from '../../page/code-words.js';
import type { PartyCodes, Words } from '../words.js';
import { saysOf, shortType } from './event-words.js';
import { factsIn } from './said-facts.js';
import type { StoryEntry, StoryItem } from './story-entry.js';

/** What is read of a task's story, as the audit service gives it. */
export interface TaskStory {
  readonly task: {
    readonly id: string;
    readonly case: string;
    readonly mode: string;
    readonly kind: string | null;
    readonly urgency: string | null;
  };
  readonly asker: PartyCodes;
  readonly performer: PartyCodes;
  readonly events: readonly ToldEvent[];
}

interface ToldEvent {
  readonly leafIndex: number;
  readonly version: number;
  readonly recordedAt: string;
  /** When it was agreed, where that was before it was recorded. */
  readonly occurredAt: string | null;
  readonly type: string;
  readonly from: PartyCodes;
  readonly to: PartyCodes;
  readonly actor: { readonly role: string; readonly type: string; readonly employer?: string };
  readonly says: Readonly<Record<string, unknown>>;
  readonly items: readonly ToldItem[];
}

interface ToldItem extends Becoming {
  readonly item: string;
  readonly category: string;
  readonly state: string;
  readonly absent: string | null;
  readonly rule: string;
  readonly way: string | null;
  readonly originator: string | null;
}

/** A task's story as its template shows it. */
export interface TaskStoryView {
  readonly title: string;
  readonly facts: readonly { readonly name: string; readonly text: string }[];
  readonly caseSearch: string;
  readonly entries: readonly StoryEntry[];
  readonly [name: string]: unknown;
}

/** The story of a task: one entry for each event, in version order. */
export function taskStoryView(
  { body, leaf }: Read<TaskStory>,
  { words, person }: { readonly words: Words; readonly person: Pick<Person, 'role'> },
): TaskStoryView {
  const { task, asker, performer, events } = body;
  return {
    title: `Story of a task: ${words.kind(task.kind)}`,
    facts: [
      { name: 'Asked by', text: words.party(asker) },
      { name: 'Asked of', text: words.party(performer) },
      ...(task.urgency === null ? [] : [{ name: 'Urgency', text: words.any(task.urgency) }]),
      { name: 'Mode', text: capital(plain(task.mode)) },
      { name: 'Task', text: task.id },
      { name: 'Case', text: task.case },
    ],
    caseSearch: `/audit/search?case=${task.case}`,
    entries: events.map((event) => entryOf(event, task.kind, words)),
    reading: readingNote(leaf, person),
  };
}

function entryOf(event: ToldEvent, kind: string | null, words: Words): StoryEntry {
  const { type, from, actor, says, leafIndex, items } = event;
  const { kind: _kind, ...others } = says;
  const verb = saysOf(type);
  const employer = actor.employer === undefined ? '' : `, employed by ${words.any(actor.employer)}`;
  return {
    title: `${words.party(from)} ${shortType(type) === 'requested' ? `${verb}: ${words.kind(kind)}` : verb}`,
    byline: `${words.role(actor.role)}${actor.type === 'system' && actor.role !== 'service' ? ' (a system)' : ''}${employer}`,
    at: shownEntry({ at: event.recordedAt, occurredAt: event.occurredAt }),
    facts: factsIn(others, words),
    items: items.map((item) => itemOf(item, words)),
    notes: [],
    proof: { leaf: leafIndex, href: leafAddress(leafIndex) },
  };
}

function itemOf(item: ToldItem, words: Words): StoryItem {
  return {
    name: words.item(item.item),
    said: saidOf(item, words),
    ground: `${wayOf(item, words)}, under ${item.rule}`,
    became: becameOf(item),
    notes: [],
  };
}
