import { describe, expect, it } from '@jest/globals';
import { ABSENT_REASONS, IMMEDIATE, mayTravel } from '#domain';
import { loadDirectory } from './load.js';

describe('the shipped directory', () => {
  const data = loadDirectory();

  it('holds every agency, item, kind and code list', () => {
    expect(data.agencies).toHaveLength(6);
    expect(data.agencies.flatMap(({ units }) => units)).toHaveLength(33);
    expect(data.items).toHaveLength(54);
    expect(data.taskKinds).toHaveLength(22);
    expect(data.declineReasons).toHaveLength(17);
    expect(data.absentReasons.filter(({ system }) => system === 'fhir')).toHaveLength(15);
    expect(data.absentReasons.filter(({ system }) => system === 'concordat')).toHaveLength(3);
    expect(data.urgencies).toHaveLength(7);
    expect(data.actorRoles).toHaveLength(11);
    expect(data.u1OfferAdds).toHaveLength(4);
    expect(data.witnessing).toEqual({ cosignatures: 2 });
  });

  it('says for each kind where its times and minimum data come from', () => {
    expect(data.taskKinds.filter(({ source }) => source === undefined)).toEqual([]);
  });

  it('names the same absence codes as the rules on items', () => {
    expect(data.absentReasons.map(({ code }) => code).sort()).toEqual([...ABSENT_REASONS].sort());
  });

  it('adds the same items to an immediate offer as the rules on disclosure', () => {
    const [kind] = data.taskKinds.filter(({ code }) => code === 'interpreter-request');
    if (!kind) throw new Error('no such kind');
    const { items } = mayTravel({ kind, urgency: IMMEDIATE, direction: 'to-performer', status: undefined });
    expect([...items].sort()).toEqual([...kind.discloseAtOffer, ...data.u1OfferAdds].sort());
  });
});
