import { DIRECTIONS, STAGES, type OverrideClause, type SharingAgreement, type SharingRule } from '#domain';
import {
  code,
  date,
  dottedCode,
  list,
  oneOf,
  optional,
  record,
  text,
  time,
  wholeNumber,
  type Check,
} from './check.js';
import type { References } from './references.js';

const sharingRule = ({ party, kind, urgency, item, agency, basis }: References): Check<SharingRule> =>
  record<SharingRule>({
    code: dottedCode,
    from: list(party, 'somebody must tell'),
    to: list(party, 'somebody must be told'),
    direction: oneOf(DIRECTIONS),
    kinds: list(kind, 'a rule needs at least one kind'),
    stage: oneOf(STAGES),
    urgencies: optional(list(urgency, 'leave "urgencies" out where the rule holds at all of them')),
    items: list(item, 'a rule needs at least one item'),
    originators: optional(list(agency, 'leave "originators" out where nothing is passed on')),
    basis,
  });

const overrideClause = ({ party, item, basis, actorRole }: References): Check<OverrideClause> =>
  record<OverrideClause>({
    code: dottedCode,
    from: list(party, 'somebody must tell'),
    to: list(party, 'somebody must be told'),
    items: list(item, 'a clause needs at least one item'),
    basis,
    authorisedBy: list(actorRole, 'some role must be able to authorise it'),
    reviewedBy: list(actorRole, 'some role must be able to review it'),
    maxMinutes: wholeNumber(1),
    reviewWithinMinutes: wholeNumber(1),
  });

/** Checks one sharing agreement; what its parts promise together is judged in agreement-relations.ts. */
export const sharingAgreement = (references: References): Check<SharingAgreement> =>
  record<SharingAgreement>({
    code,
    title: text,
    version: wholeNumber(1),
    parties: list(references.agency, 'an agreement needs parties'),
    purpose: text,
    inForceFrom: time,
    inForceUntil: optional(time),
    reviewBy: date,
    rules: list(sharingRule(references)),
    overrides: list(overrideClause(references)),
    note: optional(text),
    source: optional(text),
  });
