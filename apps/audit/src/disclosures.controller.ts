import { Controller, Get, Inject, Param, Query as QueryOf } from '@nestjs/common';
import { readJws } from '#contracts';
import type { AuditStore, DisclosureRow, StoryEvent, TaskStory } from '#storage';
import { readId, readSearch, type Query } from './parameters.js';
import { Problem } from './problem.js';
import { STORE } from './provided.js';
import { Needs } from './token.guard.js';

/** What travelled between whom: for auditors. */
@Controller()
@Needs('auditor')
export class DisclosuresController {
  constructor(@Inject(STORE) private readonly store: AuditStore) {}

  /** Items that fit every given parameter, by leaf index; `next` goes into `after` for the rows behind them. */
  @Get('disclosures')
  async search(
    @QueryOf() query: Query,
  ): Promise<{ readonly rows: readonly DisclosureRow[]; readonly next?: string }> {
    const { filter, limit, after } = readSearch(query);
    const found = await this.store.records.search(filter, limit + 1, after);
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return { rows, ...(last ? { next: `${last.leafIndex}.${last.place}` } : {}) };
  }

  /** Who tasked whom for what, and everything that was said, in version order. 404 for a task the log does not know. */
  @Get('tasks/:id/story')
  async story(@Param('id') id: string): Promise<object> {
    const story = await this.store.records.story(readId('id', id));
    if (!story) throw new Problem(404, 'The log holds nothing of this task');
    return tellStory(story);
  }
}

function tellStory({ task, events, disclosures }: TaskStory): object {
  return {
    task: { id: task.taskId, case: task.caseId, mode: task.mode, kind: task.kind, urgency: task.urgency },
    asker: { agency: task.asker, unit: task.askerUnit },
    performer: { agency: task.performer, unit: task.performerUnit },
    events: events.map((event) => tellEvent(event, task, disclosures)),
  };
}

function tellEvent(
  event: StoryEvent,
  { asker, performer }: TaskStory['task'],
  disclosures: readonly DisclosureRow[],
): object {
  const { event: jws, sender, unit, actor, actorRole, actorType, index, ...rest } = event;
  return {
    ...rest,
    leafIndex: index,
    from: { agency: sender, unit },
    to: { agency: sender === asker ? performer : asker },
    actor: { ref: actor, role: actorRole, type: actorType },
    says: saidIn(jws),
    items: disclosures.filter(({ leafIndex }) => leafIndex === index).map(tellItem),
  };
}

/** The codes of the event itself, such as its reason or outcome; its items stand beside them. */
function saidIn(jws: string): object {
  const { data } = JSON.parse(readJws(jws).payload) as { data: Record<string, unknown> };
  const { items: _items, skipped: _skipped, asker: _asker, performer: _performer, ...said } = data;
  return said;
}

function tellItem(row: DisclosureRow): object {
  const { item, category, state, absent, sourceKind, obtainedAt, confidence, rule, stage, commitment } = row;
  return { item, category, state, absent, sourceKind, obtainedAt, confidence, rule, stage, commitment };
}
