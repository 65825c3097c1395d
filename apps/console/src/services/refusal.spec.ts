import { describe, expect, it } from '@jest/globals';
import { refusalOf, shownRefusal } from './refusal.js';

const FIELDS = { '/reason': 'reason', '/to': 'performer', '/facts/availableAt': 'available-at' };

describe('a refusal of a service', () => {
  it('of an agency is read with its code, its faults and why', () => {
    const body = {
      code: 'BAD_INPUT',
      title: 'The request does not have the form that this endpoint takes.',
      faults: [{ pointer: '/reason', code: 'MISSING', detail: 'expected a code' }],
      because: { task: '1' },
    };
    expect(refusalOf(400, body)).toEqual({
      status: 400,
      code: 'BAD_INPUT',
      title: body.title,
      faults: [{ field: '/reason', text: 'expected a code' }],
      because: { task: '1' },
    });
  });

  it('of the audit service is read by its parameters', () => {
    const body = { title: 'Wrong', errors: [{ parameter: 'from', detail: 'is no date' }] };
    expect(refusalOf(400, body).faults).toEqual([{ field: 'from', text: 'is no date' }]);
  });

  it.each([undefined, 'text', null, [], { faults: 'x', title: 7 }])(
    'is told also when its body is %j',
    (body) => {
      expect(refusalOf(409, body)).toEqual({
        status: 409,
        code: '',
        title: 'The service did not do this.',
        faults: [],
        because: {},
      });
    },
  );
});

describe('a refusal on a page', () => {
  it('stands in the summary and beside its field, the first fault of a field first', () => {
    const faults = [
      { field: '/reason', text: 'choose a reason' },
      { field: '/reason', text: 'that reason is not for this' },
      { field: '/to/unit', text: 'no such unit' },
    ];
    expect(shownRefusal({ title: 'No', faults }, FIELDS)).toEqual({
      errors: [
        { text: 'choose a reason', href: '#reason' },
        { text: 'that reason is not for this', href: '#reason' },
        { text: 'no such unit', href: '#performer' },
      ],
      besides: { reason: { text: 'choose a reason' }, performer: { text: 'no such unit' } },
    });
  });

  it('without a field stands in the summary alone, and without faults by its title', () => {
    const elsewhere = [{ field: '/mode', text: 'not here' }];
    expect(shownRefusal({ title: 'No', faults: elsewhere }, FIELDS)).toEqual({
      errors: [{ text: 'not here' }],
      besides: {},
    });
    expect(shownRefusal({ title: 'The task is closed.', faults: [] }, FIELDS).errors).toEqual([
      { text: 'The task is closed.' },
    ]);
  });
});
