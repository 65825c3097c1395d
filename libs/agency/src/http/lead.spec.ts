import { describe, expect, it } from '@jest/globals';
import { spanOf } from './lead.controller.js';
import { mayAsk } from './people.js';
import { Problem } from './problem.js';

const NOW = Date.parse('2026-11-26T04:00:00.000Z');

describe('the figures for those who look after the whole county', () => {
  it('are of the last 24 hours unless another span is asked for', () => {
    expect(spanOf({}, NOW)).toEqual({ from: '2026-11-25T04:00:00.000Z', to: '2026-11-26T04:00:00.000Z' });
    expect(spanOf({ from: '2026-11-20T00:00:00+01:00' }, NOW).from).toBe('2026-11-19T23:00:00.000Z');
    expect(spanOf({ to: '2026-11-02T00:00:00Z' }, NOW).from).toBe('2026-11-01T00:00:00.000Z');
  });

  it('are refused for a span that runs backwards or is longer than a month', () => {
    for (const span of [
      { from: '2026-11-26T05:00:00Z' },
      { from: '2026-10-01T00:00:00Z' },
      { from: '2026-11-02T00:00:00Z', to: '2026-11-01T00:00:00Z' },
    ])
      expect(() => spanOf(span, NOW)).toThrow(Problem);
  });

  it('are for a lead at every agency, for a duty manager at the own one, and not for a practitioner', () => {
    const asks = (role: 'lead' | 'duty-manager' | 'practitioner' | 'auditor', agency?: string) =>
      mayAsk({ role, ...(agency !== undefined && { agency }) }, 'police', 'GET /lead/tasks');
    expect(asks('lead')).toBe(true);
    expect(asks('duty-manager', 'police')).toBe(true);
    expect(asks('duty-manager', 'ambulance')).toBe(false);
    expect(asks('practitioner', 'police')).toBe(false);
    expect(asks('auditor')).toBe(false);
  });

  it('are all that a lead learns of tasks; the roster is published by duty managers alone', () => {
    for (const route of ['GET /tasks', 'GET /cases/:id', 'GET /roster', 'GET /board'])
      expect(mayAsk({ role: 'lead' }, 'police', route)).toBe(false);
    const put = (role: 'duty-manager' | 'practitioner') =>
      mayAsk({ role, agency: 'police' }, 'police', 'PUT /roster/:unit');
    expect([put('duty-manager'), put('practitioner')]).toEqual([true, false]);
  });
});
