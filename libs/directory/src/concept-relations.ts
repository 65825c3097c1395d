import { normaliseWord } from '#domain';
import { isObject, type Finding, type Path } from './check.js';
import { codesIn, entries, texts } from './rows.js';

/**
 * Finds what is wrong with the words for concepts: an agency of which nothing is said, a word that is and is not there,
 * one that stands twice, and false friends that stand twice or mean nothing to anybody. It reads data of any shape.
 */
export function findConceptRelations(data: unknown): readonly Finding[] {
  return [...conceptFindings(data), ...falseFriendFindings(data)];
}

function conceptFindings(data: unknown): readonly Finding[] {
  const agencies = [...codesIn(data, 'agencies')];
  return entries(data, 'concepts').flatMap(({ row, at }): readonly Finding[] => {
    const terms = row['terms'];
    if (!isObject(terms)) return [];
    const silent = agencies
      .filter((agency) => !Object.hasOwn(terms, agency))
      .map((agency) => ({
        at: [...at, 'terms'],
        detail: `says nothing of "${agency}"; a term of null says that it has no word`,
      }));
    const inside = Object.entries(terms).flatMap(([agency, list]) =>
      Array.isArray(list) ? termFindings(list, [...at, 'terms', agency]) : [],
    );
    return [...silent, ...inside];
  });
}

function termFindings(list: readonly unknown[], at: Path): readonly Finding[] {
  const seen = new Set<string>();
  return list.flatMap((entry, i): readonly Finding[] => {
    if (!isObject(entry)) return [];
    const { term, relationship } = entry;
    if ((term === null) !== (relationship === null)) {
      return [{ at: [...at, i], detail: 'a term and its relationship are null together, or neither is' }];
    }
    if (term === null) {
      const detail = 'there is no word, and there is one beside it';
      return list.length > 1 ? [{ at: [...at, i], detail }] : [];
    }
    if (typeof term !== 'string') return [];
    // A word may be used for this concept and, by the same agency, for something that is not related to it.
    const key = `${relationship === 'not-related-to'} ${normaliseWord(term)}`;
    const twice = seen.has(key);
    seen.add(key);
    return twice ? [{ at: [...at, i, 'term'], detail: `"${term}" stands twice for this concept` }] : [];
  });
}

function falseFriendFindings(data: unknown): readonly Finding[] {
  const friends: unknown = isObject(data) ? data['falseFriends'] : undefined;
  if (!Array.isArray(friends)) return [];
  const seen = new Set<string>();
  return friends.flatMap((friend: unknown, i): readonly Finding[] => {
    if (!isObject(friend)) return [];
    const at = ['falseFriends', i];
    const twice = texts(friend, 'words').flatMap(({ value, i: n }) => {
      const key = normaliseWord(value);
      const known = seen.has(key);
      seen.add(key);
      return known ? [{ at: [...at, 'words', n], detail: `"${value}" is a false friend already` }] : [];
    });
    const { means } = friend;
    const idle = isObject(means) && Object.keys(means).length === 0;
    return idle ? [...twice, { at: [...at, 'means'], detail: 'no agency takes it for anything' }] : twice;
  });
}
