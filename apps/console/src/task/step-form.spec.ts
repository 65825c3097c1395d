import { describe, expect, it } from '@jest/globals';
import { stepBody } from './step-form.js';

const base = { unit: 'crew', seenStatus: 'requested' };

describe('what is sent of a form', () => {
  it('is the unit, what was seen and what was typed, without what was left empty', () => {
    expect(stepBody('accept', { ...base, note: ' on our way ', promise: '' })).toEqual({
      ...base,
      note: 'on our way',
    });
    expect(stepBody('start', { ...base, note: '  ' })).toEqual(base);
  });

  it.each([
    [
      'accept',
      { promise: 'there in ten', 'dueBy-day': '26/11/2026', 'dueBy-time': '22:40' },
      { promise: { text: 'there in ten', dueBy: '2026-11-26T22:40:00.000Z' } },
    ],
    ['accept', { 'slot-amhp': 'filled', 'slot-doctor': '' }, { slots: [{ slot: 'amhp', state: 'filled' }] }],
    [
      'accept',
      { 'occurredAt-day': '1/7/2026', 'occurredAt-time': '9:05' },
      { occurredAt: '2026-07-01T08:05:00.000Z' },
    ],
    [
      'reject',
      { reason: 'no-capacity', 'availableAt-day': '26/11/2026', 'availableAt-time': '23:00' },
      { reason: 'no-capacity', facts: { availableAt: '2026-11-26T23:00:00.000Z' } },
    ],
    [
      'reject',
      { reason: 'wrong-service', ask: 'voluntary/safe-haven', items: 'phone' },
      {
        reason: 'wrong-service',
        facts: { items: ['phone'], ask: { agency: 'voluntary', unit: 'safe-haven' } },
      },
    ],
    ['fail', {}, { reason: '' }],
    ['cancel', { reason: 'duplicate' }, { reason: 'duplicate' }],
    ['complete', { outcome: 'conveyed' }, { outcome: 'conveyed' }],
    ['counter', { fact: 'with a second person' }, { fact: 'with a second person' }],
    ['hold', { 'reviewAt-day': '26/11/2026', 'reviewAt-time': 'noon' }, { reviewAt: '26/11/2026 noon' }],
    [
      'escalate',
      { to: ['police/response', 'ambulance/crew'] },
      {
        to: [
          { agency: 'police', unit: 'response' },
          { agency: 'ambulance', unit: 'crew' },
        ],
      },
    ],
    ['escalate', {}, { to: [] }],
    ['offer-handover', { lapsesWithinMinutes: '30' }, { lapsesWithinMinutes: 30 }],
    ['offer-handover', { lapsesWithinMinutes: 'soon' }, { lapsesWithinMinutes: 'soon' }],
    ['set-slots', { 'slot-amhp': 'open' }, { slots: [{ slot: 'amhp', state: 'open' }] }],
    ['promise', {}, { promise: { text: '' } }],
    ['end-promise', { promise: 'p1', end: 'kept' }, { promise: 'p1', end: 'kept' }],
    ['a-new-step', { reason: 'x' }, {}],
  ])('of %s with %j', (step, form, body) => {
    expect(stepBody(step, { ...base, ...form })).toEqual({ ...base, ...body });
  });
});
