import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agreementWarnings } from './agreement-reviews.js';
import { isObject, pathText, type Finding } from './check.js';
import type { DirectoryData } from './data.js';
import { DirectoryError, type DirectoryFault } from './directory-error.js';
import { directoryData } from './shape.js';
import { YamlError, readYaml, type YamlText } from './yaml-text.js';

/** Which parts of the directory each file holds, as its top-level keys. */
const FILES: Readonly<Record<string, readonly (keyof DirectoryData)[]>> = {
  'agencies.yaml': ['agencies'],
  'areas.yaml': ['areas'],
  'information-items.yaml': ['items'],
  'task-kinds.yaml': ['u1OfferAdds', 'taskKinds'],
  'decline-reasons.yaml': ['declineReasons'],
  'absent-reasons.yaml': ['absentReasons'],
  'urgencies.yaml': ['urgencies'],
  'actor-roles.yaml': ['actorRoles'],
  'terms.yaml': ['concepts', 'falseFriends'],
  'words.yaml': ['words'],
  'scales.yaml': ['scales', 'crosswalk', 'legalClocks'],
  'languages.yaml': ['languages'],
  'skills.yaml': ['skills', 'outsideEmployers', 'matchingRules'],
  'legal-powers.yaml': ['legalPowers', 'otherRoles', 'attendanceThreshold', 'pendingLaw'],
  'law-rules.yaml': ['lawRules'],
  'clocks.yaml': ['clocks', 'clockReasons'],
  'lawful-bases.yaml': ['lawfulBases', 'purposes', 'overrideReasons'],
  'agreements.yaml': ['agreements'],
  'governance.yaml': ['witnessing', 'retention'],
};

interface SourceFile {
  readonly name: string;
  readonly text: YamlText;
}

interface Reading {
  readonly sources: readonly SourceFile[];
  /** What the files hold, whatever its shape; undefined where a file cannot be read at all. */
  readonly written?: unknown;
  /** Undefined where there are faults. */
  readonly data?: DirectoryData;
  readonly faults: readonly DirectoryFault[];
}

/** What is wrong with a directory of YAML files, and what its members should soon see to, each with file and line. */
export interface DirectoryReport {
  /** The directory itself; undefined where there are faults. */
  readonly data?: DirectoryData;
  readonly faults: readonly DirectoryFault[];
  readonly warnings: readonly DirectoryFault[];
}

/**
 * Reads and checks a directory of YAML files; without an argument, the one that this project ships. Throws DirectoryError
 * (BAD_FILES) with every fault found. A file that is missing or is not YAML is reported before its contents are judged.
 */
export function loadDirectory(dir: string = shippedDirectory()): DirectoryData {
  const { data, faults } = readDirectory(dir);
  if (data) return data;
  throw new DirectoryError('BAD_FILES', faults);
}

/** Like {@link loadDirectory}, without throwing for faults; warnings are those at this instant (ms since 1970). */
export function checkDirectory(at: number, dir: string = shippedDirectory()): DirectoryReport {
  const { data, written, sources, faults } = readDirectory(dir);
  const warnings = agreementWarnings(written, at).map((finding) => placed(finding, sources));
  return { ...(data && { data }), faults, warnings: inOrder(warnings) };
}

function readDirectory(dir: string): Reading {
  const sources: SourceFile[] = [];
  const faults: DirectoryFault[] = strayFiles(dir);
  for (const name of Object.keys(FILES)) {
    const source = readSource(dir, name, faults);
    if (source) sources.push(source);
  }
  if (faults.length > 0) return { sources, faults };

  const findings: Finding[] = [];
  const written: unknown = Object.assign({}, ...sources.map((source) => sectionsOf(source, faults)));
  if (directoryData(written, [], findings) && faults.length === 0) {
    return { sources, written, data: written, faults };
  }
  const inSections = findings.filter(({ at }) => at.length > 0);
  faults.push(...inSections.map((finding) => placed(finding, sources)));
  return { sources, written, faults: inOrder(faults) };
}

/** The shipped data lie beside the source; the compiled code runs elsewhere, so look from the package's own root. */
function shippedDirectory(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let dir = start; ; dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json'))) return join(dir, 'libs', 'directory', 'data');
    if (dir === dirname(dir)) throw new Error(`no package.json above ${start}`);
  }
}

function strayFiles(dir: string): DirectoryFault[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => /\.ya?ml$/.test(name) && !Object.hasOwn(FILES, name))
    .map((name) => ({ file: name, line: 0, path: '', detail: 'is no file of the directory' }));
}

function readSource(dir: string, name: string, faults: DirectoryFault[]): SourceFile | undefined {
  if (!existsSync(join(dir, name))) {
    faults.push({ file: name, line: 0, path: '', detail: `is missing in ${dir}` });
    return undefined;
  }
  try {
    return { name, text: readYaml(readFileSync(join(dir, name), 'utf8')) };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    faults.push({ file: name, line: error.line, path: '', detail: `is not YAML: ${error.message}` });
    return undefined;
  }
}

function sectionsOf({ name, text }: SourceFile, faults: DirectoryFault[]): Record<string, unknown> {
  const allowed = FILES[name] ?? [];
  const sections: Record<string, unknown> = {};
  for (const [key, section] of Object.entries(isObject(text.value) ? text.value : {})) {
    if (allowed.some((known) => known === key)) sections[key] = section;
    else faults.push({ file: name, line: text.lineAt([key]), path: key, detail: `unknown key "${key}"` });
  }
  for (const key of allowed.filter((known) => !Object.hasOwn(sections, known))) {
    faults.push({ file: name, line: 1, path: key, detail: `lacks "${key}"` });
  }
  return sections;
}

function placed({ at, detail }: Finding, sources: readonly SourceFile[]): DirectoryFault {
  const source = sources.find(({ name }) => FILES[name]?.some((section) => section === at[0]));
  if (!source) return { file: '', line: 0, path: pathText(at), detail };
  return { file: source.name, line: source.text.lineAt(at), path: pathText(at), detail };
}

function inOrder(faults: readonly DirectoryFault[]): readonly DirectoryFault[] {
  const names = Object.keys(FILES);
  return [...faults].sort((a, b) => names.indexOf(a.file) - names.indexOf(b.file) || a.line - b.line);
}
