import type { ItemStatement } from '#domain';
import type { AsInTheCase } from './statements.js';
import type { Person } from './steps.js';

/** What each agency has said itself and was told in one case: the newest statement on each item. */
export class Knowledge {
  private readonly said = new Map<string, Map<string, ItemStatement>>();
  private readonly told = new Map<string, Map<string, ItemStatement>>();

  constructor(private readonly persons: readonly Person[]) {}

  /** The agency has stated these items itself. */
  says(agency: string, statements: readonly ItemStatement[]): void {
    keep(this.said, agency, statements);
  }

  /** Another agency has told it these items. */
  hears(agency: string, statements: readonly ItemStatement[]): void {
    keep(this.told, agency, statements);
  }

  /** The newest statement that the agency itself has made on each item. */
  own(agency: string): ReadonlyMap<string, ItemStatement> {
    return this.said.get(agency) ?? new Map();
  }

  /**
   * What "as in the case" means for this agency: what it has said, else what it was told, else what is so of the person, as
   * it could find out now. It never reaches into what only another agency knows.
   */
  seenBy(agency: string): AsInTheCase {
    return (code) => {
      const known = [this.said, this.told].map((store) => store.get(agency)?.get(code));
      const found = known.find((statement) => statement?.value !== undefined);
      if (found) return found;
      const person = this.persons.find(({ truth }) => truth[code] !== undefined);
      return person && { value: person.truth[code] };
    };
  }
}

function keep(
  store: Map<string, Map<string, ItemStatement>>,
  agency: string,
  statements: readonly ItemStatement[],
): void {
  const items = store.get(agency) ?? new Map<string, ItemStatement>();
  statements.forEach((statement) => items.set(statement.code, statement));
  store.set(agency, items);
}
