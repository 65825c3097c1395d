import { actorRef } from '#contracts';
import { IssuerAway, PersonTokens, looksLikeJwt, type Issuer, type Person } from '#access';
import { Problem } from './problem.js';

/** Somebody who is signed in, as this agency's service lets them in. */
export interface AdmittedPerson {
  /** Stands for the person where a system's name would: says nothing of who it is. */
  readonly system: string;
  /** The units to which the person is bound; absent for all of the agency, and for a lead, who sees no task. */
  readonly units?: readonly string[];
  /** Who acts, whatever a body says. */
  readonly actor: { readonly ref: string; readonly role: string; readonly type: 'person' };
}

/** Routes without any personal data: all that a Concordat lead may ask of an agency's service. */
export const LEAD_ROUTES: readonly string[] = ['GET /status', 'GET /reports/unmet', 'GET /lead/tasks'];

/** Routes that are for systems alone: a webhook is called with the rights of its system's token, which outlasts a shift. */
export const SYSTEM_ROUTES: readonly string[] = ['POST /webhooks', 'GET /webhooks', 'DELETE /webhooks/:id'];

/** Routes of a duty manager that a practitioner does not have: who is on shift, and figures on how others work. */
export const DUTY_MANAGER_ROUTES: readonly string[] = ['PUT /roster/:unit', 'GET /lead/tasks'];

/** What readers of the audit log ask of an agency: tokens under which that log finds a person, and nothing else. */
export const READER_ROUTES: readonly string[] = ['POST /index-tokens'];

const OF_THE_AGENCY: readonly Person['role'][] = ['practitioner', 'duty-manager'];

/** Lets in people who are signed in at the issuer that the agency believes. */
export class People {
  private readonly tokens: PersonTokens;

  constructor(
    issuer: Issuer,
    private readonly agency: { readonly code: string; readonly actorKey: Buffer },
  ) {
    this.tokens = new PersonTokens(issuer);
  }

  /**
   * Who bears this Authorization header; undefined for nobody. `route` is method and route. Throws Problem NOT_FOR_THIS_PERSON for somebody
   * of another agency, with another role, or on a route that the role does not have, and ISSUER_AWAY.
   */
  async bearing(authorization: string | undefined, route: string): Promise<AdmittedPerson | undefined> {
    const token = /^Bearer +([\x21-\x7e]{1,8192})$/i.exec(authorization ?? '')?.[1];
    if (!token || !looksLikeJwt(token)) return undefined;
    const person = await this.tokens.read(token).catch((error: unknown) => {
      throw error instanceof IssuerAway ? new Problem('ISSUER_AWAY') : error;
    });
    if (!person) return undefined;
    if (!mayAsk(person, this.agency.code, route)) throw new Problem('NOT_FOR_THIS_PERSON');
    const { subject, role, units } = person;
    return {
      system: `person:${actorRef('person', subject, this.agency.actorKey)}`,
      ...(units && { units }),
      actor: { ref: subject, role, type: 'person' },
    };
  }
}

/** Whether a person may ask an agency's service at this route at all; what they see there is a matter of their units. */
export function mayAsk(
  { role, agency }: Pick<Person, 'role' | 'agency'>,
  code: string,
  route: string,
): boolean {
  const asked = route.replace(/^HEAD /, 'GET ');
  if (role === 'lead') return LEAD_ROUTES.includes(asked);
  if (role === 'auditor') return READER_ROUTES.includes(asked);
  if (role === 'records-officer') return agency === code && READER_ROUTES.includes(asked);
  if (!OF_THE_AGENCY.includes(role) || agency !== code || SYSTEM_ROUTES.includes(asked)) return false;
  return role === 'duty-manager' || !DUTY_MANAGER_ROUTES.includes(asked);
}
