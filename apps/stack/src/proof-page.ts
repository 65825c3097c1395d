import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot } from './platform/home.js';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * A page in one file that checks one proof file (C2SP tlog-proof) in any browser: it holds libs/verifier and nothing that could ask
 * anybody, and its own policy forbids the browser to.
 */
export async function proofPage(): Promise<string> {
  const root = repositoryRoot();
  const from = join(root, 'apps', 'stack', 'proof-page');
  const read = (name: string): string => readFileSync(join(from, name), 'utf8');
  const { outputFiles } = await build({
    entryPoints: [join(from, 'proof-page.js')],
    alias: { '#verifier': join(root, 'libs', 'verifier', 'src', 'index.ts') },
    bundle: true,
    write: false,
    minify: true,
    charset: 'utf8',
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'silent',
  });
  // A closing tag in the script would end it.
  const script = `\n${(outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script')}`;
  const style = read('proof-page.css');
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;
  const parts: Readonly<Record<string, string>> = { POLICY: policy, STYLE: style, SCRIPT: script };
  return read('proof-page.html')
    .replace(/\s*%(STYLE|SCRIPT)%\s*/g, '%$1%')
    .replace(/%([A-Z]+)%/g, (whole, name: string) => parts[name] ?? whole);
}
