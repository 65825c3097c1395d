export { Database, type DatabaseAddress, type Sql } from './database.js';
export { StorageError, type StorageFault } from './storage-error.js';
export { openAgencyStore, type AgencyStore } from './agency/agency-store.js';
export {
  OUTBOX_CHANNEL,
  OutboxStore,
  type DueRow,
  type OutboxRow,
  type Sent,
  type TaskInHand,
  type Turn,
} from './agency/outbox-store.js';
export { IntakeStore, type LedgerEntry, type TakenIn } from './agency/intake-store.js';
export { WitnessStore, type LogState, type WitnessWord } from './agency/witness-store.js';
export { FeedStore, type FeedEntry, type Webhook } from './agency/feed-store.js';
export {
  RecordStore,
  type CaseEntry,
  type CaseFile,
  type EventRow,
  type TaskRow,
} from './agency/record-store.js';
