import { describe, expect, it } from '@jest/globals';
import { beginsEvidence, withOpenings } from './opened-evidence.js';

const LEAF = {
  index: 7,
  items: [
    { salt: 's', value: 'under the bridge' },
    { salt: 't', value: null },
  ],
};
const line = (value: object): string => JSON.stringify(value);
const evidence = (...between: readonly object[]): readonly string[] => [
  line({ is: 'header', format: 'concordat-evidence/v1' }),
  ...[{ is: 'leaf', index: 5 }, { is: 'leaf', index: 7 }, ...between, { is: 'leaf', index: 9 }].map(line),
  line({ is: 'end', leaves: 3, openings: between.length }),
];

async function opened(lines: readonly string[]): Promise<readonly unknown[]> {
  const from = async function* () {
    yield* lines;
  };
  const all: unknown[] = [];
  for await (const text of withOpenings(from(), LEAF)) all.push(JSON.parse(text));
  return all;
}

describe('evidence with opened values', () => {
  it('has them behind their leaf, and counts them at its end', async () => {
    const lines = await opened(evidence());
    expect(lines.slice(2, 5)).toEqual([
      { is: 'leaf', index: 7 },
      { is: 'opening', index: 7, place: 0, salt: 's', value: 'under the bridge' },
      { is: 'opening', index: 7, place: 1, salt: 't', value: null },
    ]);
    expect(lines.at(-1)).toEqual({ is: 'end', leaves: 3, openings: 2 });
    expect(lines).toHaveLength(7);
  });

  it('has each once, also when it is opened again', async () => {
    const [once] = [await opened(evidence())];
    expect(await opened(once.map((one) => JSON.stringify(one)))).toEqual(once);
  });

  it('is not made of evidence without the leaf', async () => {
    const others = evidence().filter((text) => !text.includes('"index":7'));
    await expect(opened(others)).rejects.toThrow('does not hold leaf 7');
  });

  it('leaves what is no line of evidence to the verifier', async () => {
    const [first = '', ...rest] = evidence();
    expect(await opened([first, '"text"', ...rest])).toContain('text');
    expect([beginsEvidence(first), beginsEvidence('{'), beginsEvidence('null')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
