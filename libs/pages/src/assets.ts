import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';

/** A file that pages need, whole, with its media type. */
export interface Asset {
  readonly type: string;
  readonly body: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
};

/** Starts the components of both design systems in pages that have any. */
const START = `import { initAll } from './govuk-frontend.min.js';
import { initAll as initMoj } from './moj-frontend.min.js';
initAll();
initMoj();
`;

/** How long browsers may keep a file: its address changes with any file, so for ever. */
export const ASSET_CACHE = 'public, max-age=31536000, immutable';

/**
 * The styles, scripts and images of both design systems, as their packages ship them, and an app's own. All are read once,
 * and nothing that is not in this list can be asked for. The address holds a hash over all of them.
 */
export class PageAssets {
  /** Where they are served, such as `/assets/0123456789ab`. */
  readonly base: string;

  private constructor(private readonly files: ReadonlyMap<string, Asset>) {
    const hash = createHash('sha256');
    for (const [name, { body }] of files) hash.update(`${name}\0${body.length}\0`).update(body);
    this.base = `/assets/${hash.digest('hex').slice(0, 12)}`;
  }

  /** Reads the files of the packages and those of the app, by the name under which a page asks for them; what was made at the start is given whole. */
  static read(own: Readonly<Record<string, string | Asset>> = {}): PageAssets {
    const govuk = join(packageFolder('govuk-frontend'), 'dist', 'govuk');
    const moj = join(packageFolder('@ministryofjustice/frontend'), 'moj');
    const files = [
      ['govuk-frontend.min.css', styles(join(govuk, 'govuk-frontend.min.css'))],
      ['govuk-frontend.min.js', asset(join(govuk, 'govuk-frontend.min.js'))],
      ['moj-frontend.min.css', styles(join(moj, 'moj-frontend.min.css'))],
      ['moj-frontend.min.js', asset(join(moj, 'moj-frontend.min.js'))],
      ['start.js', { type: TYPES['.js'] as string, body: Buffer.from(START) }],
      ...imagesIn(join(moj, 'assets', 'images')),
      ...Object.entries(own).map(
        ([name, file]) => [name, typeof file === 'string' ? asset(file) : file] as const,
      ),
    ] as const;
    return new PageAssets(new Map(files));
  }

  /** The file at an address below `base`; undefined where there is none. */
  at(path: string): Asset | undefined {
    return path.startsWith(`${this.base}/`) ? this.files.get(path.slice(this.base.length + 1)) : undefined;
  }
}

/** The folder of an installed package. */
export const packageFolder = (name: string): string =>
  dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));

const asset = (file: string): Asset => ({
  type: TYPES[extname(file)] ?? 'application/octet-stream',
  body: withoutMap(readFileSync(file)),
});

/** The typeface and the crest of GOV.UK are for services of the government alone; images lie beside the styles. */
function styles(file: string): Asset {
  const text = readFileSync(file, 'utf8')
    .replace(/@font-face\s*\{[^}]*\}/g, '')
    .replace(/url\(["']?\/assets\//g, (found) => found.replace('/assets/', ''));
  return { type: TYPES['.css'] as string, body: withoutMap(Buffer.from(text)) };
}

/** The maps of the packages' own sources are not served. */
const withoutMap = (body: Buffer): Buffer => {
  const text = body.toString('latin1');
  const at = text.search(/\/[/*][#@] sourceMappingURL=[^\n]*\s*$/);
  return at === -1 ? body : body.subarray(0, at);
};

const imagesIn = (folder: string): (readonly [string, Asset])[] =>
  readdirSync(folder)
    .filter((name) => extname(name) in TYPES)
    .sort()
    .map((name) => [`images/${name}`, asset(join(folder, name))] as const);
