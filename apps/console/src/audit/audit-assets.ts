import { projectFolder, type Asset } from '#pages';
import { proofScript } from './proof/proof-script.js';

const at = (...parts: readonly string[]): string =>
  projectFolder('apps', 'console', 'src', 'audit', ...parts);

/** Styles and scripts of the pages of the audit log, by the name under which a page asks for them. */
export const auditAssets = (): Readonly<Record<string, string | Asset>> => ({
  'audit.css': at('audit.css'),
  'audit-saved-searches.js': at('browser', 'saved-searches.js'),
  'audit-export.js': at('browser', 'export.js'),
  'audit-erasure.js': at('browser', 'erasure.js'),
  'audit-print.js': at('browser', 'print.js'),
  'audit-proof.js': { type: 'text/javascript; charset=utf-8', body: proofScript() },
});
