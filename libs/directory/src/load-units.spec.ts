import { describe, expect, it } from '@jest/globals';
import { faultsAfter, lineWith, swap, type FaultCase } from '../test/seeded-faults.js';

const agencies = (old: string, now: string): FaultCase[1] => ({ 'agencies.yaml': swap(old, now) });

const cases: readonly FaultCase[] = [
  [
    'facts of a unit that the agency does not have',
    agencies('unit: safe-haven, opens', 'unit: haven, opens'),
    {
      file: 'agencies.yaml',
      line: lineWith('agencies.yaml', 'unit: safe-haven, opens'),
      path: 'agencies[5].unitFacts[0].unit',
      detail: 'the agency has no unit "haven"',
    },
  ],
  [
    'facts of one unit in two places',
    agencies('unit: suite-south, within', 'unit: suite-north, within'),
    { path: 'agencies[2].unitFacts[5].unit', detail: 'duplicate unit "suite-north"' },
  ],
  [
    'an unknown host',
    agencies('hostedBy: police', 'hostedBy: fire'),
    { path: 'agencies[2].unitFacts[0].hostedBy', detail: 'unknown agency "fire"' },
  ],
  [
    'an agency that hosts itself',
    agencies('hostedBy: police', 'hostedBy: mh-trust'),
    { path: 'agencies[2].unitFacts[0].hostedBy', detail: 'an agency does not host its own unit' },
  ],
  [
    'a time that no clock shows',
    agencies("opens: '18:00'", "opens: '24:00'"),
    { path: 'agencies[5].unitFacts[0].opens', detail: "must be a time of day as in '18:00'" },
  ],
  [
    'hours without an end',
    agencies(", closes: '23:00'", ''),
    { path: 'agencies[5].unitFacts[0]', detail: 'says when it opens, and not when it closes' },
  ],
  [
    'hours without a beginning',
    agencies("opens: '18:00', ", ''),
    { path: 'agencies[5].unitFacts[0]', detail: 'says when it closes, and not when it opens' },
  ],
  [
    'hours of no length',
    agencies("closes: '23:00'", "closes: '18:00'"),
    { path: 'agencies[5].unitFacts[0].closes', detail: 'it opens and closes at the same time' },
  ],
  [
    'an unknown area',
    agencies('unit: crisis-team, areas: [wealdmere-north', 'unit: crisis-team, areas: [wealdmere-west'),
    { path: 'agencies[2].unitFacts[2].areas[0]', detail: 'unknown area "wealdmere-west"' },
  ],
  [
    'a unit that lies in itself',
    agencies(
      'unit: suite-north, within: health-based-place-of-safety',
      'unit: suite-north, within: suite-north',
    ),
    { path: 'agencies[2].unitFacts[4].within', detail: 'a unit cannot lie in itself' },
  ],
  [
    'a unit that lies two deep',
    agencies(
      'unit: suite-south, within: health-based-place-of-safety',
      'unit: suite-south, within: suite-north',
    ),
    { path: 'agencies[2].unitFacts[5].within', detail: '"suite-north" lies in another unit itself' },
  ],
  [
    'a unit that lies in one which does not exist',
    agencies('unit: suite-east, within: health-based-place-of-safety', 'unit: suite-east, within: castle'),
    { path: 'agencies[2].unitFacts[6].within', detail: 'the agency has no unit "castle"' },
  ],
  [
    'a language that stands twice',
    { 'languages.yaml': swap('code: ar', 'code: bfi') },
    { file: 'languages.yaml', path: 'languages[1].code', detail: 'duplicate code "bfi"' },
  ],
];

describe('the check of what is said of units', () => {
  it.each(cases)('finds %s', (_name, edits, fault) => {
    expect(faultsAfter(edits)).toEqual([expect.objectContaining(fault)]);
  });
});
