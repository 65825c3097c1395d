import type { TermMapping } from '#domain';
import type { DirectoryData } from './data.js';
import { codesUsedBy } from './used-codes.js';
import { gradeCode } from './vocabulary.js';

type Stays = (agency: string) => boolean;
type Language = Pick<DirectoryData, 'concepts' | 'falseFriends' | 'words' | 'scales' | 'crosswalk'>;

/** The words and scales of the agencies that are left, for the kinds that are left. */
export function languageFor(
  data: DirectoryData,
  left: Pick<DirectoryData, 'agencies' | 'taskKinds'>,
): Language {
  const stays: Stays = (agency) => left.agencies.some(({ code }) => code === agency);
  const scales = data.scales.filter(({ owner }) => stays(owner));
  const grades = new Set(
    scales.flatMap(({ code, levels }) => levels.map((level) => gradeCode(code, level.code))),
  );
  return {
    concepts: data.concepts.map((concept) => ({ ...concept, terms: ofThose(concept.terms, stays) })),
    falseFriends: data.falseFriends
      .map((friend) => ({ ...friend, means: ofThose(friend.means, stays) }))
      .filter(({ means }) => Object.keys(means).length > 0),
    words: wordsFor(data.words, left),
    scales,
    crosswalk: data.crosswalk.filter(({ grade }) => grades.has(grade)),
  };
}

/** Words of those who stay, for the codes that they still use. */
function wordsFor(
  words: readonly TermMapping[],
  left: Pick<DirectoryData, 'agencies' | 'taskKinds'>,
): readonly TermMapping[] {
  const used = new Map(left.agencies.map(({ code }) => [code, codesUsedBy(left, code)]));
  return words.filter(({ agency, set, code }) => {
    const codes = used.get(agency);
    return codes !== undefined && codes[set]?.has(code) !== false;
  });
}

const ofThose = <T>(byAgency: Readonly<Record<string, T>>, stays: Stays): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(byAgency).filter(([agency]) => stays(agency)));
