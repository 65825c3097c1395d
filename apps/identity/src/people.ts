import type { PersonRole } from '#access';

/** Somebody who may sign in for a demonstration; everybody here is invented. */
export interface DemonstrationPerson {
  /** What is typed in to sign in. */
  readonly user: string;
  /** The lasting subject of the tokens. */
  readonly subject: string;
  readonly name: string;
  readonly role: PersonRole;
  readonly agency?: string;
  readonly units?: readonly string[];
}

/** For each agency: who sees people, bound to which unit, and who answers on this shift. */
const AGENCIES = [
  ['police', 'Priya Halloran', 'street-triage', 'Nell Osgood'],
  ['ambulance', 'Tomasz Wendover', 'crew', 'Joan Achterberg'],
  ['mh-trust', 'Femi Larkspur', 'crisis-team', 'Ruth Delamere'],
  ['social-care', 'Ida Brockhurst', 'amhp-service', 'Callum Vane'],
  ['acute-hospital', 'Mei Thornbury', 'emergency-department', 'Oskar Pell'],
  ['voluntary', 'Sunny Ashgrove', 'safe-haven', 'Dot Marchbanks'],
] as const;

const ofAgencies = AGENCIES.flatMap(([agency, practitioner, unit, manager]): DemonstrationPerson[] => [
  {
    user: `${agency}.practitioner`,
    subject: `demo-${agency}-1`,
    name: practitioner,
    role: 'practitioner',
    agency,
    units: [unit],
  },
  {
    user: `${agency}.duty-manager`,
    subject: `demo-${agency}-2`,
    name: manager,
    role: 'duty-manager',
    agency,
  },
]);

const records = (agency: string, name: string): DemonstrationPerson => ({
  user: `${agency}.records-officer`,
  subject: `demo-${agency}-3`,
  name,
  role: 'records-officer',
  agency,
});

/** Everybody who may sign in: for each agency a practitioner and a duty manager, two records officers, an auditor, a lead. */
export const PEOPLE: readonly DemonstrationPerson[] = [
  ...ofAgencies,
  records('police', 'Gwen Tallis'),
  records('mh-trust', 'Abel Rook'),
  { user: 'auditor', subject: 'demo-auditor', name: 'Vera Coombe', role: 'auditor' },
  { user: 'lead', subject: 'demo-lead', name: 'Hugo Stannard', role: 'lead' },
];

/** Who has this subject. */
export const personOf = (subject: string): DemonstrationPerson | undefined =>
  PEOPLE.find((person) => person.subject === subject);

/** Who signs in by this user name. */
export const personCalled = (user: string): DemonstrationPerson | undefined =>
  PEOPLE.find((person) => person.user === user.trim().toLowerCase());
