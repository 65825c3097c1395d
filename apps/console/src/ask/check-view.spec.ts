import { describe, expect, it } from '@jest/globals';
import { draftOf, POLICE } from './ask-example.js';
import { checkView, summaryOf, type Explained } from './check-view.js';
import { askedOf } from './request.js';
import { sentNeedView, sentView } from './sent-view.js';

const catalogue = POLICE;
const to = { agency: 'mh-trust', unit: 'crisis-team' };
const nothing: Explained = { items: [], missing: [], warnings: [] };
const viewOf = (explained: Explained, draft = draftOf()) =>
  checkView({ draft, catalogue, asked: askedOf(draft, catalogue), runs: [{ to, explained }] });

describe('the page before sending', () => {
  it('says what they see now, later and never, and why', () => {
    const view = viewOf({
      ...nothing,
      items: [
        { code: 'alias', when: 'now' },
        { code: 'home-address', when: 'on-acceptance' },
        { code: 'phone', when: 'on-arrival' },
        { code: 'risk-to-self', when: 'never', why: 'no-agreement' },
      ],
    });
    expect(view['runs']).toMatchObject([
      {
        groups: [
          { title: 'They see this as soon as it is recorded', items: [{ label: 'Alias or temporary name' }] },
          { title: 'They see this when they accept', items: [{ label: 'Home address' }] },
          { title: 'They see this when they are with the person', items: [{}] },
          {
            title: 'They will not see this',
            items: [{ label: 'Risk to self now', why: 'No agreement lets us tell them this.' }],
          },
        ],
      },
    ]);
    expect(view['mayBeSent']).toBe(true);
  });

  it('cannot be sent while something is missing that holds it up, and can where it holds nothing up', () => {
    const missing = (blocks: boolean) => viewOf({ ...nothing, missing: [{ items: ['phone'], blocks }] });
    expect([missing(true)['mayBeSent'], missing(false)['mayBeSent']]).toEqual([false, true]);
    expect(missing(false)['missing']).toEqual([{ label: 'Phone and safe times to call', code: 'phone' }]);
  });

  it('cannot be sent to a unit that may not be asked', () => {
    const refusal = { status: 422, code: 'UNKNOWN_UNIT', title: 'No such unit.', faults: [], because: {} };
    const draft = draftOf();
    const asked = askedOf(draft, catalogue);
    const view = checkView({ draft, catalogue, asked, runs: [{ to, refusal }] });
    expect(view).toMatchObject({ mayBeSent: false, runs: [{ refused: 'No such unit.' }] });
  });

  it('leads from each fault to the page on which it is mended', () => {
    const draft = draftOf();
    const asked = askedOf(draft, catalogue);
    const fault = (field: string, text = 'wrong') => ({ field, text });
    const refusal = {
      status: 422,
      code: 'BAD_CONTENT',
      title: 'It does not fit.',
      faults: [fault('/kind'), fault('/to/unit'), fault('/items/0/value'), fault('/elsewhere')],
      because: {},
    };
    const summary = summaryOf(refusal, { id: 'd1', asked, catalogue });
    expect(summary.map(({ href }) => href)).toEqual([
      '/ask/d1/what',
      '/ask/d1/who',
      `/ask/d1/tell/${asked.items[0]?.code}`,
      undefined,
    ]);
    expect(summaryOf({ ...refusal, faults: [] }, { id: 'd1', asked, catalogue })).toEqual([
      { text: 'It does not fit.' },
    ]);
  });
});

describe('the page after sending', () => {
  const task = { performer: to, kind: 'crisis-home-visit', requestedAt: '2026-11-26T03:48:00Z' };
  const of = (state: string | undefined, sent = true) =>
    sentView(
      { taskId: 't1', ...(sent && { task }) },
      state === undefined ? undefined : { state, sequence: 7 },
      { catalogue, to, again: '' },
    );

  it('says recorded with its place, and that they must be telephoned where it is not', () => {
    expect(of('recorded')).toMatchObject({ title: 'Recorded', sequence: 7, isRecorded: true });
    expect(of('queued', false)).toMatchObject({ title: 'Not recorded yet: telephone them', isWaiting: true });
    expect(of('expired-unsent', false)).toMatchObject({
      title: 'Not sent: telephone them',
      isRecorded: false,
      isWaiting: false,
    });
    expect(of('refused', false)['to']).toMatch(/Wealdmere Mental Health NHS Trust$/);
  });

  it('believes the task where its message is cleared', () => {
    expect(of(undefined)['isRecorded']).toBe(true);
    expect(of(undefined, false)['isRecorded']).toBe(false);
  });

  it('says of a need who was asked and who comes next', () => {
    const need = {
      need: 'n1',
      offers: [{ task: 't1', performer: to, status: 'requested' }],
      notAsked: [{ agency: 'police', unit: 'custody' }],
    };
    expect(sentNeedView(need, catalogue)).toMatchObject({
      offers: [{ task: 't1' }],
      notAsked: ['Custody suite, Wealdmere Police'],
    });
  });
});
