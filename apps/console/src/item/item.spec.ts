import { describe, expect, it } from '@jest/globals';
import { POLICE as catalogue } from '../ask/ask-example.js';
import { itemFaults } from './item-faults.js';
import { prefixOf } from './item-fields.js';
import { itemView } from './item-view.js';
import { readItem } from './read-item.js';

const read = (form: object, code = 'home-address') => readItem(form as never, { code, catalogue });
const faulty = (form: object, code?: string): readonly string[] =>
  (read(form, code).faults ?? []).map(({ field }) => field);

describe('one item', () => {
  it('is a value with how sure it is and whence it comes', () => {
    expect(
      read({ said: 'value', value: ' 4 Mill Lane ', state: 'reported-unconfirmed', sourceKind: 'caller' }),
    ).toEqual({
      said: { state: 'reported-unconfirmed', value: '4 Mill Lane', sourceKind: 'caller' },
    });
    expect(read({ said: 'value', choice: '16-17', value: 'left over' }, 'age-band')).toEqual({
      said: { state: 'known', value: '16-17' },
    });
    expect(read({ said: 'value', value: 'Misper', own: 'yes' })).toEqual({
      said: { state: 'known', value: { term: 'Misper' } },
    });
  });

  it('is a reason with the fields that it demands, in the state that goes with it', () => {
    expect(read({ said: 'reason:not-asked' })).toEqual({ said: { state: 'unknown', absent: 'not-asked' } });
    expect(read({ said: 'reason:masked', heldBy: 'mh-trust' })).toEqual({
      said: { state: 'withheld', absent: 'masked', heldBy: 'mh-trust' },
    });
    const finding = { 'expectedBy-day': '26/11/2026', 'expectedBy-time': '15:48', finder: 'police/custody' };
    expect(read({ said: 'reason:temp-unknown', ...finding })).toEqual({
      said: {
        state: 'unknown',
        absent: 'temp-unknown',
        expectedBy: '2026-11-26T15:48:00.000Z',
        finder: { agency: 'police', unit: 'custody' },
      },
    });
  });

  it('names each field that is missing', () => {
    expect(faulty({})).toEqual(['said']);
    expect(faulty({ said: 'value' })).toEqual(['value']);
    expect(faulty({ said: 'value', value: 'x'.repeat(2_001) })).toEqual(['value']);
    expect(faulty({ said: 'reason:searched-not-found' })).toEqual([
      'searchedSystem',
      'searchedFor',
      'searchedAt-day',
    ]);
    expect(faulty({ said: 'reason:nobody-knows' })).toEqual(['said']);
  });

  it('leads to its list of values where nothing of it is chosen, and to its own words where those are', () => {
    expect(faulty({ said: 'value' }, 'age-band')).toEqual(['choice']);
    expect(faulty({ said: 'value', choice: 'other' }, 'age-band')).toEqual(['value']);
  });

  it('shows again what was said, whatever it was', () => {
    for (const form of [
      { said: 'value', value: '4 Mill Lane', state: 'known' },
      { said: 'reason:masked', heldBy: 'mh-trust' },
      {
        said: 'reason:temp-unknown',
        'expectedBy-day': '26/11/2026',
        'expectedBy-time': '15:48',
        finder: 'police/custody',
      },
      { said: 'value', value: 'Misper', own: 'yes' },
    ]) {
      const { said } = read(form);
      expect(itemView({ code: 'home-address', catalogue, said }).fields).toMatchObject(form);
    }
  });

  it('is left as another agency told it, or said nothing of', () => {
    const item = { code: 'phone', catalogue, before: { via: 'e1' } };
    expect(readItem({ said: 'via' }, item)).toEqual({ said: { via: 'e1' } });
    expect(readItem({ said: 'nothing' }, item)).toEqual({ said: undefined });
    expect(faulty({ said: 'via' })).toEqual(['said']);
    expect(itemView({ code: 'phone', catalogue, said: { via: 'e1' }, held: '07700 900123' })).toMatchObject({
      passedOn: '07700 900123',
      chosen: 'via',
    });
  });
});

describe('several items on one page', () => {
  const form = {
    note: 'to all',
    'home-address-said': 'value',
    'home-address-value': '4 Mill Lane',
    'age-band-said': 'reason:masked',
    'age-band-value': 'half typed',
  };
  const of = (code: string) => ({ code, catalogue, prefix: prefixOf(code) });

  it('are each read from the fields that begin with their code', () => {
    expect(readItem(form, of('home-address'))).toEqual({ said: { state: 'known', value: '4 Mill Lane' } });
    expect(readItem(form, of('age-band')).faults).toEqual([
      { field: 'age-band-heldBy', text: 'Enter the agency that holds the value' },
    ]);
    expect(readItem(form, of('phone')).faults?.map(({ field }) => field)).toEqual(['phone-said']);
  });

  it('are each shown with what was typed for them, also where another answer was chosen', () => {
    expect(itemView({ ...of('age-band'), form })).toMatchObject({
      chosen: 'reason:masked',
      fields: { said: 'reason:masked', value: 'half typed' },
    });
    expect(itemView({ ...of('phone'), form })).toMatchObject({ chosen: '', fields: {} });
  });

  it('have what the service finds wrong beside the right field of the right one, and the rest apart', () => {
    const faults = [
      { field: '/items/1/finder/unit', text: 'there is no such unit' },
      { field: '/items/0/value', text: 'this stands where a value should be' },
      { field: '/items/1', text: 'does not fit' },
      { field: '/items/7/value', text: 'of none of them' },
      { field: '/override/until', text: 'use ISO 8601' },
    ];
    const sent = [
      { said: { state: 'known', value: 'unknown' }, prefix: prefixOf('phone') },
      { said: { state: 'unknown', absent: 'temp-unknown' }, prefix: prefixOf('age-band') },
    ];
    expect(itemFaults({ title: 'Not sound.', faults, because: {} }, sent)).toEqual({
      ofItems: [
        { field: 'age-band-finder', text: 'There is no such unit.' },
        {
          field: 'phone-value',
          text: 'This does not say what is known: select why you do not know it instead.',
        },
        { field: 'age-band-said', text: 'Does not fit.' },
      ],
      others: [faults[3], faults[4]],
    });
  });

  it('of an own word say what the service says of it', () => {
    const sent = [{ said: { value: { term: 'Misper' } }, prefix: '' }];
    const faults = [{ field: '/items/0/value', text: 'several things are called so' }];
    expect(itemFaults({ title: '', faults, because: {} }, sent).ofItems).toEqual([
      { field: 'value', text: 'Several things are called so.' },
    ]);
  });
});
