import { Database, type DatabaseAddress } from '../database.js';
import { AgencySchema1700000000001 } from './agency-schema.js';
import { AgencyExercise1700000000004 } from './exercise-schema.js';
import { ExerciseStore } from './exercise-store.js';
import { AgencyReleased1700000000003, AgencySharing1700000000002 } from './sharing-schema.js';
import { AgencyBoard1700000000013 } from './board-schema.js';
import { BoardStore } from './board-store.js';
import { AgencyDeadlines1700000000007 } from './deadline-schema.js';
import { ClockStore } from './clock-store.js';
import { DueStore } from './due-store.js';
import { AgencyNeeds1700000000006 } from './needs-schema.js';
import { ClaimStore } from './claim-store.js';
import { FeedStore } from './feed-store.js';
import { IntakeStore } from './intake-store.js';
import { KeptStore } from './kept-store.js';
import { NeedStore } from './need-store.js';
import { NoticeStore } from './notice-store.js';
import { OutboxStore } from './outbox-store.js';
import { RecordStore } from './record-store.js';
import { CaseListStore } from './case-list-store.js';
import { AgencyDrafts1700000000012 } from './draft-schema.js';
import { DraftStore } from './draft-store.js';
import { AgencyErasures1700000000011 } from './erasure-schema.js';
import { ErasureStore } from './erasure-store.js';
import { AgencyLogs1700000000010 } from './log-schema.js';
import { AgencyUnits1700000000008 } from './unit-schema.js';
import { RefusalStore } from './refusal-store.js';
import { AgencyRoster1700000000005 } from './roster-schema.js';
import { PromiseStore } from './promise-store.js';
import { RosterStore } from './roster-store.js';
import { UnmetStore } from './unmet-store.js';
import { WitnessStore } from './witness-store.js';

/** Everything that an agency service keeps, by what it is for. */
export interface AgencyStore {
  readonly database: Database;
  readonly outbox: OutboxStore;
  readonly intake: IntakeStore;
  readonly witness: WitnessStore;
  readonly feed: FeedStore;
  readonly records: RecordStore;
  readonly refusals: RefusalStore;
  readonly kept: KeptStore;
  readonly notices: NoticeStore;
  readonly due: DueStore;
  readonly clocks: ClockStore;
  readonly exercises: ExerciseStore;
  readonly rosters: RosterStore;
  readonly needs: NeedStore;
  readonly claims: ClaimStore;
  readonly unmet: UnmetStore;
  readonly promises: PromiseStore;
  readonly erasures: ErasureStore;
  readonly drafts: DraftStore;
  readonly caseList: CaseListStore;
  readonly board: BoardStore;
}

/** Opens the own database of an agency that acts on these modes, and brings its schema up to date. Throws StorageError UNAVAILABLE. */
export async function openAgencyStore(
  address: DatabaseAddress,
  agency: string,
  modes: readonly string[],
): Promise<AgencyStore> {
  const database = await Database.open(address, [
    AgencySchema1700000000001,
    AgencySharing1700000000002,
    AgencyReleased1700000000003,
    AgencyExercise1700000000004,
    AgencyRoster1700000000005,
    AgencyNeeds1700000000006,
    AgencyDeadlines1700000000007,
    AgencyUnits1700000000008,
    AgencyLogs1700000000010,
    AgencyErasures1700000000011,
    AgencyDrafts1700000000012,
    AgencyBoard1700000000013,
  ]);
  return {
    database,
    outbox: new OutboxStore(database),
    intake: new IntakeStore(database, agency),
    witness: new WitnessStore(database, agency),
    feed: new FeedStore(database),
    records: new RecordStore(database, modes),
    refusals: new RefusalStore(database),
    kept: new KeptStore(database),
    notices: new NoticeStore(database),
    due: new DueStore(database, modes),
    clocks: new ClockStore(database),
    exercises: new ExerciseStore(database),
    rosters: new RosterStore(database),
    needs: new NeedStore(database, modes),
    claims: new ClaimStore(database),
    unmet: new UnmetStore(database, agency, modes),
    promises: new PromiseStore(database, agency, modes),
    erasures: new ErasureStore(database),
    drafts: new DraftStore(database),
    caseList: new CaseListStore(database, modes),
    board: new BoardStore(database),
  };
}
