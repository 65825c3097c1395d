import { describe, expect, it } from '@jest/globals';
import { readAuditBench } from './call.js';

describe('calling the audit bench', () => {
  it.each([
    ['nothing said', {}, { rows: [50_000, 5_000_000], samples: 400 }],
    ['--quick', { quick: true }, { rows: [5_000, 50_000], samples: 400 }],
    ['own sizes', { rows: '1000,2000', samples: '250' }, { rows: [1_000, 2_000], samples: 250 }],
  ])('measures what was asked for: %s', (_what, given, bench) => {
    expect(readAuditBench(given)).toEqual({ bench });
  });

  it.each([
    ['one size', { rows: '1000' }],
    ['three sizes', { rows: '1000,2000,3000' }],
    ['the larger first', { rows: '2000,1000' }],
    ['no numbers', { rows: 'many,more' }],
    ['too many', { rows: '1000,30000000' }],
    ['two ways to say it', { rows: '1000,2000', quick: true }],
    ['too few questions for a 95th percentile', { samples: '199' }],
  ])('says what is wrong with %s', (_what, given) => {
    expect(readAuditBench(given)).toEqual({ faults: [expect.any(String)] });
  });

  it('says every fault at once', () => {
    expect(readAuditBench({ rows: '5', samples: 'x' })).toEqual({
      faults: [expect.stringContaining('--rows'), expect.stringContaining('--samples')],
    });
  });
});
