import { describe, expect, it } from '@jest/globals';
import { tryConcordat, withDraft } from '../../test/command-trial.js';

const law = (...options: readonly string[]) => tryConcordat(['law', ...options]);
interface Listed {
  readonly at: string;
  readonly powers: readonly { readonly code: string }[];
  readonly rules: readonly { readonly code: string; readonly inForceFrom: string; readonly source: string }[];
  readonly clocks: readonly { readonly code: string }[];
}
const listed = async (...options: readonly string[]): Promise<Listed> =>
  JSON.parse((await law('--json', ...options)).out) as Listed;
const codes = (rows: readonly { readonly code: string }[]): readonly string[] => rows.map(({ code }) => code);

describe('concordat law', () => {
  it('lists every power with its rules and clocks, their dates and their sources', async () => {
    const { code, out, err } = await law();
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(
      'In force at 2026-11-22T12:00:00.000Z by the shipped directory: powers and duties 21, rules 10, clocks 2.',
    );
    expect(out).toContain('mha-s136: Remove a person to, or keep at, a place of safety without a warrant');
    expect(out).toContain(
      '  rule s136-not-in-a-home, in force from 2017-12-11\n    Section 136 is not for a house',
    );
    expect(out).toContain('  clock s136-detention, in force from 2017-12-11');
    expect(out).toContain('    never because: No bed is free; No AMHP is free; No doctor is free');
    expect(out).toContain(
      'Agreed practice, of no power\n  rule rcrp-not-for-children, in force from 2024-03-11',
    );
    expect(out.match(/^ {4}source: \S/gm)?.length).toBe((await listed()).rules.length + 2);
    expect(out).not.toContain('undefined');
  });

  it('says what was in force on another day, by its beginning', async () => {
    expect((await listed('--at', '2017-12-11')).at).toBe('2017-12-11T00:00:00.000Z');
    const eve = await listed('--at', '2017-12-10');
    const day = await listed('--at', '2017-12-11');
    const since = codes(day.rules).filter((code) => !codes(eve.rules).includes(code));
    expect(since).toEqual([
      's136-not-in-a-home',
      's136-consult-first',
      'no-child-in-a-police-station',
      's136-extension-for-condition-only',
    ]);
    expect([eve.clocks, codes(day.clocks)]).toEqual([[], ['s136-detention', 's135-detention']]);
    expect(codes(eve.powers)).not.toContain('mha-s136c-search');
    expect((await listed('--at', '1980-01-01')).powers).toEqual([]);
  });

  it('takes a time with an offset', async () => {
    expect((await listed('--at', '2017-12-11T00:30:00+01:00')).clocks).toEqual([]);
  });

  it('says what is about one power alone', async () => {
    const { powers, rules, clocks } = await listed('--power', 'mha-s135-1');
    expect([codes(powers), codes(rules), codes(clocks)]).toEqual([
      ['mha-s135-1'],
      ['s135-1-amhp-applies', 's135-constable-executes'],
      ['s135-detention'],
    ]);
    expect((await law('--power', 'mha-s135-1')).out).not.toContain('Agreed practice');
  });

  it('reads a draft, and says what is wrong with it', async () => {
    const ended = [
      "inForceFrom: '2024-03-11'",
      "inForceFrom: '2024-03-11'\n    inForceUntil: '2025-01-01'",
    ] as const;
    await withDraft([['law-rules.yaml', ...ended]], async (folder) => {
      expect(codes((await listed('--directory', folder)).rules)).not.toContain('rcrp-not-for-children');
      const { out } = await law('--directory', folder, '--at', '2024-12-31');
      expect(out).toContain('rule rcrp-not-for-children, in force from 2024-03-11 until 2025-01-01');
    });
    await withDraft([['law-rules.yaml', 'power: mha-s13\n', 'power: s13\n']], async (folder) => {
      const { code, out, err } = await law('--directory', folder);
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(/^law-rules\.yaml:\d+ lawRules\[8\]\.power: unknown legal power "s13"$/m);
    });
  });

  it.each([
    [['--at', 'yesterday'], '--at takes a day as in 2026-11-22, or a time with an offset, not "yesterday".'],
    [['--at', '2026-02-30'], 'not "2026-02-30"'],
    [['--power', 'mha-s137'], 'There is no power "mha-s137". There are: mha-s136,'],
    [['mha-s136'], 'Words alone mean nothing here.'],
    [['--directory', 'no-such-folder'], 'There is no folder no-such-folder.'],
  ])('cannot do anything with %j', async (options, says) => {
    const { code, out, err } = await law(...options);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(says);
  });
});
