import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { loadDirectory } from '#directory';
import { load } from 'js-yaml';
import { FORMS } from './assertions.js';
import { ScenarioError, parseScenario, readScenario, shippedScenario } from './scenario.js';

const directory = loadDirectory();
const scenario = (assert: string, checks = '[]') =>
  parseScenario(
    `meta: {id: small, title: Small}
start: "2031-01-17T21:42:00Z"
agencies: [police]
steps:
  - {at: 0, by: police/control-room, do: open-case, case: K1, assert: ${assert}}
checks: ${checks}
`,
    'small.yaml',
    directory,
  );

function faults(assert: string, checks?: string): readonly string[] {
  try {
    scenario(assert, checks);
    return [];
  } catch (error) {
    if (error instanceof ScenarioError)
      return error.faults.map((fault) => `${fault.line} ${fault.where}: ${fault.expected}`);
    throw error;
  }
}

describe('an assertion', () => {
  it('is read alone or in a list, with its line', () => {
    const asserts = scenario(
      '[{age: treat-as-child, at: police}, {gap: full-name, of: police, asked: mh-trust}]',
    ).steps[0]?.asserts;
    expect(asserts).toEqual([
      { form: 'age', line: 5, age: 'treat-as-child', at: 'police' },
      { form: 'gap', line: 5, gap: 'full-name', of: 'police', asked: ['mh-trust'] },
    ]);
    expect(scenario('{held_up: none}').steps[0]?.asserts).toHaveLength(1);
  });

  it('stands beside the words of a check at the end, or the words stand alone', () => {
    const { checks } = scenario('{held_up: none}', '[in words, {check: both, assert: {held_up: none}}]');
    expect(checks).toMatchObject([{ check: 'in words' }, { check: 'both', asserts: [{ form: 'held_up' }] }]);
  });

  it('that cannot be read is a fault with its line and what was expected', () => {
    expect(faults('{colour: red}')[0]).toMatch(
      /^5 steps\[0\]\.assert: an assertion, a map with one of: shown, hidden/,
    );
    expect(faults('{age: old, at: police}')).toEqual(['5 steps[0].assert.age: one of: treat-as-child, none']);
    expect(faults('{hidden: full-name, from: police}')).toContain('5 steps[0].assert: the key "task"');
    expect(faults('{held_up: none, task: T1}')[0]).toMatch(/a known key instead of "task"/);
    expect(faults('{gap: full-name, of: police, todo: maybe}')).toEqual([
      '5 steps[0].assert.todo: true or false',
    ]);
    expect(faults('{held_up: none}', '[{check: no assertion}]')[0]).toMatch(/checks\[0\]: the key "assert"/);
  });

  it('that names what is not there is a fault, since it could never fail', () => {
    expect(faults('{never_told: shoe-size, to: [police]}')).toEqual([
      '5 steps[0].assert[0].never_told: an item of the directory instead of "shoe-size" (see information-items.yaml)',
    ]);
    expect(faults('[{age: none, at: police}, {age: none, at: navy}]')[0]).toMatch(
      /^5 steps\[0\]\.assert\[1\]\.at: one of the agencies: /,
    );
    expect(faults('{hidden: phone, from: police/moon, task: T9}').join()).toMatch(
      /one of the units of police: .*a task that this step or an earlier one opens \(none so far\); T9 is not/,
    );
  });

  it('about the course of a task names a task, a clock, a slot or a rule that there is', () => {
    expect(faults('{owner: T9, is: police}')[0]).toMatch(/^5 steps\[0\]\.assert\[0\]\.owner: a task that/);
    expect(faults('{promise: T9, is: open}')[0]).toMatch(/assert\[0\]\.promise: a task that/);
    expect(faults('{clock: egg-timer, in: police, remaining: 5}')[0]).toMatch(
      /assert\[0\]\.clock: one of: s136-detention/,
    );
    expect(faults('{started_once: egg-timer}')[0]).toMatch(/started_once: one of: s136-detention/);
    expect(faults('{slot: wizard, task: T9, is: open}').join()).toMatch(/slot: one of: amhp/);
    expect(faults('{warned: no-such-rule}')[0]).toMatch(/warned: one of: s136-not-in-a-home/);
    expect(faults('{clock: s136-detention, in: navy, remaining: 5}')[0]).toMatch(/in: one of the agencies/);
    expect(faults('{owner: T9, is: navy}').join()).toMatch(/is: one of the agencies/);
  });

  it('about time and numbers says whole ones', () => {
    expect(faults('{clock: s136-detention, in: police, remaining: soon}')[0]).toContain(
      'whole minutes that are left, or one of: waiting, ended',
    );
    expect(faults('{declines: -1}')[0]).toContain('a whole number, 0 or more');
    expect(faults('{declines: 1, with: [luck]}')[0]).toContain('one of: reason, fact, time');
    expect(faults('{one_owner: sometimes}')[0]).toContain('one of: always');
    expect(scenario('{clock: s136-detention, in: police, remaining: -5}').steps[0]?.asserts).toHaveLength(1);
  });

  it('may name one offer of a need by its unit, and no other', () => {
    const source = (name: string) =>
      parseScenario(
        `meta: {id: small, title: Small}
start: "2031-01-17T21:42:00Z"
agencies: [police]
steps:
  - {at: 0, by: police/control-room, do: open-case, case: K1}
  - {at: 1, by: police/control-room, do: offer, task: T1, kind: s136-consultation, to: mh-trust/street-triage, mode: ranked-parallel, targets: [street-triage, ambulance/crew]}
checks: [{check: x, assert: {closed: ${name}}}]
`,
        'small.yaml',
        directory,
      );
    expect(source('T1/crew').checks).toHaveLength(1);
    expect(source('T1').checks).toHaveLength(1);
    expect(() => source('T1/suite-north')).toThrow('T1, T1/street-triage, T1/crew');
  });

  it('may leave a part of what is expected to people', () => {
    const { checks } = scenario(
      '{held_up: none}',
      '[{check: both, assert: {held_up: none}, ask: "And why?"}]',
    );
    expect(checks).toMatchObject([{ check: 'both', ask: 'And why?' }]);
  });

  it('has a form that the schema explains, and the schema explains no other', () => {
    const schema = load(readFileSync(shippedScenario('_schema'), 'utf8')) as {
      assert: Record<string, string>;
    };
    expect(Object.keys(schema.assert).sort()).toEqual(Object.keys(FORMS).sort());
  });

  it('judges what the shipped case studies expect of information, time and owners', () => {
    const judged = ['01-unknown-person-on-bridge', '03-s136-no-bed'].map((name) => {
      const { steps, checks } = readScenario(shippedScenario(name));
      return [...steps, ...checks].flatMap(({ asserts }) => asserts ?? []).length;
    });
    expect(judged[0]).toBeGreaterThan(75);
    expect(judged[1]).toBeGreaterThan(70);
  });
});
