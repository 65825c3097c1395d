import type { IdentityHistory, ItemStatement, Party } from '#domain';
import {
  absentText,
  itemTag,
  plainWords,
  sourceText,
  valueText,
  type StatusTag,
} from '../page/code-words.js';
import { whenText } from '../page/when.js';
import type { CaseAnswer, CaseNames, Stated } from './case-answers.js';

/** One statement as a card shows it. */
export interface ShownStatement {
  /** The value, or the reason why there is none. */
  readonly text: string;
  readonly isValue: boolean;
  /** The sender's own word where it is another one than ours, and what gets lost between the two. */
  readonly theirWord?: string;
  readonly who: string;
  readonly when: string;
  /** Where it comes from, how sure it is, what was searched: one short line each. */
  readonly facts: readonly string[];
  readonly note?: string;
}

/** One item with every statement that stands on it, side by side. */
export interface ShownItem {
  readonly name: string;
  readonly tag: StatusTag;
  readonly differs: boolean;
  readonly statements: readonly ShownStatement[];
}

/**
 * What stands, item by item: differing statements first, since a person must look at them. An item without any value is
 * left out where the gap list, whose codes `gaps` are, says why.
 */
export function knownItems(
  { standing, names }: Pick<CaseAnswer, 'standing' | 'names'>,
  gaps: ReadonlySet<string>,
): readonly ShownItem[] {
  const shown = standing
    .filter(({ code, statements }) => !gaps.has(code) || statements.some(hasValue))
    .map(({ code, state, statements }) => ({
      name: names.items[code] ?? plainWords(code),
      tag: itemTag(state),
      differs: state === 'conflicting',
      statements: statements.map((said) => shownStatement(said, names)),
    }));
  return [...shown.filter(({ differs }) => differs), ...shown.filter(({ differs }) => !differs)];
}

const hasValue = ({ statement }: Stated): boolean => statement.value !== undefined;

/** An agency's unit: "Crisis team, Marlowe Mental Health Trust". */
export function unitName({ agency, unit }: Party, names: CaseNames): string {
  const of = names.agencies[agency] ?? agency;
  const called = names.units[`${agency}/${unit}`];
  return called === undefined ? of : `${called}, ${of}`;
}

function shownStatement({ statement, from, unit, at, inWords }: Stated, names: CaseNames): ShownStatement {
  const isValue = statement.value !== undefined;
  const value = inWords?.label ?? valueText(statement.value);
  const { note } = statement;
  return {
    text: isValue ? value : absentText(statement.absent ?? 'unknown'),
    isValue,
    ...(inWords &&
      inWords.sender.word !== inWords.label && {
        theirWord: `They say “${inWords.sender.word}”. ${inWords.sentence}`,
      }),
    who: unitName({ agency: from, unit }, names),
    when: whenText(at),
    facts: factsOf(statement, names),
    ...(note !== undefined && { note }),
  };
}

function factsOf(statement: ItemStatement, names: CaseNames): readonly string[] {
  const { state, source, sourceKind, confidence, obtainedAt, expectedBy, finder, originator, heldBy } =
    statement;
  const from = [sourceKind && sourceText(sourceKind), source && `“${source}”`].filter(Boolean).join(', ');
  const agency = (code: string): string => names.agencies[code] ?? code;
  return [
    state === 'reported-unconfirmed' ? 'Not confirmed' : '',
    state === 'out-of-date' ? 'Out of date' : '',
    from && `From ${from}`,
    confidence ? `Confidence: ${confidence}` : '',
    obtainedAt === undefined ? '' : `Learned ${whenText(obtainedAt)}`,
    originator === undefined ? '' : `First said by ${agency(originator)}`,
    heldBy === undefined ? '' : `Held by ${agency(heldBy)}`,
    finder ? `${unitName(finder, names)} is finding out` : '',
    expectedBy === undefined ? '' : `Expected by ${whenText(expectedBy)}`,
    ...searched(statement),
  ].filter((fact): fact is string => fact !== '' && fact !== undefined);
}

function searched({ searchedSystem, searchedFor, searchedAt }: ItemStatement): readonly string[] {
  return [
    searchedSystem === undefined ? '' : `Searched in ${searchedSystem}`,
    searchedFor === undefined ? '' : `Searched for “${searchedFor}”`,
    searchedAt === undefined ? '' : `Searched ${whenText(searchedAt)}`,
  ];
}

/** Who the person is and was taken for. */
export interface ShownIdentity {
  readonly status: string;
  readonly aliases: readonly string[];
  readonly history: readonly { readonly name: string; readonly who: string; readonly when: string }[];
}

const IDENTITY: Readonly<Record<IdentityHistory['status'], string>> = {
  nameless: 'No name and no alias',
  'alias-only': 'Not confirmed: known by an alias',
  confirmed: 'Confirmed',
  conflicting: 'Agencies confirmed different identities: none is chosen',
};

/** The identity with all aliases, the newest last, and every identity that was ever confirmed. */
export function shownIdentity({ identity, names }: Pick<CaseAnswer, 'identity' | 'names'>): ShownIdentity {
  const history = identity.identities.map(({ by, since, until, items }) => {
    const name = items.find(({ code }) => code === 'full-name')?.value;
    const from = `Confirmed ${whenText(since)}`;
    return {
      name: name === undefined ? 'Confirmed; the name was not told to us' : valueText(name),
      who: names.agencies[by] ?? by,
      when: until === undefined ? from : `${from}; no longer since ${whenText(until)}`,
    };
  });
  return { status: IDENTITY[identity.status], aliases: identity.aliases, history };
}
