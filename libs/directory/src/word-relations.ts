import { normaliseWord } from '#domain';
import { isObject, type Finding, type Path } from './check.js';
import { codesIn, namesByCode, texts, union } from './rows.js';
import { codesUsedBy, type CodesBySet } from './used-codes.js';

interface WordRow {
  readonly at: Path;
  readonly set: string;
  readonly agency: string;
  readonly code: string;
  readonly term: string;
}

/**
 * Finds what is wrong with the agencies' words for the codes of tasks: a code that its set does not have or that the agency
 * never uses, one word for two codes, a mapping that stands twice, and a false friend. It reads data of any shape.
 */
export function findWordRelations(data: unknown): readonly Finding[] {
  const words = wordRows(data);
  return [...codeFindings(data, words), ...doubleFindings(words), ...friendFindings(data, words)];
}

function wordRows(data: unknown): readonly WordRow[] {
  const rows: unknown = isObject(data) ? data['words'] : undefined;
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: unknown, i) => (isWord(row) ? [{ ...row, at: ['words', i] }] : []));
}

const isWord = (row: unknown): row is Omit<WordRow, 'at'> =>
  isObject(row) && ['set', 'agency', 'code', 'term'].every((key) => typeof row[key] === 'string');

function codeFindings(data: unknown, words: readonly WordRow[]): readonly Finding[] {
  const known = codesOf(data);
  const used = new Map([...codesIn(data, 'agencies')].map((agency) => [agency, codesUsedBy(data, agency)]));
  return words.flatMap(({ at, set, agency, code }): readonly Finding[] => {
    const codes = known[set];
    if (!codes || codes.size === 0) return [];
    if (!codes.has(code)) return [{ at: [...at, 'code'], detail: `no ${set} has the code "${code}"` }];
    if (used.get(agency)?.[set]?.has(code) !== false) return [];
    return [{ at: [...at, 'code'], detail: `"${agency}" never uses the ${set} "${code}"` }];
  });
}

const codesOf = (data: unknown): CodesBySet => ({
  concept: codesIn(data, 'concepts'),
  taskKind: codesIn(data, 'taskKinds'),
  unit: union([...namesByCode(data, 'agencies', 'units').values()]),
  declineReason: codesIn(data, 'declineReasons'),
  outcome: union([...namesByCode(data, 'taskKinds', 'outcomes').values()]),
  item: codesIn(data, 'items'),
});

/** A word for a code of tasks must be readable back: it stands for one code of its set. */
function doubleFindings(words: readonly WordRow[]): readonly Finding[] {
  const seen = new Map<string, string>();
  return words.flatMap(({ at, set, agency, code, term }): readonly Finding[] => {
    const key = `${agency} ${set} ${normaliseWord(term)}`;
    const before = seen.get(key);
    seen.set(key, before ?? code);
    if (before === undefined) return [];
    const detail = before === code ? `stands twice for "${code}"` : `also stands for "${before}"`;
    return [{ at: [...at, 'term'], detail: `"${term}" of "${agency}" ${detail}` }];
  });
}

/** Nobody could use it: a false friend is asked about wherever it comes. */
function friendFindings(data: unknown, words: readonly WordRow[]): readonly Finding[] {
  const friends: unknown = isObject(data) ? data['falseFriends'] : undefined;
  if (!Array.isArray(friends)) return [];
  const keys = new Set(
    friends
      .filter(isObject)
      .flatMap((friend) => texts(friend, 'words').map(({ value }) => normaliseWord(value))),
  );
  return words
    .filter(({ term }) => keys.has(normaliseWord(term)))
    .map(({ at, term }) => ({ at: [...at, 'term'], detail: `"${term}" is a false friend` }));
}
