import { join } from 'node:path';
import nunjucks from 'nunjucks';
import { packageFolder } from './assets.js';
import { projectFolder } from './project.js';

/** What a template is given. */
export type View = Readonly<Record<string, unknown>>;

/** Templates of an app, beside those of both design systems (`govuk/…`, `moj/…`) and of this lib (`pages/…`). */
export class Templates {
  private readonly environment: nunjucks.Environment;

  /** `folders` hold the app's own templates; `globals` are known in every one of them. */
  constructor(folders: readonly string[], globals: View) {
    const paths = [
      ...folders,
      projectFolder('libs', 'pages', 'templates'),
      join(packageFolder('govuk-frontend'), 'dist'),
      packageFolder('@ministryofjustice/frontend'),
    ];
    const loader = new nunjucks.FileSystemLoader([...paths], { noCache: false });
    this.environment = new nunjucks.Environment(loader, {
      autoescape: true,
      trimBlocks: true,
      lstripBlocks: true,
    });
    for (const [name, value] of Object.entries(globals)) this.environment.addGlobal(name, value);
  }

  /** The page as HTML. Every value is escaped unless the template says otherwise. Throws Error on a faulty template. */
  render(name: string, view: View): string {
    return this.environment.render(name, view);
  }
}
