import { describe, expect, it } from '@jest/globals';
import { countered, declined, noteOf, undertakingOf, withReason, withdrawn } from './step-words.js';
import type { Step } from './steps.js';

const step = (more: object): Step => ({
  at: 1,
  by: { agency: 'mh-trust', unit: 'suite-north' },
  do: 'note',
  task: 'T1',
  line: 1,
  index: 0,
  ...more,
});
const instant = (minute: number): string => `minute ${minute}`;

describe('the words of a step', () => {
  it('stand in its note, but for what has a place of its own', () => {
    const all = step({
      ...{ value: 'talked', tried: ['rang'], slots: { amhp: 'filled' }, condition: 'security' },
      ...{ promise: { text: 'space', byMinute: 355 }, reviewAt: 265, extra: 'more', atPlace: 'here' },
    });
    expect(noteOf(all)).toBe(
      'talked; already tried: rang; roles: amhp filled; on condition: security; promise: space, by minute 355; ask again at minute 265; more; at: here',
    );
    expect(noteOf(all, ['slots', 'promise', 'condition', 'reviewAt', 'extra'])).toBe(
      'talked; already tried: rang; at: here',
    );
    expect(noteOf(step({}))).toBeUndefined();
  });

  it('are an undertaking where they promise something, and a condition is one', () => {
    expect(
      undertakingOf(step({ condition: 'security', promise: { text: 'space', byMinute: 355 } }), instant),
    ).toEqual({
      promise: { text: 'security; space', dueBy: 'minute 355' },
    });
    expect(undertakingOf(step({ promise: { end: 'kept' } }), instant)).toEqual({});
  });

  it('are of a decline its fact, with the times that its reason demands', () => {
    const full = step({ do: 'decline', reason: 'no-capacity', extra: 'earliest 50 min' });
    expect(declined(full, [['available-at', 'text']], instant)).toEqual({
      words: { note: undefined, reason: 'no-capacity', fact: 'earliest 50 min' },
      says: {},
    });
    const later = step({ do: 'decline', reason: 'not-assessable-now', reviewAt: 265 });
    expect(declined(later, [['review-at']], instant).says).toEqual({ facts: { reviewAt: 'minute 265' } });
    const free = step({ do: 'decline', reason: 'no-capacity', promise: { text: 'a crew', byMinute: 50 } });
    expect(declined(free, [['available-at', 'text']], instant).says).toEqual({
      facts: { availableAt: 'minute 50' },
    });
    const lacking = step({
      do: 'decline',
      reason: 'insufficient-information',
      wanted: ['age-band'],
      to: [{ agency: 'a', unit: 'b' }],
    });
    expect(declined(lacking, [['items']], instant).says).toEqual({
      facts: { items: ['age-band'], ask: { agency: 'a', unit: 'b' } },
    });
  });

  it('are of other terms the terms, and from when', () => {
    expect(
      countered(
        step({ do: 'counter-offer', extra: 'after the shift', reviewAt: 90, note: 'sorry' }),
        instant,
      ),
    ).toEqual({
      words: { note: 'sorry', fact: 'after the shift' },
      says: { startBy: 'minute 90' },
    });
  });

  it('are of a withdrawal a code of the closed list, or else a note', () => {
    expect(withdrawn(step({ do: 'cancel', reason: 'duplicate' }))).toEqual({
      note: undefined,
      reason: 'duplicate',
    });
    expect(withdrawn(step({ do: 'cancel', reason: 'found at home' }))).toEqual({
      note: 'found at home',
      reason: 'no-longer-needed',
    });
    expect(withReason(step({ note: 'b' }), 'a')).toBe('a; b');
  });
});
