import { describe, expect, it } from '@jest/globals';
import { tryConcordat } from '../../test/command-trial.js';
import { readArguments, UsageError } from './arguments.js';
import { PERSON_OPTIONS } from './audit-filters.js';
import { readReportCall, REPORT_OPTIONS } from './audit-report-call.js';

const read = (line: string) =>
  readReportCall(readArguments(line.split(' '), { ...REPORT_OPTIONS, ...PERSON_OPTIONS }));

function faultsOf(line: string): readonly string[] {
  try {
    read(line);
    return [];
  } catch (error) {
    if (error instanceof UsageError) return error.faults;
    throw error;
  }
}

describe('a call of concordat audit report', () => {
  it.each([
    ['overrides', 'format=text'],
    ['gaps --agency ambulance --item area --json', 'format=json&agency=ambulance&item=area'],
    ['person --token a --full-name b', 'format=text'],
    [
      'accounting --between police,ambulance --mode actual --csv',
      'format=csv&between=police%2Cambulance&mode=actual',
    ],
    [
      'unmet --from 2026-11-01 --to 2026-11-02T10:00:00+01:00',
      'format=text&from=2026-11-01T00%3A00%3A00.000Z&to=2026-11-02T09%3A00%3A00.000Z',
    ],
  ])('asks the audit service for what was said: %s', (line, query) => {
    const { report, query: asked } = read(`${line} --out report.txt`);
    expect([line.split(' ')[0], asked.toString()]).toEqual([report, query]);
  });

  it.each([
    ['person', 'The person is missing'],
    ['accounting', '--between is missing'],
    ['everything', 'There is no report "everything"'],
    ['gaps area', 'What does "area" stand for?'],
    ['gaps --alias a', 'Only the report on a person takes one'],
    ['person --token a --between b,c', '--between is only for: accounting'],
    ['gaps --from tonight', '--from takes a day'],
    ['gaps --mode real', '--mode takes one of: actual'],
    ['gaps --json --csv', 'not both'],
  ])('is told what is wrong with "%s"', (line, fault) => {
    expect(faultsOf(line)).toEqual([expect.stringContaining(fault)]);
  });

  it('is told of every fault at once', () => {
    expect(faultsOf('person --from x --to y --json --csv')).toHaveLength(4);
  });

  it('says that no system runs here, with the exit code for nobody', async () => {
    const { code, out, err } = await tryConcordat(['audit', 'report', 'gaps']);
    expect([code, out]).toEqual([3, '']);
    expect(err).toContain('No system is running here');
  });
});
