import { DECLINE_FACTS, RESPONSIBILITIES } from '#domain';
import {
  code,
  flag,
  keyed,
  list,
  oneOf,
  optional,
  orNull,
  record,
  telephone,
  text,
  wholeNumber,
  type Check,
  type Fields,
} from './check.js';
import {
  ABSENT_RELATIONS,
  ABSENT_SYSTEMS,
  ABSENT_USES,
  DISCLOSURE_TIERS,
  ITEM_CATEGORIES,
  NO_ANSWER_STEPS,
  SENSITIVITIES,
  type AbsentReason,
  type ActorRole,
  type AgencyEntry,
  type DeclineReason,
  type DirectoryData,
  type InformationItem,
  type TaskKindEntry,
  type Urgency,
  type Witnessing,
} from './data.js';
import { sharingAgreement } from './agreement-shape.js';
import { clock, lawRule } from './dated-law-shape.js';
import { concept, crosswalkRow, falseFriend, scale, word } from './language-shape.js';
import {
  attendanceThreshold,
  labelled,
  lawfulBasis,
  legalClock,
  legalPower,
  pendingLaw,
  outcomeNeed,
  requiredSkills,
  retention,
  skill,
  slot,
} from './law-shape.js';
import { referencesOf, type References } from './references.js';
import { findRelations } from './relations.js';
import { unitFacts } from './unit-shape.js';

/** Checks a whole directory: the type of each field, that every code named exists, and that its parts agree. */
export const directoryData: Check<DirectoryData> = (value, at, findings): value is DirectoryData => {
  const before = findings.length;
  record<DirectoryData>(sectionsFor(value))(value, at, findings);
  findings.push(
    ...findRelations(value).map(({ at: inside, detail }) => ({ at: [...at, ...inside], detail })),
  );
  return findings.length === before;
};

function sectionsFor(data: unknown): Fields<DirectoryData> {
  const known = referencesOf(data);
  return {
    agencies: keyed('code', record(agencyFields(known))),
    areas: optional(keyed('code', labelled)),
    languages: optional(keyed('code', labelled)),
    taskKinds: keyed('code', record(kindFields(known))),
    u1OfferAdds: list(known.item),
    items: keyed('code', record(itemFields(known))),
    declineReasons: keyed('code', record(declineFields(known))),
    absentReasons: keyed('code', record(absentFields(known))),
    urgencies: keyed('code', record(urgencyFields)),
    actorRoles: keyed('code', record(roleFields)),
    concepts: keyed('code', concept(known)),
    falseFriends: list(falseFriend(known)),
    words: list(word(known)),
    scales: keyed('code', scale(known), null),
    crosswalk: keyed('grade', crosswalkRow(known), null),
    legalClocks: keyed('code', legalClock(known), null),
    skills: keyed('code', skill(known)),
    outsideEmployers: keyed('code', labelled, null),
    matchingRules: list(text),
    legalPowers: keyed('code', legalPower(known)),
    otherRoles: keyed('code', labelled, null),
    attendanceThreshold,
    pendingLaw: list(pendingLaw),
    lawRules: keyed('code', lawRule(known), null),
    clocks: keyed('code', clock(known), null),
    clockReasons: keyed('code', labelled, null),
    lawfulBases: keyed('code', lawfulBasis),
    purposes: keyed('code', labelled),
    overrideReasons: keyed('code', labelled),
    agreements: keyed('code', sharingAgreement(known), null),
    witnessing: record<Witnessing>({ cosignatures: wholeNumber(0) }),
    retention: keyed('code', retention(known), null),
  };
}

const agencyFields = (known: References): Fields<AgencyEntry> => ({
  code,
  name: text,
  label: text,
  units: list(code, 'an agency needs at least one unit'),
  unitFacts: optional(keyed('unit', unitFacts(known))),
  hours: text,
  telephone: optional(telephone),
  escalatesTo: code,
  askedFor: list(known.kind),
  cannot: list(text),
  note: optional(text),
});

const kindFields = (known: References): Fields<TaskKindEntry> => ({
  code,
  label: text,
  definition: text,
  mayBeAsked: list(known.agency, 'nobody may be asked for this kind'),
  mayBeRequestedBy: list(known.agency, 'nobody may request this kind'),
  defaultUrgency: known.urgency,
  decideWithinMinutes: wholeNumber(1),
  responseMinutes: wholeNumber(1),
  acknowledgeWithinMinutes: optional(wholeNumber(1)),
  completeWithinMinutes: optional(wholeNumber(1)),
  responsibility: optional(oneOf(RESPONSIBILITIES)),
  handoverWithinMinutes: optional(wholeNumber(1)),
  expiryOutcome: optional(code),
  allowedDeclineReasons: list(known.declineReason),
  outcomes: list(code, 'a kind needs at least one outcome'),
  required: list(known.item),
  requiredOneOf: list(list(known.item, 'a choice needs at least one item')),
  expected: list(known.item),
  notNeeded: list(known.item),
  discloseAtOffer: list(known.item),
  discloseAfterAcceptance: list(known.item),
  asksForItems: optional(flag),
  slots: optional(keyed('code', slot(known))),
  outcomeNeeds: optional(list(outcomeNeed)),
  requiredSkills: requiredSkills(known),
  legalGate: optional(known.power),
  onNoAnswer: oneOf(NO_ANSWER_STEPS),
  note: optional(text),
  source: optional(text),
});

const itemFields = ({ agency }: References): Fields<InformationItem> => ({
  code,
  category: oneOf(ITEM_CATEGORIES),
  label: text,
  sensitivity: oneOf(SENSITIVITIES),
  tier: oneOf(DISCLOSURE_TIERS),
  heldBy: list(agency),
  fhir: text,
  values: optional(list(text)),
  thirdParty: optional(flag),
  whyAtOffer: optional(text),
  exception: optional(text),
  rule: optional(text),
  note: optional(text),
});

const declineFields = ({ item, urgency }: References): Fields<DeclineReason> => ({
  code,
  meaning: text,
  mustGive: optional(text),
  needs: list(list(oneOf(DECLINE_FACTS), 'names no fact')),
  judgedBy: optional(item),
  notAllowedAt: optional(list(urgency)),
});

const absentFields = ({ absentReason }: References): Fields<AbsentReason> => ({
  code,
  system: oneOf(ABSENT_SYSTEMS),
  use: oneOf(ABSENT_USES),
  meaning: text,
  parent: optional(absentReason),
  example: optional(text),
  needs: optional(text),
  handling: optional(text),
  mapsTo: optional(orNull(absentReason)),
  relation: optional(oneOf(ABSENT_RELATIONS)),
  why: optional(text),
  source: optional(text),
});

const urgencyFields: Fields<Urgency> = {
  code,
  label: text,
  respondWithinMinutes: orNull(wholeNumber(1)),
  meaning: optional(text),
};

const roleFields: Fields<ActorRole> = { code, label: text, meaning: text };
