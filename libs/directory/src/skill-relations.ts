import { isObject, type Finding } from './check.js';
import { codesIn, entries, textSet, texts } from './rows.js';

/**
 * Finds an agency that may be asked for a kind and has nobody who can do it, and a clock of the law that runs otherwise than
 * its power. It reads data of any shape.
 */
export function findSkillRelations(data: unknown): readonly Finding[] {
  return [...performerFindings(data), ...clockFindings(data)];
}

/** One of `anyOf`, and at least one of `allOf`: the others may come from elsewhere. An outside employer serves everybody. */
function performerFindings(data: unknown): readonly Finding[] {
  const outside = codesIn(data, 'outsideEmployers');
  const employers = new Map(
    entries(data, 'skills').map(({ row, code }) => [code, textSet(row, 'employers')]),
  );
  const has = (agency: string) => (skill: string) => {
    const those = employers.get(skill);
    return !those || those.has(agency) || [...those].some((employer) => outside.has(employer));
  };
  return entries(data, 'taskKinds').flatMap(({ row, at }): readonly Finding[] => {
    const needed = row['requiredSkills'];
    if (!isObject(needed)) return [];
    return texts(row, 'mayBeAsked').flatMap(({ value: agency, i }) => {
      const lacks = ['anyOf', 'allOf']
        .map((list) => [...textSet(needed, list)])
        .find((skills) => skills.length > 0 && !skills.some(has(agency)));
      if (!lacks) return [];
      const detail = `"${agency}" employs nobody with one of the skills ${lacks.join(', ')}`;
      return [{ at: [...at, 'mayBeAsked', i], detail }];
    });
  });
}

function clockFindings(data: unknown): readonly Finding[] {
  const powers = new Map(entries(data, 'legalPowers').map(({ row, code }) => [code, row]));
  return entries(data, 'legalClocks').flatMap(({ row, at }): readonly Finding[] => {
    const power = powers.get(String(row['power']));
    if (!power || row['kind'] !== 'law') return [];
    const extension = isObject(power['extension']) ? power['extension']['minutes'] : undefined;
    return [
      { key: 'minutes', given: row['minutes'], law: power['maxMinutes'] },
      { key: 'extensionMinutes', given: row['extensionMinutes'], law: extension },
    ]
      .filter(({ given, law }) => given !== law)
      .map(({ key }) => ({
        at: Object.hasOwn(row, key) ? [...at, key] : at,
        detail: `${key} is not what the power "${String(row['power'])}" says`,
      }));
  });
}
