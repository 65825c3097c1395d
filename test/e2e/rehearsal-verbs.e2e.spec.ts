import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silent, type Say } from '../../apps/stack/src/cli/say.js';
import { rehearse } from '../../apps/stack/src/rehearsal/rehearse.js';
import { readScenario } from '../../apps/stack/src/rehearsal/scenario.js';
import { VERBS } from '../../apps/stack/src/rehearsal/steps.js';
import type { RehearsalResult } from '../../apps/stack/src/rehearsal/told.js';
import { County } from '../support/county.js';

const FILES = ['two-sides-of-a-task', 'silence', 'offers-in-parallel'] as const;
const fileOf = (name: string): string => fileURLToPath(new URL(`scenarios/${name}.yaml`, import.meta.url));

let county: County;
beforeAll(async () => {
  county = await County.open({
    agencies: ['police', 'ambulance', 'mh-trust', 'social-care', 'acute-hospital'],
  });
}, 180_000);
afterAll(async () => {
  await county?.close();
}, 60_000);

/** Plays one strictly; its lines in one text. */
async function play(name: (typeof FILES)[number]): Promise<RehearsalResult & { readonly text: string }> {
  const lines: string[] = [];
  const say: Say = { ...silent, line: (text) => void lines.push(text.trim()) };
  const scenario = readScenario(fileOf(name));
  const result = await rehearse({ scenario, system: county.stack.system, say, strict: true });
  return { ...result, text: lines.join(' ') };
}

const endsOf = ({ tasks }: RehearsalResult): Readonly<Record<string, string>> =>
  Object.fromEntries(
    tasks.map(({ local, task }) => [local, task.statusReason ?? task.outcome ?? task.status]),
  );

describe('small scripts in the words of the schema', () => {
  it('use every verb that there is', () => {
    const used = FILES.flatMap((name) => readScenario(fileOf(name)).steps.map((step) => step.do));
    expect(VERBS.filter((verb) => !used.includes(verb))).toEqual([]);
  });

  it('play other terms, a handover there and back, a broken promise and people who fall through', async () => {
    const result = await play('two-sides-of-a-task');
    expect([result.failures, result.notPlayed, result.passed]).toEqual([[], [], true]);
    expect(result.judged).toBeGreaterThan(35);
    expect(endsOf(result)).toEqual({ T1: 'diverted', T2: 'no-longer-needed', T3: 'application-made' });
    const { text } = result;
    expect(text).toContain('The script leaves it unanswered until minute 8');
    expect(text).toContain('does not agree to the other terms of T1');
    expect(text).toContain('agrees to the other terms of T1');
    expect(text).toContain('mh-trust, who answers for the person, offers it first');
    expect(text).toContain('T1: a promise was not kept in time');
  }, 120_000);

  it('play what happens by itself when nothing happens: silence, a late answer, the hours of a clock', async () => {
    const result = await play('silence');
    expect([result.failures, result.notPlayed, result.passed]).toEqual([[], [], true]);
    expect(result.judged).toBeGreaterThan(25);
    expect(endsOf(result)).toEqual({
      T1: 'no-response',
      T2: 'not-assessable-now',
      T3: 'in-progress',
      'T2 (2)': 'accepted',
    });
    const { text } = result;
    expect(text).toContain('recorded as not practicable');
    expect(text).toContain('came too late: it is recorded, and changes nothing');
    expect(text).toContain('The next level of the directory does not cover police/custody');
    expect(text).toMatch(/at minute 121, .{0,80}nobody answered the handover on T3 in time: nothing passes/);
    for (const [minute, gone] of [
      [1100, 'is 75 % gone'],
      [1964, 'is 90 % gone'],
      [2180, 'is over'],
    ] as const)
      expect(text).toMatch(new RegExp(`at minute ${minute}, .{0,200}clock s136 detention ${gone}`));
  }, 150_000);

  it('play offers to several at once: the first acceptance wins, and a need that nobody takes calls for help', async () => {
    const result = await play('offers-in-parallel');
    expect([result.failures, result.notPlayed, result.passed]).toEqual([[], [], true]);
    expect(result.judged).toBeGreaterThan(20);
    expect(endsOf(result)).toEqual({
      'T1/suite-north': 'not-selected',
      'T1/suite-south': 'accepted',
      'T1/emergency-department': 'not-selected',
      'T2/street-triage': 'no-capacity',
      'T2/clinical-desk': 'met-elsewhere',
      T3: 'met-elsewhere',
      'T4/street-triage': 'no-response',
      'T4/crew': 'no-response',
      T5: 'no-response',
    });
    expect(result.text).toContain('It joins the need of T2');
  }, 120_000);
});
