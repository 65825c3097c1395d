import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryConcordat, type Said } from '../../apps/stack/test/command-trial.js';
import { LOOPBACK, freePort } from '../../apps/stack/src/platform/ports.js';
import { newTask, Talk, type TestTask } from '../support/audit-talk.js';
import { AuditView, until } from '../support/audit-view.js';
import { directoryMessage, startAuditWorld, TOKENS, type AuditWorld } from '../support/audit-world.js';

jest.setTimeout(30_000);

let world: AuditWorld;
let view: AuditView;
let dir: string;
let task: TestTask;
const token = randomBytes(32).toString('base64url');

beforeAll(async () => {
  world = await startAuditWorld();
  view = new AuditView(world);
  dir = world.servers.home.dir;
  for (const [name, text] of Object.entries(TOKENS)) writeFileSync(join(dir, `${name}.token`), `${text}\n`);
  await world.startAudit();
  await world.put(...(await directoryMessage(world)));
  await view.untilSize(1);
  const talk = new Talk(world);
  task = newTask('police', 'ambulance');
  const sent = await talk.request(task, {}, [token]);
  await talk.send(sent);
  await until(() => view.leafOf(sent));
}, 180_000);

afterAll(() => world?.stop(), 60_000);

const report = (args: readonly string[], by: keyof typeof TOKENS = 'auditor'): Promise<Said> => {
  const service = `http://${LOOPBACK}:${world.audit.port}`;
  const door = ['--service', service, '--token-file', `${by}.token`];
  return tryConcordat(['audit', 'report', ...args, ...door], { cwd: dir });
};
const readings = (): Promise<unknown[]> => view.rows("SELECT FROM reading WHERE kind = 'report'");

describe('concordat audit report', () => {
  it('tells who was told what about a person in words, and the log says that it was asked', async () => {
    const before = (await readings()).length;
    const { code, out, err } = await report(['person', '--token', token]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Wealdmere Police');
    expect(out).toContain('Wealdmere Ambulance Service');
    expect(out).toContain('Date of birth');
    expect(await readings()).toHaveLength(before + 1);
  });

  it.each([
    ['accounting', ['--between', 'police,ambulance']],
    ['overrides', []],
    ['refusals', []],
    ['gaps', []],
    ['unmet', []],
  ])('gives %s as text, as JSON and as CSV', async (name, more) => {
    const text = await report([name, ...more]);
    expect([text.code, text.err]).toEqual([0, '']);
    expect(text.out).not.toBe('');
    const json = await report([name, ...more, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ report: name });
    const csv = await report([name, ...more, '--csv']);
    expect(csv.code).toBe(0);
    expect(csv.out.split('\n')[0]).toMatch(/^"?[a-zA-Z]+"?,/);
  });

  it('writes the report into a file that only its owner can read', async () => {
    const { code, out } = await report(['gaps', '--json', '--out', 'gaps.json']);
    expect([code, out]).toEqual([0, '']);
    const file = join(dir, 'gaps.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ report: 'gaps' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('says what the service refuses, and where', async () => {
    const { code, out, err } = await report(['accounting', '--between', 'police']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('--between must be two agencies');
  });

  it('gives nothing to who may not read', async () => {
    const { code, out, err } = await report(['gaps'], 'any');
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('auditors and records officers');
  });

  it('says that nobody answers', async () => {
    const { port } = await freePort(0);
    const door = ['--service', `http://${LOOPBACK}:${port}`, '--token-file', 'auditor.token'];
    const { code, err } = await tryConcordat(['audit', 'report', 'gaps', ...door], { cwd: dir });
    expect(code).toBe(3);
    expect(err).toContain('does not answer');
  });
});
