import { describe, expect, it } from '@jest/globals';
import { DISCLOSURE as ROW } from '../../test/disclosure.js';
import { disclosureLines, storyLines } from './audit-text.js';

describe('a task’s story', () => {
  it('tells a task event by event, with what went with each', () => {
    const items = [{ ...ROW, recalledBy: [] }];
    const event = {
      leafIndex: 3,
      version: 1,
      recordedAt: ROW.recordedAt,
      occurredAt: '2026-03-14T21:48:00.000Z',
      type: 'concordat.task.requested.v1',
      from: { agency: 'police', unit: 'control-room' },
      actor: { role: 'dispatcher', type: 'person' },
      says: { kind: 'welfare-check', wanted: [] },
      items,
    };
    const lines = storyLines({
      task: { id: 't', case: 'c', mode: 'exercise', kind: 'welfare-check' },
      asker: { agency: 'police', unit: 'control-room' },
      performer: { agency: 'ambulance', unit: 'crew' },
      events: [event],
    });
    expect(lines.slice(0, 2)).toEqual([
      'Task t of case c, mode exercise',
      'police/control-room asked ambulance/crew for welfare-check',
    ]);
    expect(lines[4]).toMatch(
      /^1 +3 +agreed 2026-03-14 21:48:00Z, recorded 2026-03-14 22:05:00Z +police\/control-room +dispatcher +requested +kind=welfare-check$/,
    );
    expect(lines[5]?.trim()).toBe('full-name: withheld (masked), under police.emergency.offer');
  });
});

describe('a table of disclosures', () => {
  it('says when it was recorded, and when it was agreed where that was before', () => {
    const [, atOnce, later] = disclosureLines({
      rows: [ROW, { ...ROW, occurredAt: '2026-03-14T21:48:00.000Z' }],
    });
    expect(atOnce).toMatch(/^12 +2026-03-14 22:05:00Z +police/);
    expect(later).toMatch(/^12 +agreed 2026-03-14 21:48:00Z, recorded 2026-03-14 22:05:00Z +police/);
  });

  it('says what became of an item, and that nothing fits', () => {
    const [, line] = disclosureLines({
      rows: [{ ...ROW, absent: null, state: 'known', refusedBy: {}, correctedBy: [{}] }],
    });
    expect(line).toContain('known, not let in, corrected, recalled');
    expect(disclosureLines({ rows: [] })).toEqual(['Nothing in the log fits.']);
  });
});
