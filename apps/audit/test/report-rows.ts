import { loadDirectory } from '#directory';
import type { FollowedDisclosure, OverrideRow, RefusedRow, UnmetLeaf } from '#storage';
import { wordsIn, type Words } from '../src/reports/words.js';

/** The directory as shipped, as version 1. */
export const DIRECTORY = loadDirectory();

/** Its words, whatever version is asked for. */
export const wordsOf: (version: number) => Words = wordsIn(new Map([[1, DIRECTORY]]));

/** Noon of the day on which the reports of a spec are made. */
export const NOON = new Date('2026-11-22T12:00:00Z');

const TASK = {
  taskId: '01931c6e-79ff-7b21-b1aa-5e6f70819201',
  caseId: '01931c6e-79ff-7b21-b1aa-5e6f70819203',
  mode: 'actual',
  kind: 'welfare-check',
};
const ACTOR = { actor: 'q83vEjRWeJCrze8SNFZ4kA', actorRole: 'dispatcher', actorType: 'person' };

/** A rule of the shipped directory, with what its disclosures say of it. */
export function someRule(): Pick<FollowedDisclosure, 'rule' | 'ruleVersion' | 'basis'> & {
  readonly title: string;
} {
  const [agreement] = DIRECTORY.agreements;
  const [rule] = agreement?.rules ?? [];
  if (!agreement || !rule) throw new Error('the directory has no rule');
  return { rule: rule.code, ruleVersion: agreement.version, basis: rule.basis, title: agreement.title };
}

/** A name that the police's control room told an ambulance crew. */
export function told(over: Partial<FollowedDisclosure> = {}): FollowedDisclosure {
  const { title: _title, ...ground } = someRule();
  return {
    ...TASK,
    ...ACTOR,
    ...ground,
    leafIndex: 7,
    place: 0,
    eventId: '01931c6e-79ff-7b21-b1aa-5e6f70819207',
    version: 1,
    asker: 'police',
    performer: 'ambulance',
    sender: 'police',
    senderUnit: 'control-room',
    receiver: 'ambulance',
    receiverUnit: 'crew',
    item: 'full-name',
    category: 'value',
    state: 'known',
    absent: null,
    sourceKind: null,
    obtainedAt: null,
    confidence: null,
    directoryVersion: 1,
    stage: 'offer',
    way: 'pushed',
    expectedBy: null,
    finderAgency: null,
    finderUnit: null,
    searchedAt: null,
    heldBy: null,
    originator: null,
    via: null,
    corrects: null,
    commitment: 'x',
    recordedAt: new Date('2026-07-14T21:05:00Z'),
    occurredAt: null,
    refusedBy: null,
    correctedBy: [],
    recalledBy: [],
    ...over,
  };
}

/** A name that the police were kept from telling a charity. */
export const refused = (over: Partial<RefusedRow> = {}): RefusedRow => ({
  ...TASK,
  ...ACTOR,
  leafIndex: 20,
  place: 0,
  eventId: '01931c6e-79ff-7b21-b1aa-5e6f70819220',
  reporter: 'police',
  direction: 'outgoing',
  sender: 'police',
  receiver: 'voluntary',
  item: 'full-name',
  why: 'no-agreement',
  toldBy: null,
  directoryVersion: 1,
  recordedAt: new Date('2026-07-14T21:06:00Z'),
  ...over,
});

/** An override of the police that nobody has reviewed. */
export const overridden = (over: Partial<OverrideRow> = {}): OverrideRow => ({
  ...TASK,
  ...ACTOR,
  leafIndex: 30,
  eventId: '01931c6e-79ff-7b21-b1aa-5e6f70819230',
  version: 2,
  sender: 'police',
  senderUnit: 'control-room',
  receiver: 'voluntary',
  items: [{ item: 'full-name', rule: someRule().rule, ruleVersion: 1 }],
  reason: 'life-at-risk',
  authorisedBy: 'B',
  authorisedRole: 'duty-inspector',
  until: new Date('2026-11-22T13:00:00Z'),
  dueBy: new Date('2026-11-22T11:00:00Z'),
  reviewers: ['caldicott-guardian'],
  directoryVersion: 1,
  recordedAt: new Date('2026-11-20T11:00:00Z'),
  occurredAt: null,
  reviewed: false,
  review: null,
  ...over,
});

/** The text of an event whose data are these: a signature is of no matter to who reads a stored leaf. */
export const leafText = (data: object): string =>
  [
    JSON.stringify({ alg: 'EdDSA', cty: 'application/cloudevents+json', kid: 'k'.repeat(43) }),
    JSON.stringify({ data }),
    'signature',
  ]
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

/** A refusal of a request for a bed. */
export const declined = (over: Partial<UnmetLeaf> = {}): UnmetLeaf => ({
  ...TASK,
  leafIndex: 40,
  event: leafText({ reason: 'no-capacity' }),
  request: leafText({}),
  type: 'concordat.task.rejected.v1',
  kind: 'place-of-safety-admission',
  asker: 'police',
  askerUnit: 'control-room',
  performer: 'mh-trust',
  performerUnit: 'health-based-place-of-safety',
  recordedAt: new Date('2026-07-14T21:05:00Z'),
  ...over,
});
