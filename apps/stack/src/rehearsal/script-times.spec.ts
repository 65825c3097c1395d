import { describe, expect, it } from '@jest/globals';
import { loadDirectory } from '#directory';
import { parseScenario } from './scenario.js';
import { scriptedHandover, scriptedTask } from './script-times.js';

const directory = loadDirectory();
const stepsOf = (lines: readonly string[]) =>
  parseScenario(
    `meta: {id: x, title: X}
start: "2031-01-17T21:42:00Z"
agencies: [police, mh-trust]
steps:
  - {at: 0, by: police/control-room, do: open-case, case: K1}
${lines.map((line) => `  - ${line}`).join('\n')}
`,
    'x.yaml',
    directory,
  ).steps;

const OFFER =
  '{at: 10, by: police/control-room, do: offer, task: T1, kind: place-of-safety-admission, to: mh-trust/suite-north}';
const NEED = OFFER.replace('}', ', mode: ranked-parallel, targets: [suite-north, suite-south]}');
const by = (who: string, at: number, verb: string, more = ''): string =>
  `{at: ${at}, by: ${who}, do: ${verb}, task: T1${more}}`;
const suite = (at: number, verb: string, more = ''): string => by('mh-trust/suite-north', at, verb, more);
const FULL = ', reason: bed-or-suite-full, extra: next space 05:00';

function scripted(offer: string, ...later: readonly string[]) {
  const steps = stepsOf([offer, ...later]);
  const [, opening] = steps;
  if (!opening) throw new Error('no offer');
  return scriptedTask(steps, opening, { decideWithinMinutes: 5 });
}

describe('what a script says of the time of a task', () => {
  it.each<[string, readonly string[], number | undefined]>([
    ['an answer in the minutes of the kind, the limit included', [suite(15, 'accept')], undefined],
    ['an answer after them', [suite(16, 'accept'), suite(40, 'complete', ', outcome: diverted')], 16],
    ['no answer, but words on it', [suite(12, 'note', ', value: x'), suite(36, 'note', ', value: y')], 36],
    ['no answer and no word', [], undefined],
    ['a step expire', [suite(36, 'note', ', value: y'), suite(37, 'expire')], undefined],
    ['help that is called in by the software', ['{at: 30, by: bus, do: escalate, task: T1}'], undefined],
    [
      'an answer that must be refused before the one that counts',
      [suite(30, 'accept', ', expect: REFUSED'), suite(33, 'accept')],
      33,
    ],
    [
      'other terms, refused and then accepted',
      [
        suite(14, 'counter-offer', ', extra: later'),
        by('police/response', 17, 'decline', FULL),
        suite(20, 'counter-offer', ', extra: still later'),
        by('police/control-room', 25, 'accept'),
      ],
      25,
    ],
  ])('counts %s', (_what, later, decideBy) => {
    expect(scripted(OFFER, ...later).decideBy).toBe(decideBy);
  });

  it('counts of a need the last answer, up to the acceptance', () => {
    const south = by('mh-trust/suite-south', 19, 'decline', FULL);
    expect(scripted(NEED, suite(17, 'decline', FULL), south).decideBy).toBe(19);
    expect(
      scripted(NEED, suite(17, 'accept'), by('mh-trust/suite-south', 40, 'decline', FULL)).decideBy,
    ).toBe(17);
  });

  it('says that the responsibility passes where the script hands over', () => {
    expect(scripted(OFFER, suite(11, 'accept')).transfers).toBe(false);
    expect(scripted(OFFER, suite(11, 'accept'), suite(20, 'handover-accept')).transfers).toBe(true);
  });

  it('says how long an offered handover has to stand', () => {
    const offered = by('police/response', 20, 'handover-offer');
    const neededIn = (...lines: readonly string[]): number | undefined => {
      const steps = stepsOf([OFFER, ...lines]);
      const offer = steps.find((step) => step.do === 'handover-offer');
      return offer && scriptedHandover(steps, offer);
    };
    expect(neededIn(offered, suite(95, 'handover-refuse'))).toBe(75);
    expect(neededIn(offered)).toBeUndefined();
  });
});
