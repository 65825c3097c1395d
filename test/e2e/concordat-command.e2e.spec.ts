import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadDirectory } from '#directory';
import { repositoryRoot } from '../../apps/stack/src/platform/home.js';
import { LOOPBACK, freePort } from '../../apps/stack/src/platform/ports.js';
import { tryConcordat, withDraft, type Said } from '../../apps/stack/test/command-trial.js';
import { countyOf } from '../support/county.js';
import { storedIn } from '../support/e2e-books.js';
import { Desk } from '../support/e2e-desk.js';
import { known } from '../support/e2e-sharing.js';

const MEMBERS = ['police', 'ambulance', 'mh-trust'];
const county = countyOf({ agencies: MEMBERS });

beforeAll(county.open, 180_000);
afterAll(county.close, 60_000);

const CONSULTATION = asked('police/control-room', 'mh-trust/street-triage', 's136-consultation');

function asked(from: string, to: string, kind: string): readonly string[] {
  return ['explain', '--from', from, '--to', to, '--kind', kind];
}

const live = (args: readonly string[]): Promise<Said> => tryConcordat(args, { home: county.here().home.dir });

interface Explained {
  readonly answeredBy: object;
  readonly items: readonly { readonly code: string; readonly when: string }[];
  readonly missing: readonly object[];
}

function explained({ code, out, err }: Said): Explained {
  expect([code, err]).toEqual([0, '']);
  return (JSON.parse(out) as { explained: Explained }).explained;
}

const door = (agency: string) => {
  const found = county.here().stack.system.agencies[agency];
  if (!found) throw new Error(`${agency} is not of this county`);
  return found;
};

describe('concordat explain on a running system', () => {
  it('finds the system by what it wrote down for its owner alone, asks the service of the asker, and says so', async () => {
    const file = join(county.here().home.dir, 'run', 'system.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { code, out, err } = await live(CONSULTATION);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`The running service at ${door('police').url} says so, by directory version 1`);
    expect(out).toContain(
      'under police.s136-consultation.offer (agreement police-with-health-and-care version 1',
    );
    for (const { token } of Object.values(county.here().stack.system.agencies))
      expect(out).not.toContain(token);
  }, 60_000);

  it('says of every kind and every item what the directory alone says, and stores nothing', async () => {
    const before = await storedIn(county.here());
    const { agencies, taskKinds } = loadDirectory();
    const unitOf = (agency: string): string => agencies.find(({ code }) => code === agency)?.units[0] ?? '';
    const calls = taskKinds
      .filter(({ asksForItems }) => !asksForItems)
      .flatMap(({ code, mayBeRequestedBy, mayBeAsked }) => {
        const [from] = mayBeRequestedBy.filter((agency) => MEMBERS.includes(agency));
        const [to] = mayBeAsked.filter((agency) => MEMBERS.includes(agency) && agency !== from);
        return from && to ? [asked(`${from}/${unitOf(from)}`, `${to}/${unitOf(to)}`, code)] : [];
      });
    expect(calls.length).toBeGreaterThan(8);
    for (const call of calls) {
      for (const items of [['--every-item'], ['--item', 'full-name', 'risk-to-self', 'mh-history']]) {
        const byService = explained(await live([...call, ...items, '--json']));
        const byDirectory = explained(await live([...call, ...items, '--json', '--offline']));
        expect([call, byService.items]).toEqual([call, byDirectory.items]);
        expect([call, byService.missing]).toEqual([call, byDirectory.missing]);
        expect(byService.answeredBy).not.toEqual(byDirectory.answeredBy);
      }
    }
    expect(await storedIn(county.here())).toEqual(before);
  }, 180_000);

  it('explains what a case file holds, by the case alone, and shows no value of it', async () => {
    const police = new Desk(door('police'), 'control-room', 'PC 4417');
    const opened = await police.post('/cases', {
      mode: 'exercise',
      unit: 'control-room',
      items: [known('full-name', 'Tobiah Quillfeather'), known('mh-history', 'Paranoia Kittiwake')],
    });
    const caseId = String(opened.body['caseId']);
    const said = await live([...CONSULTATION, '--case', caseId, '--json']);
    const whens = Object.fromEntries(explained(said).items.map(({ code, when }) => [code, when]));
    expect(whens).toMatchObject({ 'full-name': 'on-acceptance', 'mh-history': 'never' });
    expect(said.out).not.toMatch(/Quillfeather|Kittiwake/);
    const otherMode = await live([...CONSULTATION, '--case', caseId, '--mode', 'actual']);
    expect(otherMode.code).toBe(1);
    expect(otherMode.err).toContain('  /mode (--mode): the case is of the mode exercise');
  }, 60_000);

  it('prints each fault of the service with its place and the option that says it', async () => {
    const { code, out, err } = await live([
      ...asked('police/controlroom', 'mh-trust/triage', 's136'),
      ...['--item', 'alias', 'fullname', '--urgency', 'u9'],
    ]);
    expect([code, out]).toEqual([1, '']);
    const places = err.split('\n').map((line) => line.split(': ')[0]?.trim());
    expect(places.sort()).toEqual([
      '/items/1/code (--item fullname)',
      '/kind (--kind)',
      '/to/unit (--to)',
      '/unit (--from)',
      '/urgency (--urgency)',
      'Refused',
    ]);
  }, 60_000);

  it('asks a service that is named, with the token that is named, and only an agency at its own', async () => {
    const { credentials } = county.here().stack;
    const at = (agency: string, member: string): readonly string[] => [
      ...['--service', door(agency).url, '--token-file', credentials.members[member]?.token ?? ''],
    ];
    expect(
      explained(await tryConcordat([...CONSULTATION, ...at('police', 'police'), '--json'])).answeredBy,
    ).toEqual({
      service: door('police').url,
      directoryVersion: 1,
    });
    const stranger = await tryConcordat([...CONSULTATION, ...at('police', 'mh-trust')]);
    expect([stranger.code, stranger.err.includes('NO_VALID_TOKEN')]).toEqual([1, true]);
    const other = await tryConcordat([...CONSULTATION, ...at('ambulance', 'ambulance')]);
    expect(other.code).toBe(1);
    const audit = [
      '--service',
      county.here().stack.system.audit.url,
      '--token-file',
      credentials.members['audit']?.token ?? '',
    ];
    expect(await tryConcordat([...CONSULTATION, ...audit])).toMatchObject({
      code: 3,
      err: expect.stringContaining('is no agency service'),
    });
  }, 60_000);
});

/** Runs a program of this project to its end, or until it has said this. */
async function runs(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  until?: RegExp,
): Promise<Said> {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => {
    said.out += data.toString();
    if (until?.test(said.out)) child.kill('SIGKILL');
  });
  child.stderr.on('data', (data: Buffer) => (said.err += data.toString()));
  await once(child, 'close');
  return { code: child.exitCode ?? -1, ...said };
}

const built = (app: string, ...path: readonly string[]): string =>
  join(repositoryRoot(), 'dist', 'apps', app, 'src', ...path);

describe('concordat as a program', () => {
  const command = [built('stack', 'command', 'main.js')];

  it('leaves nothing but its answer on standard output, and ends with the code that it promises', async () => {
    const env = { CONCORDAT_HOME: county.here().home.dir };
    const said = await runs([...command, ...CONSULTATION, '--json'], env);
    expect(explained(said).answeredBy).toEqual({ service: door('police').url, directoryVersion: 1 });
    expect(await runs([...command, 'explan'], env)).toMatchObject({ code: 2, out: '' });
    const away = { CONCORDAT_HOME: join(county.here().home.dir, 'nothing-runs-here') };
    expect((await runs([...command, ...CONSULTATION, '--case', 'x'], away)).code).toBe(3);
    await withDraft([['urgencies.yaml', 'u1-immediate', 'U1']], async (folder) => {
      const checked = await runs([...command, 'directory', 'check', folder], env);
      expect([checked.code, checked.err]).toEqual([1, '']);
      expect(checked.out).toMatch(/^urgencies\.yaml:\d+ urgencies\[0\]\.code: must be a code/m);
    });
  }, 60_000);

  it('is what the package calls concordat, and is quiet when there is nothing to prepare', async () => {
    const { bin, scripts } = JSON.parse(readFileSync(join(repositoryRoot(), 'package.json'), 'utf8')) as {
      readonly bin: Readonly<Record<string, string>>;
      readonly scripts: Readonly<Record<string, string>>;
    };
    const file = bin['concordat'] ?? '';
    expect(scripts['concordat']).toBe(`node ${file}`);
    // A first call may have to build.
    await runs([join(repositoryRoot(), file), '--help'], {});
    const { code, out, err } = await runs([join(repositoryRoot(), file), '--help'], {});
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^concordat <command>/);
  }, 180_000);
});

describe('a keeper that starts', () => {
  const starts = async (folder: string, until?: RegExp): Promise<Said> => {
    const [port, away] = [(await freePort(0)).port, (await freePort(0)).port];
    const env = {
      ...county.here().stack.spec('keeper').env,
      DIRECTORY_DIR: folder,
      KEEPER_STATE_DIR: join(county.here().home.dir, 'another-keeper'),
      // It waits for a broker and leaves the one of the county alone.
      NATS_URL: `${LOOPBACK}:${away}`,
      HTTP_PORT: String(port),
      CONCORDAT_WATCH_STDIN: '0',
    };
    return runs([built('keeper', 'main.js')], env, until);
  };

  it('is stopped by the faults of its directory, all of them named with file and line', async () => {
    const swaps = [
      ['agencies.yaml', 'name: Wealdmere Police', 'name: 7'],
      ['agreements.yaml', 'basis: direct-care', 'basis: care'],
    ] as const;
    await withDraft(swaps, async (folder) => {
      const { code, err } = await starts(folder);
      expect(code).toBe(1);
      expect(err).toMatch(/^agencies\.yaml:\d+ agencies\[0\]\.name: must be text, not 7$/m);
      expect(err).toMatch(
        /^agreements\.yaml:\d+ agreements\[0\]\.rules\[0\]\.basis: unknown lawful basis "care"$/m,
      );
    });
  }, 60_000);

  it('logs the warnings of its directory once, in one line, and goes on', async () => {
    const swap = ['agreements.yaml', "reviewBy: '2027-09-30'", "reviewBy: '2026-01-31'"] as const;
    await withDraft([swap], async (folder) => {
      const { out } = await starts(folder, /the keeper is up/);
      const lines = out.split('\n').filter((line) => line.includes('the directory has warnings'));
      expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
        {
          level: 40,
          warnings: [expect.stringMatching(/^agreements\.yaml:\d+ agreements\[0\]\.reviewBy: the review is/)],
        },
      ]);
    });
  }, 60_000);
});
