import { MODES, type Mode } from '#domain';
import { OneOf, Part, Parts, Text, Word } from './field-checks.js';
import { ActorBody, MAX_ITEMS, NOTE, StatementBody } from './items.dto.js';

/** Opens a case file. */
export class OpenCaseBody {
  @OneOf(MODES)
  mode!: Mode;

  @Word('unit')
  unit!: string;

  @Parts(() => StatementBody, MAX_ITEMS, { optional: true })
  items?: StatementBody[];
}

/** Adds what was learned, or a note, to a case file. */
export class CaseEntriesBody {
  @Word('unit')
  unit!: string;

  @Parts(() => StatementBody, MAX_ITEMS, { optional: true })
  items?: StatementBody[];

  @Text(NOTE, { optional: true })
  note?: string;
}

/** Closes a case file; how it ended stays within the agency. */
export class CloseCaseBody {
  @Word('unit')
  unit!: string;

  @Text(500)
  outcome!: string;
}

/** Confirms who the person of a case is; tells every task of the case. */
export class IdentityBody {
  @Word('unit')
  unit!: string;

  @Part(() => ActorBody)
  actor!: ActorBody;

  /** At least a full name that is known. */
  @Parts(() => StatementBody, MAX_ITEMS)
  items!: StatementBody[];
}

/** Takes back that an identity was confirmed. */
export class ReverseIdentityBody {
  @Word('unit')
  unit!: string;

  @Part(() => ActorBody)
  actor!: ActorBody;

  @Text(NOTE, { optional: true })
  note?: string;
}
