import { describe, expect, it } from '@jest/globals';
import { YamlError, readYaml } from './yaml-text.js';

const SOURCE = `# Units, and what they do.
base: &base
  hours: always
units:
  - code: crew
    does: [drive, lift]

  - {code: desk, like: *base,
     empty: }
  - 'a text'
none:
`;

function lineOfFault(source: string): number | undefined {
  try {
    readYaml(source);
    return undefined;
  } catch (error) {
    if (error instanceof YamlError) return error.line;
    throw error;
  }
}

describe('a YAML text', () => {
  const text = readYaml(SOURCE);

  it('is read as plain data, with what an alias stands for', () => {
    expect(text.value).toEqual({
      base: { hours: 'always' },
      units: [
        { code: 'crew', does: ['drive', 'lift'] },
        { code: 'desk', like: { hours: 'always' }, empty: null },
        'a text',
      ],
      none: null,
    });
    expect(readYaml('').value).toBeUndefined();
  });

  it.each<[string, (string | number)[], number]>([
    ['the whole', [], 1],
    ['a key', ['units'], 4],
    ['an entry of a list', ['units', 1], 8],
    ['a key within an entry', ['units', 0, 'does'], 6],
    ['a word of a list in one line', ['units', 0, 'does', 1], 6],
    ['a key on the second line of a map in braces', ['units', 1, 'empty'], 9],
    ['an entry that is a text', ['units', 2], 10],
    ['the key of nothing', ['none'], 11],
    ['what is lacking, by what should hold it', ['units', 1, 'hours'], 8],
    ['an entry beyond the last', ['units', 7], 4],
    ['a place within a text', ['units', 2, 'code'], 10],
    ['a place within what an alias stands for', ['units', 1, 'like', 'hours'], 8],
  ])('tells the line of %s', (_what, path, line) => {
    expect(text.lineAt(path)).toBe(line);
  });

  it.each([
    ['a list that does not end', 'a: 1\nb: [1,\n', 3],
    ['a key that stands twice', 'a: 1\nb: 2\na: 3\n', 3],
    ['an alias of nothing', 'a: 1\nb: *c\n', 2],
    ['a tag that nobody knows', 'a: !date 2031\n', 1],
    ['two documents', 'a: 1\n---\nb: 2\n', 1],
  ])('is refused with the line of %s', (_what, source, line) => {
    expect(lineOfFault(source)).toBe(line);
  });
});
