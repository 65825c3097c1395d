import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readStrictJson } from './strict-json.js';

describe('JSON with one meaning', () => {
  it('is read as any reader would', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        expect(readStrictJson(JSON.stringify(value, null, 1))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it.each([
    ['a name twice', '{"a":1,"a":2}'],
    ['a name twice, once in another spelling', '{"a":1,"\\u0061":2}'],
    ['a name twice, deep inside', '[{"b":{"a":1,"c":[],"a":2}}]'],
    ['a nesting that ends a reader', `${'['.repeat(65)}${']'.repeat(65)}`],
    ['no JSON', '{'],
  ])('is none with %s', (_what, text) => {
    expect(readStrictJson(text)).toBeUndefined();
  });

  it('may say a name again in another object, or as a value', () => {
    expect(readStrictJson('{"a":{"a":"a"},"b":[{"a":1},{"a":"{\\"a\\":"}]}')).toBeDefined();
  });
});
