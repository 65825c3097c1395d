import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkCodes, decodeEvent, encodeEvent, isTaskEvent, senderOf, unitOf } from './event.js';
import { VOCABULARY, requestEvent, sampleEvent, thrownBy } from './worked-message.js';
import { WireError } from './wire-error.js';

const good = encodeEvent(requestEvent());
const MALFORMED = { code: 'MALFORMED' };
const BAD_EVENT = { code: 'BAD_EVENT' };
const numberText = (text: string): string => good.replace('"epoch":7', `"epoch":${text}`);

describe('The text of an event', () => {
  it('is read back as the event that was written', () => {
    expect(decodeEvent(good)).toEqual(requestEvent());
  });

  it.each([
    ['one key twice', good.replace('{', '{"specversion":"1.0",')],
    ['one key of the data twice', good.replace('"kind":', '"kind":"code-2","kind":')],
    ['white space before it', ` ${good}`],
    ['white space behind it', `${good}\n`],
    ['white space within it', good.replace(':', ': ')],
    ['a byte order mark', `\uFEFF${good}`],
    ['an escape that needs none', good.replace('police', '\\u0070olice')],
    ['a key __proto__', good.replace('{', '{"__proto__":{"subject":"x"},')],
    ['a key __proto__ in the data', good.replace('"data":{', '"data":{"__proto__":{},')],
    ['a lone surrogate', good.replace('"police"', '"\\ud800"')],
    ['U+0000', good.replace('"police"', '"\\u0000"')],
    ['a comment', good.replace('{', '{/**/')],
    ['a comma too many', good.replace(/\}$/, ',}')],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['a text', '"event"'],
    ['a number', '7'],
  ])('is refused as malformed with %s', async (_name, text) => {
    expect(text).not.toBe(good);
    expect(await thrownBy(() => decodeEvent(text))).toMatchObject(MALFORMED);
  });

  it.each(['1e400', '9007199254740993', '1e21', '7.0', '-0', '07', '1E2', `${'9'.repeat(400)}`])(
    'is refused as malformed with the number %s, which has another shorter text or none',
    async (number) => {
      expect(await thrownBy(() => decodeEvent(numberText(number)))).toMatchObject(MALFORMED);
    },
  );

  it.each(['-1', '1.5', '9007199254740992', 'true', '"7"', 'null', '[]', '{}'])(
    'is refused at its place with the number %s',
    async (number) => {
      const thrown = await thrownBy(() => decodeEvent(numberText(number)));
      expect(thrown).toMatchObject({ ...BAD_EVENT, place: '/epoch' });
    },
  );

  it.each([10, 3_000, 24_000])('nested %d deep is refused and crashes nothing', async (depth) => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const deep = `${open.repeat(depth)}7${close.repeat(depth)}`;
      for (const text of [deep, numberText(deep), good.replace('"code-1"', deep)]) {
        expect(await thrownBy(() => decodeEvent(text))).toMatchObject(MALFORMED);
      }
    }
  });

  it('whatever it is, is taken or refused with a WireError', () => {
    const bent = fc
      .tuple(fc.nat(good.length), fc.nat(20), fc.oneof(fc.string({ unit: 'binary' }), fc.json()))
      .map(([at, cut, text]) => good.slice(0, at) + text + good.slice(at + cut));
    fc.assert(
      fc.property(fc.oneof(bent, fc.json(), fc.string({ unit: 'binary' })), (text) => {
        try {
          expect(encodeEvent(decodeEvent(text))).toBe(text);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(WireError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('An event', () => {
  const change = (other: object): string => JSON.stringify({ ...requestEvent(), ...other });

  it.each(['subject', 'sendernumber', 'taskversion', 'caseid', 'mode', 'sealedhash'])(
    'of a task is refused without %s, and with null in its place',
    async (name) => {
      for (const text of [change({ [name]: undefined }), change({ [name]: null })]) {
        expect(await thrownBy(() => decodeEvent(text))).toMatchObject({ ...BAD_EVENT, place: `/${name}` });
      }
    },
  );

  it('that reports a refused disclosure is refused without its number, and is no task event', async () => {
    const { sendernumber, ...unnumbered } = sampleEvent('concordat.disclosure.refused.v1');
    expect(isTaskEvent(decodeEvent(JSON.stringify({ ...unnumbered, sendernumber })))).toBe(false);
    expect(await thrownBy(() => decodeEvent(JSON.stringify(unnumbered)))).toMatchObject({
      ...BAD_EVENT,
      place: '/sendernumber',
    });
  });

  it('that sets the clock of an exercise names it and a time, and nothing else', async () => {
    const { sendernumber: _none, ...clock } = sampleEvent('concordat.exercise.clock.v1');
    expect(isTaskEvent(decodeEvent(JSON.stringify(clock)))).toBe(false);
    const said = { ...(clock['data'] as object), exercise: 'bridge', at: '22:05', note: 'Jane Smith' };
    expect(await thrownBy(() => decodeEvent(JSON.stringify({ ...clock, data: said })))).toMatchObject({
      ...BAD_EVENT,
      place: '/data/exercise /data/at /data/*',
    });
  });

  it.each([
    'concordat.task.invented.v1',
    'toString',
    '__proto__',
    '',
    7,
    null,
    ['concordat.task.requested.v1'],
  ])('of the type %j is refused', async (type) => {
    expect(await thrownBy(() => decodeEvent(change({ type })))).toMatchObject({
      ...BAD_EVENT,
      place: '/type',
    });
  });

  it.each([[null], ['text'], [7], [[]], [[{}]], [undefined]])('with the data %j is refused', async (data) => {
    expect(await thrownBy(() => decodeEvent(change({ data })))).toMatchObject({
      ...BAD_EVENT,
      place: '/data',
    });
  });

  it('lists every fault with its place', async () => {
    const thrown = (await thrownBy(() =>
      decodeEvent(
        change({ time: 'now', actor: 'Jane Smith', data: { ...requestEvent().data, urgency: 'At once' } }),
      ),
    )) as WireError;
    expect(thrown.place.split(' ').sort()).toEqual(['/actor', '/data/urgency', '/time']);
    expect(thrown.message).not.toContain('Jane');
  });

  it('names its sender and unit', () => {
    expect([
      senderOf({ source: '/police/control-room' }),
      unitOf({ source: '/police/control-room' }),
    ]).toEqual(['police', 'control-room']);
    expect([senderOf({ source: '/keeper' }), unitOf({ source: '/keeper' })]).toEqual(['keeper', '']);
  });

  it('is a task event by its type', () => {
    expect(isTaskEvent(requestEvent())).toBe(true);
    const status = decodeEvent(JSON.stringify(sampleEvent('concordat.status.reported.v1')));
    expect(isTaskEvent(status)).toBe(false);
  });
});

describe('The codes of an event', () => {
  it('are taken when the directory holds them', () => {
    expect(() => checkCodes(requestEvent(), VOCABULARY)).not.toThrow();
    expect(() => checkCodes(requestEvent({ source: '/keeper' }), VOCABULARY)).not.toThrow();
  });

  it('are refused with every place where the directory does not hold them', async () => {
    const event = requestEvent({ source: '/fire/desk' });
    const data = { ...event.data, performer: { agency: 'fire', unit: 'desk' }, urgency: 'jane-smith' };
    const thrown = await thrownBy(() => checkCodes({ ...event, data }, VOCABULARY));
    expect(thrown).toMatchObject({
      code: 'UNKNOWN_CODE',
      place: '/data/performer/agency /data/performer/unit /data/urgency /source /source',
    });
  });
});
