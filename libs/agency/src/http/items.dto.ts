import type { ItemStatement } from '#domain';
import { Anything, Code, Codes, Id, Instant, OneOf, Part, Text, Word } from './field-checks.js';

/** Most items in one body; a signed event holds no more. */
export const MAX_ITEMS = 60;
/** Longest free words in one field, in characters. */
export const NOTE = 4_000;

/** A unit of an agency. */
export class PartyBody {
  @Code()
  agency!: string;

  /** Its code, or what the agency itself calls it. */
  @Word('unit')
  unit!: string;
}

/** Who acts. `ref` is the agency's own reference and is never sent on. */
export class ActorBody {
  @Text(200, { optional: true })
  ref?: string;

  @Code()
  role!: string;

  @OneOf(['person', 'system'])
  type!: 'person' | 'system';

  /** Who employs the person, where that is another agency: staff who work here and are hosted. */
  @Code({ optional: true })
  employer?: string;
}

/** Who is finding out; judged with the reason that demands it. */
export class FinderBody {
  @Text(64, { optional: true })
  agency?: string;

  @Text(64, { optional: true })
  unit?: string;
}

/**
 * What is known, or not, of one item: a value, or in `absent` the coded reason why there is none. A coded value may be
 * given as `{ "term": "<own word>" }`.
 */
export class StatementBody {
  @Text(64)
  code!: ItemStatement['code'];

  /** Judged with the rest of the statement. */
  @Text(64, { optional: true })
  state?: ItemStatement['state'];

  @Anything()
  value?: unknown;

  @Text(64, { optional: true })
  absent?: NonNullable<ItemStatement['absent']>;

  @Text(64, { optional: true })
  sourceKind?: NonNullable<ItemStatement['sourceKind']>;

  @Text(500, { optional: true })
  source?: string;

  @Text(64, { optional: true })
  obtainedAt?: string;

  @Text(64, { optional: true })
  confidence?: NonNullable<ItemStatement['confidence']>;

  @Text(NOTE, { optional: true })
  note?: string;

  /** With `temp-unknown`: when it should be known, and who is finding out. */
  @Text(64, { optional: true })
  expectedBy?: string;

  @Part(() => FinderBody, { optional: true })
  finder?: FinderBody;

  /** With `searched-not-found`: the system, the spelling or description, and the time; the first two travel sealed. */
  @Text(500, { optional: true })
  searchedSystem?: string;

  @Text(500, { optional: true })
  searchedFor?: string;

  @Text(64, { optional: true })
  searchedAt?: string;

  /** With `masked`: the agency that holds the value. */
  @Text(64, { optional: true })
  heldBy?: string;
}

/** An item that is told: a statement, or with `via` and `code` alone what that event told this agency, to be passed on. */
export class ItemBody extends StatementBody {
  /** The event by which another agency told this one the item. */
  @Id({ optional: true })
  via?: string;
}

/** Who authorised that items go in an emergency. `ref` is the agency's own reference and is never sent on. */
export class AuthoriserBody {
  @Text(200)
  ref!: string;

  @Code()
  role!: string;
}

/** A person's word that items go now though no rule lets them. */
export class OverrideBody {
  @Code()
  reason!: string;

  @Part(() => AuthoriserBody)
  authorisedBy!: AuthoriserBody;

  /** The last instant at which it counts. */
  @Instant()
  until!: string;
}

/** A unit by its codes. */
export class UnitBody {
  @Code()
  agency!: string;

  @Code()
  unit!: string;
}

/** What makes a reason of use, as far as codes and times say it. */
export class FactsBody {
  /** When there will be a worker, a vehicle or a space. */
  @Instant({ optional: true })
  availableAt?: string;

  /** When to ask again; the request is then made again by itself. */
  @Instant({ optional: true })
  reviewAt?: string;

  /** The items that are missing, or that would change the answer. */
  @Codes(MAX_ITEMS, { optional: true })
  items?: string[];

  /** Who else to ask. */
  @Part(() => UnitBody, { optional: true })
  ask?: UnitBody;

  /** The task by which the same work is under way. */
  @Id({ optional: true })
  reference?: string;
}
