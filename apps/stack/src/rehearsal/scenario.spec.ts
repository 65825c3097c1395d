import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadDirectory } from '#directory';
import {
  ScenarioError,
  parseScenario,
  readScenario,
  shippedScenario,
  type ScenarioFault,
} from './scenario.js';

const directory = loadDirectory();

const HEAD = `meta: {id: x, title: X}
start: "2031-01-17T21:42:00Z"
agencies: [police, ambulance]
steps:
  - {at: 0, by: police/control-room, do: open-case, case: K1}
`;

function faultsOf(source: string): readonly ScenarioFault[] {
  try {
    parseScenario(source, 'x.yaml', directory);
    return [];
  } catch (error) {
    if (error instanceof ScenarioError) return error.faults;
    throw error;
  }
}

const faultOfStep = (step: string): string =>
  faultsOf(`${HEAD}  - ${step}\n`)
    .map(({ expected }) => expected)
    .join('; ');

describe('reading a scenario', () => {
  it.each(['01-unknown-person-on-bridge', '03-s136-no-bed'])('takes %s', (name) => {
    const { steps, persons } = readScenario(shippedScenario(name));
    expect(steps.length).toBeGreaterThan(20);
    expect(persons).toHaveLength(1);
    expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).sort((a, b) => a - b));
  });

  it('reads what a step says, with its line', () => {
    const { steps } = readScenario(shippedScenario('01-unknown-person-on-bridge'));
    const absent = steps.find(({ at, do: verb }) => at === 6 && verb === 'set-absent');
    expect(absent?.by).toEqual({ agency: 'mh-trust', unit: 'single-point-of-access' });
    expect(absent?.items?.[0]?.absent).toBe('searched-not-found');
    const lines = readFileSync(shippedScenario('01-unknown-person-on-bridge'), 'utf8').split('\n');
    expect(lines[(absent?.line ?? 0) - 1]).toContain('- {at: 6, by: mh-trust');
  });

  it('plays steps in the order of their minutes, and those of one minute as they stand', () => {
    const { steps } = parseScenario(
      `${HEAD}  - {at: 9, by: police/response, do: note, value: b}\n  - {at: 3, by: police/response, do: note, value: a}\n  - {at: 9, by: police/response, do: note, value: c}\n`,
      'x.yaml',
      directory,
    );
    expect(steps.map(({ value }) => value)).toEqual([undefined, 'a', 'b', 'c']);
  });

  it('says where a file is that cannot be read', () => {
    expect(() => readScenario('/nowhere/x.yaml')).toThrow(
      '/nowhere/x.yaml:1: expected a file that can be read (ENOENT)',
    );
  });

  it('names every fault with file and line', () => {
    const faults = faultsOf(
      `${HEAD}  - {at: -1, by: police, do: dance}\n  - {at: 1, by: police/moon, do: note, vlaue: x}\n`,
    );
    expect(faults.map(({ file, line, where }) => `${file}:${line} ${where}`)).toEqual([
      'x.yaml:6 steps[1].do',
      'x.yaml:6 steps[1].by',
      'x.yaml:6 steps[1].at',
      'x.yaml:7 steps[2].vlaue',
      'x.yaml:7 steps[2].by',
    ]);
  });

  it.each([
    ['text that is no YAML', 'meta: {id: x', 'YAML that can be read'],
    ['a key that stands twice', `${HEAD}question: a\nquestion: b\n`, 'duplicated mapping key'],
    ['a list in place of a map', '- 1\n', 'a map of keys and values'],
    ['an empty file', '', 'a map of keys and values'],
    ['no steps', HEAD.replace(/steps:[^]*/, ''), 'the key "steps"'],
    ['an empty list of steps', HEAD.replace(/steps:[^]*/, 'steps: []\n'), 'at least one step'],
    ['a start without offset', HEAD.replace('Z"', '"'), 'an instant with its offset'],
    ['an unknown agency', HEAD.replace('[police', '[navy'), 'one of the agencies: police'],
    ['an unknown key', `${HEAD}extra: 1\n`, 'a known key instead of "extra"'],
    [
      'a truth about no item',
      `${HEAD}persons: [{id: P1, truth: {shoe-size: 9}}]\n`,
      'an item of the directory instead of "shoe-size"',
    ],
  ])('refuses %s', (_what, source, expected) => {
    expect(
      faultsOf(source)
        .map((fault) => fault.expected)
        .join('; '),
    ).toContain(expected);
  });

  it.each([
    ['a verb that does not exist', '{at: 1, by: police/response, do: dance}', 'one of: open-case'],
    ['a missing minute', '{by: police/response, do: note}', 'the key "at"'],
    [
      'a verb without what it needs',
      '{at: 1, by: police/response, do: offer, task: T1}',
      '"kind", which "offer" needs',
    ],
    ['an unknown unit', '{at: 1, by: police/moon, do: note}', 'one of the units of police'],
    [
      'an unknown kind',
      '{at: 1, by: police/response, do: offer, task: T1, kind: dance, to: ambulance/crew}',
      'one of the task kinds',
    ],
    [
      'an unknown item',
      '{at: 1, by: police/response, do: give-info, items: {shoe: {state: unknown}}}',
      'instead of "shoe"',
    ],
    [
      'an item without a state',
      '{at: 1, by: police/response, do: give-info, items: {phone: {value: x}}}',
      'the key "state"',
    ],
    [
      'an unknown state',
      '{at: 1, by: police/response, do: give-info, items: {phone: {state: odd}}}',
      'one of: known',
    ],
    [
      'a reason that is none',
      '{at: 1, by: police/response, do: give-info, items: {phone: {state: unknown, absent: lazy}}}',
      'asked-unknown',
    ],
    [
      'a value beside a reason',
      '{at: 1, by: police/response, do: give-info, items: {phone: {state: known, value: x, absent: not-asked}}}',
      'not both',
    ],
    [
      'a value of what is unknown',
      '{at: 1, by: police/response, do: give-info, items: {phone: {state: unknown, value: x}}}',
      'carries a reason',
    ],
    ['a task that was never offered', '{at: 1, by: police/response, do: accept, task: T9}', 'T9 is not'],
    ['a unit in place of agency/unit', '{at: 1, by: response, do: note}', 'agency/unit'],
    ['the bus acting as a person', '{at: 1, by: bus, do: note, value: x}', 'a unit: the bus by itself'],
    [
      'several at once without saying so',
      '{at: 1, by: police/response, do: offer, task: T1, kind: welfare-check, to: [ambulance/crew, police/custody]}',
      'one unit; several at once stand as "targets"',
    ],
    [
      'several at once without naming them',
      '{at: 1, by: police/response, do: offer, task: T1, kind: welfare-check, to: ambulance/crew, mode: ranked-parallel}',
      'the key "targets"',
    ],
    [
      'targets of which there are none',
      '{at: 1, by: police/response, do: offer, task: T1, kind: welfare-check, to: ambulance/crew, mode: ranked-parallel, targets: []}',
      'at least one unit',
    ],
    [
      'a target that is no unit',
      '{at: 1, by: police/response, do: offer, task: T1, kind: welfare-check, to: ambulance/crew, mode: ranked-parallel, targets: [crew, moon]}',
      'one of the units of ambulance',
    ],
    [
      'a mode that does not exist',
      '{at: 1, by: police/response, do: offer, task: T1, kind: welfare-check, to: ambulance/crew, mode: dance, targets: [crew]}',
      'one of: ranked-parallel',
    ],
    [
      'a place that is neither open nor filled',
      '{at: 1, by: police/response, do: note, slots: {amhp: maybe}}',
      'one of: open, filled, fallen-through',
    ],
    [
      'a place for nobody',
      '{at: 1, by: police/response, do: note, slots: {wizard: open}}',
      'one of the slots: amhp',
    ],
    [
      'a promise of nothing',
      '{at: 1, by: police/response, do: note, promise: {by_minute: 3}}',
      'what is promised',
    ],
    [
      'an end that no promise has',
      '{at: 1, by: police/response, do: note, promise: {end: forgotten}}',
      'one of: kept, broken, released',
    ],
    [
      'a promise by no minute',
      '{at: 1, by: police/response, do: note, promise: {what: x, by_minute: soon}}',
      'whole minutes',
    ],
    [
      'an unknown clock',
      '{at: 1, by: police/response, do: clock-start, clock: egg-timer}',
      'one of the clocks',
    ],
    [
      'a case that was never opened',
      '{at: 1, by: police/response, do: note, value: x, case: K9}',
      'a case that was opened before',
    ],
  ])('refuses %s', (_what, step, expected) => {
    expect(faultOfStep(step)).toContain(expected);
  });

  it('refuses a reason to decline that there is not, but takes any words from who does not agree to other terms', () => {
    const offer =
      '{at: 1, by: police/response, do: offer, task: T1, kind: s136-conveyance, to: ambulance/crew}';
    const counter = '{at: 2, by: ambulance/crew, do: counter-offer, task: T1, extra: later}';
    const decline = '{at: 3, by: police/response, do: decline, task: T1, reason: too late}';
    const said = (...steps: readonly string[]): readonly string[] =>
      faultsOf(`${HEAD}${steps.map((step) => `  - ${step}\n`).join('')}`).map(
        ({ line, where, expected }) => `${line} ${where}: ${expected.slice(0, 29)}`,
      );
    expect(said(offer, decline)).toEqual(['7 steps[2].reason: one of the reasons to decline']);
    expect(said(offer, counter, decline)).toEqual([]);
  });

  it('lets a step that must be refused name what it likes', () => {
    const step =
      '{at: 1, by: police/response, do: offer, task: T1, kind: dance, to: ambulance/crew, expect: "REFUSED: no such kind"}';
    expect(faultOfStep(step)).toBe('');
  });
});
