import { describe, expect, it } from '@jest/globals';
import { unitsOn, unitText } from './sight.js';
import { ambulance, crew, haven, NOW, police, response, taskWith } from './worked-example.js';

const called = (...to: (typeof police)[]) => ({ to, why: 'requested', at: NOW });

describe('the units that have to do with a task', () => {
  it('are who asks, who performs, and everybody who was called in, each once', () => {
    const escalations = [called(response, crew), called(crew, ambulance)];
    expect(unitsOn(taskWith({ escalations }))).toEqual([police, ambulance, response, crew]);
  });

  it('are two units of one agency where it tasks itself', () => {
    expect(unitsOn(taskWith({ performer: response }))).toEqual([police, response]);
  });

  it('are written with their agency, since two agencies may have a unit of one name', () => {
    const same = { agency: 'police', unit: haven.unit };
    expect(unitsOn(taskWith({ asker: haven, performer: same })).map(unitText)).toEqual([
      'voluntary/safe-haven',
      'police/safe-haven',
    ]);
  });
});
