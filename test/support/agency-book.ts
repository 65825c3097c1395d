import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import {
  EPOCH_STRIDE,
  encodeEvent,
  signJws,
  type ItemData,
  type TaskLedgerEvent,
  freshKeyPair,
} from '#contracts';
import { NO_NEEDS, openAgencyStore, type AgencyStore, type LedgerEntry, type OutboxRow } from '#storage';
import { startEmbeddedServers, type EmbeddedServers } from './servers.js';

/** A made-up task of police and ambulance, with its next version. */
export interface BookTask {
  readonly id: string;
  readonly caseId: string;
  version: number;
}

/** What an event says beyond its type. */
export interface Saying {
  readonly data?: object;
  readonly content?: LedgerEntry['content'];
  /** The unit that speaks; the sender's usual one where it is not named. */
  readonly unit?: string;
  readonly role?: string;
  readonly type?: 'person' | 'system';
  readonly acted?: boolean;
}

const UNITS: Readonly<Record<string, string>> = { police: 'control-room', ambulance: 'crew' };
const party = (agency: string) => ({ agency, unit: UNITS[agency] as string });
const SIGNING = { kid: 'k'.repeat(43), privateKey: freshKeyPair('Ed25519').privateKey };
/** Ledger time of the first event of a book; each next one stands a minute later. */
export const BOOK_START = Date.parse('2026-03-14T22:05:00.000Z');

/** A task that nobody has spoken of yet. */
export const bookTask = (caseId: string = uuidv7()): BookTask => ({ id: uuidv7(), caseId, version: 0 });

/** What may be said of an item, with a rule of no agreement in particular. */
export const bookItem = (code: string, more: Partial<ItemData> = {}): ItemData => ({
  code,
  state: 'known',
  rule: 'care.offer',
  ruleversion: 1,
  basis: 'direct-care',
  stage: 'offer',
  way: 'pushed',
  commitment: 'A'.repeat(43),
  ...more,
});

/** The own database of one agency on real servers, and the events of police and ambulance as the ledger has them. */
export class AgencyBook {
  private sequence = EPOCH_STRIDE;
  private number = 0;

  private constructor(
    readonly store: AgencyStore,
    readonly servers: EmbeddedServers,
  ) {}

  /** A book of `agency` in a fresh database, in an open epoch, for the modes given. */
  static async open(agency: string, modes: readonly string[] = ['test']): Promise<AgencyBook> {
    const servers = await startEmbeddedServers();
    const { url } = await servers.database();
    const book = new AgencyBook(await openAgencyStore({ url, name: agency }, agency, modes), servers);
    await book.store.intake.enterEpoch(1, 'open');
    return book;
  }

  /** The next event on a task: police ask, ambulance performs. */
  async entry(task: BookTask, sender: string, type: string, saying: Saying = {}): Promise<LedgerEntry> {
    const { data = {}, content = {}, role = 'crew', type: actortype = 'person', acted = true } = saying;
    const { unit = UNITS[sender] } = saying;
    this.sequence += 1;
    task.version += 1;
    const recordedAt = new Date(BOOK_START + (this.sequence - EPOCH_STRIDE) * 60_000).toISOString();
    const event = {
      specversion: '1.0',
      type: `concordat.task.${type}.v1`,
      source: `/${sender}/${unit}`,
      subject: task.id,
      id: uuidv7(),
      time: recordedAt,
      datacontenttype: 'application/json',
      sendernumber: ++this.number,
      taskversion: task.version,
      caseid: task.caseId,
      mode: 'test',
      epoch: 1,
      directoryversion: 1,
      actor: 'A'.repeat(22),
      actorrole: role,
      actortype,
      sealedhash: 'A'.repeat(43),
      data: type === 'requested' ? { ...REQUEST, ...data } : data,
    } as TaskLedgerEvent;
    const jws = await signJws(encodeEvent(event), SIGNING);
    const leafHash = createHash('sha256').update(jws).digest('hex');
    return {
      sequence: this.sequence,
      recordedAt,
      event,
      jws,
      sealed: 'sealed',
      content,
      leafHash,
      sender,
      acted,
    };
  }

  /** The row with which the sender of an entry put it into its outbox. */
  row(
    { event, jws, leafHash, sender }: LedgerEntry,
    number: number,
    more: Partial<OutboxRow> = {},
  ): OutboxRow {
    const parties = ['police/control-room', 'ambulance/crew'];
    const opens = { caseId: event.caseid, asker: 'police', performer: 'ambulance', parties };
    return {
      number,
      eventId: event.id,
      taskId: event.subject,
      taskVersion: event.taskversion,
      type: event.type,
      subject: `concordat.test.task.police.ambulance.${event.subject}`,
      addressee: sender === 'police' ? 'ambulance' : 'police',
      event: jws,
      sealed: 'sealed',
      indexTokens: [],
      leafHash: Buffer.from(leafHash, 'hex'),
      command: {},
      ...(event.taskversion === 1 && { opens }),
      ...more,
    };
  }

  /** Stores what an agency sends, as its desk would: one turn with one row. Answers its number. */
  async send(entry: LedgerEntry, more: Partial<OutboxRow> = {}): Promise<number> {
    let number = 0;
    await this.store.outbox.takeTurn({ ...NO_NEEDS, taskIds: [entry.event.subject] }, (turn) => {
      number = turn.nextNumber;
      return Promise.resolve({ rows: [this.row(entry, number, more)] });
    });
    return number;
  }

  /** Every row of a table of this database. */
  rows<Row = Record<string, unknown>>(table: string): Promise<Row[]> {
    return this.store.database.query<Row>(`SELECT * FROM ${table}`);
  }

  /** From here on the connection that writes `table` dies before it can commit, until the returned function is called. */
  async killOnWrite(table: string): Promise<() => Promise<void>> {
    await this.store.database.query(
      `CREATE OR REPLACE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$`,
    );
    await this.store.database.query(
      `CREATE TRIGGER dies AFTER INSERT OR UPDATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION die()`,
    );
    return async () => void (await this.store.database.query(`DROP TRIGGER dies ON ${table}`));
  }

  async close(): Promise<void> {
    await this.store.database.close();
    await this.servers.stop();
  }
}

const REQUEST = {
  asker: party('police'),
  performer: party('ambulance'),
  kind: 'welfare-check',
  urgency: 'u1-immediate',
};
