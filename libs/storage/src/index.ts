export { Database, type DatabaseAddress, type Sql } from './database.js';
export { StorageError, type StorageFault } from './storage-error.js';
export { openAgencyStore, type AgencyStore } from './agency/agency-store.js';
export { OutboxStore, type DueRow, type Sent } from './agency/outbox-store.js';
export {
  NO_NEEDS,
  OUTBOX_CHANNEL,
  type OutboxCompanion,
  type OutboxRow,
  type TaskInHand,
  type Turn,
  type TurnNeeds,
  type TurnWork,
} from './agency/turn.js';
export { ClockStore } from './agency/clock-store.js';
export { DueStore, type DueTask } from './agency/due-store.js';
export type { FiledWith } from './agency/case-files.js';
export {
  KeptStore,
  type DropReason,
  type KeptRow,
  type KeptStage,
  type ToKeep,
  type WaitingItem,
} from './agency/kept-store.js';
export type { NewRefusal } from './agency/refusal-rows.js';
export { RefusalStore, type NotedRefusal, type ReportPlace } from './agency/refusal-store.js';
export type { Report } from './agency/report-row.js';
export {
  ErasureStore,
  type Answered,
  type ErasureAnswer,
  type ErasureNotice,
  type HeardErasure,
  type UntoldAnswer,
} from './agency/erasure-store.js';
export { CaseListStore, type ListedCase } from './agency/case-list-store.js';
export { DRAFT_DAYS, DraftStore, type Draft, type KeptDraft } from './agency/draft-store.js';
export { BoardStore, type UnsentWord } from './agency/board-store.js';
export { NoticeStore, type NoticeRow, type NoticeSeen } from './agency/notice-store.js';
export { ExerciseStore, type ClockReading, type ExercisePlace } from './agency/exercise-store.js';
export {
  RosterStore,
  type PublishedRoster,
  type RosterActor,
  type UnitRoster,
} from './agency/roster-store.js';
export { NeedStore, type ReadVerdict } from './agency/need-store.js';
export type {
  NeedActor,
  NeedClosing,
  NeedRow,
  NeedStatus,
  NewCandidate,
  NewNeed,
  UnstatedNeed,
} from './agency/need-rows.js';
export { ClaimStore, type ContestedRow } from './agency/claim-store.js';
export {
  PromiseStore,
  type FiguresSpan,
  type Kept,
  type Minutes,
  type TaskFigures,
} from './agency/promise-store.js';
export { UnmetStore, type UnmetNeed, type UnmetReport, type UnmetTask } from './agency/unmet-store.js';
export type { Arrival, IntakeRules, Judgement, Promised } from './agency/judging.js';
export { IntakeStore, type Taken, type TakenIn } from './agency/intake-store.js';
export type { LedgerEntry } from './agency/ledger-entry.js';
export { WitnessStore, type LogState, type ProofLag, type Untold } from './agency/witness-store.js';
export { FeedStore, type FeedEntry, type Webhook, type WebhookDeadLetter } from './agency/feed-store.js';
export type { Sight } from './agency/sight.js';
export {
  RecordStore,
  type CaseEntry,
  type CaseEventRow,
  type CaseFile,
  type EventRow,
  type TaskRow,
} from './agency/record-store.js';
export { openAuditStore, type AuditStore } from './audit/audit-store.js';
export { AuditLog, type LogHead, type OwnAct, type OwnLeaf } from './audit/audit-log.js';
export { NotedFacts } from './audit/noted-facts.js';
export { Replay, type RowFault, type StoredLeafRow } from './audit/replay.js';
export { StoredOwn, type ReadingWithLeaf } from './audit/stored-own.js';
export { EvidenceSource, type EvidenceLeaf, type EvidenceSelection } from './audit/evidence-source.js';
export { NO_FACTS, type FactChain } from './audit/facts.js';
export { OwnActs, type Beside, type UnpublishedAct } from './audit/own-acts.js';
export { ledgerLineOf, scrubbedLine } from './audit/forgetting-facts.js';
export {
  StoredForgetting,
  type StoredErasure,
  type StoredHold,
  type StoredOpening,
  type StoredWords,
} from './audit/stored-forgetting.js';
export { ForgettingStore, type WaitingErasure } from './audit/forgetting-store.js';
export { Overtaken, type AgencyAnswer, type ErasureRow, type HoldRow } from './audit/forgetting-rows.js';
export type { CaseStanding } from './audit/case-standing.js';
export { ReadingStore, type ReadQuestion, type ReadingRow } from './audit/reading-store.js';
export {
  type AuditBatch,
  type Cosignature,
  type DisclosedItem,
  type NewLeaf,
  type PublishedDirectory,
  type RecordedBatch,
  type Refusal,
  type RequestFacts,
  type SenderCoverage,
  type SignedCheckpoint,
  type TaskFacts,
} from './audit/audit-rows.js';
export type { OverrideFacts, RefusedDisclosures, Remark, ToldItem } from './audit/sharing-facts.js';
export { SharingRecords } from './audit/sharing-records.js';
export type { FollowedDisclosure, Notice, Seen } from './audit/disclosure-marks.js';
export type { OverrideFilter, OverrideReview, OverrideRow } from './audit/override-search.js';
export type { RefusedFilter, RefusedRow } from './audit/refused-search.js';
export { ReportRecords } from './audit/report-records.js';
export type { ReportFilter, ToldFilter } from './audit/report-told.js';
export type { GapCount, GapCounts, GapFilter } from './audit/report-gaps.js';
export type { OfferKey, OfferLeaf, UnmetLeaf } from './audit/report-unmet.js';
export { CheckpointStore, type LogDamage, type StoredCheckpoint } from './audit/checkpoint-store.js';
export {
  AuditRecords,
  type RefusedCounts,
  type StoryEvent,
  type StoryTask,
  type TaskStory,
} from './audit/audit-records.js';
export type { DisclosureFilter } from './audit/disclosure-conditions.js';
export type { DisclosureExport } from './audit/disclosure-export.js';
export type { DisclosureCursor, DisclosureRow } from './audit/disclosure-search.js';
