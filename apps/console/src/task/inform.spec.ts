import { describe, expect, it } from '@jest/globals';
import { POLICE as catalogue } from '../ask/ask-example.js';
import type { CaseAnswer } from '../item/held.js';
import type { Refusal } from '../services/refusal.js';
import { choiceIn, choiceQuery, choiceView } from './inform-choice.js';
import { readInform } from './inform-form.js';
import { formFaults, informView, refusedInform, tellable } from './inform-view.js';
import type { TaskAnswer } from './task-answers.js';

const answer: TaskAnswer = {
  taskId: 't1',
  caseId: 'c1',
  items: [],
  words: {},
  kept: [],
  notices: [],
  gaps: [
    { code: 'risk-to-self', label: 'Risk to self now', mayTell: [] },
    { code: 'phone', label: 'Phone', mayTell: [] },
  ],
};
const nothing = { items: {}, held: {} };
const base = { unit: 'custody', seenStatus: 'accepted' };

describe('what is told', () => {
  it('is chosen from what the task lacks first, then from everything else by its label', () => {
    const { lacking, others } = choiceView(answer, catalogue, { codes: ['phone'], isMessage: false });
    expect(lacking).toEqual([
      { value: 'risk-to-self', text: 'Risk to self now', checked: false },
      { value: 'phone', text: 'Phone and safe times to call', checked: true },
    ]);
    const labels = others.map(({ text }) => text);
    expect(labels).toEqual([...labels].sort((a, b) => a.localeCompare(b, 'en-GB')));
    expect(lacking.length + others.length).toBe(catalogue.items.length);
  });

  it('stands in the address by its codes alone, each once', () => {
    expect(choiceIn({ item: ['phone', 'alias', 'phone'] }, catalogue)).toEqual({
      codes: ['phone', 'alias'],
      isMessage: false,
      isMade: true,
      isNew: false,
      faults: [],
    });
    expect(choiceQuery(['phone', 'alias'])).toBe('item=phone&item=alias');
    expect(choiceIn({ item: choiceQuery([]).slice('item='.length) }, catalogue)).toMatchObject({
      codes: [],
      isMade: true,
    });
    expect(choiceIn({ item: 'no-such-item' }, catalogue)).toBeUndefined();
  });

  it('is asked first, and again by who goes back or chose nothing', () => {
    expect(choiceIn({}, catalogue)).toMatchObject({ isMade: false, faults: [] });
    expect(choiceIn({ item: 'phone', change: 'yes' }, catalogue)).toMatchObject({
      codes: ['phone'],
      isMade: false,
    });
    expect(choiceIn({ chosen: 'yes', item: 'phone' }, catalogue)).toMatchObject({
      isMade: true,
      isNew: true,
    });
    expect(choiceIn({ chosen: 'yes' }, catalogue)).toMatchObject({
      isMade: false,
      faults: [{ field: 'item', text: 'Select what you tell, or select “Only a message”' }],
    });
    const both = { chosen: 'yes', item: ['phone', 'only-message'] };
    expect(choiceIn(both, catalogue)?.faults).toEqual([
      { field: 'item', text: expect.stringContaining('not both') },
    ]);
  });
});

describe('what is sent of it', () => {
  const read = (form: object, codes: readonly string[] = ['phone', 'age-band'], before = {}) =>
    readInform({ ...base, ...form }, { codes, catalogue, before });

  it('is all of it in one body: values, and reasons with their own state and what they demand', () => {
    const form = {
      'phone-said': 'value',
      'phone-value': '07700 900123',
      'phone-state': 'reported-unconfirmed',
      'phone-sourceKind': 'caller',
      'age-band-said': 'reason:masked',
      'age-band-heldBy': 'mh-trust',
      note: ' by radio ',
    };
    expect(read(form).body).toEqual({
      ...base,
      note: 'by radio',
      items: [
        { code: 'phone', state: 'reported-unconfirmed', value: '07700 900123', sourceKind: 'caller' },
        { code: 'age-band', state: 'withheld', absent: 'masked', heldBy: 'mh-trust' },
      ],
    });
  });

  it('leaves out of what nothing is said, and passes on what another agency told', () => {
    const before = { phone: { via: 'e1' } };
    expect(read({ 'phone-said': 'via', 'age-band-said': 'nothing' }, undefined, before).body).toEqual({
      ...base,
      items: [{ code: 'phone', via: 'e1' }],
    });
    expect(read({ note: 'on our way' }, []).body).toEqual({ ...base, note: 'on our way' });
  });

  it('names at once everything that is missing, each at its own field', () => {
    const form = {
      'phone-said': 'value',
      'age-band-said': 'reason:searched-not-found',
      'override-by': 'Insp Vane',
    };
    expect(read(form).faults?.map(({ field }) => field)).toEqual([
      'phone-value',
      'age-band-searchedSystem',
      'age-band-searchedFor',
      'age-band-searchedAt-day',
      'override-reason',
      'override-role',
      'override-until-day',
    ]);
    const silent = { 'phone-said': 'nothing', 'age-band-said': 'nothing' };
    expect(read(silent).faults).toEqual([{ field: 'note', text: 'Say what you know, or enter a message' }]);
    expect(read({}, []).faults).toEqual([{ field: 'note', text: 'Enter a message' }]);
  });

  it('has the override as it was chosen', () => {
    const form = {
      ...{ 'phone-said': 'value', 'phone-value': '07700 900123', 'age-band-said': 'nothing' },
      ...{ 'override-reason': 'life-at-risk', 'override-by': 'Insp Vane', 'override-role': 'duty-manager' },
      ...{ 'override-until-day': '26/11/2026', 'override-until-time': '22:40' },
    };
    expect(read(form).body).toMatchObject({
      override: {
        reason: 'life-at-risk',
        authorisedBy: { ref: 'Insp Vane', role: 'duty-manager' },
        until: '2026-11-26T22:40:00.000Z',
      },
    });
  });
});

describe('the page of what is told', () => {
  const source = { answer, unit: 'custody', catalogue, codes: ['phone', 'age-band'], known: nothing };

  it('asks one question for each item, whose fields begin with its code', () => {
    const { items, query } = informView(source);
    expect(items.map(({ title, prefix }) => [title, prefix])).toEqual([
      ['Phone and safe times to call', 'phone-'],
      ['Age band (under 13, 13-15, 16-17, 18-64, 65+)', 'age-band-'],
    ]);
    expect(query).toBe('item=phone&item=age-band');
  });

  it('offers the override by lists, where something is told and any agreement lets this agency', () => {
    expect(informView(source).override).toMatchObject({
      isOpen: false,
      reasons: [
        { value: '', text: 'Select a reason' },
        { value: 'life-at-risk', text: 'Life at risk' },
      ],
      roles: [
        { value: '', text: 'Select a role' },
        { value: 'duty-manager', text: 'Duty manager' },
      ],
    });
    expect(informView({ ...source, codes: [] })).not.toHaveProperty('override');
    const never = { ...catalogue, overrideRoles: [] };
    expect(informView({ ...source, catalogue: never })).not.toHaveProperty('override');
    expect(informView({ ...source, form: { 'override-by': 'Insp Vane' } }).override?.isOpen).toBe(true);
  });

  it('says in its summary of which item a fault is, and beside the field only what to do', () => {
    const codes = ['risk-to-self', 'phone'];
    const faults = [
      { field: 'risk-to-self-value', text: 'Enter what you know' },
      { field: 'note', text: 'Too long' },
    ];
    expect(formFaults(faults, codes, catalogue)).toEqual({
      errors: [
        { text: 'Risk to self now: Enter what you know', href: '#risk-to-self-value' },
        { text: 'Too long', href: '#note' },
      ],
      besides: {
        'risk-to-self-value': { text: 'Enter what you know' },
        note: { text: 'Too long' },
      },
    });
  });
});

describe('what the service refuses', () => {
  const sent = [
    { code: 'phone', prefix: 'phone-', said: { state: 'known', value: 'unknown' } },
    { code: 'age-band', prefix: 'age-band-', said: { state: 'known', value: '18-64' } },
  ];
  const refusal = (more: Partial<Refusal>): Refusal => ({
    ...{ status: 422, code: 'BAD_CONTENT', title: 'It does not fit.', faults: [], because: {} },
    ...more,
  });

  it('stands at the question of its item, or at the override', () => {
    const faults = [
      { field: '/items/0/value', text: 'stands for nothing' },
      { field: '/override/authorisedBy/role', text: 'no such role' },
    ];
    const { errors, besides } = refusedInform(refusal({ faults }), sent, catalogue);
    expect(errors.map(({ href }) => href)).toEqual(['#phone-value', '#override-role']);
    expect(Object.keys(besides).sort()).toEqual(['override-role', 'phone-value']);
  });

  it('says of each item that no agreement lets go why it does not', () => {
    const because = { items: ['age-band'], why: ['no-agreement'] };
    const refused = refusal({ status: 403, code: 'ITEM_NOT_ALLOWED', because });
    expect(refusedInform(refused, sent, catalogue).besides).toEqual({
      'age-band-said': { text: 'No agreement lets us tell them this.' },
    });
  });

  it('is its title where it names no field', () => {
    expect(refusedInform(refusal({}), sent, catalogue).errors).toEqual([{ text: 'It does not fit.' }]);
  });
});

describe('what a case file gives to be told', () => {
  const said = (code: string, from: string, more: object) => ({
    code,
    state: 'known',
    statements: [{ statement: { code, ...more }, from, eventId: 'e1' }],
  });
  const file: CaseAnswer = {
    standing: [
      said('phone', 'mh-trust', { state: 'known', value: '07700 900123' }),
      said('risk-to-self', 'ambulance', { state: 'known', value: 'high' }),
      said('home-address', 'police', { state: 'known', value: '4 Mill Lane' }),
      said('alias', 'police', { state: 'unknown', absent: 'not-asked' }),
    ],
    tasks: [],
  };

  it('is one’s own values and what third agencies told, not what the other party said or was told for want of a value', () => {
    expect(tellable(file, { own: 'police', other: 'ambulance' })).toEqual(
      expect.objectContaining({
        items: { phone: { via: 'e1' }, 'home-address': { state: 'known', value: '4 Mill Lane' } },
        held: { phone: '07700 900123', 'home-address': '4 Mill Lane' },
      }),
    );
  });
});
