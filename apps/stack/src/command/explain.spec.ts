import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tryConcordat, withDraft, type Said } from '../../test/command-trial.js';
import { freePort, LOOPBACK } from '../platform/ports.js';
import { recordSystem } from '../running-system.js';

const ASKED = [
  '--from',
  'police/control-room',
  '--to',
  'mh-trust/street-triage',
  '--kind',
  's136-consultation',
];
const offline = (...more: readonly string[]): Promise<Said> =>
  tryConcordat(['explain', ...ASKED, '--offline', ...more]);

interface Told {
  readonly explained: {
    readonly answeredBy: object;
    readonly urgency: string;
    readonly kind: string;
    readonly items: readonly { readonly code: string; readonly when: string }[];
    readonly missing: readonly object[];
    readonly isAssumed: boolean;
  };
}

const told = ({ out }: Said): Told['explained'] => (JSON.parse(out) as Told).explained;
const whens = (said: Said): object =>
  Object.fromEntries(told(said).items.map(({ code, when }) => [code, when]));

describe('a dry run by the directory alone', () => {
  it('says what they would see now, on acceptance, on request and never, and under which rule', async () => {
    const said = await offline('--json', '--item', 'risk-to-self', 'full-name', 'weapons', 'mh-history');
    expect(said.code).toBe(0);
    expect(told(said).items).toEqual([
      {
        code: 'risk-to-self',
        when: 'now',
        rule: 'police.s136-consultation.offer',
        agreement: 'police-with-health-and-care',
        version: 1,
        basis: 'mental-health-act',
        stage: 'offer',
        label: 'Risk to self now',
      },
      expect.objectContaining({ code: 'full-name', when: 'on-acceptance', stage: 'accepted' }),
      expect.objectContaining({ code: 'weapons', when: 'on-request', stage: 'on-request' }),
      {
        code: 'mh-history',
        when: 'never',
        why: 'no-agreement',
        label: 'Mental-health history and diagnosis',
      },
    ]);
    expect(told(said).answeredBy).toEqual({ directory: 'the shipped directory', isFallback: false });
  });

  it('says what goes only on arrival', async () => {
    const said = await tryConcordat(
      'explain --from ambulance/crew --to mh-trust/crisis-team --kind crisis-home-visit --item entry-instructions --offline --json'.split(
        ' ',
      ),
    );
    expect(whens(said)).toEqual({ 'entry-instructions': 'on-arrival' });
  });

  it('names what is missing, and that it would block; an immediate request is never held up', async () => {
    const urgent = await offline('--item', 'risk-to-self', '--json', '--urgency', 'u2-within-hour');
    expect(told(urgent).missing).toEqual([
      { items: ['presenting-situation'], blocks: true },
      { items: ['place-type'], blocks: true },
    ]);
    expect(told(await offline('--item', 'risk-to-self', '--json')).missing).toEqual([
      { items: ['presenting-situation'], blocks: false },
      { items: ['place-type'], blocks: false },
    ]);
  });

  it('is about all that the kind needs, expects and shows where no item is named', async () => {
    const said = await offline('--json');
    expect(told(said).isAssumed).toBe(true);
    expect(Object.keys(whens(said)).sort()).toEqual(
      [
        'presenting-situation',
        'risk-to-self',
        'place-type',
        'full-name',
        'alias',
        'date-of-birth',
        'appearance',
      ]
        .concat(['substance-now', 'physical-red-flags', 'present-companions', 's136-consultation-record'])
        .concat(['exact-location', 'means-access', 'overdose-details', 'worker-safety-warning'])
        .sort(),
    );
    expect(Object.keys(whens(await offline('--json', '--every-item')))).toHaveLength(54);
  });

  it("takes the asker's own words for kind, unit and urgency, and sorts a grade under its band", async () => {
    const said = await tryConcordat([
      ...[
        'explain',
        '--from',
        'police/Contact Centre',
        '--to',
        'mh-trust/street-triage',
        '--kind',
        's136 advice call',
      ],
      ...['--grade', 'Priority', '--json', '--offline'],
    ]);
    expect([said.code, said.err]).toEqual([0, '']);
    expect(told(said)).toMatchObject({ kind: 's136-consultation', from: { unit: 'control-room' } });
    expect(told(said).urgency).toBe('u2-within-hour');
  });

  it('refuses with every fault at its place, and names what was probably meant', async () => {
    const { code, out, err } = await tryConcordat([
      ...[
        'explain',
        '--from',
        'police/controlroom',
        '--to',
        'mh-trust/triage',
        '--kind',
        's136',
        '--urgency',
        'u9',
      ],
      ...['--item', 'alias', 'fullname', '--offline'],
    ]);
    expect([code, out]).toEqual([1, '']);
    expect(err.split('\n').map((line) => line.split(': ')[0])).toEqual([
      'Refused',
      '  /unit (--from)',
      '  /to/unit (--to)',
      '  /kind (--kind)',
      '  /urgency (--urgency)',
      '  /items/1/code (--item fullname)',
    ]);
    expect(err).toContain('there is no item "fullname"; the nearest known are: full-name');
  });

  it.each([
    [['--from', 'voluntary/safe-haven', '--kind', 's136-consultation'], 'KIND_NOT_FROM_THIS_ASKER'],
    [['--from', 'police/control-room', '--kind', 'welfare-check'], 'KIND_NOT_FOR_THIS_PERFORMER'],
    [['--from', 'police/control-room', '--kind', 'information-request'], 'ASKED_WITHOUT_GROUND'],
    [['--from', 'polise/control-room', '--kind', 's136-consultation'], 'there is no agency "polise"'],
  ])('is refused for %j, as the request would be', async (asked, why) => {
    const { code, err } = await tryConcordat([
      'explain',
      ...asked,
      '--to',
      'mh-trust/street-triage',
      '--offline',
    ]);
    expect(code).toBe(1);
    expect(err).toContain(why);
  });

  it('judges a draft of the agreements before anybody has signed it', async () => {
    const swaps = [
      ['agreements.yaml', 'code: police.s136-consultation.accepted', 'code: draft.rule'],
    ] as const;
    await withDraft(swaps, async (folder) => {
      const said = await tryConcordat([
        'explain',
        ...ASKED,
        '--item',
        'full-name',
        '--directory',
        folder,
        '--json',
      ]);
      expect(told(said).items).toMatchObject([{ code: 'full-name', rule: 'draft.rule' }]);
      expect(told(said).answeredBy).toEqual({ directory: `the directory in ${folder}`, isFallback: false });
    });
  });

  it('relies on nothing in a directory with faults, and lists them', async () => {
    await withDraft([['urgencies.yaml', 'u1-immediate', 'U1']], async (folder) => {
      const { code, out, err } = await tryConcordat(['explain', ...ASKED, '--directory', folder]);
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(/^ {2}urgencies\.yaml:\d+ urgencies\[0\]\.code: must be a code/m);
    });
    expect((await tryConcordat(['explain', ...ASKED, '--directory', 'nowhere'])).code).toBe(2);
  });
});

describe('who answers a dry run', () => {
  let home = '';
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'home-'));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  const nobodyAt = async (): Promise<string> => `http://${LOOPBACK}:${(await freePort(0)).port}`;

  it('is the directory where no system runs, and the answer says so', async () => {
    const { code, out } = await tryConcordat(['explain', ...ASKED], { home });
    expect(code).toBe(0);
    expect(out).toContain('No system is running here, so the shipped directory says so alone.');
  });

  it('is nobody for a case, which only its agency knows, where no system runs', async () => {
    const { code, out, err } = await tryConcordat(['explain', ...ASKED, '--case', 'x'], { home });
    expect([code, out]).toEqual([3, '']);
    expect(err).toContain('npm start');
  });

  it('is nobody where the system that is written down does not answer: no other answer takes its place', async () => {
    recordSystem(home, {
      agencies: { police: { url: await nobodyAt(), token: 'token' } },
      audit: { url: await nobodyAt(), token: 'token' },
      keeper: { url: await nobodyAt(), token: 'token' },
    });
    expect(statSync(join(home, 'run', 'system.json')).mode & 0o777).toBe(0o600);
    const { code, out, err } = await tryConcordat(['explain', ...ASKED], { home });
    expect([code, out]).toEqual([3, '']);
    expect(err).toContain('does not answer');
    expect(err).toContain('--offline');
    const json = await tryConcordat(['explain', ...ASKED, '--json'], { home });
    expect([json.code, Object.keys(JSON.parse(json.out) as object)]).toEqual([3, ['nobody']]);
    const others = ['explain', '--from', 'polise/x', ...ASKED.slice(2)];
    const other = await tryConcordat(others, { home });
    expect(other.code).toBe(1);
    expect(other.err).toContain('the running system has no agency "polise"; it has: police');
  });

  it('is nobody at an address where nothing answers, and a token is never repeated', async () => {
    const tokenFile = join(home, 'token');
    writeFileSync(tokenFile, 'one two\nthree');
    const service = ['--service', await nobodyAt(), '--token-file'];
    const wrong = await tryConcordat(['explain', ...ASKED, ...service, tokenFile]);
    expect([wrong.code, wrong.err.includes('holds no token'), wrong.err.includes('three')]).toEqual([
      2,
      true,
      false,
    ]);
    writeFileSync(tokenFile, 'one-two-three\n');
    const away = await tryConcordat(['explain', ...ASKED, ...service, tokenFile]);
    expect([away.code, away.err.includes('one-two-three')]).toEqual([3, false]);
    expect((await tryConcordat(['explain', ...ASKED, ...service, join(home, 'none')])).code).toBe(2);
  });
});
