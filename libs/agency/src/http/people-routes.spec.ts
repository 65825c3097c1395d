import { describe, expect, it } from '@jest/globals';
import { mayAsk } from './people.js';

describe('readers of the audit log at an agency’s service', () => {
  const auditor = { role: 'auditor' } as const;
  const officer = { role: 'records-officer', agency: 'police' } as const;

  it('may have the token of an identifier made: an auditor by any agency, a records officer by the own one', () => {
    expect(mayAsk(auditor, 'police', 'POST /index-tokens')).toBe(true);
    expect(mayAsk(auditor, 'ambulance', 'POST /index-tokens')).toBe(true);
    expect(mayAsk(officer, 'police', 'POST /index-tokens')).toBe(true);
    expect(mayAsk(officer, 'ambulance', 'POST /index-tokens')).toBe(false);
  });

  it.each(['GET /tasks', 'GET /cases/:id', 'POST /tasks', 'GET /index-tokens', 'GET /reports/unmet'])(
    'may ask for nothing else, such as %s',
    (route) => {
      expect([mayAsk(auditor, 'police', route), mayAsk(officer, 'police', route)]).toEqual([false, false]);
    },
  );
});
