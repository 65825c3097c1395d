import { Controller, Get, Inject, Param, Query as QueryOf } from '@nestjs/common';
import { readJws } from '#contracts';
import { roleOf } from '#domain';
import type { AuditStore, FollowedDisclosure, StoryEvent, TaskStory } from '#storage';
import { CalledBy, mayRead, scopeOf, type Caller } from './caller.js';
import { indexesOf, pageOf, placeOf, type Page } from './page.js';
import { readId, readSearch, type Query } from './parameters.js';
import { Problem } from './problem.js';
import { READINGS, STORE } from './provided.js';
import type { Readings } from './readings.js';
import { Needs } from './token.guard.js';

/** What travelled between whom. Each answer is a leaf of the log before it is given. */
@Controller()
@Needs('reader')
export class DisclosuresController {
  constructor(
    @Inject(STORE) private readonly store: AuditStore,
    @Inject(READINGS) private readonly readings: Readings,
  ) {}

  /**
   * Items that fit every given parameter, by leaf index, each with what refused, corrected or recalled it and who has seen that;
   * `next` goes into `after` for the rows behind them.
   */
  @Get('disclosures')
  async search(@QueryOf() query: Query, @CalledBy() caller: Caller): Promise<Page<FollowedDisclosure>> {
    const { filter, limit, after } = readSearch(query);
    const found = await this.store.records.search({ ...filter, ...scopeOf(caller) }, limit + 1, after);
    const { rows, next } = pageOf(found, limit, placeOf);
    await this.readings.record(caller, { kind: 'search', query: { ...query }, leaves: indexesOf(rows) });
    return { rows: await this.store.sharing.followed(rows), ...(next === undefined ? {} : { next }) };
  }

  /** Who tasked whom for what, and everything that was said, in version order. 404 for a task the log does not know. */
  @Get('tasks/:id/story')
  async story(@Param('id') id: string, @CalledBy() caller: Caller): Promise<object> {
    const story = await this.store.records.story(readId('id', id));
    if (!story || !mayRead(caller, [story.task.asker, story.task.performer])) {
      throw new Problem(404, 'The log holds nothing of this task');
    }
    const leaves = story.events.map(({ index }) => index);
    await this.readings.record(caller, { kind: 'story', query: { task: id }, leaves });
    return tellStory(story, await this.store.sharing.followed(story.disclosures));
  }
}

function tellStory({ task, events }: TaskStory, disclosures: readonly FollowedDisclosure[]): object {
  return {
    task: { id: task.taskId, case: task.caseId, mode: task.mode, kind: task.kind, urgency: task.urgency },
    asker: { agency: task.asker, unit: task.askerUnit },
    performer: { agency: task.performer, unit: task.performerUnit },
    events: events.map((event) => tellEvent(event, task, disclosures)),
  };
}

function tellEvent(
  event: StoryEvent,
  task: TaskStory['task'],
  disclosures: readonly FollowedDisclosure[],
): object {
  const { event: jws, sender, unit, actor, actorRole, actorType, index, ...rest } = event;
  const { data, actoremployer: employer } = JSON.parse(readJws(jws).payload) as Signed;
  return {
    ...rest,
    leafIndex: index,
    occurredAt: data['occurredat'] ?? null,
    from: { agency: sender, unit },
    to: toldIn(task, { agency: sender, unit }),
    actor: { ref: actor, role: actorRole, type: actorType, ...(employer && { employer }) },
    says: saidIn(data),
    items: disclosures.filter(({ leafIndex }) => leafIndex === index).map(tellItem),
  };
}

/** What a story reads in the signed text of an event. */
interface Signed {
  readonly data: Readonly<Record<string, unknown>>;
  /** Who employs hosted staff. */
  readonly actoremployer?: string;
}

/** The other party; its unit once the request has come. */
function toldIn(
  { asker, performer, askerUnit, performerUnit }: TaskStory['task'],
  by: { readonly agency: string; readonly unit: string },
): object {
  const parties = {
    asker: { agency: asker, unit: askerUnit ?? '' },
    performer: { agency: performer, unit: performerUnit ?? '' },
  };
  const { agency, unit } = roleOf(parties, by) === 'asker' ? parties.performer : parties.asker;
  return { agency, ...(unit && { unit }) };
}

/** The codes of the event itself, such as its reason or outcome; its items and when it was agreed stand beside them. */
function saidIn(data: Signed['data']): object {
  const { items: _items, skipped: _skipped, asker: _asker, performer: _performer, ...others } = data;
  const { occurredat: _agreed, ...said } = others;
  return said;
}

/** What a story says of each item; the rest of its row stands in the event already. */
const ITEM_PARTS = [
  'item',
  'category',
  'state',
  'absent',
  'sourceKind',
  'obtainedAt',
  'confidence',
  'expectedBy',
  'finderAgency',
  'finderUnit',
  'searchedAt',
  'heldBy',
  'rule',
  'ruleVersion',
  'basis',
  'stage',
  'way',
  'originator',
  'via',
  'corrects',
  'commitment',
  'refusedBy',
  'correctedBy',
  'recalledBy',
] as const satisfies readonly (keyof FollowedDisclosure)[];

const tellItem = (row: FollowedDisclosure): object =>
  Object.fromEntries(ITEM_PARTS.map((part) => [part, row[part]]));
