import { describe, expect, it } from '@jest/globals';
import type { LiveTask } from './cast.js';
import { isOther } from './judging.js';

const live = (asker: LiveTask['asker'], performer: LiveTask['performer']): LiveTask => ({
  local: 'T8',
  id: 'id of T8',
  kind: 'follow-up-contact',
  caseLocal: 'K1',
  asker,
  performer,
});
const suite = { agency: 'mh-trust', unit: 'health-based-place-of-safety' };
const crisis = { agency: 'mh-trust', unit: 'crisis-team' };
const police = { agency: 'police', unit: 'response' };

describe('what was said on a task was said to a place', () => {
  it('by the other agency, whichever of its units spoke', () => {
    const between = live(police, crisis);
    expect(isOther({ agency: 'police', unit: 'custody' }, 'mh-trust/crisis-team', between)).toBe(true);
    expect(isOther({ agency: 'mh-trust', unit: 'crisis-team' }, 'mh-trust', between)).toBe(false);
  });

  it('between two units of one agency by the other unit, and never by the place itself', () => {
    const within = live(suite, crisis);
    expect(isOther(suite, 'mh-trust/crisis-team', within)).toBe(true);
    expect(isOther(crisis, 'mh-trust/crisis-team', within)).toBe(false);
    expect(isOther(crisis, `mh-trust/${suite.unit}`, within)).toBe(true);
    expect(isOther({ agency: 'mh-trust', unit: 'community-team' }, 'mh-trust/crisis-team', within)).toBe(
      false,
    );
  });

  it('by either where only their agency is named', () => {
    expect(isOther(crisis, 'mh-trust', live(suite, crisis))).toBe(true);
  });
});
