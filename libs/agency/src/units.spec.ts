import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Party, Task } from '#domain';
import { readTokens } from './system-tokens.js';
import { maySee, sightOf, sightOfUnit, unknownUnits, type BoundTo } from './units.js';

const at = (text: string): Party => {
  const [agency = '', unit = ''] = text.split('/');
  return { agency, unit };
};

function task(asker: string, performer: string, ...called: string[]): Task {
  return {
    id: 'task-1',
    caseId: 'case-1',
    mode: 'exercise',
    kind: 'welfare-check',
    urgency: 'u2-within-hour',
    asker: at(asker),
    performer: at(performer),
    status: 'requested',
    owner: at(asker),
    version: 1,
    requestedAt: '2031-01-17T21:42:00Z',
    ...(called.length > 0 && {
      escalations: [{ to: called.map(at), why: 'overdue', at: '2031-01-17T22:00:00Z' }],
    }),
  };
}

const BETWEEN = task('police/response', 'mh-trust/street-triage');
const WITHIN = task('mh-trust/street-triage', 'mh-trust/crisis-team');
const CALLED = task(
  'police/response',
  'mh-trust/street-triage',
  'mh-trust/on-call-manager',
  'police/custody',
);

describe('a system that is bound to units of its agency', () => {
  /** What it does, its units, its agency, a task, and whether it sees it. */
  type Row = readonly [string, BoundTo, string, Task, boolean];
  const TABLE: readonly Row[] = [
    ['sees what its unit asked for', ['response'], 'police', BETWEEN, true],
    ['sees what its unit was asked for', ['street-triage'], 'mh-trust', BETWEEN, true],
    ['sees it by any of its units', ['custody', 'response'], 'police', BETWEEN, true],
    ['sees nothing of another unit of its agency', ['custody'], 'police', BETWEEN, false],
    ['sees nothing of a unit of that name elsewhere', ['street-triage'], 'police', BETWEEN, false],
    ['sees a task between two units as the asking one', ['street-triage'], 'mh-trust', WITHIN, true],
    ['sees a task between two units as the performing one', ['crisis-team'], 'mh-trust', WITHIN, true],
    ['sees no task between two others', ['bed-management'], 'mh-trust', WITHIN, false],
    ['sees a task on which its unit was called in', ['on-call-manager'], 'mh-trust', CALLED, true],
    ['sees that at either agency', ['custody'], 'police', CALLED, true],
    ['does not see it because a like-named unit elsewhere was', ['custody'], 'mh-trust', CALLED, false],
    ['bound to none sees everything', undefined, 'police', WITHIN, true],
  ];

  it.each(TABLE)('%s', (...[, units, agency, about, expected]: Row) => {
    expect(maySee(units, agency, about)).toBe(expected);
  });

  it('is known to the stores by the same units, with their agency', () => {
    expect(sightOf(['custody', 'response'], 'police')).toEqual(['police/custody', 'police/response']);
    expect(sightOf(undefined, 'police')).toBeUndefined();
  });

  it('lets the service tell no more for its unit than the unit sees; for other units all', () => {
    const tokens = [
      { name: 'cad', sha256: '' },
      { name: 'cells', sha256: '', units: ['custody', 'response'] },
    ];
    expect(sightOfUnit({ tokens }, at('police/custody'))).toEqual(['police/custody']);
    expect(sightOfUnit({ tokens }, at('police/control-room'))).toBeUndefined();
    const issuer = { issuer: 'https://id.example', audience: 'urn:concordat' };
    expect(sightOfUnit({ tokens, issuer }, at('police/control-room'))).toEqual(['police/control-room']);
  });

  it('is named with each unit that the agency does not have', () => {
    const directory = {
      unitExists: (agency: string, unit: string) => agency === 'police' && unit === 'custody',
    };
    const tokens = [
      { name: 'cad', sha256: '' },
      { name: 'cells', sha256: '', units: ['custody', 'kustody'] },
    ];
    expect(unknownUnits(tokens, 'police', directory)).toEqual([{ system: 'cells', unit: 'kustody' }]);
  });
});

describe('the file of tokens', () => {
  const sha256 = createHash('sha256').update('a token').digest('hex');
  const read = (...tokens: unknown[]) => readTokens(JSON.stringify(tokens));

  it('may bind a system to units; the others act for all', () => {
    const tokens = [
      { name: 'cad', sha256 },
      { name: 'cells', sha256, units: ['custody'] },
    ];
    expect(read(...tokens)).toEqual(tokens);
  });

  it('is refused with every fault by its place', () => {
    const faults = () =>
      read({ name: 'cad', sha256 }, { name: '', sha256: 'abc', units: 'custody' }, 7, {
        name: 'cells',
        sha256,
        units: [4],
      });
    expect(faults).toThrow(
      '1: its name is no text; 1: its sha256 is not 64 hexadecimal digits; 1: its units are no list of texts with at ' +
        'least one; leave them out for all units; 2: it is no object; 3: its units are no list of texts with at least ' +
        'one; leave them out for all units',
    );
    expect(() => readTokens('{}')).toThrow('it is not a list of tokens');
  });

  it('binds a system to no unit at all in no case: that would be a slip of the pen', () => {
    expect(() => read({ name: 'cells', sha256, units: [] })).toThrow('0: its units are no list');
  });

  it('binds all tokens of one system to the same units, so that a new token can follow an old one', () => {
    const one = { name: 'cells', sha256, units: ['custody', 'response'] };
    expect(read(one, { ...one, units: ['response', 'custody'] })).toHaveLength(2);
    for (const units of [['custody'], undefined])
      expect(() => read(one, { name: 'cells', sha256, ...(units && { units }) })).toThrow(
        'tokens of one system are bound to different units: cells',
      );
  });
});
