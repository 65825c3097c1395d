import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { YamlError, loadDirectory, readYaml, type YamlText } from '#directory';
import { repositoryRoot } from '../platform/home.js';
import { againstAssertions } from './assertion-names.js';
import { Checker, type Path } from './checker.js';
import { againstDirectory, type Names } from './scenario-names.js';
import { scenarioOf } from './scenario-shape.js';
import { againstOrder } from './scenario-order.js';
import type { Scenario } from './steps.js';

/** One thing wrong in a scenario file. */
export interface ScenarioFault {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Where, such as `steps[3].kind`; empty for the file as a whole. */
  readonly where: string;
  readonly expected: string;
}

/** A scenario file that cannot be played, with every fault that was found. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';

  constructor(readonly faults: readonly ScenarioFault[]) {
    super(faults.map(faultText).join('\n'));
  }
}

function faultText({ file, line, where, expected }: ScenarioFault): string {
  return `${file}:${line}: ${where === '' ? '' : `${where}: `}expected ${expected}`;
}

/** Reads a scenario file against the shipped directory. Throws ScenarioError with all faults. */
export function readScenario(file: string): Scenario {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new ScenarioError([{ file, line: 1, where: '', expected: `a file that can be read (${code})` }]);
  }
  return parseScenario(source, file, loadDirectory());
}

/** Path of a case study that this project ships, by its name without `.yaml`. */
export function shippedScenario(name: string): string {
  return join(repositoryRoot(), 'apps', 'stack', 'scenarios', `${name}.yaml`);
}

/**
 * Reads the text of a scenario in the words of `_schema.yaml`; names are those of `directory`. Throws ScenarioError with
 * all faults; what is not YAML is reported before its contents are judged.
 */
export function parseScenario(source: string, file: string, directory: Names): Scenario {
  const { value, lineAt } = textOf(source, file);
  const check = new Checker();
  const scenario = scenarioOf(value, { check, file: basename(file), lineAt });
  if (scenario) {
    const readable = check.findings.length === 0;
    againstDirectory(scenario, directory, check);
    // A step that cannot be read may be the very one that opens a task.
    if (readable) {
      againstOrder(scenario, check);
      againstAssertions(scenario, directory, check);
    }
  }
  if (!scenario || check.findings.length > 0) {
    const faults = check.findings.map(({ path, expected }) => ({
      file,
      line: lineAt(path),
      where: placeText(path),
      expected,
    }));
    throw new ScenarioError(faults.sort((a, b) => a.line - b.line));
  }
  return { ...scenario, steps: [...scenario.steps].sort((a, b) => a.at - b.at) };
}

function placeText(path: Path): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

function textOf(source: string, file: string): YamlText {
  try {
    return readYaml(source);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const expected = `YAML that can be read: ${error.message}`;
    throw new ScenarioError([{ file, line: error.line, where: '', expected }]);
  }
}
