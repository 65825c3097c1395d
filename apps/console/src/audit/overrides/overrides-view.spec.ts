import { describe, expect, it } from '@jest/globals';
import { EXAMPLE_WORDS as words } from '../../../test/example-words.js';
import { overridesView, type OverrideRow } from './overrides-view.js';

const NOW = Date.parse('2026-11-26T05:00:00Z');
const ROW: OverrideRow = {
  leafIndex: 3,
  taskId: 't1',
  mode: 'actual',
  kind: 'welfare-check',
  sender: 'police',
  senderUnit: 'control-room',
  receiver: 'mh-trust',
  items: [{ item: 'full-name', rule: 'r1' }],
  reason: 'life-at-risk',
  authorisedRole: 'dispatcher',
  dueBy: '2026-11-26T06:00:00Z',
  reviewers: ['caldicott-guardian'],
  recordedAt: '2026-11-26T03:48:05Z',
  occurredAt: '2026-11-26T03:20:00Z',
  review: null,
};
const shown = (over: Partial<OverrideRow>) =>
  overridesView({ body: { rows: [{ ...ROW, ...over }], next: '3' } }, 'false', {
    words,
    person: { role: 'auditor' },
    now: NOW,
  });

describe('the page of override reviews', () => {
  it('says by when and by whom each is to be reviewed, and that one is overdue', () => {
    expect(shown({}).rows[0]).toMatchObject({
      at: { text: '26 November 2026, agreed 3.20 am, recorded 3.48 am' },
      told: 'Wealdmere Police, control room told Wealdmere Mental Health NHS Trust',
      items: 'Name',
      reason: 'Life at risk',
      state: 'To be reviewed',
      review: 'Due by 26 November 2026, 6 am, by Caldicott Guardian',
    });
    expect(shown({ dueBy: '2026-11-26T04:00:00Z' }).rows[0]?.state).toBe('Overdue');
    expect(shown({ dueBy: null, reviewers: [] }).rows[0]?.review).toBe('No time is set');
  });

  it('says what a review came to, with its own proof', () => {
    const review = {
      agency: 'police',
      actorRole: 'caldicott-guardian',
      finding: 'justified-in-part',
      recordedAt: '2026-11-26T04:00:00Z',
      leafIndex: 7,
    };
    expect(shown({ review }).rows[0]).toMatchObject({
      state: 'Reviewed',
      review: '26 November 2026, 4 am, by Caldicott Guardian, Wealdmere Police: justified in part',
      reviewProof: { leaf: 7, href: '/audit/leaves/7' },
    });
  });

  it('keeps its filter on the next page', () => {
    expect(shown({}).next).toBe('/audit/overrides?reviewed=false&after=3');
    expect(shown({}).filters.filter(({ current }) => current)).toEqual([
      { text: 'Not reviewed', href: '/audit/overrides?reviewed=false', current: true },
    ]);
  });
});
