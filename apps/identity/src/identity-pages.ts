import { randomBytes } from 'node:crypto';
import { ASSET_CACHE, PageAssets, Templates, pageHeaders, projectFolder, type Asset } from '#pages';
import { PEOPLE } from './people.js';

/** A page with the headers of a page. */
export interface ShownPage {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a sign-in page shows again after it was filled in wrongly. */
export interface FilledIn {
  readonly user: string;
  readonly fault: 'empty' | 'wrong';
}

const FAULTS: Readonly<Record<FilledIn['fault'], string>> = {
  empty: 'Enter your user name and the password',
  wrong: 'The user name or the password is not right',
};

/** The provider's few pages, in the look of the console. */
export class IdentityPages {
  private readonly assets = PageAssets.read({
    'concordat.css': projectFolder('libs', 'pages', 'templates', 'concordat.css'),
    'icon.svg': projectFolder('libs', 'pages', 'templates', 'icon.svg'),
  });
  private readonly templates = new Templates([projectFolder('apps', 'identity', 'templates')], {
    assets: this.assets.base,
    service: 'Concordat',
    footer: 'A demonstration: every person and place is invented.',
  });

  /** `consoles` are the addresses to which a form of these pages may lead in the end. */
  constructor(private readonly consoles: readonly string[]) {}

  /** Asks for user name and password. */
  signIn(action: string, filledIn?: FilledIn): ShownPage {
    const users = PEOPLE.map(({ user, name, role, agency }) => ({ user, name, role, agency }));
    const fault = filledIn && FAULTS[filledIn.fault];
    const errors = fault ? [{ text: fault, href: '#user' }] : [];
    return this.page('sign-in.njk', { title: 'Sign in', action, users, user: filledIn?.user, fault, errors });
  }

  /** Ends the session here, too: by itself where scripts run, else by its button. `form` is the provider's own. */
  leaving(form: string): ShownPage {
    const whole = form.replace('</form>', '<input type="hidden" name="logout" value="yes"></form>');
    return this.page('leaving.njk', { title: 'Signing out', form: whole });
  }

  /** After a sign-out that leads back to nowhere. */
  left(): ShownPage {
    return this.page('plain.njk', { title: 'You are signed out', text: 'You can close this page.' });
  }

  /** What the client asked for was refused; `code` is the protocol's own. */
  refused(code: string): ShownPage {
    const text = `The sign-in was refused (${code}). Go back to Concordat and try again.`;
    return this.page('plain.njk', { title: 'You cannot sign in this way', text });
  }

  /** A style, a script or an image, with its headers. */
  asset(path: string): (Asset & { readonly headers: Readonly<Record<string, string>> }) | undefined {
    const found = this.assets.at(path);
    if (!found) return undefined;
    const { type } = found;
    return { ...found, headers: { 'content-type': type, 'cache-control': ASSET_CACHE } };
  }

  private page(template: string, view: Readonly<Record<string, unknown>>): ShownPage {
    const nonce = randomBytes(16).toString('base64url');
    const html = this.templates.render(template, { ...view, nonce });
    const headers = pageHeaders({ nonce, formTargets: this.consoles.map((url) => new URL(url).origin) });
    return { html, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' } };
  }
}
