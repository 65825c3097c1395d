import type { TreeNode } from '#transparency';
import type {
  Cosignature,
  DisclosedItem,
  NewLeaf,
  PublishedDirectory,
  Refusal,
  RequestFacts,
  SignedCheckpoint,
  TaskFacts,
} from './audit-rows.js';
import type { RowShape } from './insert-rows.js';

/** A leaf with its place in the log. */
export type PlacedLeaf = NewLeaf & { readonly index: number };
/** An item with its place in its event, its event and its task. */
export interface PlacedItem {
  readonly leaf: PlacedLeaf;
  readonly task: TaskFacts;
  readonly place: number;
  readonly item: DisclosedItem;
}
/** A task and the leaf of its request. */
export interface PlacedTask {
  readonly leaf: PlacedLeaf;
  readonly task: TaskFacts;
  readonly request: RequestFacts;
}

/** Leaves; event ids and a sender's numbers are unique, so a doubled leaf cannot be stored. */
export const LEAVES: RowShape<PlacedLeaf> = {
  table: 'leaf',
  columns: {
    index: ['bigint', (leaf) => leaf.index],
    hash: ['bytea', (leaf) => leaf.hash],
    event: ['text', (leaf) => leaf.event],
    event_id: ['uuid', (leaf) => leaf.eventId],
    sender: ['text', (leaf) => leaf.sender],
    number: ['bigint', (leaf) => leaf.number],
    unit: ['text', (leaf) => leaf.unit],
    type: ['text', (leaf) => leaf.type],
    task_id: ['uuid', (leaf) => leaf.task?.taskId],
    version: ['bigint', (leaf) => leaf.task?.version],
    case_id: ['uuid', (leaf) => leaf.task?.caseId],
    mode: ['text', (leaf) => leaf.task?.mode],
    asker: ['text', (leaf) => leaf.task?.asker],
    performer: ['text', (leaf) => leaf.task?.performer],
    directory_version: ['bigint', (leaf) => leaf.directoryVersion],
    actor: ['text', (leaf) => leaf.actor],
    actor_role: ['text', (leaf) => leaf.actorRole],
    actor_type: ['text', (leaf) => leaf.actorType],
    sequence: ['bigint', (leaf) => leaf.sequence],
    recorded_at: ['timestamptz', (leaf) => leaf.recordedAt.toISOString()],
  },
};

/** Finished nodes of the tree; they never change. */
export const NODES: RowShape<TreeNode> = {
  table: 'node',
  columns: {
    level: ['smallint', (node) => node.level],
    index: ['bigint', (node) => node.index],
    hash: ['bytea', (node) => node.hash],
  },
};

/** Tasks as their first request fixes them; a second request of the same task changes nothing. */
export const TASKS: RowShape<PlacedTask> = {
  table: 'task',
  conflict: 'ON CONFLICT DO NOTHING',
  columns: {
    task_id: ['uuid', ({ task }) => task.taskId],
    case_id: ['uuid', ({ task }) => task.caseId],
    mode: ['text', ({ task }) => task.mode],
    asker: ['text', ({ task }) => task.asker],
    asker_unit: ['text', ({ request }) => request.askerUnit],
    performer: ['text', ({ task }) => task.performer],
    performer_unit: ['text', ({ request }) => request.performerUnit],
    kind: ['text', ({ request }) => request.kind],
    urgency: ['text', ({ request }) => request.urgency],
    leaf_index: ['bigint', ({ leaf }) => leaf.index],
  },
};

/** The party of the task that an event is told to. */
export const receiverOf = (leaf: PlacedLeaf, { asker, performer }: TaskFacts): string =>
  leaf.sender === asker ? performer : asker;

/** What travelled: one row per item of each event. */
export const DISCLOSURES: RowShape<PlacedItem> = {
  table: 'disclosure',
  columns: {
    leaf_index: ['bigint', ({ leaf }) => leaf.index],
    place: ['smallint', ({ place }) => place],
    event_id: ['uuid', ({ leaf }) => leaf.eventId],
    task_id: ['uuid', ({ task }) => task.taskId],
    version: ['bigint', ({ task }) => task.version],
    case_id: ['uuid', ({ task }) => task.caseId],
    mode: ['text', ({ task }) => task.mode],
    asker: ['text', ({ task }) => task.asker],
    performer: ['text', ({ task }) => task.performer],
    sender: ['text', ({ leaf }) => leaf.sender],
    sender_unit: ['text', ({ leaf }) => leaf.unit],
    receiver: ['text', ({ leaf, task }) => receiverOf(leaf, task)],
    item: ['text', ({ item }) => item.item],
    category: ['text', ({ item }) => item.category],
    state: ['text', ({ item }) => item.state],
    absent: ['text', ({ item }) => item.absent],
    source_kind: ['text', ({ item }) => item.sourceKind],
    obtained_at: ['timestamptz', ({ item }) => item.obtainedAt],
    confidence: ['text', ({ item }) => item.confidence],
    rule: ['text', ({ item }) => item.rule],
    rule_version: ['bigint', ({ item }) => item.ruleVersion],
    basis: ['text', ({ item }) => item.basis],
    way: ['text', ({ item }) => item.way],
    expected_by: ['timestamptz', ({ item }) => item.expectedBy],
    finder_agency: ['text', ({ item }) => item.finderAgency],
    finder_unit: ['text', ({ item }) => item.finderUnit],
    searched_at: ['timestamptz', ({ item }) => item.searchedAt],
    held_by: ['text', ({ item }) => item.heldBy],
    originator: ['text', ({ item }) => item.originator],
    via: ['uuid', ({ item }) => item.via],
    corrects: ['uuid', ({ item }) => item.corrects],
    directory_version: ['bigint', ({ leaf }) => leaf.directoryVersion],
    stage: ['text', ({ item }) => item.stage],
    commitment: ['text', ({ item }) => item.commitment],
    actor: ['text', ({ leaf }) => leaf.actor],
    actor_role: ['text', ({ leaf }) => leaf.actorRole],
    actor_type: ['text', ({ leaf }) => leaf.actorType],
    recorded_at: ['timestamptz', ({ leaf }) => leaf.recordedAt.toISOString()],
  },
};

/** Index tokens by which a person's tasks are found. */
export const TOKENS: RowShape<{ readonly token: string; readonly leaf: PlacedLeaf }> = {
  table: 'index_token',
  conflict: 'ON CONFLICT DO NOTHING',
  columns: {
    token: ['text', ({ token }) => token],
    leaf_index: ['bigint', ({ leaf }) => leaf.index],
    task_id: ['uuid', ({ leaf }) => leaf.task?.taskId],
  },
};

/** Messages that were not taken in. */
export const REFUSED: RowShape<Refusal> = {
  table: 'refused',
  conflict: 'ON CONFLICT DO NOTHING',
  columns: {
    sequence: ['bigint', (refusal) => refusal.sequence],
    subject: ['text', (refusal) => refusal.subject],
    reason: ['text', (refusal) => refusal.reason],
    place: ['text', (refusal) => refusal.place],
    event: ['text', (refusal) => refusal.event],
    recorded_at: ['timestamptz', (refusal) => refusal.recordedAt.toISOString()],
  },
};

/** Directory versions; the first place of a version on the ledger counts. */
export const DIRECTORIES: RowShape<PublishedDirectory> = {
  table: 'directory_version',
  conflict: 'ON CONFLICT DO NOTHING',
  columns: {
    version: ['bigint', (directory) => directory.version],
    sequence: ['bigint', (directory) => directory.sequence],
    hash: ['text', (directory) => directory.hash],
    event: ['text', (directory) => directory.event],
    bundle: ['jsonb', (directory) => JSON.stringify(directory.bundle)],
  },
};

/** The first cosignature of each witness on each checkpoint. */
export const COSIGNATURES: RowShape<Cosignature> = {
  table: 'cosignature',
  conflict: 'ON CONFLICT DO NOTHING',
  columns: {
    size: ['bigint', (cosignature) => cosignature.size],
    witness: ['text', (cosignature) => cosignature.witness],
    time: ['bigint', (cosignature) => cosignature.time],
    line: ['text', (cosignature) => cosignature.line],
    sequence: ['bigint', (cosignature) => cosignature.sequence],
  },
};

/** Signed checkpoints, stored before they are published. */
export const CHECKPOINTS: RowShape<SignedCheckpoint> = {
  table: 'checkpoint',
  columns: {
    size: ['bigint', (checkpoint) => checkpoint.size],
    from_size: ['bigint', (checkpoint) => checkpoint.from],
    root: ['bytea', (checkpoint) => checkpoint.root],
    note: ['text', (checkpoint) => checkpoint.note],
    event_id: ['uuid', (checkpoint) => checkpoint.eventId],
    signed_at: ['timestamptz', (checkpoint) => checkpoint.signedAt.toISOString()],
    event: ['text', (checkpoint) => checkpoint.event],
  },
};
