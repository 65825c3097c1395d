import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tryConcordat } from '../../test/command-trial.js';
import { freePort, LOOPBACK } from '../platform/ports.js';
import { recordSystem } from '../running-system.js';
import { readArguments, UsageError } from './arguments.js';
import { CANDIDATES_OPTIONS, candidatesBody, readCandidatesCall } from './candidates-call.js';
import { candidateLines, type RankedUnit, type Ranking } from './candidates-text.js';

const ASKED = ['--from', 'police/control-room', '--kind', 'place-of-safety-admission'];
const read = (...args: readonly string[]) => readCandidatesCall(readArguments(args, CANDIDATES_OPTIONS));

function faultsOf(...args: readonly string[]): readonly string[] {
  try {
    read(...args);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.faults;
    throw error;
  }
}

describe('a call of concordat candidates', () => {
  it('asks with no more than who needs what', () => {
    const { call, answerer } = read(...ASKED);
    expect(answerer).toEqual({ by: 'running-system' });
    expect(candidatesBody(call)).toEqual({ kind: 'place-of-safety-admission', unit: 'control-room' });
  });

  it('asks with all that can be said of a need', () => {
    const more = [
      '--age-group',
      'under-18',
      '--language',
      'pl,uk',
      '--language',
      'bfi',
      '--area',
      'wealdmere-north',
    ];
    const rest = ['--item', 'age-band,area', '--at', '2026-11-25T21:00:00Z', '--urgency', 'u1-immediate'];
    expect(candidatesBody(read(...ASKED, ...more, ...rest).call)).toEqual({
      kind: 'place-of-safety-admission',
      unit: 'control-room',
      urgency: 'u1-immediate',
      ageGroup: 'under-18',
      languages: ['pl', 'uk', 'bfi'],
      area: 'wealdmere-north',
      itemsKnown: ['age-band', 'area'],
      at: '2026-11-25T21:00:00Z',
    });
  });

  it('is told of everything that is wrong with it at once', () => {
    expect(
      faultsOf(
        '--from',
        'police',
        '--age-group',
        'old',
        '--at',
        'tonight',
        '--urgency',
        'a',
        '--grade',
        'b',
        'x',
      ),
    ).toEqual([
      'Give either --urgency or --grade, not both.',
      '--from takes an agency and its unit, as in police/control-room.',
      '--kind is missing: what is needed.',
      '--age-group takes one of: under-18, 18-64, 65-and-over.',
      '--at takes a date and time with an offset, as in 2026-11-25T18:30:00Z.',
      'What does "x" stand for?',
    ]);
    expect(faultsOf(...ASKED, '--service', 'http://127.0.0.1:1')).toEqual(['--service needs --token-file.']);
  });

  it('says that nobody answers where no system runs, and names an agency that a running one does not have', async () => {
    const none = await tryConcordat(['candidates', ...ASKED]);
    expect([none.code, none.out]).toEqual([3, '']);
    expect(none.err).toContain('No system is running here');
    const home = mkdtempSync(join(tmpdir(), 'home-'));
    try {
      const url = `http://${LOOPBACK}:${(await freePort(0)).port}`;
      const door = { url, token: 't' };
      recordSystem(home, { agencies: { police: door }, keeper: door, audit: door });
      const unknown = await tryConcordat(['candidates', '--from', 'polis/x', '--kind', 'y'], { home });
      expect([unknown.code, unknown.err.includes('it has: police')]).toEqual([1, true]);
      const away = await tryConcordat(['candidates', ...ASKED, '--json'], { home });
      expect(away.code).toBe(3);
      expect((JSON.parse(away.out) as { nobody: string }).nobody).toContain(`${url} does not answer`);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});

describe('the answer of concordat candidates', () => {
  const unit = (name: string, more: Partial<RankedUnit>): RankedUnit => ({
    unit: { agency: 'mh-trust', unit: name, name: name.toUpperCase() },
    fits: false,
    isAskable: false,
    roster: 'fresh',
    onShift: 0,
    elsewhere: [],
    shortfalls: [],
    ...more,
  });
  const ranking: Ranking = {
    directoryVersion: 1,
    at: '2026-11-25T18:30:00.000Z',
    from: { agency: 'police', unit: 'control-room' },
    kind: 'place-of-safety-admission',
    urgency: 'u1-immediate',
    candidates: [
      unit('suite', { fits: true, isAskable: true, onShift: 3, free: 1, hostedBy: 'acute-hospital' }),
      unit('ward', {
        isAskable: true,
        roster: 'unknown',
        shortfalls: [{ code: 'roster-unknown', label: 'Nobody has said.' }],
      }),
      unit('office', {
        shortfalls: [
          { code: 'closed', label: 'It is closed.' },
          { code: 'full', label: 'It is full.' },
        ],
        elsewhere: [{ code: 's12-doctor', label: 'Section 12 approved doctor' }],
      }),
      unit('haven', { shortfalls: [{ code: 'not-asked-for-this', label: 'Not this.' }] }),
    ],
  };

  it('lists who can take it, who can be asked, and what each of the others lacks', () => {
    const lines = candidateLines(ranking, { service: 'http://x', all: false });
    expect(lines).toEqual([
      'police/control-room needs place-of-safety-admission, urgency u1-immediate, at 2026-11-25T18:30:00.000Z.',
      'The running service at http://x says so, by directory version 1; nothing was stored or sent.',
      '',
      'Can take it: 1',
      '   1  mh-trust/suite  SUITE  3 on shift  1 free  roster fresh',
      '      its staff work at the place of: acute-hospital',
      '',
      'Can be asked, though it is not known who is on shift now: 1',
      '   2  mh-trust/ward  WARD      roster unknown',
      '      roster-unknown  Nobody has said.',
      '',
      'Lacks something: 1',
      '   3  mh-trust/office  OFFICE  0 on shift    roster fresh',
      '      closed  It is closed.',
      '      full    It is full.',
      '      from elsewhere: Section 12 approved doctor',
      '',
      'Not asked for this: 1 (--all lists them)',
    ]);
  });

  it('lists those that are not asked for this, too, where it is asked to', () => {
    const lines = candidateLines(ranking, { service: 'http://x', all: true });
    expect(lines.slice(-3)).toEqual([
      'Not asked for this: 1',
      '   4  mh-trust/haven  HAVEN  0 on shift    roster fresh',
      '      not-asked-for-this  Not this.',
    ]);
  });
});
