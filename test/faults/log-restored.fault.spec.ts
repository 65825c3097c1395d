import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createDatabase } from '../../apps/stack/src/platform/postgres-databases.js';
import { countyOf } from '../support/county.js';
import { until } from '../support/waiting.js';

const county = countyOf({ agencies: ['police', 'ambulance'] });
beforeAll(county.open, 180_000);
afterAll(county.close, 60_000);

interface Shown {
  readonly size: number;
  readonly origin: string;
  readonly checkpoint?: { readonly size: number; readonly cosignatures: number; readonly published: boolean };
}

const audit = async (): Promise<Shown> => (await county.here().auditStatus()) as unknown as Shown;

/** The log of a whole, cosigned size: every event that was recorded is in it. */
const untilCosigned = (size: number): Promise<Shown> =>
  until('the log is signed, published and cosigned', async () => {
    const shown = await audit();
    const { checkpoint } = shown;
    const good = checkpoint?.published && checkpoint.size === shown.size && checkpoint.cosignatures > 0;
    return shown.size >= size && good ? shown : undefined;
  });

async function ask(count: number): Promise<string[]> {
  const [police, ambulance] = [county.here().agency('police'), county.here().agency('ambulance')];
  const told = await Promise.all(Array.from({ length: count }, () => police.asks('ambulance')));
  for (const { taskId } of told) await ambulance.untilSees(taskId, 'requested');
  return told.map(({ taskId }) => taskId);
}

/** A copy of the audit service's database, as a backup brings it back. */
async function copyAudit(name: string): Promise<void> {
  const client = new Client({ connectionString: county.here().stack.postgres.superuserUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${name} TEMPLATE audit OWNER audit`);
  await client.end();
}

const url = (database: string): string => {
  const own = new URL(county.here().stack.spec('audit').env['DATABASE_URL'] ?? '');
  own.pathname = `/${database}`;
  return own.href;
};

/** Starts the audit service on another database; gives what it says when it ends by itself. */
async function start(env: Record<string, string>): Promise<string> {
  const { stack } = county.here();
  await stack.supervisor.stop('audit');
  const spec = stack.spec('audit');
  return stack.supervisor.start({ ...spec, env: { ...spec.env, ...env }, readyLimitMs: 60_000 }).then(
    () => 'it started',
    (error: Error) => error.message,
  );
}

describe('an audit log that was brought back from a backup', () => {
  const asked: string[] = [];
  let lost: Shown;

  it('is not continued: the start is refused, and says what to do', async () => {
    asked.push(...(await ask(3)));
    await untilCosigned(5);
    await county.here().stack.supervisor.stop('audit');
    await copyAudit('audit_backup');
    await county.here().restart('audit');
    const { size } = await audit();
    asked.push(...(await ask(3)));
    lost = await untilCosigned(size + 3);
    const said = await start({ DATABASE_URL: url('audit_backup') });
    expect(said).toContain('exit code 3');
    expect(said).toContain(
      `a checkpoint of concordat/log/1 over ${lost.size} leaves was published: it is an older copy`,
    );
    expect(said).toContain('LOG_ORIGIN=concordat/log/2');
  }, 120_000);

  it('nor is an empty database under the old name', async () => {
    const { stack } = county.here();
    const role = new URL(url('audit'));
    const password = decodeURIComponent(role.password);
    await createDatabase(stack.postgres.superuserUrl, { name: 'audit_new', role: 'audit', password });
    expect(await start({ DATABASE_URL: url('audit_new') })).toContain('it is an older copy');
  }, 60_000);

  it('is closed by a new log, which names its last checkpoint and has read the whole ledger again', async () => {
    expect(await start({ DATABASE_URL: url('audit_new'), LOG_ORIGIN: 'concordat/log/2' })).toBe('it started');
    for (const taskId of asked) {
      await until(`the new log has the task ${taskId}`, async () => {
        const { status } = await county.here().audit(`/tasks/${taskId}/story`);
        return status === 200;
      });
    }
    const shown = await untilCosigned(asked.length);
    expect(shown.origin).toBe('concordat/log/2');
    const client = new Client({ connectionString: url('audit_new') });
    await client.connect();
    const { rows } = await client.query('SELECT event FROM leaf WHERE index = 0');
    await client.end();
    const [, payload = ''] = String((rows as { event: string }[])[0]?.event).split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      type: 'concordat.audit.log-opened.v1',
      sendernumber: 1,
      data: { origin: 'concordat/log/2', previous: { origin: 'concordat/log/1', size: lost.size } },
    });
  }, 120_000);

  it('goes on: agencies cosign the new log, and nobody raised an alarm', async () => {
    asked.push(...(await ask(2)));
    const { size } = await audit();
    await untilCosigned(size);
    for (const agency of county.here().agencies) {
      await until(`${agency.code} follows the new log`, async () => (await agency.status()).log.size >= size);
      expect((await agency.status()).log.alarm).toBeNull();
    }
    expect((await county.here().auditStatus()).alarms).toEqual([]);
  }, 60_000);

  it('stays closed: its own database, whole as it is, is not continued either', async () => {
    expect(await start({})).toContain('this log does not follow that one');
    expect(await start({ DATABASE_URL: url('audit_new'), LOG_ORIGIN: 'concordat/log/2' })).toBe('it started');
  }, 60_000);
});
