import { describe, expect, it } from '@jest/globals';
import { draftOf, POLICE, WHOLE } from '../ask-example.js';
import { candidatesView, partiesIn, type Candidate } from './candidates.js';
import { heldIn, type CaseAnswer } from '../../item/held.js';
import { kindView, withKind } from './kind.js';
import { nextItems, tellView } from './tell.js';
import { telephoneText, telephoneView } from './telephone.js';
import { urgencyText, urgencyView } from './urgency.js';
import { whomView } from './whom.js';

const catalogue = POLICE;
type Rows = readonly Readonly<Record<string, unknown>>[];

describe('for whom', () => {
  const listed = { caseId: 'c1', mode: 'test', name: 'Rhian Vale', alias: 'Oscar Heron 12', openTasks: 2 };

  it('offers the cases of the same mode alone, with what they are called', () => {
    const others = [listed, { caseId: 'c2', mode: 'actual', alias: 'Kilo Wren 3', openTasks: 0 }];
    expect(whomView(draftOf({}, { mode: 'test' }), others, { asked: 'c1' })).toMatchObject({
      cases: [
        {
          value: 'case:c1',
          text: 'Rhian Vale',
          hint: { text: 'Also called Oscar Heron 12. 2 open tasks.' },
          checked: true,
        },
      ],
    });
  });

  it('shows again what was typed', () => {
    const view = whomView(draftOf(), [], { form: { whom: 'named', name: ' R ' }, asked: '' });
    expect(view).toMatchObject({ chosen: 'named', name: 'R' });
  });
});

describe('what a case file holds', () => {
  const said = (code: string, value: unknown, from = 'police', eventId?: string) => ({
    statement: { code, state: 'known', value },
    from,
    ...(eventId && { eventId }),
  });
  const answer: CaseAnswer = {
    alias: 'Oscar Heron 12',
    standing: [
      { code: 'full-name', state: 'known', statements: [said('full-name', 'Rhian Vale')] },
      { code: 'phone', state: 'known', statements: [said('phone', '07700 900123', 'ambulance', 'e1')] },
      {
        code: 'date-of-birth',
        state: 'conflicting',
        statements: [
          said('date-of-birth', '1990-01-02'),
          said('date-of-birth', '1990-02-01', 'ambulance', 'e1'),
        ],
      },
    ],
    tasks: [],
  };

  it('is told as it stands: one’s own in its words, another’s by the event that told it', () => {
    expect(heldIn(answer, 'police')).toEqual({
      name: 'Rhian Vale',
      alias: 'Oscar Heron 12',
      items: {
        alias: { state: 'known', value: 'Oscar Heron 12' },
        'full-name': { state: 'known', value: 'Rhian Vale' },
        phone: { via: 'e1' },
      },
      held: { 'full-name': 'Rhian Vale', phone: '07700 900123' },
      differing: ['date-of-birth'],
    });
  });

  it('is left out where it is more than a draft can hold', () => {
    const large = {
      code: 'crisis-plan',
      state: 'known',
      statements: [said('crisis-plan', 'x'.repeat(50_000))],
    };
    expect(heldIn({ ...answer, standing: [large] }, 'police')).toMatchObject({ items: {}, held: {} });
  });
});

describe('what is needed', () => {
  it('is every kind that one may ask for in one’s own word, with what it means', () => {
    const { kinds } = kindView(draftOf(), catalogue, undefined) as unknown as { kinds: Rows };
    expect(kinds).toHaveLength(catalogue.kinds.length);
    expect(kinds.find(({ value }) => value === 'crisis-home-visit')).toMatchObject({
      text: 'Crisis team visit',
      hint: { text: expect.stringContaining('Crisis home visit: ') },
      checked: true,
    });
  });

  it('takes with it who was asked when it changes, and keeps what is known of the person', () => {
    const changed = withKind(draftOf(), 'welfare-check').content;
    expect(changed).not.toHaveProperty('to');
    expect(changed.items).toEqual(WHOLE.items);
    expect(withKind(draftOf(), 'crisis-home-visit')).toEqual(draftOf());
  });
});

describe('how urgent it is', () => {
  it('is said in one’s own grades, with their minutes and what they run to', () => {
    const { scales, usual } = urgencyView(draftOf(), catalogue, undefined) as unknown as {
      scales: readonly { readonly grades: Rows }[];
      usual: string;
    };
    expect(usual).toBe('Within 4 hours');
    expect(scales[0]?.grades[1]).toMatchObject({
      text: 'Priority',
      hint: { text: '1 hour to officer at scene.' },
      checked: true,
    });
    expect(urgencyText(WHOLE, catalogue)).toBe('Priority: 1 hour to officer at scene');
    expect(urgencyText({ mode: 'test', urgency: 'u1-immediate' }, catalogue)).toBe('Immediate');
  });
});

describe('who is asked', () => {
  const candidate = (unit: string, more: Partial<Candidate>): Candidate => ({
    unit: { agency: 'mh-trust', unit, name: unit },
    name: 'Wealdmere Mental Health NHS Trust',
    fits: false,
    isAskable: false,
    onShift: 0,
    shortfalls: [],
    elsewhere: [],
    ...more,
  });
  const lacks = (code: string, label: string) => ({ code, label });
  const police = { unit: { agency: 'police', unit: 'custody', name: 'custody' }, name: 'Wealdmere Police' };
  const out = [lacks('not-asked-for-this', 'It may not be asked.'), lacks('full', 'It is full.')];
  const ranking = {
    candidates: [
      candidate('crisis-team', { fits: true, isAskable: true, onShift: 3, free: 1 }),
      candidate('community-team', {
        shortfalls: [lacks('closed', 'It is not open.'), lacks('full', 'No place.')],
      }),
      candidate('', { ...police, shortfalls: out }),
      candidate('', { ...police, unit: { ...police.unit, unit: 'response' }, shortfalls: out }),
    ],
  };
  const narrowing = { ageGroup: '', language: '', area: '' };
  const view = candidatesView(draftOf(), catalogue, { ranking, form: undefined, narrowing });

  it('shows who could, the best first, and all that each of the others lacks, an agency that is never asked once', () => {
    expect(view['askable']).toMatchObject([
      {
        value: 'mh-trust/crisis-team',
        hint: { text: 'Best match. 3 workers on shift. 1 free place.' },
        checked: true,
      },
    ]);
    expect(view['others']).toEqual([
      { unit: 'Community-team, Wealdmere Mental Health NHS Trust', why: ['It is not open.', 'No place.'] },
      { unit: 'Every unit of Wealdmere Police', why: ['It may not be asked.'] },
    ]);
  });

  it('lets a unit be named that seems not able to, and none that may never be asked', () => {
    expect((view['named'] as Rows).map(({ value }) => value)).toEqual(['', 'mh-trust/community-team']);
  });

  it('is read in the order of the list, each once, and nothing where one is no unit', () => {
    expect(partiesIn({ to: ['a/b', 'c/d'], other: 'a/b' })).toEqual([
      { agency: 'a', unit: 'b' },
      { agency: 'c', unit: 'd' },
    ]);
    expect(partiesIn({ to: 'a/b/c' })).toBeUndefined();
    expect(partiesIn({})).toEqual([]);
  });
});

describe('what is told', () => {
  it('shows what the kind needs before what helps, and nothing that it does not need', () => {
    const view = tellView(draftOf(), catalogue, []) as unknown as Record<'needs' | 'expects', Rows>;
    expect(view.needs.map(({ code }) => code)).toEqual(expect.arrayContaining(['alias', 'risk-to-self']));
    expect(view.needs.find(({ code }) => code === 'risk-to-others')).toMatchObject({
      said: 'No value: nobody has asked yet',
      tag: { text: 'Reason given' },
    });
    expect(view.expects.find(({ code }) => code === 'phone')).toMatchObject({ tag: { text: 'Optional' } });
    expect(JSON.stringify(view)).not.toContain('ethnicity');
  });

  it('goes on with what is still to be answered', () => {
    const { 'home-address': _gone, ...items } = WHOLE.items ?? {};
    expect(nextItems(draftOf({ items }), catalogue)).toEqual(['home-address']);
    expect(nextItems(draftOf(), catalogue)).toEqual([]);
  });
});

describe('what was agreed by telephone', () => {
  it('shows the day and time by the clock in the United Kingdom', () => {
    const now = Date.parse('2026-07-01T12:00:00Z');
    expect(telephoneView(draftOf(), undefined, now)).toMatchObject({
      chosen: '',
      day: '01/07/2026',
      time: '',
    });
    const agreed = { telephone: true, occurredAt: '2026-07-01T11:30:00.000Z' };
    expect(telephoneView(draftOf(agreed), undefined, now)).toMatchObject({ chosen: 'yes', time: '12:30' });
    expect(telephoneText({ ...WHOLE, ...agreed })).toBe('Yes, 1 July 2026, 12.30 pm');
    expect(telephoneText(WHOLE)).toBe('No');
  });
});
