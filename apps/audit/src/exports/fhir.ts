import type { FollowedDisclosure } from '#storage';

const DCM = 'http://dicom.nema.org/resources/ontology/DCM';
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
const PROFILE =
  'https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PrivacyDisclosure.Source';

/** Names of the bus in FHIR: code systems, identifiers and extensions. */
export const CONCORDAT = {
  agency: 'urn:concordat:agency',
  case: 'urn:concordat:case',
  task: 'urn:concordat:task',
  actor: 'urn:concordat:actor',
  role: 'urn:concordat:role',
  item: 'urn:concordat:item',
  rule: 'urn:concordat:rule',
  basis: 'urn:concordat:basis',
  log: 'urn:concordat:log',
  leafIndex: 'urn:concordat:leaf-index',
  mode: 'urn:concordat:mode',
} as const;

interface Coding {
  readonly system: string;
  readonly code: string;
  readonly display?: string;
}

const coding = (system: string, code: string, display?: string): Coding => ({
  system,
  code,
  ...(display !== undefined && { display }),
});

/**
 * One event of the log as a FHIR R4 AuditEvent in the manner of IHE BALP's "Privacy Disclosure at Source": `rows` are what it told,
 * all of one leaf. Items stand in it by code, with state or reason of absence, and never with a value; the person is named by the
 * case alone, since the log knows nobody. `origin` is the name of the log. Throws RangeError without rows.
 */
export function auditEventOf(rows: readonly FollowedDisclosure[], origin: string): object {
  const [first] = rows;
  if (!first) throw new RangeError('an event that told nothing is no disclosure');
  return {
    resourceType: 'AuditEvent',
    id: first.eventId,
    meta: { profile: [PROFILE], ...securityOf(first) },
    extension: [
      { url: CONCORDAT.leafIndex, valueDecimal: first.leafIndex },
      { url: CONCORDAT.mode, valueCode: first.mode },
    ],
    type: coding(DCM, '110106', 'Export'),
    subtype: [coding(`${TERMINOLOGY}/iso-21089-lifecycle`, 'disclose', 'Disclose Record Lifecycle Event')],
    action: 'R',
    ...periodOf(first),
    recorded: first.recordedAt.toISOString(),
    ...outcomeOf(rows),
    ...purposesOf(rows),
    agent: [
      party(coding(DCM, '110153', 'Source Role ID'), first.sender, first.senderUnit),
      party(coding(DCM, '110152', 'Destination Role ID'), first.receiver, first.receiverUnit),
      actorOf(first),
    ],
    source: {
      site: origin,
      observer: agencyOf(first.sender),
      type: [coding(`${TERMINOLOGY}/security-source-type`, '4', 'Application Server')],
    },
    entity: [caseOf(first), taskOf(first), ...rows.map(itemOf)],
  };
}

/** When it was agreed, where that was before it was recorded: an instant, since nothing says how long they spoke. */
function periodOf({ occurredAt }: FollowedDisclosure): object {
  const instant = occurredAt?.toISOString();
  return instant === undefined ? {} : { period: { start: instant, end: instant } };
}

/** What is not of the real world is marked as the profile's own examples are. */
const securityOf = ({ mode }: FollowedDisclosure): object =>
  mode === 'actual' ? {} : { security: [coding(`${TERMINOLOGY}/v3-ActReason`, 'HTEST', 'test health data')] };

/** 4 (minor failure) where the receiver did not let an item in, else 0. */
function outcomeOf(rows: readonly FollowedDisclosure[]): object {
  const refused = rows.filter(({ refusedBy }) => refusedBy !== null).map(({ item }) => item);
  if (refused.length === 0) return { outcome: '0' };
  return { outcome: '4', outcomeDesc: `The receiver did not let in: ${refused.join(', ')}` };
}

/** The legal bases, and `break the glass` where a person overrode the agreement; FHIR knows no empty list. */
function purposesOf(rows: readonly FollowedDisclosure[]): object {
  const bases = [...new Set(rows.flatMap(({ basis }) => basis ?? []))];
  const overridden = rows.some(({ way }) => way === 'overridden');
  const btg = coding(`${TERMINOLOGY}/v3-ActReason`, 'BTG', 'break the glass');
  const codes = [...bases.map((basis) => coding(CONCORDAT.basis, basis)), ...(overridden ? [btg] : [])];
  return codes.length === 0 ? {} : { purposeOfEvent: codes.map((code) => ({ coding: [code] })) };
}

const agencyOf = (agency: string): object => ({ identifier: { system: CONCORDAT.agency, value: agency } });

function party(role: Coding, agency: string, unit: string | null): object {
  return {
    type: { coding: [role] },
    who: agencyOf(agency),
    requestor: false,
    // The profile wants to know from where to where; on a bus without addresses that is the unit's name (type 1, machine name).
    network: { address: unit === null ? agency : `${agency}/${unit}`, type: '1' },
  };
}

const actorOf = ({ actor, actorRole }: FollowedDisclosure): object => ({
  type: { coding: [coding(DCM, '110150', 'Application')] },
  role: [{ coding: [coding(CONCORDAT.role, actorRole)] }],
  who: { identifier: { system: CONCORDAT.actor, value: actor } },
  requestor: true,
});

const caseOf = ({ caseId }: FollowedDisclosure): object => ({
  what: { identifier: { system: CONCORDAT.case, value: caseId } },
  type: coding(`${TERMINOLOGY}/audit-entity-type`, '1', 'Person'),
  role: coding(`${TERMINOLOGY}/object-role`, '1', 'Patient'),
});

const taskOf = ({ taskId }: FollowedDisclosure): object => ({
  what: { identifier: { system: CONCORDAT.task, value: taskId } },
  type: coding('http://hl7.org/fhir/resource-types', 'Task', 'Task'),
  role: coding(`${TERMINOLOGY}/object-role`, '20', 'Job'),
});

/** What says how an item travelled; only what the event says of it. */
const DETAILS = [
  'category',
  'state',
  'absent',
  'rule',
  'ruleVersion',
  'stage',
  'way',
  'originator',
  'via',
  'corrects',
  'commitment',
] as const satisfies readonly (keyof FollowedDisclosure)[];

function itemOf(row: FollowedDisclosure): object {
  const details = DETAILS.flatMap((type) => {
    const value = row[type];
    return value === null ? [] : [{ type, valueString: String(value) }];
  });
  const became = (['correctedBy', 'recalledBy'] as const).flatMap((type) =>
    row[type].map(({ eventId }) => ({ type, valueString: eventId })),
  );
  const { refusedBy } = row;
  const refused = refusedBy ? [{ type: 'refusedBy', valueString: refusedBy.eventId }] : [];
  return {
    what: { identifier: { system: CONCORDAT.item, value: row.item } },
    type: coding(`${TERMINOLOGY}/audit-entity-type`, '2', 'System Object'),
    role: coding(`${TERMINOLOGY}/object-role`, '4', 'Domain Resource'),
    ...securityLabelOf(row),
    name: row.item,
    detail: [...details, ...refused, ...became],
  };
}

/** Withheld: present at the source, and masked for the receiver. */
const securityLabelOf = ({ category }: FollowedDisclosure): object =>
  category === 'withheld'
    ? {
        securityLabel: [coding(`${TERMINOLOGY}/v3-ObservationValue`, 'MASKED', 'masked')],
      }
    : {};
