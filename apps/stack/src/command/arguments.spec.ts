import { describe, expect, it } from '@jest/globals';
import { UsageError, readArguments } from './arguments.js';

const kinds = { json: 'flag', kind: 'value', item: 'values' } as const;

function faultsOf(...args: readonly string[]): readonly string[] {
  try {
    readArguments(args, kinds);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.faults;
    throw error;
  }
}

describe('the arguments of a command', () => {
  it('are read whatever their order, and with "=" or a blank', () => {
    const call = readArguments(
      ['here', '--kind=welfare-check', '--item', 'area', '--json', '--item', 'phone', 'there'],
      kinds,
    );
    expect(call.words).toEqual(['here', 'there']);
    expect([call.value('kind'), call.values('item'), call.has('json')]).toEqual([
      'welfare-check',
      ['area', 'phone'],
      true,
    ]);
  });

  it('may be left out', () => {
    const call = readArguments([], kinds);
    expect([call.words, call.value('kind'), call.values('item'), call.has('json')]).toEqual([
      [],
      undefined,
      [],
      false,
    ]);
  });

  it('take everything after two dashes as it stands', () => {
    expect(readArguments(['--', '--json'], kinds).words).toEqual(['--json']);
  });

  it.each(['-PqK3_x', '--PqK3_x', '-'])(
    'a value may begin with a hyphen, as an index token may: %s',
    (value) => {
      expect(readArguments(['--kind', value, '--json'], kinds).value('kind')).toBe(value);
      expect(readArguments(['--kind', value, '--json'], kinds).has('json')).toBe(true);
    },
  );

  it.each([
    [['--knid', 'x'], 'There is no option --knid. Did you mean --kind?'],
    [['--zzz'], 'There is no option --zzz.'],
    [['-x'], 'There is no option -x.'],
    [['--constructor'], 'There is no option --constructor.'],
    [['--kind'], '--kind takes a value.'],
    [['--kind='], '--kind takes a value.'],
    [['--kind', '--json'], '--kind takes a value.'],
    [['--json=yes'], '--json takes no value.'],
    [['--kind', 'a', '--kind', 'b'], '--kind is given twice.'],
  ])('%j is refused in plain words', (args, fault) => {
    expect(faultsOf(...args)).toContain(fault);
  });

  it('are refused with every fault at once', () => {
    expect(faultsOf('--itme', 'area', '--json=1', '--kind')).toHaveLength(3);
  });
});
