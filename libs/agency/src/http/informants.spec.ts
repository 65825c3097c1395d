import { describe, expect, it } from '@jest/globals';
import { Directory, loadDirectory, parseBundle } from '#directory';
import type { Task } from '#domain';
import { informantsOf } from './informants.js';
import { gapsOnTask } from './item-gaps.js';
import type { KnownItem } from './known-items.js';

const directory = new Directory(parseBundle({ version: 4, data: loadDirectory(), keys: [] }));

describe('whom an agency may ask for items', () => {
  it('are the others of the kinds that ask for items, never itself', () => {
    expect([...informantsOf('police', directory)].sort()).toEqual([
      'acute-hospital',
      'ambulance',
      'mh-trust',
      'social-care',
    ]);
    expect(informantsOf('voluntary', directory).has('police')).toBe(true);
  });

  it('is nobody for an agency that the directory lets ask nobody', () => {
    expect(informantsOf('no-agency', directory).size).toBe(0);
  });
});

describe('what is not known on a task', () => {
  const task = { kind: 'information-request', wanted: ['phone', 'allergies'] } as unknown as Task;
  const said = (code: string, more: Partial<KnownItem>) => ({ code, state: 'known', ...more }) as KnownItem;

  it('is what its kind needs and what was asked for, each once, without what was told', () => {
    const none = gapsOnTask(task, [], directory);
    expect(none.slice(0, 2)).toEqual(['presenting-situation', 'full-name']);
    expect(none.filter((code) => code === 'phone')).toEqual(['phone']);
    expect(none).toContain('allergies');
    const known = [said('allergies', { value: 'penicillin' }), said('phone', { absent: 'asked-declined' })];
    expect(gapsOnTask(task, known, directory)).toEqual(
      none.filter((code) => code !== 'allergies' && code !== 'phone'),
    );
  });

  it('is also what was searched and not found, and what was taken back', () => {
    const known = [
      said('allergies', { absent: 'searched-not-found' }),
      said('phone', { value: '07700 900123', recalled: 'wrong-person' }),
    ];
    expect(gapsOnTask(task, known, directory)).toEqual(gapsOnTask(task, [], directory));
  });
});
