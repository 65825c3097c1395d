import { buildSync } from 'esbuild';
import { projectFolder } from '#pages';

/** The script that checks a proof in the browser: the project's own verifier and nothing that asks anybody, as one file. */
export function proofScript(): Buffer {
  const { outputFiles } = buildSync({
    entryPoints: [projectFolder('apps', 'console', 'src', 'audit', 'browser', 'proof.js')],
    alias: { '#verifier': projectFolder('libs', 'verifier', 'src', 'index.ts') },
    bundle: true,
    write: false,
    minify: true,
    charset: 'utf8',
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'silent',
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}
