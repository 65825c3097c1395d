import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SEEDS, GROUND } from './boundary-seeds.js';

interface Rules {
  readonly forbidden: readonly IForbiddenRuleType[];
  readonly options: { readonly enhancedResolveOptions: object; readonly [name: string]: unknown };
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const rulesFile: string = './boundaries.js';
const { default: rules } = (await import(rulesFile)) as { default: Rules };

/** Far below what the project has, far above what a cruise with the wrong parser or folder would find. */
const LEAST_MODULES = 150;

async function cruised(baseDir: string, folders: readonly string[]): Promise<ICruiseResult> {
  const { enhancedResolveOptions, ...options } = rules.options;
  const settings = { ...options, baseDir, validate: true, ruleSet: { forbidden: [...rules.forbidden] } };
  const tsConfig = extractTSConfig(join(root, 'tsconfig.json'));
  const result = await cruise([...folders], settings, enhancedResolveOptions, { tsConfig });
  if (typeof result.output === 'string') throw new Error('a report in words, not a result');
  return result.output;
}

const found = (result: ICruiseResult): string[] =>
  result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);

describe('the parts of the project', () => {
  it('import only what they may', async () => {
    const result = await cruised(root, ['apps', 'libs', 'test']);
    expect(found(result)).toEqual([]);
    expect(result.summary.totalCruised).toBeGreaterThan(LEAST_MODULES);
  }, 60_000);
});

describe('the rules', () => {
  // Inside the repository, so that packages are found as they are from the sources.
  const runs = join(root, '.concordat');
  mkdirSync(runs, { recursive: true });
  const tree = mkdtempSync(join(runs, 'boundaries-'));
  let result: ICruiseResult;

  beforeAll(async () => {
    const { imports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { imports: unknown };
    const files = { 'package.json': JSON.stringify({ type: 'module', imports }), ...GROUND };
    const seeds = SEEDS.map(({ file, text }) => [file, text] as const);
    for (const [file, text] of [...Object.entries(files), ...seeds]) {
      mkdirSync(dirname(join(tree, file)), { recursive: true });
      writeFileSync(join(tree, file), text);
    }
    result = await cruised(tree, ['apps', 'libs', 'test']);
  }, 60_000);

  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it.each(SEEDS)('catch $file: $rule', ({ file, rule }) => {
    expect(result.summary.violations.map(({ rule: { name }, from }) => [name, from])).toContainEqual([
      rule,
      file,
    ]);
  });

  it('accept what is lawful', () => {
    const seeded = new Set(SEEDS.map(({ file }) => file));
    const blamed = result.summary.violations.filter(({ from }) => !seeded.has(from));
    expect(blamed.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  });

  it('have a seeded violation each', () => {
    const seeded = new Set(SEEDS.map(({ rule }) => rule));
    expect(rules.forbidden.map(({ name }) => name).filter((name) => !seeded.has(name as string))).toEqual([]);
  });
});
