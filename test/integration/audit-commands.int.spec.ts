import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tryConcordat, type Said } from '../../apps/stack/test/command-trial.js';
import { LOOPBACK } from '../../apps/stack/src/platform/ports.js';
import { answerErasing, People, takesIn, type Person } from '../support/audit-forgetting.js';
import { AuditView, until } from '../support/audit-view.js';
import { directoryMessage, startAuditWorld, TOKENS, type AuditWorld } from '../support/audit-world.js';

jest.setTimeout(60_000);

let world: AuditWorld;
let dir: string;
let person: Person;

beforeAll(async () => {
  world = await startAuditWorld();
  const view = new AuditView(world);
  dir = world.servers.home.dir;
  for (const [name, text] of Object.entries(TOKENS)) writeFileSync(join(dir, `${name}.token`), `${text}\n`);
  await answerErasing(world);
  await world.startAudit();
  await world.put(...(await directoryMessage(world)));
  await view.untilSize(1);
  person = await new People(world).meet();
}, 180_000);

afterAll(() => world?.stop(), 60_000);

/** A call of `concordat audit` by a person with this role. */
const audit = (args: readonly string[], by: keyof typeof TOKENS = 'auditor'): Promise<Said> => {
  const service = `http://${LOOPBACK}:${world.audit.port}`;
  const door = ['--service', service, '--token-file', `${by}.token`];
  return tryConcordat(['audit', ...args, ...door], { cwd: dir });
};

interface Row {
  readonly eventId: string;
  readonly taskId: string;
}
const rows = async (): Promise<readonly Row[]> => {
  const { out } = await audit(['search', '--token', person.token, '--json']);
  return (JSON.parse(out) as { readonly rows: readonly Row[] }).rows;
};

describe('an auditor on the command line', () => {
  it('finds what was told about a person, and reads its task as a story', async () => {
    const table = await audit(['search', '--token', person.token]);
    expect([table.code, table.err]).toEqual([0, '']);
    expect(table.out.split('\n')[0]).toMatch(/^LEAF +TIME +FROM/);
    expect(table.out).toContain(person.task.id);
    const story = await audit(['story', '--task', person.task.id]);
    expect([story.code, story.err]).toEqual([0, '']);
    expect(story.out).toContain(`Task ${person.task.id} of case ${person.task.caseId}`);
    expect(story.out).toContain('requested');
  });

  it.each(['csv', 'ndjson', 'fhir'])('keeps what a search finds as a file: %s', async (format) => {
    const file = `told.${format}`;
    const { code, err } = await audit(['export', '--format', format, '--out', file, '--token', person.token]);
    expect([code, err]).toEqual([0, '']);
    expect(readFileSync(join(dir, file), 'utf8')).toContain(person.task.id);
  });

  it('takes evidence and a proof away, and verifies the evidence without the log', async () => {
    const [row] = await rows();
    await until(
      async () =>
        (await audit(['prove', '--event', row?.eventId ?? '', '--out', 'one.tlog-proof'])).code === 0,
    );
    expect(readFileSync(join(dir, 'one.tlog-proof'), 'utf8')).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
    const taken = await audit([
      'export',
      '--format',
      'evidence',
      '--task',
      person.task.id,
      '--out',
      'task.ndjson',
    ]);
    expect([taken.code, taken.err]).toEqual([0, '']);
    const { code, out } = await tryConcordat(['verify', 'task.ndjson'], { cwd: dir });
    // The keys are those that the evidence brings itself.
    expect([code, out]).toEqual([4, expect.stringContaining('leaves')]);
  });

  it('has the whole log checked against itself', async () => {
    const { code, out } = await audit(['check']);
    expect([code, out]).toEqual([0, 'The log is sound.']);
  });
});

describe('the custodian on the command line', () => {
  const because = ['--reason', 'court-order', '--words', 'order 4 of the county court'];
  const keyFile = 'custodian.jwk';
  beforeAll(() => {
    const { privateKey, kid } = world.key('custodian', 'sealing');
    writeFileSync(join(dir, keyFile), JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid }));
  });
  const openings = async (): Promise<number> =>
    (await new AuditView(world).rows('SELECT FROM opening')).length;

  it('opens what travelled with an event, on this machine, and a leaf says so', async () => {
    const before = await openings();
    const call = ['open', '--event', person.told.id, '--key', keyFile, ...because];
    const { code, out, err } = await audit(call, 'custodian');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/area +under the old bridge\ndate-of-birth +none: asked-unknown/);
    expect(out).toMatch(/note +Zebedee Quill/);
    expect(out).toMatch(/^Leaf 1, event .* is the one that the event committed to/);
    expect(await openings()).toBe(before + 1);
  });

  it('puts the values into evidence, which still holds, and no longer does when one is changed', async () => {
    const evidence = ['--format', 'evidence', '--event', person.told.id, '--out', 'sealed.ndjson'];
    await until(async () => (await audit(['export', ...evidence])).code === 0);
    const copy = ['--into', 'sealed.ndjson', '--out', 'opened.ndjson'];
    const call = ['open', '--event', person.told.id, '--key', keyFile, ...because, ...copy];
    expect((await audit(call, 'custodian')).code).toBe(0);
    const keeper = ['--keeper-key', 'keeper.json'];
    const { x } = world.key('keeper', 'signing');
    writeFileSync(join(dir, 'keeper.json'), JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x }));
    const held = await tryConcordat(['verify', 'opened.ndjson', ...keeper], { cwd: dir });
    expect([held.code, held.err]).toEqual([0, '']);
    expect(held.out).toMatch(/Values +[1-9]\d* opened, each the one that was committed to/);
    const text = readFileSync(join(dir, 'opened.ndjson'), 'utf8');
    writeFileSync(join(dir, 'false.ndjson'), text.replace('the old bridge', 'the new bridge'));
    const found = await tryConcordat(['verify', 'false.ndjson', ...keeper], { cwd: dir });
    expect([found.code, found.out]).toEqual([1, expect.stringContaining('not what the event committed to')]);
  });

  it('is told every fault before any leaf is written', async () => {
    const before = await openings();
    const open = (...args: string[]): Promise<Said> =>
      audit(['open', '--event', person.told.id, ...because, ...args], 'custodian');
    expect((await open()).err).toContain('--key is missing');
    expect((await open('--key', 'custodian.token')).err).toContain('holds no private X25519 key');
    expect((await open('--key', keyFile, '--out', 'x.ndjson')).err).toContain('--out needs --into');
    const into = await open('--key', keyFile, '--into', 'custodian.token', '--out', 'x.ndjson');
    expect([into.code, into.err]).toEqual([2, expect.stringContaining('is no evidence export')]);
    expect(await openings()).toBe(before);
  });

  it('is nobody without the key or the token', async () => {
    const call = ['open', '--event', person.told.id, '--key', keyFile, ...because];
    expect((await audit(call, 'auditor')).code).toBe(1);
    const { privateKey, kid } = world.key('police', 'sealing');
    const other = JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: `${kid}x` });
    writeFileSync(join(dir, 'other.jwk'), other);
    const wrong = await audit(
      ['open', '--event', person.told.id, '--key', 'other.jwk', ...because],
      'custodian',
    );
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('do not open')]);
  });
});

describe('an erasure on the command line', () => {
  const because = [
    '--ground',
    'no-longer-necessary',
    '--authority',
    'data-subject-request',
    '--words',
    'letter 12',
  ];

  it('is refused under a hold, and says which', async () => {
    const placed = await audit([
      'hold',
      '--token',
      person.token,
      '--ground',
      'complaint',
      '--words',
      'complaint 12',
      '--json',
    ]);
    expect([placed.code, placed.err]).toEqual([0, '']);
    const { id } = JSON.parse(placed.out) as { readonly id: string };
    const plan = await audit(['erase', '--token', person.token]);
    expect([plan.code, plan.out.includes(id)]).toEqual([1, true]);
    const refused = await audit(['erase', '--token', person.token, ...because, '--yes']);
    expect([refused.code, refused.out]).toEqual([1, '']);
    expect(refused.err).toContain(`under the hold ${id}`);
    expect((await audit(['hold', '--list'])).out).toContain(id);
    const released = await audit(['hold', '--release', id, '--words', 'it was settled']);
    expect([released.code, released.out.includes('released')]).toEqual([0, true]);
    expect((await audit(['hold', '--list'])).out).toBe('No hold stands.');
  });

  it('does nothing without --yes, and then erases; the search still finds that something was told', async () => {
    const before = await rows();
    const plan = await audit(['erase', '--case', person.task.caseId]);
    expect([plan.code, plan.out]).toEqual([0, expect.stringContaining('Nothing was done')]);
    expect(await rows()).toEqual(before);
    const done = await audit(['erase', '--case', person.task.caseId, ...because, '--yes', '--json']);
    expect([done.code, done.err]).toEqual([0, '']);
    const { id } = JSON.parse(done.out) as { readonly id: string };
    for (const agency of ['police', 'ambulance']) await takesIn(world, agency);
    await until(async () => (await audit(['erase', '--show', id])).out.includes(' done '));
    expect((await audit(['erase', '--list'])).out).toContain(id);
    expect(await rows()).toEqual([]);
    const left = await audit(['search', '--case', person.task.caseId]);
    expect(left.out).toContain(person.task.id);
  });

  it('names every fault of the call, and refuses who may not', async () => {
    expect((await audit(['erase'])).code).toBe(2);
    const { code, err } = await audit(['hold', '--case', 'x', '--ground', 'because', '--words', ' ']);
    expect(code).toBe(1);
    for (const option of ['case', 'ground', 'words']) expect(err).toContain(`--${option} must be`);
    expect((await audit(['erase', '--list'], 'records-officer')).code).toBe(1);
  });
});
