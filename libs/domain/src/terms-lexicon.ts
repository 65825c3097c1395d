import { normaliseWord } from './nearest.js';
import type { AgencyCode } from './task.js';
import type { FalseFriend, TermMapping, TermSet } from './terms.js';

/** A shared code that words can stand for. */
export interface KnownCode {
  readonly code: string;
  /** What it is called where an agency has no word for it. */
  readonly label: string;
  /** The one agency that has it, as with units; every agency where this is absent. Such a code stands once for each. */
  readonly agency?: AgencyCode;
}

/** What a lexicon is made of: the language part of one directory version. */
export interface LexiconData {
  /** Every agency of the directory, also one without words of its own. */
  readonly agencies: readonly AgencyCode[];
  readonly mappings: readonly TermMapping[];
  readonly falseFriends: readonly FalseFriend[];
  readonly codes: Readonly<Record<TermSet, readonly KnownCode[]>>;
  /** Where the directory says that an agency has no word for a code. */
  readonly wordless: readonly Pick<TermMapping, 'set' | 'agency' | 'code'>[];
}

/** Every agency's words of one directory version, ready to be looked up. Built by {@link lexiconOf}. */
export interface Lexicon {
  /** By {@link wordPlace}. */
  readonly byWord: ReadonlyMap<string, readonly TermMapping[]>;
  /** By {@link codePlace}. */
  readonly byCode: ReadonlyMap<string, readonly TermMapping[]>;
  /** Words and codes that an agency may give, by {@link setPlace}. */
  readonly known: ReadonlyMap<string, readonly string[]>;
  /** By normalised word. */
  readonly falseFriends: ReadonlyMap<string, FalseFriend>;
  /** Labels, by set and then by code. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Codes that an agency may give, by {@link codePlace}. */
  readonly codes: ReadonlySet<string>;
  /** By {@link codePlace}. */
  readonly wordless: ReadonlySet<string>;
  readonly agencies: readonly AgencyCode[];
}

/** One set of one agency, as a key. */
export const setPlace = (agency: AgencyCode, set: TermSet): string => `${agency} ${set}`;

/** One code of a set of an agency, as a key. */
export const codePlace = (agency: AgencyCode, set: TermSet, code: string): string =>
  `${setPlace(agency, set)} ${code}`;

/** One word of a set of an agency, as a key; all its spellings have the same. */
export const wordPlace = (agency: AgencyCode, set: TermSet, word: string): string =>
  `${setPlace(agency, set)} ${normaliseWord(word)}`;

/** The lexicon of one directory version; build it once for each. */
export function lexiconOf({ agencies, mappings, falseFriends, codes, wordless }: LexiconData): Lexicon {
  const given = (Object.entries(codes) as [TermSet, readonly KnownCode[]][]).flatMap(([set, list]) =>
    list.flatMap(({ code, agency }) =>
      (agency === undefined ? agencies : [agency]).map((one) => ({ set, agency: one, code })),
    ),
  );
  return {
    byWord: grouped(mappings, ({ agency, set, term }) => wordPlace(agency, set, term)),
    byCode: grouped(mappings, ({ agency, set, code }) => codePlace(agency, set, code)),
    known: knownIn([...mappings.map((one) => ({ ...one, text: one.term })), ...given.map(asText)]),
    falseFriends: new Map(
      falseFriends.flatMap((friend) => friend.words.map((word) => [normaliseWord(word), friend])),
    ),
    labels: new Map(
      Object.entries(codes).map(([set, list]) => [
        set,
        new Map(list.map(({ code, label }) => [code, label])),
      ]),
    ),
    codes: new Set(given.map(({ agency, set, code }) => codePlace(agency, set, code))),
    wordless: new Set(wordless.map(({ agency, set, code }) => codePlace(agency, set, code))),
    agencies,
  };
}

interface KnownText extends Pick<TermMapping, 'set' | 'agency'> {
  readonly text: string;
}

const asText = (one: Pick<TermMapping, 'set' | 'agency' | 'code'>): KnownText => ({ ...one, text: one.code });

function knownIn(texts: readonly KnownText[]): ReadonlyMap<string, readonly string[]> {
  const places = grouped(texts, ({ agency, set }) => setPlace(agency, set));
  return new Map([...places].map(([place, list]) => [place, [...new Set(list.map(({ text }) => text))]]));
}

function grouped<T>(list: readonly T[], placeOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const place = placeOf(one);
    const group = groups.get(place);
    if (group) group.push(one);
    else groups.set(place, [one]);
  }
  return groups;
}
