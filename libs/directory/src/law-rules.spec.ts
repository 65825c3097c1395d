import { describe, expect, it } from '@jest/globals';
import { ageStandingOf, warningsOf, type LawSituation, type Party, type SaidOfItem } from '#domain';
import { bundleHash, parseBundle, type DirectoryBundle } from './bundle.js';
import { Directory } from './directory.js';
import { DirectoryError } from './directory-error.js';
import { loadDirectory } from './load.js';
import { subsetDirectory } from './subset.js';

const data = loadDirectory();
const bundle: DirectoryBundle = { version: 1, data, keys: [] };
const { lawRules } = new Directory(bundle);
const AT = '2031-03-21T23:05:00Z';

const party = (name: string): Party => {
  const [agency = '', unit = ''] = name.split('/');
  return { agency, unit };
};
const known = (code: string, value: unknown): SaidOfItem => ({ code, state: 'known', value });
const consulted: SaidOfItem = { code: 's136-consultation-record', state: 'unknown' };
const adult = known('age-band', '18-64');

interface Told extends Partial<Omit<LawSituation, 'asker' | 'performer'>> {
  readonly from?: string;
  readonly to?: string;
}

/** The codes of the rules that warn at a step: of police asking the trust unless told otherwise. */
function codesOf(told: Told, at = AT): readonly string[] {
  const { from = 'police/response', to = 'mh-trust/health-based-place-of-safety', ...rest } = told;
  const situation: LawSituation = {
    kind: 's136-consultation',
    step: 'requested',
    actorRole: 'officer',
    items: [],
    ...rest,
    asker: party(from),
    performer: party(to),
  };
  return warningsOf(lawRules, situation, at).map(({ code }) => code);
}

const request = (kind: string, ...items: readonly SaidOfItem[]): Told => ({ kind, items });
const assessment = { kind: 'mha-assessment', from: 'mh-trust/crisis-team', to: 'social-care/amhp-service' };
const warrant = { kind: 's135-warrant-application', to: 'social-care/amhp-service' };
const execution = {
  kind: 's135-warrant-execution',
  from: 'social-care/amhp-service',
  to: 'police/response',
  step: 'completed',
};
const check = {
  kind: 'welfare-check',
  from: 'mh-trust/crisis-team',
  to: 'police/control-room',
  step: 'rejected',
  reason: 'threshold-not-met',
};
const slots = (first: 'filled' | 'open', second: 'filled' | 'open') =>
  [
    { slot: 'amhp', state: 'filled' },
    { slot: 's12-doctor', state: first },
    { slot: 'second-doctor', state: second },
  ] as const;
const made = { ...assessment, step: 'completed', outcome: 'application-made', actorRole: 'amhp' };
const inEd = { ...assessment, from: 'acute-hospital/emergency-department' };

/** A step, and whether the rule warns at it. */
type Row = readonly [rule: string, says: string, told: Told, warns: boolean];

const rows: readonly Row[] = [
  ['s136-not-in-a-home', 'a home', request('s136-consultation', known('place-type', 'home')), true],
  [
    's136-not-in-a-home',
    'a bridge',
    request('s136-consultation', known('place-type', 'bridge or height')),
    false,
  ],
  [
    's136-not-in-a-home',
    'a home in words',
    request('s136-consultation', known('place-type', 'his flat')),
    false,
  ],
  ['s136-not-in-a-home', 'a home, conveyed', request('s136-conveyance', known('place-type', 'home')), true],
  [
    's136-not-in-a-home',
    'a home, admitted',
    request('place-of-safety-admission', known('place-type', 'home')),
    true,
  ],
  ['s136-not-in-a-home', 'a visit at home', request('crisis-home-visit', known('place-type', 'home')), false],
  ['s136-consult-first', 'nothing said of advice', request('place-of-safety-admission', adult), true],
  [
    's136-consult-first',
    'advice was not practicable',
    request('place-of-safety-admission', consulted),
    false,
  ],
  [
    's136-consult-first',
    'the advice',
    request('s136-conveyance', known(consulted.code, 'asked at 21:10')),
    false,
  ],
  ['s136-consult-first', 'the consultation itself', request('s136-consultation'), false],
  [
    's136-consult-first',
    'a hospital that passes the person on',
    { ...request('place-of-safety-admission'), from: 'acute-hospital/emergency-department' },
    false,
  ],
  [
    'no-child-in-a-police-station',
    'a child',
    request('place-of-safety-admission', known('place-type', 'police station'), known('age-band', '13-15')),
    true,
  ],
  [
    'no-child-in-a-police-station',
    'nobody knows the age',
    request('mha-assessment', known('place-type', 'police station')),
    true,
  ],
  [
    'no-child-in-a-police-station',
    'an adult',
    request('place-of-safety-admission', known('place-type', 'police station'), adult),
    false,
  ],
  [
    'no-child-in-a-police-station',
    'a child elsewhere',
    request('place-of-safety-admission', known('place-type', 'public'), known('age-band', '13-15')),
    false,
  ],
  ...['no-bed', 'no-amhp', 'no-doctor', 'intoxicated', 'too-distressed'].map((reason): Row => [
    's136-extension-for-condition-only',
    reason,
    { step: 'clock-extended', extensionReason: reason },
    reason.startsWith('no-'),
  ]),
  [
    's135-1-amhp-applies',
    'accepted by a duty manager',
    { ...warrant, step: 'accepted', actorRole: 'duty-manager' },
    true,
  ],
  [
    's135-1-amhp-applies',
    'completed by an officer',
    { ...warrant, step: 'completed', outcome: 'warrant-granted' },
    true,
  ],
  ['s135-1-amhp-applies', 'accepted by an AMHP', { ...warrant, step: 'accepted', actorRole: 'amhp' }, false],
  ['s135-1-amhp-applies', 'asked for by an officer', { ...warrant, step: 'requested' }, false],
  ['s135-constable-executes', 'by an officer', { ...execution, outcome: 'executed-kept' }, false],
  [
    's135-constable-executes',
    'by a duty inspector',
    { ...execution, outcome: 'executed-kept', actorRole: 'duty-inspector' },
    false,
  ],
  [
    's135-constable-executes',
    'by a dispatcher',
    { ...execution, outcome: 'executed-removed', actorRole: 'dispatcher' },
    true,
  ],
  [
    's135-constable-executes',
    'not at all',
    { ...execution, outcome: 'not-executed', actorRole: 'dispatcher' },
    false,
  ],
  ['s2-s3-two-recommendations', 'with both doctors', { ...made, slots: slots('filled', 'filled') }, false],
  ['s2-s3-two-recommendations', 'with one doctor', { ...made, slots: slots('filled', 'open') }, true],
  ['s2-s3-two-recommendations', 'with the other doctor', { ...made, slots: slots('open', 'filled') }, true],
  [
    's2-s3-two-recommendations',
    'no application',
    { ...made, outcome: 'not-assessed', slots: slots('open', 'open') },
    false,
  ],
  [
    's5-2-inpatients-only',
    'in an emergency department',
    { ...inEd, items: [known('mha-status', 's5(2)')] },
    true,
  ],
  [
    's5-2-inpatients-only',
    'on a ward',
    { ...inEd, from: 'acute-hospital/acute-ward', items: [known('mha-status', 's5(2)')] },
    false,
  ],
  [
    's5-2-inpatients-only',
    'held under section 136',
    { ...inEd, items: [known('mha-status', 's136')] },
    false,
  ],
  [
    's13-amhp-considers-first',
    'by a duty manager',
    { ...assessment, step: 'rejected', actorRole: 'duty-manager' },
    true,
  ],
  ['s13-amhp-considers-first', 'by an AMHP', { ...assessment, step: 'rejected', actorRole: 'amhp' }, false],
  [
    's13-amhp-considers-first',
    'taken on by a duty manager',
    { ...assessment, step: 'accepted', actorRole: 'duty-manager' },
    false,
  ],
  ['rcrp-not-for-children', 'a child', { ...check, items: [known('age-band', '16-17')] }, true],
  ['rcrp-not-for-children', 'nobody knows the age', check, true],
  ['rcrp-not-for-children', 'an adult', { ...check, items: [adult] }, false],
  ['rcrp-not-for-children', 'no vehicle', { ...check, reason: 'no-capacity' }, false],
  [
    'rcrp-not-for-children',
    'declined by the ambulance service',
    { ...check, to: 'ambulance/emergency-operations-centre' },
    false,
  ],
];

describe('the shipped rules of law', () => {
  it.each(rows)('%s, %s', (rule, _says, told, warns) => {
    expect(codesOf(told).includes(rule)).toBe(warns);
  });

  it.each(lawRules.map(({ code, inForceFrom }) => [code, inForceFrom] as const))(
    '%s says nothing before %s, and warns from that day on',
    (rule, from) => {
      const [, , told = {}] = rows.find(([code, , , warns]) => code === rule && warns) ?? [];
      const eve = new Date(Date.parse(`${from}T00:00:00Z`) - 1).toISOString();
      expect(codesOf(told, eve)).not.toContain(rule);
      expect(codesOf(told, `${from}T00:00:00Z`)).toContain(rule);
    },
  );

  it('have a row that warns and one that does not, each of them', () => {
    const covered = (warning: boolean) =>
      new Set(rows.filter((row) => row[3] === warning).map(([rule]) => rule));
    const codes = lawRules.map(({ code }) => code);
    expect([...covered(true)].sort()).toEqual([...codes].sort());
    expect([...covered(false)].sort()).toEqual([...codes].sort());
  });

  it('warn in one sentence, and never say that anything is lawful or unlawful', () => {
    for (const { says } of lawRules) {
      expect(says).toMatch(/^[A-Z][^.]*\.$/);
      expect(says).not.toMatch(/lawful|illegal|legal\b|must|offence/i);
    }
  });

  it('know the same bands of age as the rules on age', () => {
    const bands = data.items.find(({ code }) => code === 'age-band')?.values ?? [];
    const groups = bands.map((band) => ageStandingOf([known('age-band', band)], AT));
    expect(groups).toEqual(['child', 'child', 'child', 'adult', 'adult']);
  });
});

describe('rules of law in a bundle', () => {
  it('travel with it, and change its hash', () => {
    const back = parseBundle(JSON.parse(JSON.stringify(bundle)));
    expect(new Directory(back).lawRules).toEqual(lawRules);
    const fewer = { ...bundle, data: { ...data, lawRules: lawRules.slice(1) } };
    expect(bundleHash(fewer)).not.toBe(bundleHash(bundle));
  });

  it('are refused off the wire when they name what is not there', () => {
    const [first, ...rest] = lawRules;
    const bad = { ...first, when: { ...first?.when, outcomes: ['arrested'] } };
    const refused = () => parseBundle({ ...bundle, data: { ...data, lawRules: [bad, ...rest] } });
    expect(refused).toThrow(DirectoryError);
    expect(refused).toThrow(
      'bundle data.lawRules[0].when.outcomes[0]: none of the kinds has the outcome "arrested"',
    );
  });

  it('of a smaller directory speak of who is left, and go where nothing is left', () => {
    const small = subsetDirectory(data, ['police', 'mh-trust', 'voluntary']);
    expect(small.lawRules.map(({ code }) => code)).toEqual([
      's136-not-in-a-home',
      's136-consult-first',
      'no-child-in-a-police-station',
      's136-extension-for-condition-only',
      's135-constable-executes',
      'rcrp-not-for-children',
    ]);
    expect(small.lawRules[0]?.when.kinds).toEqual(['s136-consultation', 'place-of-safety-admission']);
  });
});
