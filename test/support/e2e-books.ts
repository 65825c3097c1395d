import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, nkeyAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { Client } from 'pg';
import { Directory, parseBundle } from '#directory';
import { decodeMessage, ed25519PublicKey, type Message, type Trust } from '#contracts';
import { SIGNATURE_TYPE, noteVerifier, type NoteVerifier } from '#transparency';
import type { County } from './county.js';
import { until } from './waiting.js';

/** A row of any table. */
export type Row = Record<string, unknown>;

/** What stands on the ledger under one sequence. */
export interface LedgerMessage {
  readonly subject: string;
  readonly bytes: Buffer;
  readonly message: Message;
}

/** Rows of the database of one service, `audit` included, read past the service. */
export async function rowsOf(
  county: County,
  service: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: county.stack.spec(service).env['DATABASE_URL'] });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** Every table of a service with each of its rows as text, as PostgreSQL writes them. */
export async function tablesOf(county: County, service: string): Promise<Record<string, string>> {
  const names = await rowsOf(
    county,
    service,
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const tables: Record<string, string> = {};
  for (const { name } of names) {
    const rows = await rowsOf(county, service, `SELECT t::text AS row FROM "${String(name)}" t`);
    tables[String(name)] = rows.map(({ row }) => String(row)).join('\n');
  }
  return tables;
}

/** What a member's file holds: private keys by use, as JWK. */
export function privateKeysOf(
  county: County,
  member: string,
): Readonly<Record<string, { kty: string; crv: string; x: string; d: string; kid: string }>> {
  const file = county.stack.credentials.members[member]?.keys as string;
  return JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof privateKeysOf>;
}

/** The ledger, read as the keeper reads it: with the keeper's key, straight from the stream. */
export class LedgerBooks {
  private constructor(private readonly connection: NatsConnection) {}

  /** Connects; call `close` in the end. */
  static async open(county: County): Promise<LedgerBooks> {
    const { env } = county.stack.spec('keeper');
    const seed = readFileSync(env['NATS_SEED_FILE'] as string, 'utf8').trim();
    return new LedgerBooks(
      await connect({
        servers: [env['NATS_URL'] as string],
        name: 'reads-the-ledger',
        authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
      }),
    );
  }

  /** The message with this sequence. */
  async at(sequence: number): Promise<LedgerMessage> {
    return this.message({ seq: sequence });
  }

  /** Every message of the stream, in order. */
  async all(): Promise<readonly LedgerMessage[]> {
    const found: LedgerMessage[] = [];
    for (let seq = 1; ;) {
      const next = await this.message({ seq, next_by_subj: '>' }).catch((error: unknown) => {
        if (!String(error).includes('no message found')) throw error;
      });
      if (!next) return found;
      found.push(next);
      seq = next.sequence + 1;
    }
  }

  /** How many messages each subject of a filter has. */
  async counts(filter: string): Promise<Record<string, number>> {
    const info = await this.ask<{ state: { subjects?: Record<string, number> } }>('STREAM.INFO.LEDGER', {
      subjects_filter: filter,
    });
    return info.state.subjects ?? {};
  }

  /** Keys and codes of the directory that the keeper published last. */
  async directory(): Promise<Directory> {
    const { message } = await this.message({ last_by_subj: 'concordat.directory' });
    return new Directory(parseBundle(message.bundle));
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private async message(query: object): Promise<LedgerMessage & { readonly sequence: number }> {
    const found = await this.ask<{ message: { subject: string; seq: number; data: string } }>(
      'STREAM.MSG.GET.LEDGER',
      query,
    );
    const bytes = Buffer.from(found.message.data, 'base64');
    const { subject, seq: sequence } = found.message;
    return { subject, sequence, bytes, message: decodeMessage(bytes) };
  }

  private async ask<T>(path: string, body: object): Promise<T> {
    const reply = await this.connection.request(`$JS.API.${path}`, JSON.stringify(body), { timeout: 20_000 });
    const answer = reply.json<T & { error?: { description: string } }>();
    if (answer.error) throw new Error(`${path}: ${answer.error.description}`);
    return answer;
  }
}

/** Judges the signature of the county's audit log under a checkpoint. */
export async function logVerifierOf(county: County): Promise<NoteVerifier> {
  const books = await LedgerBooks.open(county);
  const key = (await books.directory()).activeKey('audit', 'log')?.x ?? '';
  await books.close();
  const { origin } = (await county.audit('/status')).body as { origin: string };
  return noteVerifier(origin, SIGNATURE_TYPE.ed25519, Buffer.from(key, 'base64url'));
}

/** What a reader needs who trusts this directory. */
export function trustIn(directory: Directory): Trust {
  return {
    vocabulary: directory.vocabulary,
    findKey: (kid) => {
      const key = directory.keyById(kid);
      return key?.use === 'signing' ? { member: key.member, publicKey: ed25519PublicKey(key.x) } : undefined;
    },
  };
}

/** By kind of service: what a command could leave behind. Events of the keeper and of witnesses come by themselves. */
const STORED: Readonly<Record<string, readonly string[]>> = {
  agency: ['task', 'outbox', 'event', 'parked', 'feed', 'case_file', 'case_entry', 'command_key'].concat([
    'webhook',
    'webhook_dead_letter',
    'dead_letter',
    'refusal',
    'kept_item',
    'notice',
    'notice_seen',
    'need',
    'need_candidate',
  ]),
  audit: [
    'task',
    'disclosure',
    'sealed_part',
    'index_token',
    'refused',
    'leaf WHERE task_id IS NOT NULL',
  ].concat([
    'refused_disclosure',
    'override_use',
    'override_review',
    'recall',
    'acknowledgement',
    'identity_step',
  ]),
};

/** How many rows of each kind every service has, and how many messages on tasks the ledger has. */
export async function storedIn(county: County): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const service of [...county.agencies.map(({ code }) => code), 'audit']) {
    const tables = STORED[service] ?? STORED['agency'] ?? [];
    const columns = tables.map((table) => {
      return `(SELECT count(*)::int FROM ${table}) AS "${service}.${table.split(' ')[0]}"`;
    });
    const [row] = await rowsOf(county, service, `SELECT ${columns.join(', ')}`);
    Object.assign(counts, row);
  }
  const books = await LedgerBooks.open(county);
  for (const filter of ['concordat.*.task.>', 'concordat.*.need.>', 'concordat.deadletter.>']) {
    const numbers = Object.values(await books.counts(filter));
    counts[filter] = numbers.reduce((sum, count) => sum + count, 0);
  }
  await books.close();
  return counts;
}

/** What stands in the books once nothing is on its way any more, outboxes left out: these empty by themselves. */
export async function settledIn(county: County): Promise<Record<string, number>> {
  const look = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      Object.entries(await storedIn(county)).filter(([place]) => !place.endsWith('.outbox')),
    );
  let before = await look();
  return until('the books have settled', async () => {
    await pause(SETTLED_MS);
    const now = await look();
    const same = JSON.stringify(now) === JSON.stringify(before);
    before = now;
    return same && now;
  });
}

/** How long the books must stay the same, in ms. */
const SETTLED_MS = 1_500;
