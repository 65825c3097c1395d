import { lexiconOf, type KnownCode, type Lexicon, type LexiconData } from '#domain';
import type { DirectoryData } from './data.js';
import { termsOf } from './directory-words.js';

/** The words of all agencies of a directory, as the rules on translation read them. */
export const lexiconOfData = (data: DirectoryData): Lexicon =>
  lexiconOf({
    agencies: data.agencies.map(({ code }) => code),
    mappings: termsOf(data),
    falseFriends: data.falseFriends,
    codes: codesOf(data),
    wordless: wordlessIn(data),
  });

/** Units and outcomes have no label of their own, so their code stands for it. */
const codesOf = (data: DirectoryData): LexiconData['codes'] => ({
  concept: data.concepts,
  taskKind: data.taskKinds,
  unit: data.agencies.flatMap(({ code: agency, units }) =>
    units.map((unit): KnownCode => ({ code: unit, label: unit, agency })),
  ),
  declineReason: data.declineReasons.map(({ code, meaning }) => ({ code, label: meaning })),
  outcome: [...new Set(data.taskKinds.flatMap(({ outcomes }) => outcomes))].map((code) => ({
    code,
    label: code,
  })),
  item: data.items,
});

const wordlessIn = ({ concepts }: DirectoryData): LexiconData['wordless'] =>
  concepts.flatMap(({ code, terms }) =>
    Object.entries(terms).flatMap(([agency, list]) =>
      list.some(({ term }) => term === null) ? [{ set: 'concept' as const, agency, code }] : [],
    ),
  );
