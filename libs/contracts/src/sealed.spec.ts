import { describe, expect, it } from '@jest/globals';
import { RELATIONSHIPS } from '#domain';
import type { TaskLedgerEvent } from './event.js';
import { Opener, Sealer, sealedHash } from './jwe.js';
import { WORD_FIELDS, checkSealedHash, openSealed, sealItem, type SealedContent } from './sealed.js';
import { requestEvent, sampleOf, sealingKey, thrownBy } from './worked-message.js';
import { ItemData } from './events/task-events.js';

const reader = sealingKey('performer');
const opener = new Opener(reader);
const { absent, ...present } = sampleOf(ItemData);

/** Seals a text as it stands and signs for it, like a sender that keeps no rule would. */
function say(text: string, items?: readonly object[]): readonly [TaskLedgerEvent, string] {
  const sealed = new Sealer().seal('task-1', [reader], text);
  return [
    requestEvent({ sealedhash: sealedHash(sealed), ...(items && { items }) }) as TaskLedgerEvent,
    sealed,
  ];
}

const sayContent = (content: SealedContent, items?: readonly object[]): readonly [TaskLedgerEvent, string] =>
  say(JSON.stringify(content), items);

const codeOf = async (said: readonly [TaskLedgerEvent, string]): Promise<unknown> =>
  ((await thrownBy(() => openSealed(said[0], said[1], opener))) as { code?: unknown }).code;

describe('The sealed part of an event', () => {
  const name = sealItem({ value: 'Jane Smith', source: 'her sister', note: 'also Smyth' });
  const phone = sealItem({});

  it('opens to the values and words that were committed to', () => {
    const content = {
      items: [name.sealed, phone.sealed],
      note: 'at the gate',
      words: { urgency: { word: 'Grade 1', relationship: 'source-is-narrower-than-target' } },
    } as const;
    const items = [
      { ...present, commitment: name.commitment },
      { ...present, absent, commitment: phone.commitment },
    ];
    expect(openSealed(...sayContent(content, items), opener)).toEqual(content);
    expect(phone.sealed.value).toBeNull();
  });

  it('says which system was searched, and for what, where nothing was found', () => {
    const searched = { searchedSystem: 'PNC', searchedFor: 'Smith or Smyth, Jane' };
    const { sealed, commitment } = sealItem(searched);
    const items = [{ ...present, absent, commitment }];
    const opened = openSealed(...sayContent({ items: [sealed] }, items), opener);
    expect(opened.items?.[0]).toEqual({ salt: sealed.salt, value: null, ...searched });
  });

  it.each(WORD_FIELDS)('takes the word and its relation for the code of the field %s', (field) => {
    for (const relationship of RELATIONSHIPS) {
      const content: SealedContent = { words: { [field]: { word: 'Grade 1', relationship } } };
      expect(openSealed(...sayContent(content), opener)).toEqual(content);
    }
  });

  it('of an event without items opens too', () => {
    expect(openSealed(...sayContent({ fact: 'next bed at 06:00' }), opener)).toEqual({
      fact: 'next bed at 06:00',
    });
  });

  it.each([
    ['another value', { ...name.sealed, value: 'Jane Smyth' }],
    ['another salt', { ...name.sealed, salt: 'A'.repeat(43) }],
  ])('is refused with %s than was signed', async (_name, item) => {
    const items = [{ ...present, commitment: name.commitment }];
    expect(await codeOf(sayContent({ items: [item] }, items))).toBe('COMMITMENT_MISMATCH');
  });

  it('is refused with items too many, too few or in another order', async () => {
    const items = [name, sealItem({ value: 'x' })].map(({ commitment }) => ({ ...present, commitment }));
    const second = sealItem({ value: 'x' }).sealed;
    for (const sealed of [[], [name.sealed], [second, name.sealed]]) {
      expect(await codeOf(sayContent({ items: sealed }, items))).toBe('COMMITMENT_MISMATCH');
    }
    expect(await codeOf(sayContent({ items: [name.sealed] }))).toBe('COMMITMENT_MISMATCH');
  });

  it('is refused when a value stands where the event says absent, and the other way round', async () => {
    const both = { ...present, absent, commitment: name.commitment };
    expect(await codeOf(sayContent({ items: [name.sealed] }, [both]))).toBe('COMMITMENT_MISMATCH');
    const neither = { ...present, commitment: phone.commitment };
    expect(await codeOf(sayContent({ items: [phone.sealed] }, [neither]))).toBe('COMMITMENT_MISMATCH');
  });

  it.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a note that is no text', '{"note":7}'],
    ['words that are a list', '{"words":["a"]}'],
    ['words that say no word', '{"words":{"urgency":{"relationship":"equivalent"}}}'],
    ['words without their relation to the code', '{"words":{"urgency":{"word":"Grade 1"}}}'],
    ['a relation that is none', '{"words":{"urgency":{"word":"Grade 1","relationship":"wider"}}}'],
    ['words for a field that has no code', '{"words":{"note":{"word":"x","relationship":"equivalent"}}}'],
    ['words that are plain texts', '{"words":{"urgency":"Grade 1"}}'],
    ['an item that somebody took out', '{"items":[{"refused":"no-agreement"}]}'],
    [
      'an item that names a system by a number',
      `{"items":[{"salt":"${'A'.repeat(43)}","value":null,"searchedSystem":7}]}`,
    ],
    ['items that are no list', '{"items":{}}'],
    ['an item that is null', '{"items":[null]}'],
    ['an item without value', `{"items":[{"salt":"${'A'.repeat(43)}"}]}`],
    ['an item with a short salt', '{"items":[{"salt":"AAAA","value":1}]}'],
    ['a number that no reader can hold', `{"items":[{"salt":"${'A'.repeat(43)}","value":1e400}]}`],
    ['a lone surrogate', '{"note":"\\ud800"}'],
    ['U+0000', '{"note":"\\u0000"}'],
    ['a key __proto__', '{"__proto__":{"note":"x"}}'],
    [
      'very deep nesting',
      `{"items":[{"salt":"${'A'.repeat(43)}","value":${'['.repeat(40_000)}${']'.repeat(40_000)}}]}`,
    ],
  ])('is refused as malformed with %s, and crashes nothing', async (_name, text) => {
    expect(await codeOf(say(text, [{ ...present, commitment: name.commitment }]))).toBe('MALFORMED');
  });

  it('is refused when it is missing or is not the very text that was signed for', async () => {
    const [event, sealed] = sayContent({});
    for (const other of [undefined, '', `${sealed} `, say('{}')[1]]) {
      expect(await thrownBy(() => openSealed(event, other, opener))).toMatchObject({
        code: 'SEALED_MISMATCH',
      });
    }
    const unsigned = JSON.parse(JSON.stringify({ ...event, sealedhash: undefined })) as TaskLedgerEvent;
    expect(await thrownBy(() => openSealed(unsigned, undefined, opener))).toMatchObject({
      code: 'SEALED_MISMATCH',
    });
  });

  it('may be missing only where the event names none', async () => {
    expect(() => checkSealedHash({}, undefined)).not.toThrow();
    expect(await thrownBy(() => checkSealedHash({}, 'x'))).toMatchObject({ code: 'SEALED_MISMATCH' });
  });
});

describe('A value that readers would refuse', () => {
  it.each([
    ['a lone surrogate', 'a\ud800'],
    ['U+0000', { note: '\0' }],
    ['infinity', Infinity],
    ['very deep nesting', JSON.parse(`${'['.repeat(50)}${']'.repeat(50)}`) as unknown],
  ])('is not sealed: %s', async (_name, value) => {
    expect(await thrownBy(() => sealItem({ value }))).toMatchObject({ code: 'MALFORMED' });
  });
});
