import type { TermMapping } from '#domain';
import type { DirectoryData, TaskKindEntry } from './data.js';
import { gradeCode } from './vocabulary.js';

type Stays = (agency: string) => boolean;
type Language = Pick<DirectoryData, 'concepts' | 'falseFriends' | 'words' | 'scales' | 'crosswalk'>;

/** The words and scales of fewer agencies; words for kinds and outcomes that are gone go with them. */
export function languageFor(data: DirectoryData, stays: Stays, kinds: readonly TaskKindEntry[]): Language {
  const scales = data.scales.filter(({ owner }) => stays(owner));
  const grades = new Set(
    scales.flatMap(({ code, levels }) => levels.map((level) => gradeCode(code, level.code))),
  );
  return {
    concepts: data.concepts.map((concept) => ({ ...concept, terms: ofThose(concept.terms, stays) })),
    falseFriends: data.falseFriends
      .map((friend) => ({ ...friend, means: ofThose(friend.means, stays) }))
      .filter(({ means }) => Object.keys(means).length > 0),
    words: data.words.filter((word) => stays(word.agency) && isKept(word, kinds)),
    scales,
    crosswalk: data.crosswalk.filter(({ grade }) => grades.has(grade)),
  };
}

function isKept({ set, code }: TermMapping, kinds: readonly TaskKindEntry[]): boolean {
  if (set === 'taskKind') return kinds.some((kind) => kind.code === code);
  return set !== 'outcome' || kinds.some(({ outcomes }) => outcomes.includes(code));
}

const ofThose = <T>(byAgency: Readonly<Record<string, T>>, stays: Stays): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(byAgency).filter(([agency]) => stays(agency)));
