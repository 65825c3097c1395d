import { PageAssets, Templates, pageHeaders, projectFolder } from '#pages';
import { navigationOf, type ConsolePart } from '../access.js';
import { auditAssets } from '../audit/audit-assets.js';
import { visitOf, type VisitRequest } from '../sessions/visit.js';
import type { Page } from './answers.js';

const LAYOUT = projectFolder('libs', 'pages', 'templates');
const ROLES = {
  practitioner: 'Practitioner',
  'duty-manager': 'Duty manager',
  auditor: 'Auditor',
  'records-officer': 'Records officer',
  lead: 'Concordat lead',
} as const;

/** Makes HTML of pages: with the navigation of whoever is signed in, and the token for its forms. */
export class Pages {
  readonly assets = PageAssets.read({
    'concordat.css': `${LAYOUT}/concordat.css`,
    'icon.svg': `${LAYOUT}/icon.svg`,
    'board.css': projectFolder('apps', 'console', 'src', 'board', 'board.css'),
    'board.js': projectFolder('apps', 'console', 'src', 'board', 'board.js'),
    'task.js': projectFolder('apps', 'console', 'src', 'task', 'task.js'),
    'typed.js': projectFolder('apps', 'console', 'src', 'ask', 'typed.js'),
    'rehearsal.js': projectFolder('apps', 'console', 'src', 'rehearsals', 'rehearsal.js'),
    ...auditAssets(),
  });
  private readonly templates = new Templates([projectFolder('apps', 'console', 'src')], {
    assets: this.assets.base,
    service: 'Concordat',
    footer: 'Concordat: who tasked whom, and what information travelled.',
  });

  /** `issuer` is where the forms of signing out may lead; `parts` are those that this console has. */
  constructor(
    private readonly issuer: string,
    private readonly parts: readonly ConsolePart[] = [],
  ) {}

  /** The page as HTML, for this request. */
  html({ template, view }: Page, request: VisitRequest): string {
    const visit = visitOf(request);
    const path = request.url.split('?')[0] as string;
    return this.templates.render(template, {
      ...view,
      nonce: request.nonce,
      csrf: request.session?.csrf,
      ...(visit && { accountTemplate: 'page/account.njk', account: accountOf(visit.person) }),
      navigation: visit
        ? navigationOf(visit.person.role, this.parts).map((entry) => shownNav(entry, path))
        : [],
    });
  }

  /** The headers of a page. */
  headers(nonce: string): Readonly<Record<string, string>> {
    return pageHeaders({ nonce, formTargets: [new URL(this.issuer).origin] });
  }
}

const shownNav = ({ text, href }: { readonly text: string; readonly href: string }, path: string) => ({
  text,
  href,
  current: path === href,
  active: path.startsWith(`${href}/`),
});

const accountOf = ({ name, role, agency }: { name: string; role: keyof typeof ROLES; agency?: string }) => ({
  name,
  role: ROLES[role],
  agency,
});
