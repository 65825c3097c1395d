import { describe, expect, it } from '@jest/globals';
import { identityOf, type IdentityNotice, type ItemStatement } from '#domain';
import { identityChange } from './identity-change.js';

const name: ItemStatement = { code: 'full-name', state: 'known', value: 'Ilsa Fulmar' };
const birth: ItemStatement = { code: 'date-of-birth', state: 'known', value: '1998-06-02' };
const notice = (
  by: string,
  items: readonly ItemStatement[],
  step: IdentityNotice['step'] = 'confirmed',
): IdentityNotice => ({
  step,
  by,
  at: '2031-01-17T21:42:00Z',
  items,
});
const history = (...notices: IdentityNotice[]) => identityOf(['Kilo Wren 482'], notices);

describe('a word of another agency on who the person is', () => {
  it('is news when nobody was confirmed before, also without items', () => {
    expect(identityChange(history(), history(notice('mh-trust', [name])), [name])).toEqual({
      identity: 'confirmed',
      items: [name],
    });
    expect(identityChange(history(), history(notice('mh-trust', [])), [])).toEqual({
      identity: 'confirmed',
      items: [],
    });
  });

  it('is news again when it adds an item, and else no more: it goes round once', () => {
    const first = history(notice('mh-trust', []));
    const second = history(notice('mh-trust', []), notice('mh-trust', [name, birth]));
    expect(identityChange(first, second, [name, birth])).toEqual({
      identity: 'confirmed',
      items: [name, birth],
    });
    expect(identityChange(second, second, [name, birth])).toBeUndefined();
    expect(
      identityChange(second, history(notice('mh-trust', [name, birth]), notice('ambulance', [name])), [name]),
    ).toBeUndefined();
  });

  it('that takes it back is news only when nobody else confirms it', () => {
    const both = [notice('mh-trust', [name]), notice('ambulance', [name])];
    const back = notice('mh-trust', [], 'reversed');
    expect(identityChange(history(...both), history(...both, back), [])).toBeUndefined();
    expect(
      identityChange(history(both[0] as IdentityNotice), history(both[0] as IdentityNotice, back), []),
    ).toEqual({ identity: 'reversed', items: [] });
    expect(identityChange(history(), history(back), [])).toBeUndefined();
  });
});
