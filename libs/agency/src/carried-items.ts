import type { ItemStatement, Override } from '#domain';
import { sealItem, type ItemData, type OverrideData, type SealedContent, type SealedItem } from '#contracts';
import type { Carried, Plan } from './plan.js';
import type { Wish } from './wish.js';

/** What travels with an event: what is signed of it, and what is sealed beside it. */
export interface CarriedParts {
  readonly items: readonly ItemData[];
  readonly content: SealedContent;
  /** The word under which items go in an emergency; absent where each goes under a rule. */
  readonly override?: OverrideData;
}

/** Salts, commits and seals what goes, place for place, with the free words of the wish. Throws WireError MALFORMED. */
export function carriedParts({ go }: Plan, wish: Wish): CarriedParts {
  const made = go.map(sealCarried);
  const { note, fact, promise, words, override } = wish;
  const overrides = override && go.some(({ cover }) => cover.way === 'overridden');
  return {
    items: made.map(({ item }) => item),
    content: {
      ...(made.length > 0 && { items: made.map(({ sealed }) => sealed) }),
      ...(note && { note }),
      ...(fact && { fact }),
      ...(promise && { promise }),
      ...(words && { words }),
    },
    ...(overrides && { override: overrideData(override) }),
  };
}

function sealCarried(carried: Carried): { readonly item: ItemData; readonly sealed: SealedItem } {
  const { value, source, note, searchedSystem, searchedFor } = carried.statement;
  const { sealed, commitment } = sealItem({
    value,
    ...given({ source, note, searchedSystem, searchedFor }),
  });
  return { sealed, item: itemData(carried, commitment) };
}

function itemData({ statement, cover, corrects }: Carried, commitment: string): ItemData {
  const { code, state, absent, sourceKind, confidence, finder, heldBy, originator, via } = statement;
  const { rule, version, basis, stage, way } = cover;
  return {
    code,
    state,
    ...given({ absent, sourcekind: sourceKind, obtainedat: utc(statement.obtainedAt), confidence }),
    rule,
    ruleversion: version,
    basis,
    stage,
    way,
    ...given({ expectedby: utc(statement.expectedBy), finder: finder && partyOf(finder) }),
    ...given({ searchedat: utc(statement.searchedAt), heldby: heldBy, originator, via, corrects }),
    commitment,
  };
}

const overrideData = ({ reason, authorisedBy, authorisedRole, until }: Override): OverrideData => ({
  reason,
  authorisedby: authorisedBy,
  authorisedrole: authorisedRole,
  until: new Date(until).toISOString(),
});

// Named one by one, so that nothing a caller hung on it slips into a signed event.
const partyOf = ({ agency, unit }: NonNullable<ItemStatement['finder']>) => ({ agency, unit });

const utc = (time: string | undefined): string | undefined => time && new Date(time).toISOString();

/** The same object without the parts that are undefined. */
function given<T extends object>(parts: T): { [Name in keyof T]?: NonNullable<T[Name]> } {
  const found = Object.entries(parts).filter(([, value]) => value !== undefined);
  return Object.fromEntries(found) as { [Name in keyof T]?: NonNullable<T[Name]> };
}
