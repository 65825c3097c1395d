import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  IDENTITY_REFUSALS,
  decideIdentity,
  identityOf,
  noticeFor,
  type IdentityCommand,
  type IdentityNotice,
} from './identity.js';
import type { ItemStatement } from './items.js';
import { TASK_STATUSES, isOpen } from './task.js';
import { NOW } from './worked-example.js';

const ALIAS = 'Kilo Wren 482';
const LATER = '2031-01-17T23:17:00Z';
const known = (code: string, value: string): ItemStatement => ({ code, state: 'known', value });
const CORVIN = [known('full-name', 'Corvin Aldmoor')];
const WITH_BIRTH = [...CORVIN, known('date-of-birth', '1998-06-02')];
const OTHER = [known('full-name', 'Tam Ruddock')];

const confirmed = (by: string, items: readonly ItemStatement[] = CORVIN): IdentityNotice => ({
  step: 'confirmed',
  by,
  at: NOW,
  items,
});
const reversed = (by: string): IdentityNotice => ({ step: 'reversed', by, at: LATER, items: [] });
const confirm = (by: string, items: readonly ItemStatement[] = CORVIN): IdentityCommand => ({
  type: 'confirm',
  by,
  items,
});
const reverse = (by: string): IdentityCommand => ({ type: 'reverse', by });

const shown = (aliases: readonly string[], ...notices: readonly IdentityNotice[]) => {
  const { status, name } = identityOf(aliases, notices);
  return [status, name];
};

describe('the identity of a case', () => {
  it.each<readonly [string, readonly string[], readonly IdentityNotice[], readonly unknown[]]>([
    ['nothing', [], [], ['nameless', undefined]],
    ['an alias', [ALIAS], [], ['alias-only', ALIAS]],
    ['a second alias', [ALIAS, 'Golf Heron 217'], [], ['alias-only', 'Golf Heron 217']],
    ['a confirmed name', [ALIAS], [confirmed('mh-trust')], ['confirmed', 'Corvin Aldmoor']],
    [
      'the same from another agency',
      [ALIAS],
      [confirmed('mh-trust'), confirmed('police')],
      ['confirmed', 'Corvin Aldmoor'],
    ],
    [
      'another from another agency',
      [ALIAS],
      [confirmed('mh-trust'), confirmed('police', OTHER)],
      ['conflicting', ALIAS],
    ],
    [
      'a name that was reversed',
      [ALIAS],
      [confirmed('mh-trust'), reversed('mh-trust')],
      ['alias-only', ALIAS],
    ],
    [
      'a reversal by another agency',
      [ALIAS],
      [confirmed('mh-trust'), reversed('police')],
      ['confirmed', 'Corvin Aldmoor'],
    ],
    ['a reversal of nothing', [ALIAS], [reversed('mh-trust')], ['alias-only', ALIAS]],
    ['a confirmation without the name', [ALIAS], [confirmed('mh-trust', [])], ['confirmed', ALIAS]],
    [
      'the name on one task and not on another',
      [ALIAS],
      [confirmed('mh-trust', []), confirmed('mh-trust')],
      ['confirmed', 'Corvin Aldmoor'],
    ],
    [
      'another name after a reversal',
      [ALIAS],
      [confirmed('police'), reversed('police'), confirmed('police', OTHER)],
      ['confirmed', 'Tam Ruddock'],
    ],
  ])('with %s', (_, aliases, notices, expected) => {
    expect(shown(aliases, ...notices)).toEqual(expected);
  });

  it('keeps every alias and every identity that ever stood, with its times', () => {
    const notices = [
      confirmed('police'),
      confirmed('police', WITH_BIRTH),
      reversed('police'),
      confirmed('police', OTHER),
    ];
    const { aliases, identities } = identityOf([ALIAS], notices);
    expect(aliases).toEqual([ALIAS]);
    expect(identities).toEqual([
      { by: 'police', since: NOW, until: LATER, items: WITH_BIRTH },
      { by: 'police', since: NOW, items: OTHER },
    ]);
  });
});

describe('what an agency may do about an identity', () => {
  it.each<readonly [string, readonly IdentityNotice[], IdentityCommand, object]>([
    ['confirms a first one', [], confirm('mh-trust'), { step: 'confirmed' }],
    ['confirms what another confirmed', [confirmed('police')], confirm('mh-trust'), { step: 'confirmed' }],
    [
      'confirms another than another agency',
      [confirmed('police', OTHER)],
      confirm('mh-trust'),
      { step: 'confirmed' },
    ],
    ['confirms the same twice', [confirmed('mh-trust')], confirm('mh-trust'), { unchanged: true }],
    [
      'confirms less of the same',
      [confirmed('mh-trust', WITH_BIRTH)],
      confirm('mh-trust'),
      { unchanged: true },
    ],
    [
      'confirms more of the same',
      [confirmed('mh-trust')],
      confirm('mh-trust', WITH_BIRTH),
      { step: 'confirmed' },
    ],
    [
      'confirms the same and says what it does not know',
      [confirmed('mh-trust')],
      confirm('mh-trust', [...CORVIN, { code: 'phone', state: 'unknown', absent: 'not-asked' }]),
      { unchanged: true },
    ],
    [
      'confirms another beside its own',
      [confirmed('mh-trust')],
      confirm('mh-trust', OTHER),
      { refused: 'ANOTHER_IDENTITY_CONFIRMED' },
    ],
    [
      'confirms after a reversal',
      [confirmed('mh-trust'), reversed('mh-trust')],
      confirm('mh-trust', OTHER),
      { step: 'confirmed' },
    ],
    [
      'confirms without a name',
      [],
      confirm('mh-trust', [known('date-of-birth', '1998-06-02')]),
      { refused: 'NAME_NOT_KNOWN' },
    ],
    [
      'confirms an unconfirmed name',
      [],
      confirm('mh-trust', [{ ...known('full-name', 'Cor'), state: 'reported-unconfirmed' }]),
      { refused: 'NAME_NOT_KNOWN' },
    ],
    [
      'confirms an absent name',
      [],
      confirm('mh-trust', [{ code: 'full-name', state: 'known', absent: 'as-text' }]),
      { refused: 'NAME_NOT_KNOWN' },
    ],
    ['reverses its own', [confirmed('mh-trust')], reverse('mh-trust'), { step: 'reversed' }],
    ['reverses nothing', [], reverse('mh-trust'), { refused: 'NO_IDENTITY_CONFIRMED' }],
    [
      'reverses twice',
      [confirmed('mh-trust'), reversed('mh-trust')],
      reverse('mh-trust'),
      { refused: 'NO_IDENTITY_CONFIRMED' },
    ],
    [
      "reverses another's",
      [confirmed('police')],
      reverse('mh-trust'),
      { refused: 'IDENTITY_OF_ANOTHER_AGENCY' },
    ],
  ])('%s', (_, notices, command, expected) => {
    expect(decideIdentity(identityOf([ALIAS], notices), command)).toEqual(expected);
  });

  it('has a sentence for each refusal', () => {
    expect(Object.values(IDENTITY_REFUSALS).every((sentence) => /^[A-Z].*\.$/.test(sentence))).toBe(true);
  });
});

describe('who learns what of an identity', () => {
  it.each(TASK_STATUSES)('with a task that is %s', (status) => {
    const holds = isOpen({ status }) && status !== 'requested' && status !== 'received';
    expect(noticeFor(status)).toBe(holds ? 'with-items' : 'confirmed-only');
  });
});

const agency = fc.constantFrom('police', 'mh-trust');
const command: fc.Arbitrary<IdentityCommand> = fc.oneof(
  fc.record({
    type: fc.constant('confirm' as const),
    by: agency,
    items: fc.constantFrom(CORVIN, WITH_BIRTH, OTHER, []),
  }),
  fc.record({ type: fc.constant('reverse' as const), by: agency }),
);

/** The notices that a case comes to hold when these commands are put to it, and each is told as often as said. */
function played(commands: readonly IdentityCommand[], times = 1): readonly IdentityNotice[] {
  return commands.reduce<readonly IdentityNotice[]>((notices, one) => {
    const decision = decideIdentity(identityOf([ALIAS], notices), one);
    if (!('step' in decision)) return notices;
    const items = one.type === 'confirm' ? one.items : [];
    const told = { step: decision.step, by: one.by, at: NOW, items };
    return [...notices, ...Array.from({ length: times }, () => told)];
  }, []);
}

describe('whatever agencies do about an identity', () => {
  it('one agency has at most one standing, always with a name, and the alias is never lost', () => {
    fc.assert(
      fc.property(fc.array(command), (commands) => {
        const { aliases, identities } = identityOf([ALIAS], played(commands));
        const standing = identities.filter(({ until }) => until === undefined);
        expect(new Set(standing.map(({ by }) => by)).size).toBe(standing.length);
        expect(identities.every(({ items }) => items.some(({ code }) => code === 'full-name'))).toBe(true);
        expect(aliases).toEqual([ALIAS]);
      }),
    );
  });

  it('a first confirmation and its reversal leave the person called as before', () => {
    fc.assert(
      fc.property(fc.array(command), (commands) => {
        const others = commands.filter(({ by }) => by === 'police');
        const before = identityOf([ALIAS], played(others));
        const after = identityOf([ALIAS], played([...others, confirm('mh-trust'), reverse('mh-trust')]));
        expect([after.status, after.name]).toEqual([before.status, before.name]);
      }),
    );
  });

  it('it does not matter on how many tasks it is told', () => {
    fc.assert(
      fc.property(fc.array(command), (commands) => {
        expect(identityOf([ALIAS], played(commands, 3))).toEqual(identityOf([ALIAS], played(commands)));
      }),
    );
  });

  it('that others only passed on falls with whoever confirmed it, and not what somebody confirmed apart', () => {
    const relayed = CORVIN.map((item) => ({ ...item, originator: 'mh-trust' }));
    const relays = [confirmed('mh-trust'), confirmed('police', relayed), confirmed('ambulance', [])];
    expect(shown([ALIAS], ...relays, reversed('mh-trust'))).toEqual(['alias-only', ALIAS]);
    const apart = [confirmed('mh-trust'), confirmed('social-care'), reversed('mh-trust')];
    expect(shown([ALIAS], ...apart)).toEqual(['confirmed', 'Corvin Aldmoor']);
    // Who only passed it on takes nothing back but its own word.
    expect(shown([ALIAS], ...relays, reversed('police'))).toEqual(['confirmed', 'Corvin Aldmoor']);
  });
});
