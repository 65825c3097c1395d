import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { ended } from '../../apps/stack/src/platform/services.js';
import {
  answerErasing,
  ask,
  onLedger,
  People,
  takesIn,
  type ErasingKeeper,
  type Person,
} from '../support/audit-forgetting.js';
import { AuditTamperer } from '../support/audit-tamperer.js';
import { AuditView, until, type Row } from '../support/audit-view.js';
import { directoryMessage, startAuditWorld, type AuditWorld } from '../support/audit-world.js';

jest.setTimeout(180_000);

let world: AuditWorld;
let view: AuditView;
let people: People;
let keeper: ErasingKeeper;
let service: ChildProcess;

beforeAll(async () => {
  world = await startAuditWorld();
  [people, view] = [new People(world), new AuditView(world)];
  keeper = await answerErasing(world);
  service = await world.startAudit();
  await world.put(...(await directoryMessage(world)));
  await view.untilSize(1);
}, 180_000);

afterAll(() => world?.stop(), 60_000);

const bothTakeIn = async (): Promise<void> => {
  for (const agency of ['police', 'ambulance']) await takesIn(world, agency);
};

async function startAgain(): Promise<void> {
  service.kill('SIGKILL');
  await ended(service);
  service = await world.startAudit();
}

/** Files of the database server and of the broker that hold these bytes. */
function filesWith(bytes: Buffer | string): string[] {
  const below = [world.servers.home.postgres, world.servers.natsStore];
  const files = below.flatMap((dir) =>
    readdirSync(dir, { recursive: true }).map((name) => join(dir, String(name))),
  );
  return files.filter((file) => {
    try {
      return statSync(file).isFile() && readFileSync(file).includes(bytes);
    } catch {
      return false;
    }
  });
}

const keyOf = async ({ task }: Person): Promise<Buffer> => {
  const [row] = await view.rows('SELECT key FROM person_key WHERE person = $1', [task.caseId]);
  return row?.['key'] as Buffer;
};

/** As a superuser of the database server. */
async function asSuperuser(work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: world.servers.postgres.superuserUrl });
  await client.connect();
  await work(client).finally(() => client.end());
}

/** Keeps a transaction open, by default as some long report in the audit service's database would, until it is let go. */
async function holding(
  statement: string,
  connectionString = world.databaseUrl,
): Promise<() => Promise<void>> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('BEGIN');
  await client.query(statement);
  return () => client.end();
}

describe('an erasure that was done', () => {
  it('is deleted from the ledger too, but only what both parties and the audit service have taken in', async () => {
    const [one, other] = [await people.meet(), await people.meet()];
    expect([await onLedger(world, one.task.subject), await onLedger(world, other.task.subject)]).toEqual([
      2, 2,
    ]);
    const { body } = await people.erase({ case: [one.task.caseId] });
    await people.until(body['id'], 'scrubbed', 'waits for police, ambulance');
    await takesIn(world, 'police');
    await people.until(body['id'], 'scrubbed', 'waits for ambulance');
    expect(await onLedger(world, one.task.subject)).toBe(2);
    await takesIn(world, 'ambulance');
    await people.until(body['id'], 'done');
    expect([await onLedger(world, one.task.subject), await onLedger(world, other.task.subject)]).toEqual([
      0, 2,
    ]);
    const { body: shown } = await ask(world, ['GET', `/erasures/${String(body['id'])}`]);
    expect(shown).toMatchObject({
      ledgerMessages: 2,
      leaves: 2,
      words: 'asked for in letter 12',
      state: 'done',
    });
  });

  it('leaves no byte of key, token or sealed part in a file of the database server or the broker', async () => {
    const one = await people.meet();
    const key = await keyOf(one);
    const sealed = JSON.parse(one.told.bytes.toString()) as { sealed: string };
    const { ciphertext } = JSON.parse(sealed.sealed) as { ciphertext: string };
    // Were they written in another form than is looked for, nothing would be found before either.
    for (const bytes of [key, one.token, ciphertext]) expect(filesWith(bytes).length).toBeGreaterThan(0);
    const { body } = await people.erase({ token: [one.token] });
    await bothTakeIn();
    await people.until(body['id'], 'done');
    for (const bytes of [key, one.token, ciphertext]) expect(filesWith(bytes)).toEqual([]);
  });

  it('waits and says why when the database server keeps what was deleted, and goes on once it does not', async () => {
    const one = await people.meet();
    const name = decodeURIComponent(new URL(world.databaseUrl).username);
    await asSuperuser((client) => client.query(`REVOKE pg_checkpoint FROM "${name}"`));
    const { body } = await people.erase({ case: [one.task.caseId] });
    await people.until(body['id'], 'keys-destroyed', 'its role may not checkpoint');
    await asSuperuser((client) => client.query(`GRANT pg_checkpoint TO "${name}"`));
    await bothTakeIn();
    await people.until(body['id'], 'done');
  });

  it.each([
    [
      'sees the deleted rows',
      () => world.databaseUrl,
      'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT FROM log_head',
    ],
    [
      'in another database of the server is older than the deletion',
      () => world.servers.postgres.superuserUrl,
      'SELECT pg_current_xact_id()',
    ],
  ])('waits while a transaction %s, since its rows would be written anew', async (_what, url, statement) => {
    const one = await people.meet();
    const key = await keyOf(one);
    const letGo = await holding(statement, url());
    const { body } = await people.erase({ case: [one.task.caseId] });
    await people
      .until(body['id'], 'keys-destroyed', 'a transaction from before the deletion still runs')
      .finally(letGo);
    await bothTakeIn();
    await people.until(body['id'], 'done');
    expect(filesWith(key)).toEqual([]);
  });

  it('is deleted from the ledger again when an agency sends it again, as after a loss of the broker', async () => {
    const one = await people.meet();
    const { body } = await people.erase({ case: [one.task.caseId] });
    await bothTakeIn();
    await people.until(body['id'], 'done');
    await people.talk.send(one.told);
    await people.until(body['id'], 'scrubbed');
    await bothTakeIn();
    await people.until(body['id'], 'done');
    expect(await onLedger(world, one.task.subject)).toBe(0);
    expect(await people.kept(one)).toEqual([0, 0, 0, 0]);
  });

  it('shows what each agency says of its own copies, and who is silent; the newest word counts', async () => {
    const one = await people.meet();
    const { body } = await people.erase({ case: [one.task.caseId] });
    const id = String(body['id']);
    const says = (answer: object): Promise<void> => people.answers(id, 'ambulance', answer);
    await says({ answer: 'kept', ground: 'health-record' });
    const agencies = async (): Promise<Row[]> =>
      (await ask(world, ['GET', `/erasures/${id}`])).body['agencies'] as Row[];
    const shown = await until(async () => {
      const found = await agencies();
      return found.some(({ answer }) => answer !== null) && found;
    });
    expect(shown).toEqual([
      expect.objectContaining({ agency: 'ambulance', answer: 'kept', ground: 'health-record' }),
      expect.objectContaining({ agency: 'police', answer: null, at: null }),
    ]);
    await says({ answer: 'erased' });
    await until(async () => (await agencies())[0]?.['answer'] === 'erased');
  });
});

describe('an audit service that is killed', () => {
  it('in the middle of the transaction has erased nothing, and erases when it is asked again', async () => {
    const one = await people.meet();
    const letGo = await holding(`LOCK TABLE person_key IN SHARE MODE`);
    const answer = people.erase({ case: [one.task.caseId] }).catch(() => undefined);
    await until(async () => {
      const waiting = await view.rows(
        "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'DELETE%'",
      );
      return waiting.length > 0;
    });
    service.kill('SIGKILL');
    await Promise.all([ended(service), answer]);
    await letGo();
    service = await world.startAudit();
    expect(await people.kept(one)).toEqual([2, 1, 1, 1]);
    expect(await view.rows('SELECT FROM erasure WHERE $1 = ANY(cases)', [one.task.caseId])).toEqual([]);
    expect((await people.erase({ case: [one.task.caseId] })).status).toBe(201);
    expect(await people.kept(one)).toEqual([0, 0, 0, 0]);
  });

  it('while the database is scrubbed, or while the keeper is silent, brings the erasure to its end afterwards', async () => {
    const one = await people.meet();
    const key = await keyOf(one);
    await bothTakeIn();
    keeper.silent = true;
    const letGo = await holding('SELECT FROM person_key');
    const { body } = await people.erase({ case: [one.task.caseId] });
    await until(async () => {
      const waiting = await view.rows(
        "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'VACUUM%'",
      );
      return waiting.length > 0;
    });
    await startAgain();
    await people.until(body['id'], 'keys-destroyed');
    await letGo();
    await people.until(body['id'], 'scrubbed');
    expect(filesWith(key)).toEqual([]);
    await startAgain();
    await people.until(body['id'], 'scrubbed');
    expect(await onLedger(world, one.task.subject)).toBe(2);
    keeper.silent = false;
    await people.until(body['id'], 'done');
    expect(await onLedger(world, one.task.subject)).toBe(0);
  });
});

describe('the retention schedule', () => {
  it('erases what its time has passed for, unless a hold stands on it or a task is open, and lists what is due', async () => {
    const [due, held, open, young] = [
      await people.meet(),
      await people.meet(),
      await people.meet({ over: false }),
      await people.meet(),
    ];
    const cases = [due, held, open].map(({ task }) => task.caseId);
    await view.rows(
      "UPDATE leaf SET recorded_at = recorded_at - interval '400 days' WHERE case_id = ANY($1)",
      [cases],
    );
    await ask(world, ['POST', '/holds'], {
      case: [held.task.caseId],
      ground: 'complaint',
      words: 'complaint 3',
    });
    const listed = await ask(world, ['GET', '/retention']);
    const rows = listed.body['due'] as Row[];
    expect(rows.map(({ caseId }) => caseId).sort()).toEqual([...cases].sort());
    expect(rows.map(({ kept }) => (kept as Row)['class'])).toEqual(Array(3).fill('exercise-record'));
    service.kill('SIGTERM');
    await ended(service);
    service = await world.startAudit({ env: { ...world.audit.env, RETENTION_EVERY_S: '1' } });
    await until(async () => (await people.kept(due)).every((count) => count === 0));
    const [row] = await view.rows(
      'SELECT ground, authority, erased_by AS by FROM erasure ORDER BY leaf_index DESC LIMIT 1',
    );
    expect(row).toEqual({
      ground: 'retention-ended',
      authority: 'retention-schedule',
      by: 'retention schedule',
    });
    for (const one of [held, open, young]) expect((await people.kept(one))[1]).toBe(1);
    // It is a refusal of nobody's wish: the log is not told of it every day.
    expect(await view.rows("SELECT FROM leaf WHERE type LIKE '%erasure-refused%'")).toEqual([]);
    await view.rows(
      "UPDATE leaf SET recorded_at = recorded_at + interval '400 days' WHERE case_id = ANY($1)",
      [cases],
    );
  });
});

describe('a check of the whole log', () => {
  it('finds nothing wrong in a log of which persons were erased', async () => {
    const tamper = new AuditTamperer(world);
    await tamper.settle();
    const { faults, done } = await tamper.check();
    expect(faults).toEqual([]);
    expect(done).toMatchObject({ sound: true });
  });
});
