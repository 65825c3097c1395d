import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gapsOf, type Gap, type InformationRequest } from './gaps.js';
import { ABSENT_REASONS, type AbsentReason, type ItemStatement } from './items.js';
import type { Said } from './standing.js';
import { NOW, crew } from './worked-example.js';

const HOLDERS = ['police', 'ambulance', 'mh-trust'];
const wanted = [
  { code: 'full-name', heldBy: HOLDERS },
  { code: 'crisis-plan', heldBy: ['mh-trust'] },
];
const name = (from: string, statement: Partial<ItemStatement>): Said => ({
  statement: { code: 'full-name', state: statement.absent ? 'unknown' : 'known', ...statement },
  from,
  at: NOW,
});
const request = (changes: Partial<InformationRequest> = {}): InformationRequest => ({
  taskId: 'task-3',
  to: 'mh-trust',
  items: ['full-name', 'crisis-plan'],
  askedAt: NOW,
  status: 'accepted',
  answered: [],
  ...changes,
});
const gaps = (statements: readonly Said[], requests: readonly InformationRequest[] = []) =>
  gapsOf({ wanted, statements, requests });
const nameGap = (...statements: Said[]): Gap | undefined =>
  gaps(statements).find(({ code }) => code === 'full-name');

describe('the gaps of a case', () => {
  it('say of each wanted item on which nothing was said who could know it', () => {
    expect(gaps([])).toEqual(
      wanted.map(({ code, heldBy }) => ({
        code,
        state: 'nothing-said',
        reasons: [],
        todo: false,
        couldKnow: heldBy,
        withheldBy: [],
        asked: [],
        finding: [],
      })),
    );
  });

  it('say who was asked and when, and whether an answer may still come', () => {
    const [first, second] = gaps(
      [],
      [request({ answered: ['crisis-plan'] }), request({ status: 'rejected' })],
    );
    const asked = { agency: 'mh-trust', taskId: 'task-3', at: NOW };
    expect(first?.asked).toEqual([
      { ...asked, open: true },
      { ...asked, open: false },
    ]);
    expect([first?.couldKnow, second?.couldKnow]).toEqual([HOLDERS, []]);
    expect(second?.asked.map(({ open }) => open)).toEqual([false, false]);
    expect(gaps([], [request({ items: ['crisis-plan'] })])[0]?.asked).toEqual([]);
  });

  it('say who is finding out, and by when', () => {
    const finding = { finder: crew, expectedBy: '2031-01-17T22:10:00Z' };
    const gap = nameGap(name('ambulance', { absent: 'temp-unknown', ...finding }));
    expect([gap?.finding, gap?.couldKnow]).toEqual([[finding], HOLDERS]);
  });

  it('say who holds what is kept back', () => {
    const masked = name('ambulance', { state: 'withheld', absent: 'masked', heldBy: 'police' });
    expect(nameGap(masked)).toMatchObject({ state: 'withheld', withheldBy: ['police'] });
  });

  it('show as work what nobody has asked yet, until somebody has', () => {
    const notAsked = name('police', { absent: 'not-asked' });
    const searched = name('mh-trust', { absent: 'searched-not-found' });
    const asked = name('ambulance', { absent: 'asked-unknown' });
    expect(nameGap(notAsked)).toMatchObject({ todo: true, couldKnow: HOLDERS });
    expect(nameGap(notAsked, searched)).toMatchObject({ todo: true, couldKnow: HOLDERS });
    expect(nameGap(notAsked, asked)?.todo).toBe(false);
    expect(nameGap(asked, notAsked)?.todo).toBe(true);
  });

  it('never take a search without a match for an answer: another spelling may find the person', () => {
    const searched = name('mh-trust', { absent: 'searched-not-found' });
    const asked = request({ answered: ['full-name'] });
    expect(gaps([searched], [asked])[0]).toMatchObject({ couldKnow: HOLDERS, asked: [{ open: false }] });
    const unknown = name('mh-trust', { absent: 'unknown' });
    expect(gaps([unknown], [asked])[0]?.couldKnow).toEqual(['police', 'ambulance']);
  });

  it.each<readonly [AbsentReason, boolean]>(
    ABSENT_REASONS.map((absent) => [
      absent,
      !['not-applicable', 'as-text', 'asked-declined'].includes(absent),
    ]),
  )('with %s alone: an item is one: %s', (absent, is) => {
    expect(nameGap(name('police', { absent })) !== undefined).toBe(is);
  });

  it('keep an item of which one agency heard no more and another knows that it can be found', () => {
    const declined = name('police', { absent: 'asked-declined' });
    expect(nameGap(declined, name('mh-trust', { absent: 'record-unavailable' }))?.couldKnow).toEqual([
      'ambulance',
      'mh-trust',
    ]);
  });

  it.each([
    ['known', false],
    ['reported-unconfirmed', false],
    ['out-of-date', true],
  ] as const)('with a value that is %s: an item is one: %s', (state, is) => {
    expect(nameGap(name('police', { state, value: 'Corvin' })) !== undefined).toBe(is);
  });

  it('keep an item on which values differ', () => {
    const gap = nameGap(name('police', { value: 'Corvin' }), name('ambulance', { value: 'Cor' }));
    expect(gap).toMatchObject({ state: 'conflicting', couldKnow: ['mh-trust'] });
  });

  it('count an item that was passed on as an answer of its originator', () => {
    const old = { state: 'out-of-date', value: 'Cor', originator: 'mh-trust' } as const;
    expect(nameGap(name('police', old))?.couldKnow).toEqual(['police', 'ambulance']);
  });

  it('shrink with each first value, and say nothing of items that nobody wants', () => {
    const absence = fc
      .record({ from: fc.constantFrom(...HOLDERS), absent: fc.constantFrom(...ABSENT_REASONS) })
      .map(({ from, absent }) => name(from, { absent }));
    fc.assert(
      fc.property(fc.array(absence), fc.constantFrom(...HOLDERS), (before, from) => {
        const after = gaps([...before, name(from, { value: 'Corvin' })]);
        const was = gaps(before).map(({ code }) => code);
        const is = after.map(({ code }) => code);
        expect(was).toEqual(expect.arrayContaining(is));
        expect(is).not.toContain('full-name');
        expect(gapsOf({ wanted: [], statements: before, requests: [] })).toEqual([]);
      }),
    );
  });
});
