import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from '@jest/globals';

// In CI the parser would read each file from the disk once, and not the texts that are given here.
process.env['TSESTREE_SINGLE_RUN'] = 'false';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const eslint = new ESLint({ cwd: root, overrideConfigFile: 'test/architecture/eslint.config.js' });

/** Names of the rules that would speak if the file had this text. The file has to exist, since its types are read. */
async function findings(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: join(root, file) });
  return [...new Set(result?.messages.map(({ ruleId, message }) => ruleId ?? message))];
}

const lines = (count: number): string => '  void 0;\n'.repeat(count);
const nest = (parameters: string): string =>
  `declare const Injectable: () => ClassDecorator;\n@Injectable()\nexport class A { constructor(${parameters}) { void [${parameters.replaceAll(': 1', '')}]; } }`;
const pureLib = 'libs/domain/src/instant.ts';
const lib = 'libs/messaging/src/connect.ts';

describe('the linter', () => {
  // The first look reads the types of the whole project.
  beforeAll(() => findings(lib, ''), 240_000);

  it.each([
    ['a file of more than 300 lines', lib, 'export const a = 1;\n' + '// x\n'.repeat(300), 'max-lines'],
    [
      'a function of more than 50 lines',
      lib,
      `export function a(): void {\n${lines(50)}}`,
      'max-lines-per-function',
    ],
    [
      'depth of 4',
      lib,
      'export const a = (b: boolean) => { if (b) { if (b) { if (b) { if (b) { return 1; } } } } return 2; };',
      'max-depth',
    ],
    [
      '5 parameters',
      lib,
      'export const a = (b: 1, c: 1, d: 1, e: 1, f: 1) => [b, c, d, e, f];',
      'concordat/few-parameters',
    ],
    ['6 parts of a Nest class', lib, nest('b: 1, c: 1, d: 1, e: 1, f: 1, g: 1'), 'concordat/few-parameters'],
    ['any', lib, 'export const a = (b: any): unknown => b;', '@typescript-eslint/no-explicit-any'],
    [
      'a promise that nobody awaits',
      lib,
      'export const a = (): void => { Promise.resolve(1); };',
      '@typescript-eslint/no-floating-promises',
    ],
    [
      'a switch that forgets a case',
      lib,
      "export const a = (b: 'c' | 'd'): void => { switch (b) { case 'c': return; } };",
      '@typescript-eslint/switch-exhaustiveness-check',
    ],
    ['a default export', lib, 'const a = 1;\nexport default a;', 'no-restricted-syntax'],
    [
      'an export of everything',
      lib,
      ['export', "* from './messaging-error.js';"].join(' '),
      'no-restricted-syntax',
    ],
    ['the environment in a lib', lib, "export const a = process.env['A'];", 'no-restricted-syntax'],
    [
      'the environment, taken apart',
      lib,
      'const { env } = process;\nexport const a = env;',
      'no-restricted-syntax',
    ],
    ['words on the console', lib, "console.log('a');", 'no-console'],
    ['an enum', lib, 'export enum A { B }', 'no-restricted-syntax'],
    ['the time in a pure lib', pureLib, 'export const a = new Date();', 'no-restricted-syntax'],
    ['the clock in a pure lib', pureLib, 'export const a = Date.now();', 'no-restricted-properties'],
    ['chance in a pure lib', pureLib, 'export const a = Math.random();', 'no-restricted-properties'],
    ['a timer in a pure lib', pureLib, 'setTimeout(() => undefined, 1);', 'no-restricted-globals'],
    ['the network in a pure lib', pureLib, "export const a = fetch('b');", 'no-restricted-globals'],
    ['the process in a pure lib', pureLib, 'export const a = process.pid;', 'no-restricted-globals'],
  ])(
    'finds %s',
    async (_what, file, text, rule) => {
      expect(await findings(file, text)).toContain(rule);
    },
    60_000,
  );

  it.each([
    ['5 parts of a Nest class', lib, nest('b: 1, c: 1, d: 1, e: 1, f: 1')],
    ['a time that was given', pureLib, 'export const a = (text: string): Date => new Date(text);'],
    ['the environment in a main file', 'apps/police/src/main.ts', "export const a = process.env['A'];"],
    ['words on the console of the command line', 'apps/stack/src/cli/say.ts', "console.log('a');"],
    ['globals of Node in a script', 'apps/stack/bin/start.mjs', "console.log(process.argv, new URL('a:b'));"],
    ['a long test', 'libs/domain/src/decide.spec.ts', `export function a(): void {\n${lines(50)}}`],
  ])(
    'accepts %s',
    async (_what, file, text) => {
      expect(await findings(file, text)).toEqual([]);
    },
    60_000,
  );
});
