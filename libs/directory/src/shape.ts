import {
  code,
  flag,
  isObject,
  keyed,
  list,
  oneOf,
  optional,
  orNull,
  record,
  reference,
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
import { findRelations } from './relations.js';

/** Checks a whole directory: the type of each field, that every code named exists, and that its parts agree. */
export const directoryData: Check<DirectoryData> = (value, at, findings): value is DirectoryData => {
  const before = findings.length;
  record<DirectoryData>(sectionsFor(value))(value, at, findings);
  findings.push(
    ...findRelations(value).map(({ at: inside, detail }) => ({ at: [...at, ...inside], detail })),
  );
  return findings.length === before;
};

/** Any code that is written counts as known, so that a faulty or missing entry does not make all its readers faulty. */
function sectionsFor(data: unknown): Fields<DirectoryData> {
  const names = (section: keyof DirectoryData, noun: string): Check<string> => {
    const rows = isObject(data) ? data[section] : undefined;
    if (!Array.isArray(rows)) return code;
    return reference(new Set(rows.filter(isObject).map((row) => String(row['code']))), noun);
  };
  const agency = names('agencies', 'agency');
  const kind = names('taskKinds', 'task kind');
  const item = names('items', 'item');
  const urgency = names('urgencies', 'urgency');
  return {
    agencies: keyed('code', record(agencyFields(kind))),
    taskKinds: keyed(
      'code',
      record(kindFields(agency, item, urgency, names('declineReasons', 'decline reason'))),
    ),
    u1OfferAdds: list(item),
    items: keyed('code', record(itemFields(agency))),
    declineReasons: keyed('code', record(declineFields(item, urgency))),
    absentReasons: keyed('code', record(absentFields(names('absentReasons', 'absent reason')))),
    urgencies: keyed('code', record(urgencyFields)),
    actorRoles: keyed('code', record(roleFields)),
    witnessing: record<Witnessing>({ cosignatures: wholeNumber(0) }),
  };
}

const agencyFields = (kind: Check<string>): Fields<AgencyEntry> => ({
  code,
  name: text,
  label: text,
  units: list(code, 'an agency needs at least one unit'),
  hours: text,
  askedFor: list(kind),
  cannot: list(text),
  note: optional(text),
});

const kindFields = (
  agency: Check<string>,
  item: Check<string>,
  urgency: Check<string>,
  reason: Check<string>,
): Fields<TaskKindEntry> => ({
  code,
  label: text,
  definition: text,
  mayBeAsked: list(agency, 'nobody may be asked for this kind'),
  mayBeRequestedBy: list(agency, 'nobody may request this kind'),
  defaultUrgency: urgency,
  decideWithinMinutes: wholeNumber(1),
  responseMinutes: wholeNumber(1),
  allowedDeclineReasons: list(reason),
  outcomes: list(code, 'a kind needs at least one outcome'),
  required: list(item),
  requiredOneOf: list(list(item, 'a choice needs at least one item')),
  expected: list(item),
  notNeeded: list(item),
  discloseAtOffer: list(item),
  discloseAfterAcceptance: list(item),
  note: optional(text),
  source: optional(text),
});

const itemFields = (agency: Check<string>): Fields<InformationItem> => ({
  code,
  category: oneOf(ITEM_CATEGORIES),
  label: text,
  sensitivity: oneOf(SENSITIVITIES),
  tier: oneOf(DISCLOSURE_TIERS),
  heldBy: list(agency),
  fhir: text,
  thirdParty: optional(flag),
  whyAtOffer: optional(text),
  exception: optional(text),
  rule: optional(text),
  note: optional(text),
});

const declineFields = (item: Check<string>, urgency: Check<string>): Fields<DeclineReason> => ({
  code,
  meaning: text,
  mustGive: optional(text),
  judgedBy: optional(item),
  notAllowedAt: optional(list(urgency)),
});

const absentFields = (reason: Check<string>): Fields<AbsentReason> => ({
  code,
  system: oneOf(ABSENT_SYSTEMS),
  use: oneOf(ABSENT_USES),
  meaning: text,
  parent: optional(reason),
  example: optional(text),
  needs: optional(text),
  handling: optional(text),
  mapsTo: optional(orNull(reason)),
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
