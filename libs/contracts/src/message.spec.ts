import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_MESSAGE_BYTES, decodeMessage, encodeMessage } from './message.js';
import { thrownBy } from './worked-message.js';
import { WireError } from './wire-error.js';

const token = 'A'.repeat(43);
const full = { event: 'a.b.c', sealed: '{}', index: [token], bundle: { version: 1 } };
const bytes = (value: unknown): Buffer =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));

describe('A message', () => {
  it('is read as it was written, also from the middle of a larger buffer', () => {
    const written = encodeMessage(full);
    expect(decodeMessage(written)).toEqual(full);
    const larger = new Uint8Array([...bytes('xx'), ...written, ...bytes('yy')]);
    expect(decodeMessage(larger.subarray(2, 2 + written.length))).toEqual(full);
    expect(decodeMessage(encodeMessage({ event: 'a.b.c' }))).toEqual({ event: 'a.b.c' });
    const index = Array<string>(60).fill(token);
    expect(decodeMessage(encodeMessage({ ...full, index })).index).toEqual(index);
  });

  it('keeps the texts that are signed and hashed to the letter', () => {
    const sealed = '{"protected":"A", "tag":"é\\u00e9"}';
    expect(decodeMessage(encodeMessage({ event: 'a.b.c', sealed })).sealed).toBe(sealed);
  });

  it.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', []],
    ['without an event', { sealed: '{}' }],
    ['with an event that is no text', { event: {} }],
    ['with a sealed part that is no text', { ...full, sealed: {} }],
    ['with a sealed part that is null', { ...full, sealed: null }],
    ['with one thing more', { ...full, note: 'Jane Smith' }],
    ['with a key __proto__', '{"event":"a.b.c","__proto__":{}}'],
    ['with an index that is no list', { ...full, index: token }],
    ['with words in the index', { ...full, index: ['Jane Smith'] }],
    ['with a list in the index', { ...full, index: [[token]] }],
    ['with an object in the index', '{"event":"a.b.c","index":[{"toString":1}]}'],
    ['with 61 index tokens', { ...full, index: Array<string>(61).fill(token) }],
    ['with a lone surrogate', '{"event":"a.b.c","bundle":"\\ud800"}'],
    ['with a very deep bundle', `{"event":"a.b.c","bundle":${'['.repeat(400_000)}${']'.repeat(400_000)}}`],
  ])('is refused as malformed %s', async (_name, value) => {
    expect(await thrownBy(() => decodeMessage(bytes(value)))).toMatchObject({ code: 'MALFORMED' });
  });

  it('is neither written nor read above the largest size', async () => {
    const bundle = 'x'.repeat(MAX_MESSAGE_BYTES);
    expect(await thrownBy(() => encodeMessage({ event: 'a.b.c', bundle }))).toMatchObject({
      code: 'TOO_LARGE',
    });
    expect(await thrownBy(() => decodeMessage(bytes(bundle)))).toMatchObject({ code: 'MALFORMED' });
    expect(await thrownBy(() => decodeMessage(bytes(`${bundle}x`)))).toMatchObject({ code: 'TOO_LARGE' });
  });

  it('of any bytes is taken or refused with a WireError', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytes)), (any) => {
        try {
          decodeMessage(any);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(WireError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
