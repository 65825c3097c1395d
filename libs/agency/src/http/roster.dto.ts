import { AGE_GROUPS, type AgeGroup } from '#domain';
import { MAX_LANGUAGES, MAX_SHIFTS, type Words } from '#contracts';
import { Code, Codes, Instant, ManyOf, OneOf, Part, Parts, Whole, Word } from './field-checks.js';
import { ActorBody, MAX_ITEMS } from './items.dto.js';

/** Most workers of one row, and most free places: more is a slip of the hand. */
const MOST = 999;
/** Most languages that a need names. */
const MOST_LANGUAGES = 20;

/** Workers of the unit who are alike: how many, never who. */
class ShiftBody {
  @Code()
  skill!: string;

  @Whole(1, MOST)
  count!: number;

  /** Every age group when absent. */
  @ManyOf(AGE_GROUPS, { optional: true })
  ageGroups?: AgeGroup[];

  /** ISO 639 codes of what they speak, or sign, beside English. */
  @Codes(MAX_LANGUAGES, { optional: true })
  languages?: string[];

  /** Who employs them, where that is not this agency. */
  @Code({ optional: true })
  employer?: string;

  /** They are there already when absent. */
  @Instant({ optional: true })
  from?: string;

  /** The first instant at which they are no longer there. */
  @Instant()
  until!: string;
}

/** Who is on shift in a unit; it stands in the place of all that was said of the unit before. */
export class UnitRosterBody {
  /** Empty: nobody is there. */
  @Parts(() => ShiftBody, MAX_SHIFTS)
  shifts!: ShiftBody[];

  /** How many more people the unit can take in; nothing is said of places when absent. */
  @Whole(0, MOST, { optional: true })
  free?: number;

  @Part(() => ActorBody)
  actor!: ActorBody;
}

/** A need, to learn who could take it. */
export class CandidatesBody {
  /** Its code, or this agency's own word for it; likewise unit and urgency. */
  @Word('taskKind')
  kind!: string;

  /** The unit that would ask; only what holds for the whole agency counts when absent. */
  @Word('unit', { optional: true })
  unit?: string;

  /** A shared band, or a grade of this agency's own scale; the default of the kind when absent. */
  @Word('urgency', { optional: true })
  urgency?: string;

  /** Instead of `urgency`: the code of a grade, or this agency's own word for it. */
  @Word('grade', { optional: true })
  grade?: string;

  @OneOf(AGE_GROUPS, { optional: true })
  ageGroup?: AgeGroup;

  /** ISO 639 codes; one of them is enough. */
  @Codes(MOST_LANGUAGES, { optional: true })
  languages?: string[];

  /** Where it is needed. */
  @Code({ optional: true })
  area?: string;

  /** Items that this agency could tell; those that the kind requires when absent. */
  @Codes(MAX_ITEMS, { optional: true })
  itemsKnown?: string[];

  /** When it is to be done; now when absent. */
  @Instant({ optional: true })
  at?: string;

  /** Filled in by the pipe, never by a caller. */
  words?: Words;
}
