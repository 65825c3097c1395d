import { Database, type DatabaseAddress } from '../database.js';
import { AuditLog } from './audit-log.js';
import { AuditRecords } from './audit-records.js';
import { AuditSchema1700000000001 } from './audit-schema.js';
import { AuditFacts1700000000007 } from './facts-schema.js';
import { AuditForgetting1700000000006 } from './forgetting-schema.js';
import { ForgettingStore } from './forgetting-store.js';
import { CheckpointStore } from './checkpoint-store.js';
import { EvidenceSource } from './evidence-source.js';
import { OwnActs } from './own-acts.js';
import { OwnActs1700000000003 } from './own-acts-schema.js';
import { ReadingStore } from './reading-store.js';
import { AuditSearch1700000000004 } from './search-schema.js';
import { ReportRecords } from './report-records.js';
import { AuditReports1700000000005 } from './report-schema.js';
import { SharingRecords } from './sharing-records.js';
import { AuditSharing1700000000002 } from './sharing-schema.js';

/** The audit service's own database. */
export interface AuditStore {
  readonly database: Database;
  readonly log: AuditLog;
  readonly checkpoints: CheckpointStore;
  readonly records: AuditRecords;
  readonly sharing: SharingRecords;
  readonly acts: OwnActs;
  readonly evidence: EvidenceSource;
  readonly readings: ReadingStore;
  readonly forgetting: ForgettingStore;
  readonly reports: ReportRecords;
}

const MIGRATIONS = [
  AuditSchema1700000000001,
  AuditSharing1700000000002,
  OwnActs1700000000003,
  AuditSearch1700000000004,
  AuditReports1700000000005,
  AuditForgetting1700000000006,
  AuditFacts1700000000007,
];

/** Opens the database and brings its schema up to date. Throws StorageError UNAVAILABLE. */
export async function openAuditStore(address: DatabaseAddress): Promise<AuditStore> {
  const database = await Database.open(address, MIGRATIONS);
  const log = new AuditLog(database);
  return {
    database,
    log,
    acts: new OwnActs(database, log),
    readings: new ReadingStore(database),
    evidence: new EvidenceSource(database),
    forgetting: new ForgettingStore(database),
    reports: new ReportRecords(database),
    checkpoints: new CheckpointStore(database),
    records: new AuditRecords(database),
    sharing: new SharingRecords(database),
  };
}
