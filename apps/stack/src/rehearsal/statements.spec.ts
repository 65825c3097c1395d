import { describe, expect, it } from '@jest/globals';
import { checkStatement } from '#domain';
import { sourceKindOf, statementsOf } from './statements.js';
import type { ScenarioItem } from './steps.js';

const AT = '2031-01-17T21:42:00.000Z';
const MOMENT = { by: { agency: 'mh-trust', unit: 'single-point-of-access' }, at: AT };
const nothing = () => undefined;
const one = (item: ScenarioItem, asInTheCase: Parameters<typeof statementsOf>[1] = nothing) =>
  statementsOf([item], asInTheCase, MOMENT).statements[0];

describe('what a step says of an item', () => {
  it('keeps a value with its source, the kind of source, and how sure the speaker is', () => {
    const item = {
      code: 'full-name',
      state: 'reported-unconfirmed',
      value: 'Corvin',
      source: 'spoken by the person',
      confidence: 'low',
    } as const;
    expect(one(item)).toEqual({ ...item, sourceKind: 'person', obtainedAt: AT });
  });

  it('takes a known item without a value as it is in the case, with its source', () => {
    const found = () => ({ value: 'X', source: 'wallet', sourceKind: 'document' as const });
    expect(one({ code: 'full-name', state: 'known' }, found)).toMatchObject({
      value: 'X',
      source: 'wallet',
      sourceKind: 'document',
    });
    expect(one({ code: 'full-name', state: 'known', source: 'caller C1' }, found)).toMatchObject({
      source: 'caller C1',
      sourceKind: 'caller',
    });
  });

  it('names the items that have no value anywhere', () => {
    expect(statementsOf([{ code: 'full-name', state: 'known' }], nothing, MOMENT)).toEqual({
      statements: [],
      missing: ['full-name'],
    });
  });

  it.each([
    ['unknown', 'unknown'],
    ['withheld', 'masked'],
    ['conflicting', 'conflicting'],
  ] as const)('gives %s without a reason the reason %s', (state, absent) => {
    expect(one({ code: 'phone', state })?.absent).toBe(absent);
  });

  it('keeps a reason that is given, also with a state that could have a value', () => {
    expect(one({ code: 'phone', state: 'known', absent: 'as-text' })?.absent).toBe('as-text');
  });

  it('makes only statements that may be sent', () => {
    const items: ScenarioItem[] = [
      { code: 'phone', state: 'unknown' },
      { code: 'alias', state: 'withheld', absent: 'not-permitted', note: 'n' },
      { code: 'area', state: 'out-of-date', value: 3, source: 'x' },
      { code: 'phone', state: 'withheld' },
      { code: 'full-name', state: 'unknown', absent: 'temp-unknown' },
      { code: 'full-name', state: 'unknown', absent: 'searched-not-found' },
    ];
    const { statements } = statementsOf(items, nothing, MOMENT);
    expect(statements.flatMap(checkStatement)).toEqual([]);
  });

  it('says of a search which records were searched, when, and for what', () => {
    const item = {
      code: 'full-name',
      state: 'unknown',
      absent: 'searched-not-found',
      note: "searched spelling 'Aldmore'",
    } as const;
    const searched = { searchedSystem: 'records of mh-trust/single-point-of-access', searchedAt: AT };
    expect(one(item)).toMatchObject({ ...searched, searchedFor: 'Aldmore' });
    const byDescription = one({ ...item, note: 'three adults roughly fit' });
    expect(byDescription).toMatchObject({ ...searched, searchedFor: 'the description in the case' });
  });

  it.each([
    ['caller C1', 'caller'],
    ['Bank card', 'document'],
    ['sister Ilsa', 'family-or-friend'],
    ['first officer on scene', 'officer-or-clinician'],
    ['something else', 'officer-or-clinician'],
  ])('takes the source "%s" for %s', (source, kind) => {
    expect(sourceKindOf(source)).toBe(kind);
  });
});
