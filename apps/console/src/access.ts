import type { PersonRole } from '#access';

/** Who may see a page. */
export interface PageAccess {
  /** Method and route, as the controller has it: `GET /tasks/:id`. */
  readonly route: string;
  /** `anyone` also without signing in; else the roles, each of them signed in. */
  readonly roles: 'anyone' | readonly PersonRole[];
  /** Its name in the navigation of those who may see it; the first one is where they begin. */
  readonly nav?: string;
  /** A page that a browser asks for by itself: it does not keep a session awake. */
  readonly background?: true;
  /** A part that not every console has: without it the page is not in the navigation, and answers 404. */
  readonly part?: ConsolePart;
}

/** A part of the console that is there only where it was told of it. */
export type ConsolePart = 'rehearsals';

const EVERYBODY: readonly PersonRole[] = [
  'practitioner',
  'duty-manager',
  'auditor',
  'records-officer',
  'lead',
];
const READERS: readonly PersonRole[] = ['auditor', 'records-officer'];
const AUDITORS: readonly PersonRole[] = ['auditor'];
const ON_SHIFT: readonly PersonRole[] = ['practitioner', 'duty-manager'];
const REHEARSING: readonly PersonRole[] = ['duty-manager', 'lead'];

/**
 * Every page of the console, with the roles that may see it. A route that is not here is refused to everybody. What a role may
 * do at a service, that service decides again by itself.
 */
export const ACCESS: readonly PageAccess[] = [
  { route: 'GET /health', roles: 'anyone', background: true },
  { route: 'GET /assets/*', roles: 'anyone', background: true },
  { route: 'GET /sign-in', roles: 'anyone' },
  { route: 'GET /sign-in/callback', roles: 'anyone' },
  { route: 'GET /signed-out', roles: 'anyone' },
  { route: 'POST /sign-out', roles: EVERYBODY },
  { route: 'GET /', roles: EVERYBODY },
  { route: 'GET /board', roles: ON_SHIFT, nav: 'Board' },
  { route: 'GET /board/rows', roles: ON_SHIFT, background: true },
  { route: 'GET /board/events', roles: ON_SHIFT, background: true },
  { route: 'POST /board/telephoned', roles: ON_SHIFT },
  { route: 'GET /tasks/:id', roles: ON_SHIFT },
  { route: 'GET /tasks/:id/now', roles: ON_SHIFT, background: true },
  { route: 'GET /tasks/:id/steps/inform', roles: ON_SHIFT },
  { route: 'POST /tasks/:id/steps/inform', roles: ON_SHIFT },
  { route: 'GET /tasks/:id/steps/:step', roles: ON_SHIFT },
  { route: 'POST /tasks/:id/steps/:step', roles: ON_SHIFT },
  { route: 'POST /tasks/:id/acknowledge', roles: ON_SHIFT },
  { route: 'GET /ask', roles: ON_SHIFT, nav: 'Ask' },
  { route: 'POST /ask', roles: ON_SHIFT },
  { route: 'GET /ask/:id', roles: ON_SHIFT },
  { route: 'GET /ask/:id/:step', roles: ON_SHIFT },
  { route: 'POST /ask/:id/:step', roles: ON_SHIFT },
  { route: 'POST /ask/:id/:step/typed', roles: ON_SHIFT },
  { route: 'GET /ask/:id/tell/:item', roles: ON_SHIFT },
  { route: 'POST /ask/:id/tell/:item', roles: ON_SHIFT },
  { route: 'POST /ask/:id/tell/:item/typed', roles: ON_SHIFT },
  { route: 'GET /ask/:id/check', roles: ON_SHIFT },
  { route: 'POST /ask/:id/check', roles: ON_SHIFT },
  { route: 'GET /ask/:id/remove', roles: ON_SHIFT },
  { route: 'POST /ask/:id/remove', roles: ON_SHIFT },
  { route: 'GET /ask/sent/task/:task', roles: ON_SHIFT },
  { route: 'GET /ask/sent/need/:need', roles: ON_SHIFT },
  { route: 'GET /cases/:id', roles: ON_SHIFT },
  { route: 'GET /roster', roles: ON_SHIFT, nav: 'Duty roster' },
  { route: 'GET /roster/:unit', roles: ['duty-manager'] },
  { route: 'POST /roster/:unit', roles: ['duty-manager'] },
  { route: 'GET /lead', roles: ['lead'], nav: 'All agencies' },
  { route: 'GET /rehearsals', roles: REHEARSING, nav: 'Rehearsals', part: 'rehearsals' },
  { route: 'POST /rehearsals', roles: REHEARSING },
  { route: 'GET /rehearsals/running', roles: REHEARSING },
  { route: 'GET /rehearsals/running/now', roles: REHEARSING, background: true },
  { route: 'GET /rehearsals/running/events', roles: REHEARSING, background: true },
  { route: 'GET /rehearsals/:study/report', roles: REHEARSING },
  { route: 'GET /audit', roles: READERS },
  { route: 'GET /audit/search', roles: READERS, nav: 'Search the log' },
  { route: 'GET /audit/person', roles: READERS },
  { route: 'POST /audit/person', roles: READERS },
  { route: 'GET /audit/people', roles: READERS },
  { route: 'GET /audit/tasks/:id', roles: READERS },
  { route: 'GET /audit/leaves/:index', roles: READERS },
  { route: 'GET /audit/leaves/:index/proof-file', roles: READERS },
  { route: 'GET /audit/log-keys', roles: READERS },
  { route: 'GET /audit/exports/disclosures', roles: READERS },
  { route: 'GET /audit/reports', roles: READERS, nav: 'Reports' },
  { route: 'GET /audit/reports/:name', roles: READERS },
  { route: 'GET /audit/reports/:name/csv', roles: READERS },
  { route: 'GET /audit/overrides', roles: READERS, nav: 'Overrides' },
  { route: 'GET /audit/holds', roles: AUDITORS, nav: 'Holds' },
  { route: 'GET /audit/holds/new', roles: AUDITORS },
  { route: 'POST /audit/holds', roles: AUDITORS },
  { route: 'GET /audit/holds/:id/release', roles: AUDITORS },
  { route: 'POST /audit/holds/:id/release', roles: AUDITORS },
  { route: 'GET /audit/erasures', roles: AUDITORS, nav: 'Erasures' },
  { route: 'GET /audit/erasures/plan', roles: AUDITORS },
  { route: 'GET /audit/erasures/due', roles: AUDITORS },
  { route: 'POST /audit/erasures', roles: AUDITORS },
  { route: 'GET /audit/erasures/:id', roles: AUDITORS },
  { route: 'GET /audit/erasures/:id/progress', roles: AUDITORS, background: true },
  { route: 'GET /audit/readings', roles: AUDITORS, nav: 'Readings' },
];

const byRoute = new Map(ACCESS.map((entry) => [entry.route, entry]));

/** The entry of a route; HEAD counts as GET. Undefined for a route that the table does not have. */
export const accessTo = (method: string, route: string): PageAccess | undefined =>
  byRoute.get(`${method === 'HEAD' ? 'GET' : method} ${route}`);

/** Whether somebody with this role, or nobody, may see the page. */
export const maySee = (entry: PageAccess, role: PersonRole | undefined): boolean =>
  entry.roles === 'anyone' || (role !== undefined && entry.roles.includes(role));

/** A page in the navigation. */
export interface NavEntry {
  readonly text: string;
  readonly href: string;
}

/** The pages that a role finds in the navigation of a console with these parts, in the order of the table. */
export const navigationOf = (role: PersonRole, parts: readonly ConsolePart[] = []): readonly NavEntry[] =>
  ACCESS.flatMap((entry) =>
    entry.nav !== undefined && maySee(entry, role) && (!entry.part || parts.includes(entry.part))
      ? [{ text: entry.nav, href: entry.route.slice('GET '.length) }]
      : [],
  );
