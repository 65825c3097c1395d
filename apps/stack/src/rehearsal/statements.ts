import type { ItemStatement, Party, SourceKind } from '#domain';
import type { ScenarioItem } from './steps.js';

/** What the speaker would find in its case on an item: its last statement, or what it can learn from the person. */
export type AsInTheCase = (
  code: string,
) => Pick<ItemStatement, 'value' | 'source' | 'sourceKind'> | undefined;

/** Items as statements that can be sent, and the codes of those for which there is no value anywhere. */
export interface Stated {
  readonly statements: readonly ItemStatement[];
  readonly missing: readonly string[];
}

/** Words by which a free-text source tells its kind; the first that stands in the text counts. */
const SOURCE_WORDS: readonly (readonly [word: string, kind: SourceKind])[] = [
  ['caller', 'caller'],
  ['spoken by the person', 'person'],
  ['the person', 'person'],
  ['self', 'person'],
  ['sister', 'family-or-friend'],
  ['brother', 'family-or-friend'],
  ['mother', 'family-or-friend'],
  ['father', 'family-or-friend'],
  ['wife', 'family-or-friend'],
  ['husband', 'family-or-friend'],
  ['partner', 'family-or-friend'],
  ['family', 'family-or-friend'],
  ['friend', 'family-or-friend'],
  ['neighbour', 'other-public'],
  ['passer', 'other-public'],
  ['public', 'other-public'],
  ['bank card', 'document'],
  ['wallet', 'document'],
  ['letter', 'document'],
  ['licence', 'document'],
  ['passport', 'document'],
  ['camera', 'device'],
  ['phone location', 'device'],
  ['own record', 'own-record'],
  ['record', 'own-record'],
  ['other agency', 'other-agency'],
];

/** The kind of a source that is named in free words; an officer or clinician where no word tells. */
export function sourceKindOf(source: string): SourceKind {
  const words = source.toLowerCase();
  return SOURCE_WORDS.find(([word]) => words.includes(word))?.[1] ?? 'officer-or-clinician';
}

/** Who makes the statements of a step, and the instant of the step. */
export interface Moment {
  readonly by: Party;
  readonly at: string;
}

/**
 * The statements that a step makes. An item with a state that has a value, but without one, means: as in the case.
 * What a reason demands and a script does not say is filled in: the speaker searched its own records at that instant, for the
 * spelling that the note gives or else by description, and holds itself what it masks.
 */
export function statementsOf(
  items: readonly ScenarioItem[],
  asInTheCase: AsInTheCase,
  moment: Moment,
): Stated {
  const statements: ItemStatement[] = [];
  const missing: string[] = [];
  for (const item of items) {
    const statement = statementOf(item, asInTheCase, moment);
    if (statement) statements.push(statement);
    else missing.push(item.code);
  }
  return { statements, missing };
}

function statementOf(
  item: ScenarioItem,
  asInTheCase: AsInTheCase,
  moment: Moment,
): ItemStatement | undefined {
  const { code, state, value, absent, source, confidence, note } = item;
  const said = {
    code,
    state,
    obtainedAt: moment.at,
    ...(confidence && { confidence }),
    ...(note && { note }),
  };
  const from = source === undefined ? {} : { source, sourceKind: sourceKindOf(source) };
  if (value !== undefined) return { ...said, value, ...from };
  const reason = absent ?? REASON_OF_STATE[state];
  if (reason) return { ...said, absent: reason, ...from, ...demanded(reason, note, moment) };
  const found = asInTheCase(code);
  if (found?.value === undefined) return undefined;
  const before = {
    ...(found.source && { source: found.source }),
    ...(found.sourceKind && { sourceKind: found.sourceKind }),
  };
  return { ...said, value: found.value, ...(source === undefined ? before : from) };
}

function demanded(
  reason: NonNullable<ItemStatement['absent']>,
  note: string | undefined,
  { by, at }: Moment,
): Partial<ItemStatement> {
  switch (reason) {
    case 'searched-not-found':
      return {
        searchedSystem: `records of ${by.agency}/${by.unit}`,
        searchedFor: spellingIn(note) ?? 'the description in the case',
        searchedAt: at,
      };
    case 'masked':
      return { heldBy: by.agency };
    case 'temp-unknown':
      return { finder: by, expectedBy: new Date(Date.parse(at) + FINDING_MS).toISOString() };
    default:
      return {};
  }
}

/** The spelling that a note says was searched, such as `searched spelling 'Aldmore'`. */
const spellingIn = (note: string | undefined): string | undefined =>
  /\bspelling ['"‘“]([^'"’”]+)/iu.exec(note ?? '')?.[1];

/** In which time a speaker finds out what it says is still to be found out: one hour. */
const FINDING_MS = 3_600_000;

/** What a state means that has no value and names no reason. */
const REASON_OF_STATE: Partial<Record<ScenarioItem['state'], NonNullable<ItemStatement['absent']>>> = {
  unknown: 'unknown',
  withheld: 'masked',
  conflicting: 'conflicting',
};
