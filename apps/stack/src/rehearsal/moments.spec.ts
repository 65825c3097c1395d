import { describe, expect, it } from '@jest/globals';
import { loadDirectory } from '#directory';
import { labelsOf } from './labels.js';
import { momentOf, ownMoment } from './moments.js';
import type { Told } from './told.js';

const told = (more: object): Told =>
  ({
    step: { at: 6, by: { agency: 'police', unit: 'response' }, do: 'note', value: 'at the bridge' },
    ...{ fate: 'played', parcels: [], kept: [], remarks: [], failures: [] },
    ...more,
  }) as unknown as Told;
const labels = labelsOf(loadDirectory());

describe('a moment of a rehearsal', () => {
  it('says who did what at which minute, and why it was refused or is not as it should be', () => {
    expect(momentOf(told({}), labels)).toEqual({
      ...{ minute: 6, who: 'Wealdmere Police, response', fate: 'played' },
      what: 'notes in its own case file: "at the bridge"',
    });
    const refused = { fate: 'refused-as-expected', because: 'No rule lets it travel.' };
    expect(momentOf(told(refused), labels)).toMatchObject(refused);
    const failed = told({ fate: 'failed', failures: ['It did not arrive.', 'Nor did the other.'] });
    expect(momentOf(failed, labels).because).toBe('It did not arrive.');
  });

  it('tells what a service did by itself without the colours and the margin of a terminal', () => {
    const lines = [
      '\u001b[2m       > at minute 36, Wealdmere Police, control room: nobody answered T3\u001b[0m',
      '\u001b[2m         in time: it ends (no. 9 of epoch 1)\u001b[0m',
    ];
    expect(ownMoment(36, lines)).toEqual({
      ...{ minute: 36, who: 'Wealdmere Police, control room', fate: 'by-itself' },
      what: 'nobody answered T3 in time: it ends (no. 9 of epoch 1)',
    });
  });
});
