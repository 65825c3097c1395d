import { describe, expect, it } from '@jest/globals';
import { holdFaults, holdFormView, holdLine, readHoldForm, type HoldRow } from './holds-view.js';

const HOLD: HoldRow = {
  id: 'h1',
  cases: ['c1'],
  ground: 'coroner',
  words: 'inquest 7',
  leafIndex: 4,
  placedBy: 'a7',
  placedAt: '2026-11-26T03:48:05Z',
  releasedBy: null,
  releasedAt: null,
  releaseWords: null,
  releaseIndex: null,
};

describe('a hold', () => {
  it('stands until it is released, each act with its leaf', () => {
    expect(holdLine(HOLD)).toMatchObject({ ground: 'A coroner’s investigation', placed: { leaf: 4 } });
    expect(holdLine(HOLD).released).toBeUndefined();
    const over = {
      releasedBy: 'b2',
      releasedAt: '2026-11-26T04:00:00Z',
      releaseWords: null,
      releaseIndex: 8,
    };
    expect(holdLine({ ...HOLD, ...over }).released).toMatchObject({
      leaf: 8,
      words: 'Erased with the person whom they may have named',
    });
  });

  it('is not placed before somebody says for whom, why, in words, and confirms it', () => {
    expect(holdFaults(readHoldForm({})).map(({ field }) => field)).toEqual([
      'case',
      'ground',
      'words',
      'confirm',
    ]);
    const whole = { case: 'c1\nc2', ground: 'coroner', words: 'inquest 7', confirm: 'yes' };
    expect(holdFaults(readHoldForm(whole))).toEqual([]);
    expect(readHoldForm(whole).naming.cases).toEqual(['c1', 'c2']);
  });

  it('keeps what was typed when the service refuses it, with the fault beside its field', () => {
    const form = readHoldForm({ case: 'c1', ground: 'coroner', words: 'inquest 7', confirm: 'yes' });
    const refusal = {
      title: 'The request is not right',
      faults: [{ field: 'case', text: 'c1 is not in the log' }],
    };
    const view = holdFormView(form, refusal);
    expect(view).toMatchObject({
      naming: { cases: 'c1' },
      words: 'inquest 7',
      errors: [{ text: 'c1 is not in the log', href: '#case' }],
      besides: { case: { text: 'c1 is not in the log' } },
    });
    expect(view.grounds.find(({ checked }) => checked)?.value).toBe('coroner');
  });
});
