import {
  SOURCE_KINDS,
  fieldsOfReason,
  requiredChoices,
  stateOfReason,
  toWords,
  type AbsentReason,
  type ReasonField,
  type RefusedItemReason,
} from '#domain';
import type { Directory, TaskKindEntry } from '#directory';
import type { Reader } from './shown-words.js';
import { shownUnit } from './shown-words.js';

/** A code with what it is called, and what that means where the directory says it. */
export interface CatalogueEntry {
  readonly code: string;
  readonly label: string;
  readonly meaning?: string;
}

/** A unit with the name that its own agency gives it. */
export interface CatalogueUnit {
  readonly code: string;
  readonly name: string;
}

/** An agency that may be asked for something, or that asks. */
export interface CatalogueAgency {
  readonly code: string;
  readonly name: string;
  /** Where its people answer when the bus does not. */
  readonly telephone?: string;
  readonly units: readonly CatalogueUnit[];
}

/** A grade of an own scale: what this agency means by urgent. */
export interface CatalogueGrade {
  readonly code: string;
  readonly word: string;
  readonly label?: string;
  readonly scale: string;
  /** The scale's own minutes to `clockTo`; null where it promises none. */
  readonly minutes: number | null;
  readonly clockTo: string;
  /** The shared band that sorts it. */
  readonly urgency: string;
  readonly typical?: string;
}

/** A shared band: for sorting only. */
export interface CatalogueUrgency extends CatalogueEntry {
  /** Null where nobody is expected to come. */
  readonly minutes: number | null;
}

/** A kind of task that this agency may ask for. */
export interface CatalogueKind {
  readonly code: string;
  readonly label: string;
  /** What this agency calls it. */
  readonly word: string;
  readonly definition: string;
  /** Codes of agencies. */
  readonly mayBeAsked: readonly string[];
  readonly defaultUrgency: string;
  readonly decideWithinMinutes: number;
  /** Items of each inner list of which one needs a value or a reason why there is none. */
  readonly needs: readonly (readonly string[])[];
  /** Items that help, and that nobody has to give. */
  readonly expects: readonly string[];
  readonly asksForItems: boolean;
}

/** An item of information. */
export interface CatalogueItem extends CatalogueEntry {
  readonly category: string;
  readonly sensitivity: string;
  /** The values by which rules know it; others may be told as well. */
  readonly values?: readonly string[];
  /** Codes of the agencies that typically hold it. */
  readonly heldBy: readonly string[];
}

/** Why an item has no value, with the fields that such a reason demands. */
export interface CatalogueReason extends CatalogueEntry {
  readonly example?: string;
  /** The state of an item with this reason. */
  readonly state: string;
  readonly fields: Readonly<Partial<Record<ReasonField, string>>>;
}

/** All that a person has to know to fill in a request of one agency. */
export interface Catalogue {
  readonly agency: string;
  readonly directoryVersion: number;
  /** Modes in which this service acts. */
  readonly modes: readonly string[];
  /** The own units for which the caller may ask. */
  readonly units: readonly CatalogueUnit[];
  readonly kinds: readonly CatalogueKind[];
  readonly grades: readonly CatalogueGrade[];
  readonly urgencies: readonly CatalogueUrgency[];
  readonly agencies: readonly CatalogueAgency[];
  readonly items: readonly CatalogueItem[];
  readonly absentReasons: readonly CatalogueReason[];
  /** The kinds of source that an item can come from. */
  readonly sourceKinds: readonly string[];
  readonly purposes: readonly CatalogueEntry[];
  readonly bases: readonly CatalogueEntry[];
  readonly languages: readonly CatalogueEntry[];
  readonly areas: readonly CatalogueEntry[];
  /** What each reason means for which an item does not go. */
  readonly itemRefusals: Readonly<Record<RefusedItemReason, string>>;
  /** Why somebody may let items go in an emergency that no rule lets go. */
  readonly overrideReasons: readonly CatalogueEntry[];
  /** The roles in which any agreement lets somebody authorise that for this agency; none where no agreement does. */
  readonly overrideRoles: readonly CatalogueEntry[];
}

/** For whom a catalogue is made. */
export interface CatalogueReader extends Reader {
  readonly modes: readonly string[];
  /** Units to which the caller is bound; undefined for all of the agency. */
  readonly units: readonly string[] | undefined;
}

const ITEM_REFUSALS: Readonly<Record<RefusedItemReason, string>> = {
  'no-agreement': 'No agreement lets us tell them this.',
  'not-at-this-stage': 'It may be told only at a later stage.',
  'not-the-originators': 'It came from another agency, and no agreement lets us pass it on.',
  'not-in-force': 'The agreement that would let it go is not in force.',
  'override-not-allowed': 'The agreement does not let anybody override this.',
  'override-too-late': 'The time of the override is over.',
};

/** What one agency may ask of the others, in its own words, by this directory. */
export function catalogueOf({ directory, agency, modes, units }: CatalogueReader): Catalogue {
  const { data } = directory.bundle;
  const own = directory.agency(agency)?.units.filter((unit) => !units || units.includes(unit)) ?? [];
  return {
    agency,
    directoryVersion: directory.version,
    modes,
    units: own.map((unit) => unitOf(agency, unit, directory)),
    kinds: data.taskKinds
      .filter(({ mayBeRequestedBy }) => mayBeRequestedBy.includes(agency))
      .map((kind) => kindOf(kind, agency, directory)),
    grades: gradesOf(agency, directory),
    urgencies: data.urgencies.map(({ code, label, meaning, respondWithinMinutes }) => ({
      ...entryOf({ code, label, meaning }),
      minutes: respondWithinMinutes,
    })),
    agencies: data.agencies.map(({ code, name, telephone, units: all }) => ({
      code,
      name,
      ...(telephone !== undefined && { telephone }),
      units: all.map((unit) => unitOf(code, unit, directory)),
    })),
    items: data.items.map(({ code, label, note, category, sensitivity, values, heldBy }) => ({
      ...entryOf({ code, label, meaning: note }),
      category,
      sensitivity,
      heldBy,
      ...(values && { values }),
    })),
    absentReasons: reasonsOf(directory),
    sourceKinds: SOURCE_KINDS,
    purposes: data.purposes.map(entryOf),
    bases: data.lawfulBases.map(({ code, label }) => ({ code, label })),
    languages: (data.languages ?? []).map(entryOf),
    areas: (data.areas ?? []).map(entryOf),
    itemRefusals: ITEM_REFUSALS,
    overrideReasons: data.overrideReasons.map(entryOf),
    overrideRoles: overrideRolesOf(agency, directory),
  };
}

const entryOf = ({
  code,
  label,
  meaning,
}: {
  readonly code: string;
  readonly label: string;
  readonly meaning?: string | undefined;
}): CatalogueEntry => ({ code, label, ...(meaning !== undefined && { meaning }) });

const unitOf = (agency: string, unit: string, directory: Directory): CatalogueUnit => ({
  code: unit,
  name: shownUnit({ agency, unit }, { directory }).name,
});

function kindOf(kind: TaskKindEntry, agency: string, { lexicon }: Directory): CatalogueKind {
  const { code, label, definition, mayBeAsked, defaultUrgency, decideWithinMinutes, expected } = kind;
  return {
    code,
    label,
    word: toWords(lexicon, { set: 'taskKind', agency, code }).word,
    definition,
    mayBeAsked,
    defaultUrgency,
    decideWithinMinutes,
    needs: requiredChoices(kind).filter((choice) => choice.length > 0),
    expects: expected,
    asksForItems: kind.asksForItems === true,
  };
}

/** Of the own scales, most urgent first; grades that measure something else than how fast to respond are no choice. */
function gradesOf(agency: string, directory: Directory): readonly CatalogueGrade[] {
  const own = directory.bundle.data.scales.filter(({ owner }) => owner === agency);
  return own.flatMap((scale) =>
    scale.levels.flatMap(({ code: level, word, label, minutes, typical }): CatalogueGrade[] => {
      const code = `${scale.code}.${level}`;
      const urgency = directory.grade(code)?.urgency;
      if (!urgency) return [];
      const { label: name, clockTo } = scale;
      return [
        {
          code,
          word,
          ...(label !== undefined && { label }),
          scale: name,
          minutes,
          clockTo,
          urgency,
          ...(typical !== undefined && { typical }),
        },
      ];
    }),
  );
}

/** Of the whole agency or one of its units. Whether an agreement is in force is judged when an override is used. */
function overrideRolesOf(agency: string, { bundle }: Directory): readonly CatalogueEntry[] {
  const { agreements, actorRoles } = bundle.data;
  const clauses = agreements
    .flatMap(({ overrides }) => overrides)
    .filter(({ from }) => from.some((party) => party.split('/')[0] === agency));
  const roles = new Set(clauses.flatMap(({ authorisedBy }) => authorisedBy));
  return actorRoles.filter(({ code }) => roles.has(code)).map(entryOf);
}

/** Those that people are offered; other systems may send more. */
const reasonsOf = ({ bundle }: Directory): readonly CatalogueReason[] =>
  bundle.data.absentReasons
    .filter(({ use }) => use === 'offered')
    .map(({ code, meaning, example }) => ({
      code,
      label: meaning,
      ...(example !== undefined && { example }),
      state: stateOfReason(code as AbsentReason),
      fields: fieldsOfReason(code as AbsentReason),
    }));
