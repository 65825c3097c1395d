import { describe, expect, it } from '@jest/globals';
import { DECLINE_FACTS, missingFacts, missingFor, openSlots, slotsAfter } from '#domain';
import { faultsAfter, lineWith, swap, type FaultCase } from '../test/seeded-faults.js';
import { Directory } from './directory.js';
import { loadDirectory } from './load.js';
import { subsetDirectory } from './subset.js';

const need = '{ outcome: application-made, all: [amhp], anyOf: [s12-doctor, second-doctor] }';
const needLine = lineWith('task-kinds.yaml', need);
const at = 'taskKinds[6]';

const cases: readonly FaultCase[] = [
  [
    'a slot for an unknown skill',
    { 'task-kinds.yaml': swap('skills: [registered-doctor, s12-doctor]', 'skills: [doctor]') },
    {
      file: 'task-kinds.yaml',
      line: lineWith('task-kinds.yaml', 'code: second-doctor'),
      path: `${at}.slots[2].skills[0]`,
      detail: 'unknown skill "doctor"',
    },
  ],
  [
    'a slot that nobody could fill',
    { 'task-kinds.yaml': swap('skills: [registered-doctor, s12-doctor]', 'skills: []') },
    { path: `${at}.slots[2].skills`, detail: 'nobody could fill a slot without a skill' },
  ],
  [
    'two slots of one code',
    { 'task-kinds.yaml': swap('{ code: second-doctor,', '{ code: s12-doctor,') },
    { path: `${at}.slots[2].code`, detail: 'duplicate code "s12-doctor"' },
  ],
  [
    'a need of an outcome that the kind does not have',
    { 'task-kinds.yaml': swap('{ outcome: application-made,', '{ outcome: conveyed,') },
    { line: needLine, path: `${at}.outcomeNeeds[0].outcome`, detail: 'the kind has no outcome "conveyed"' },
  ],
  [
    'a need of a slot that the kind does not have',
    { 'task-kinds.yaml': swap(need, need.replace('[amhp]', '[interpreter]')) },
    { line: needLine, path: `${at}.outcomeNeeds[0].all[0]`, detail: 'the kind has no slot "interpreter"' },
  ],
  [
    'a need that names no slot',
    { 'task-kinds.yaml': swap(need, '{ outcome: application-made }') },
    { line: needLine, path: `${at}.outcomeNeeds[0]`, detail: 'names no slot' },
  ],
  [
    'a reason that demands an unknown fact',
    { 'decline-reasons.yaml': swap('needs: [[review-at]]', 'needs: [[review-by]]') },
    {
      file: 'decline-reasons.yaml',
      line: lineWith('decline-reasons.yaml', 'needs: [[review-at]]'),
      detail: `must be one of ${DECLINE_FACTS.join(', ')}, not "review-by"`,
    },
  ],
  [
    'a reason that demands one of no facts',
    { 'decline-reasons.yaml': swap('needs: [[review-at]]', 'needs: [[]]') },
    { detail: 'names no fact' },
  ],
  [
    'a reason that demands a fact and does not say so to people',
    { 'decline-reasons.yaml': swap('    mustGive: a review time\n', '') },
    { detail: 'demands a fact, and mustGive does not say which' },
  ],
  [
    'a reason that says nothing of the facts it demands',
    { 'decline-reasons.yaml': swap('    needs: [[review-at]]\n', '') },
    { file: 'decline-reasons.yaml', detail: 'lacks "needs"' },
  ],
  [
    'a clock of an unknown power',
    { 'clocks.yaml': swap('power: mha-s136', 'power: s136') },
    {
      file: 'clocks.yaml',
      line: lineWith('clocks.yaml', 'power: mha-s136'),
      path: 'clocks[0].power',
      detail: 'unknown legal power "s136"',
    },
  ],
  [
    'a clock that runs otherwise than its power says',
    { 'clocks.yaml': swap('maxMinutes: 1440', 'maxMinutes: 4320') },
    { path: 'clocks[0].maxMinutes', detail: 'maxMinutes is not what the power "mha-s136" says' },
  ],
  [
    'an extension that is longer than its power says',
    { 'clocks.yaml': swap('minutes: 720', 'minutes: 1440') },
    {
      path: 'clocks[0].extension.minutes',
      detail: 'extension.minutes is not what the power "mha-s136" says',
    },
  ],
  [
    'an extension for an unknown reason',
    { 'clocks.yaml': swap('reasons: [too-distressed,', 'reasons: [distressed,') },
    { path: 'clocks[0].extension.reasons[0]', detail: 'unknown clock reason "distressed"' },
  ],
  [
    'a reason that is allowed and never allowed',
    { 'clocks.yaml': swap('reasons: [too-distressed,', 'reasons: [no-bed, too-distressed,') },
    { path: 'clocks[0].extension.never[0]', detail: '"no-bed" is allowed and never allowed at once' },
  ],
  [
    'a warning when the time is over',
    { 'clocks.yaml': swap('warnAtPercent: [75, 90]', 'warnAtPercent: [75, 100]') },
    {
      path: 'clocks[0].warnAtPercent[1]',
      detail: 'a warning comes before the end, at 99 at the latest',
    },
  ],
  [
    'warnings in the wrong order',
    { 'clocks.yaml': swap('warnAtPercent: [75, 90]', 'warnAtPercent: [90, 75]') },
    { path: 'clocks[0].warnAtPercent[1]', detail: 'must be later than the warning before it' },
  ],
  [
    'a clock that ends with an unknown kind',
    { 'clocks.yaml': swap('      mha-assessment: [', '      assessment: [') },
    { path: 'clocks[0].endsWith.assessment', detail: 'unknown task kind "assessment"' },
  ],
  [
    'a clock that ends with what the kind cannot come to',
    { 'clocks.yaml': swap('mha-assessment: [application-made,', 'mha-assessment: [conveyed,') },
    {
      line: lineWith('clocks.yaml', 'mha-assessment: [application-made,'),
      path: 'clocks[0].endsWith.mha-assessment[0]',
      detail: '"conveyed" is no outcome of "mha-assessment"',
    },
  ],
  [
    'a clock whose law ended before it began',
    {
      'clocks.yaml': swap(
        "inForceFrom: '2017-12-11'",
        "inForceFrom: '2017-12-11'\n    inForceUntil: '2017-12-11'",
      ),
    },
    { path: 'clocks[0].inForceUntil', detail: 'must be after inForceFrom, 2017-12-11' },
  ],
  [
    'a clock without a source',
    { 'clocks.yaml': (text) => text.replace(/ {4}source: .*\n/, '') },
    { file: 'clocks.yaml', path: 'clocks[0]', detail: 'lacks "source"' },
  ],
];

describe('faulty slots, decline facts and clocks are refused, with file and line', () => {
  it.each(cases)('%s', (_name, edits, fault) => {
    expect(faultsAfter(edits)).toContainEqual(expect.objectContaining(fault));
  });
});

const data = loadDirectory();
const directory = new Directory({ version: 1, data, keys: [] });

describe('the shipped slots', () => {
  it('let an application be made with the AMHP and one doctor, and with nobody less', () => {
    const kind = directory.kind('mha-assessment');
    if (!kind) throw new Error('no kind');
    const filled = (...slots: readonly string[]) =>
      slotsAfter(
        openSlots(kind),
        slots.map((slot) => ({ slot, state: 'filled' })),
      );
    const missing = (...slots: readonly string[]) =>
      missingFor(kind, 'application-made', filled(...slots)).map((choice) => choice.join('|'));
    expect(openSlots(kind).map(({ slot }) => slot)).toEqual(['amhp', 's12-doctor', 'second-doctor']);
    expect(missing()).toEqual(['amhp', 's12-doctor|second-doctor']);
    expect(missing('amhp', 'second-doctor')).toEqual([]);
    expect(missing('s12-doctor', 'second-doctor')).toEqual(['amhp']);
    expect([...directory.vocabulary.slot]).toEqual(['amhp', 's12-doctor', 'second-doctor']);
  });
});

describe('the shipped decline reasons', () => {
  it.each([
    ['no-capacity', ['available-at|text']],
    ['bed-or-suite-full', ['available-at|ask|text']],
    ['outside-area', []],
    ['outside-remit', []],
    ['threshold-not-met', ['items|text']],
    ['no-legal-power', []],
    ['skill-not-on-shift', ['available-at|text']],
    ['age-outside-service', []],
    ['insufficient-information', ['items']],
    ['unsafe-without-support', ['ask|text']],
    ['physical-health-first', ['text']],
    ['not-assessable-now', ['review-at']],
    ['closed', ['available-at|text']],
    ['person-declines', []],
    ['already-in-hand', ['reference|text']],
    ['lawful-basis-not-shown', []],
    ['higher-priority', []],
  ])('%s demands %j', (code, demanded) => {
    const needs = directory.declineReason(code)?.needs ?? [['reference']];
    expect(missingFacts(needs, []).map((choice) => choice.join('|'))).toEqual(demanded);
    expect(missingFacts(needs, DECLINE_FACTS)).toEqual([]);
  });

  it('are all there', () => {
    expect(data.declineReasons).toHaveLength(17);
  });
});

describe('the shipped clocks', () => {
  it('run a day, and half a day more for the condition of the person alone', () => {
    expect(directory.clock('s136-detention')).toMatchObject({
      maxMinutes: 1440,
      extension: { minutes: 720, never: ['no-bed', 'no-amhp', 'no-doctor'] },
      warnAtPercent: [75, 90],
    });
    expect([...directory.vocabulary.clock]).toEqual(['s136-detention', 's135-detention']);
    expect(directory.vocabulary.clockReason.has('no-bed')).toBe(true);
  });

  it('stay in a smaller directory, without the ends that nobody there can bring about', () => {
    const small = subsetDirectory(data, ['police', 'ambulance', 'mh-trust']);
    expect(small.clocks.map(({ endsWith }) => endsWith)).toEqual([{}, {}]);
    expect(data.clocks.map(({ endsWith }) => Object.keys(endsWith))).toEqual([
      ['mha-assessment'],
      ['mha-assessment'],
    ]);
  });
});
