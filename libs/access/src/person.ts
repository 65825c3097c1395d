/** Roles of people who sign in; what each may do is for the service that is asked. */
export const PERSON_ROLES = ['practitioner', 'duty-manager', 'auditor', 'records-officer', 'lead'] as const;
/** One of `PERSON_ROLES`. */
export type PersonRole = (typeof PERSON_ROLES)[number];

/** Who is signed in, as the access token says it. */
export interface Person {
  /** The issuer's lasting name for the person: opaque, and never another person's. */
  readonly subject: string;
  /** For the person's own eyes; no service stores or logs it. */
  readonly name: string;
  readonly role: PersonRole;
  /** Whose practitioner, duty manager or records officer; absent for an auditor and a lead. */
  readonly agency?: string;
  /** The units of the agency to which a practitioner or a duty manager is bound; absent for all of them. */
  readonly units?: readonly string[];
}

/** Claims of an access token, as they come. */
export type Claims = Readonly<Record<string, unknown>>;

const OF_AN_AGENCY: readonly PersonRole[] = ['practitioner', 'duty-manager', 'records-officer'];
const OF_UNITS: readonly PersonRole[] = ['practitioner', 'duty-manager'];
const CODE = /^[a-z0-9][a-z0-9-]{0,63}$/;
const MAX_UNITS = 50;
const MAX_TEXT = 200;

/**
 * The person whom the claims describe; undefined where they describe nobody: an unknown role, a role without the agency
 * that it needs, or with one that it does not have, and anything that is not of its form. Never a guess in favour of the caller.
 */
export function personIn(claims: Claims): Person | undefined {
  const { sub, concordat_role: role, concordat_agency: agency, concordat_units: units } = claims;
  if (!isText(sub) || !isRole(role)) return undefined;
  if (OF_AN_AGENCY.includes(role) ? !isCode(agency) : agency !== undefined) return undefined;
  if (units !== undefined && !(OF_UNITS.includes(role) && isUnits(units))) return undefined;
  return {
    subject: sub,
    name: [claims['name'], claims['preferred_username']].find(isText) ?? sub,
    role,
    ...(isCode(agency) && { agency }),
    ...(units !== undefined && { units }),
  };
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= MAX_TEXT;

const isRole = (value: unknown): value is PersonRole => PERSON_ROLES.some((role) => role === value);

const isCode = (value: unknown): value is string => typeof value === 'string' && CODE.test(value);

const isUnits = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.length <= MAX_UNITS && value.every(isCode);
