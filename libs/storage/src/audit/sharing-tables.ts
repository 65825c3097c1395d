import type { Sql } from '../database.js';
import type { TaskFacts } from './audit-rows.js';
import { receiverOf, type PlacedLeaf } from './audit-tables.js';
import { insertRows, type RowShape } from './insert-rows.js';
import type { OverrideFacts, RefusedDisclosures, Remark } from './sharing-facts.js';

interface Placed {
  readonly leaf: PlacedLeaf;
  readonly task: TaskFacts;
}

interface PlacedRefusal {
  readonly leaf: PlacedLeaf;
  readonly refused: RefusedDisclosures;
  readonly place: number;
}

type PlacedOverride = Placed & { readonly override: OverrideFacts };
type PlacedRemark<Is extends Remark['is']> = Placed & { readonly remark: Extract<Remark, { is: Is }> };
/** A remark that names several events, once for each. */
type Pointing<Is extends Remark['is']> = PlacedRemark<Is> & { readonly place: number };

const REFUSED_DISCLOSURES: RowShape<PlacedRefusal> = {
  table: 'refused_disclosure',
  columns: {
    leaf_index: ['bigint', ({ leaf }) => leaf.index],
    place: ['smallint', ({ place }) => place],
    event_id: ['uuid', ({ leaf }) => leaf.eventId],
    reporter: ['text', ({ leaf }) => leaf.sender],
    direction: ['text', ({ refused }) => refused.direction],
    sender: ['text', ({ leaf, refused }) => (refused.direction === 'outgoing' ? leaf.sender : refused.other)],
    receiver: [
      'text',
      ({ leaf, refused }) => (refused.direction === 'outgoing' ? refused.other : leaf.sender),
    ],
    item: ['text', ({ refused, place }) => refused.items[place]?.item],
    why: ['text', ({ refused, place }) => refused.items[place]?.why],
    kind: ['text', ({ refused }) => refused.kind],
    task_id: ['uuid', ({ refused }) => refused.taskId],
    case_id: ['uuid', ({ refused }) => refused.caseId],
    told_by: ['uuid', ({ refused }) => refused.toldBy],
    mode: ['text', ({ refused }) => refused.mode],
    directory_version: ['bigint', ({ leaf }) => leaf.directoryVersion],
    actor: ['text', ({ leaf }) => leaf.actor],
    actor_role: ['text', ({ leaf }) => leaf.actorRole],
    actor_type: ['text', ({ leaf }) => leaf.actorType],
    recorded_at: ['timestamptz', ({ leaf }) => leaf.recordedAt.toISOString()],
  },
};

const OVERRIDES: RowShape<PlacedOverride> = {
  table: 'override_use',
  columns: {
    event_id: ['uuid', ({ leaf }) => leaf.eventId],
    leaf_index: ['bigint', ({ leaf }) => leaf.index],
    task_id: ['uuid', ({ task }) => task.taskId],
    version: ['bigint', ({ task }) => task.version],
    case_id: ['uuid', ({ task }) => task.caseId],
    mode: ['text', ({ task }) => task.mode],
    sender: ['text', ({ leaf }) => leaf.sender],
    sender_unit: ['text', ({ leaf }) => leaf.unit],
    receiver: ['text', ({ leaf, task }) => receiverOf(leaf, task)],
    reason: ['text', ({ override }) => override.reason],
    authorised_by: ['text', ({ override }) => override.authorisedBy],
    authorised_role: ['text', ({ override }) => override.authorisedRole],
    until: ['timestamptz', ({ override }) => override.until],
    due_by: ['timestamptz', ({ override }) => override.dueBy],
    reviewers: ['jsonb', ({ override }) => JSON.stringify(override.reviewers)],
    directory_version: ['bigint', ({ leaf }) => leaf.directoryVersion],
    actor: ['text', ({ leaf }) => leaf.actor],
    actor_role: ['text', ({ leaf }) => leaf.actorRole],
    actor_type: ['text', ({ leaf }) => leaf.actorType],
    recorded_at: ['timestamptz', ({ leaf }) => leaf.recordedAt.toISOString()],
  },
};

const REVIEWS: RowShape<PlacedRemark<'reviewed'>> = {
  table: 'override_review',
  columns: {
    leaf_index: ['bigint', ({ leaf }) => leaf.index],
    override_id: ['uuid', ({ remark }) => remark.override],
    task_id: ['uuid', ({ task }) => task.taskId],
    version: ['bigint', ({ task }) => task.version],
    finding: ['text', ({ remark }) => remark.finding],
  },
};

const RECALLS: RowShape<Pointing<'recalled'>> = {
  table: 'recall',
  columns: {
    leaf_index: ['bigint', ({ leaf }) => leaf.index],
    place: ['smallint', ({ place }) => place],
    recalled: ['uuid', ({ remark, place }) => remark.told[place]?.eventId],
    item: ['text', ({ remark, place }) => remark.told[place]?.item],
    task_id: ['uuid', ({ task }) => task.taskId],
    sender: ['text', ({ leaf }) => leaf.sender],
    reason: ['text', ({ remark }) => remark.reason],
  },
};

const ACKNOWLEDGEMENTS: RowShape<Pointing<'acknowledged'>> = {
  table: 'acknowledgement',
  columns: {
    leaf_index: ['bigint', ({ leaf }) => leaf.index],
    place: ['smallint', ({ place }) => place],
    acknowledged: ['uuid', ({ remark, place }) => remark.events[place]],
    task_id: ['uuid', ({ task }) => task.taskId],
    sender: ['text', ({ leaf }) => leaf.sender],
  },
};

const IDENTITY_STEPS: RowShape<PlacedRemark<'identified'>> = {
  table: 'identity_step',
  columns: {
    leaf_index: ['bigint', ({ leaf }) => leaf.index],
    task_id: ['uuid', ({ task }) => task.taskId],
    version: ['bigint', ({ task }) => task.version],
    sender: ['text', ({ leaf }) => leaf.sender],
    identity: ['text', ({ remark }) => remark.identity],
  },
};

/** Writes what new leaves say of refusals, overrides, reviews, recalls, acknowledgements and identities. */
export async function writeSharing(sql: Sql, leaves: readonly PlacedLeaf[]): Promise<void> {
  const refusals = leaves.flatMap((leaf) => {
    const { refused } = leaf;
    return refused ? refused.items.map((_, place) => ({ leaf, refused, place })) : [];
  });
  const placed = leaves.flatMap((leaf) => (leaf.task ? [{ leaf, task: leaf.task }] : []));
  const overrides = placed.flatMap(({ leaf, task }) =>
    task.override ? [{ leaf, task, override: task.override }] : [],
  );
  const recalls = remarksOf(placed, 'recalled').flatMap((one) => once(one, one.remark.told));
  const seen = remarksOf(placed, 'acknowledged').flatMap((one) => once(one, one.remark.events));
  await insertRows(sql, REFUSED_DISCLOSURES, refusals);
  await insertRows(sql, OVERRIDES, overrides);
  await insertRows(sql, REVIEWS, remarksOf(placed, 'reviewed'));
  await insertRows(sql, RECALLS, recalls);
  await insertRows(sql, ACKNOWLEDGEMENTS, seen);
  await insertRows(sql, IDENTITY_STEPS, remarksOf(placed, 'identified'));
}

function remarksOf<Is extends Remark['is']>(placed: readonly Placed[], is: Is): PlacedRemark<Is>[] {
  return placed.flatMap(({ leaf, task }) =>
    task.remark?.is === is ? [{ leaf, task, remark: task.remark as Extract<Remark, { is: Is }> }] : [],
  );
}

const once = <Row>(row: Row, named: readonly unknown[]): (Row & { readonly place: number })[] =>
  named.map((_, place) => ({ ...row, place }));
