import { describe, expect, it } from '@jest/globals';
import { Problem } from './problem.js';
import { MAX_DEPTH, readStrictJson } from './strict-json.js';

function faultsOf(text: string | Buffer): readonly string[] {
  try {
    readStrictJson(Buffer.from(text));
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.body().faults.map(({ pointer, code }) => `${pointer} ${code}`);
  }
}

const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

describe('reading a request body', () => {
  it('hands over the value and the very text', () => {
    const text = ' {"a": [1, {"b": "ü"}], "a/b": null} ';
    expect(readStrictJson(Buffer.from(text))).toEqual({ text, value: { a: [1, { b: 'ü' }], 'a/b': null } });
  });

  it('finds a key that is given twice, wherever it stands', () => {
    expect(faultsOf('{"a":1,"a":2}')).toEqual(['/a DUPLICATE_KEY']);
    expect(faultsOf('{"items":[{"code":"x"},{"code":"x","code":"y"}]}')).toEqual([
      '/items/1/code DUPLICATE_KEY',
    ]);
  });

  it('sees through escapes in keys', () => {
    expect(faultsOf('{"a":1,"\\u0061":2}')).toEqual(['/a DUPLICATE_KEY']);
    expect(faultsOf('{"\\u005f_proto__":1}')).toEqual(['/__proto__ FORBIDDEN_KEY']);
  });

  it('takes the same key in two objects', () => {
    expect(faultsOf('[{"a":1},{"a":{"a":1}}]')).toEqual([]);
  });

  it('lists every fault of a body at once', () => {
    const text = '{"a":9007199254740993,"constructor":1,"c":["\\u0000",{"d":"\\ud800"}],"e":-1e400}';
    expect(faultsOf(text)).toEqual([
      '/a NUMBER_TOO_LARGE',
      '/constructor FORBIDDEN_KEY',
      '/c/0 NUL',
      '/c/1/d HALF_A_CHARACTER',
      '/e NUMBER_TOO_LARGE',
    ]);
  });

  it('takes whole characters beyond 16 bits', () => {
    expect(faultsOf('{"a":"\\ud83d\\ude00 😀"}')).toEqual([]);
  });

  it('bounds the nesting, and no depth exhausts it', () => {
    expect(faultsOf(nested(MAX_DEPTH))).toEqual([]);
    expect(faultsOf(nested(MAX_DEPTH + 1))).toEqual([`${'/0'.repeat(MAX_DEPTH)} TOO_DEEP`]);
    expect(faultsOf(nested(30_000))).toEqual([`${'/0'.repeat(MAX_DEPTH)} TOO_DEEP`]);
    expect(faultsOf('['.repeat(60_000))).toEqual([' NOT_JSON']);
  });

  it('says where a text stops being JSON and quotes nothing of it', () => {
    for (const text of ['', '{"name":"Corvin" "x"}', "{'a':1}", '[1,]', '{} {}', '// x\n1', 'NaN']) {
      expect(faultsOf(text)).toEqual([' NOT_JSON']);
    }
    try {
      readStrictJson(Buffer.from('{"name":\n"Corvin" x}'));
    } catch (error) {
      expect(JSON.stringify((error as Problem).body())).not.toContain('Corvin');
      expect((error as Problem).body().faults[0]?.detail).toContain('line 2, column 10');
    }
  });

  it('takes UTF-8 alone', () => {
    expect(faultsOf(Buffer.from([0x22, 0xff, 0x22]))).toEqual([' NOT_UTF8']);
    expect(faultsOf(Buffer.from('\ufeff{}'))).toEqual([' NOT_JSON']);
  });
});
