import type {
  CrosswalkRow,
  FactNeeds,
  FalseFriend,
  SharingAgreement,
  TaskKind,
  TermMapping,
  UnitFacts,
} from '#domain';
import type { ClockEntry, LawRuleEntry } from './dated-law.js';
import type { Concept, Scale } from './language-data.js';
import type {
  AttendanceThreshold,
  Labelled,
  LawfulBasis,
  LegalClock,
  LegalPower,
  PendingLaw,
  RequiredSkills,
  Retention,
  Skill,
} from './law-data.js';

/** The kinds of information that an item can belong to. */
export const ITEM_CATEGORIES = [
  'identity',
  'location',
  'relations',
  'situation',
  'risk',
  'health',
  'legal',
  'safeguarding',
  'access',
  'living',
  'criminal-justice',
] as const;

/** How the law guards an item: ordinary personal data, special category (UK GDPR art. 9), criminal offence data (art. 10). */
export const SENSITIVITIES = ['ordinary', 'special', 'criminal'] as const;

/** When an item may be shown: with the offer, after acceptance, to the worker who sets off, or only on a request of its own. */
export const DISCLOSURE_TIERS = ['t0-offer', 't1-accepted', 't2-attending', 't3-on-request'] as const;

/** Who made an absence code: FHIR's data-absent-reason, or this project. */
export const ABSENT_SYSTEMS = ['fhir', 'concordat'] as const;

/** Whether an absence code is offered to people, or only taken in from other systems. */
export const ABSENT_USES = ['offered', 'import-only'] as const;

/** FHIR R4 ConceptMap words for how one of our codes relates to the nearest FHIR code. */
export const ABSENT_RELATIONS = ['equivalent', 'wider', 'narrower', 'inexact', 'unmatched'] as const;

/** Names of members that are no agency; an agency may not take one as its code. */
export const RESERVED_MEMBERS = ['keeper', 'audit', 'custodian'] as const;

/** One agency: its code, invented name, units, and the kinds of task that it may be asked for. */
export interface AgencyEntry {
  readonly code: string;
  readonly name: string;
  /** What sort of agency it is, for people. */
  readonly label: string;
  readonly units: readonly string[];
  /** What is to be said of some of the units beside their codes. */
  readonly unitFacts?: readonly UnitFacts[];
  readonly hours: string;
  /** Where its people answer when the bus does not: as it is dialled, such as `01632 960101`. */
  readonly telephone?: string;
  /** The unit that is called in when a task of the agency needs the next level. */
  readonly escalatesTo: string;
  /** Task kind codes; says the same as `mayBeAsked` of those kinds. */
  readonly askedFor: readonly string[];
  /** What it has no power to do, in words. */
  readonly cannot: readonly string[];
  readonly note?: string;
}

/** One item of information that a task can carry, and how careful one must be with it. */
export interface InformationItem {
  readonly code: string;
  readonly category: (typeof ITEM_CATEGORIES)[number];
  readonly label: string;
  readonly sensitivity: (typeof SENSITIVITIES)[number];
  readonly tier: (typeof DISCLOSURE_TIERS)[number];
  /** Codes of the agencies that typically hold it; may be empty in a smaller directory. */
  readonly heldBy: readonly string[];
  /** FHIR R4 path in words; "ext" means that no core element fits. */
  readonly fhir: string;
  /** The closed values by which rules of law know it; others may be told as well, and no rule reads them. */
  readonly values?: readonly string[];
  /** True where the item is, or may be, about somebody other than the person in crisis. */
  readonly thirdParty?: boolean;
  readonly whyAtOffer?: string;
  readonly exception?: string;
  readonly rule?: string;
  readonly note?: string;
}

/** What happens when nobody answers a request in time. */
export const NO_ANSWER_STEPS = ['escalate-and-offer-next'] as const;

/** A task kind as the directory keeps it: the rules that decide reads, and what people need to do it. */
export interface TaskKindEntry extends TaskKind {
  readonly requiredSkills: RequiredSkills;
  readonly onNoAnswer: (typeof NO_ANSWER_STEPS)[number];
  readonly note?: string;
  readonly source?: string;
}

/** Why an agency may say no. */
export interface DeclineReason {
  readonly code: string;
  readonly meaning: string;
  /** The fact, in words, without which this reason is not complete. */
  readonly mustGive?: string;
  /** The same in codes: of each inner list at least one fact. Empty where none is demanded. */
  readonly needs: FactNeeds;
  /** Item that shows whether the reason holds; shown with the offer by each kind that allows the reason. */
  readonly judgedBy?: string;
  /** Urgency codes at which this reason may not be given. */
  readonly notAllowedAt?: readonly string[];
}

/** Why an item has no value. */
export interface AbsentReason {
  readonly code: string;
  readonly system: (typeof ABSENT_SYSTEMS)[number];
  readonly use: (typeof ABSENT_USES)[number];
  readonly meaning: string;
  /** The wider absence code, where there is one. */
  readonly parent?: string;
  readonly example?: string;
  /** What must be said beside the code. */
  readonly needs?: string;
  /** What the software must do with it. */
  readonly handling?: string;
  /** Nearest FHIR code of a project code; null where none fits. */
  readonly mapsTo?: string | null;
  readonly relation?: (typeof ABSENT_RELATIONS)[number];
  readonly why?: string;
  readonly source?: string;
}

/** A shared urgency band, for sorting only; null minutes means that nobody is expected to come. */
export interface Urgency {
  readonly code: string;
  readonly label: string;
  readonly respondWithinMinutes: number | null;
  readonly meaning?: string;
}

/** The role in which somebody, or a system (`service`), acts. */
export interface ActorRole {
  readonly code: string;
  readonly label: string;
  readonly meaning: string;
}

/** How many other agencies must have cosigned before an event counts as proven. */
export interface Witnessing {
  readonly cosignatures: number;
}

/** All that the members agree on about themselves and their work; plain JSON, the same shape as the YAML files. */
export interface DirectoryData {
  readonly agencies: readonly AgencyEntry[];
  /** Areas that units serve, and one for all that lies outside. Bundles from before there were rosters have none. */
  readonly areas?: readonly Labelled[];
  /** What workers speak, or sign, beside English: ISO 639 codes. Bundles from before there were rosters have none. */
  readonly languages?: readonly Labelled[];
  readonly taskKinds: readonly TaskKindEntry[];
  /** Items that an immediate task shows with the offer, whatever its kind says, where it carries them. */
  readonly u1OfferAdds: readonly string[];
  readonly items: readonly InformationItem[];
  readonly declineReasons: readonly DeclineReason[];
  readonly absentReasons: readonly AbsentReason[];
  readonly urgencies: readonly Urgency[];
  readonly actorRoles: readonly ActorRole[];
  readonly concepts: readonly Concept[];
  readonly falseFriends: readonly FalseFriend[];
  /** Each agency's own words for the codes of tasks: kinds, its own units, reasons to decline, outcomes. */
  readonly words: readonly TermMapping[];
  readonly scales: readonly Scale[];
  /** One row for each grade of each scale. */
  readonly crosswalk: readonly CrosswalkRow[];
  readonly legalClocks: readonly LegalClock[];
  readonly skills: readonly Skill[];
  /** Who employs skilled workers and is no agency of the directory. */
  readonly outsideEmployers: readonly Labelled[];
  /** How workers are matched to a task, in words. */
  readonly matchingRules: readonly string[];
  readonly legalPowers: readonly LegalPower[];
  /** Roles in law that are no skill of the directory. */
  readonly otherRoles: readonly Labelled[];
  readonly attendanceThreshold: AttendanceThreshold;
  readonly pendingLaw: readonly PendingLaw[];
  readonly lawRules: readonly LawRuleEntry[];
  readonly clocks: readonly ClockEntry[];
  /** Why a clock is to be made longer; each clock says which of them count. */
  readonly clockReasons: readonly Labelled[];
  readonly lawfulBases: readonly LawfulBasis[];
  /** What one agency asks another for items for. */
  readonly purposes: readonly Labelled[];
  /** Why somebody overrides the rules of an agreement. */
  readonly overrideReasons: readonly Labelled[];
  readonly agreements: readonly SharingAgreement[];
  readonly witnessing: Witnessing;
  readonly retention: readonly Retention[];
}
