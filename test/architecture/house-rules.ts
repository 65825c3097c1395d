import ts from 'typescript';

/** A file of the project: its path from the top, with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Folders that must be there and all others of their kind, in the order of the layout. */
export const ROOMS = [
  'apps/police',
  'apps/ambulance',
  'apps/mh-trust',
  'apps/social-care',
  'apps/acute-hospital',
  'apps/voluntary',
  'apps/audit',
  'apps/keeper',
  'apps/console',
  'apps/identity',
  'apps/stack',
  'libs/domain',
  'libs/transparency',
  'libs/verifier',
  'libs/contracts',
  'libs/messaging',
  'libs/storage',
  'libs/agency',
  'libs/directory',
  'libs/access',
  'libs/pages',
] as const;

const TOP_LEVEL = new Set(
  [
    'apps',
    'libs',
    'test',
    'docker-compose.yml',
    'nest-cli.json',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ]
    .concat(['README.md', '.ci', '.git', '.gitignore', '.gitattributes', '.npmrc'])
    // Not in the repository: installed, built, or written by a run.
    .concat(['node_modules', 'dist', '.concordat', '.vscode', '.idea', '.DS_Store']),
);

/** The entries of the top folder that have no place there. Log files are ignored by git. */
export const strangersAtTheTop = (entries: readonly string[]): string[] =>
  entries.filter((entry) => !TOP_LEVEL.has(entry) && !entry.endsWith('.log'));

/** Apps and libs, of the layout or not, without a README.md of some length. */
export function roomsWithoutReadme(files: readonly SourceFile[]): string[] {
  const found = files.flatMap(({ path }) => /^(?:apps|libs)\/[^/]+(?=\/)/.exec(path) ?? []);
  const readmes = new Set(files.filter(({ text }) => text.trim().length > 200).map(({ path }) => path));
  return [...new Set([...ROOMS, ...found])].filter((room) => !readmes.has(`${room}/README.md`));
}

/** Paths with a folder or file whose name says nothing of what is in it. */
export const namelessFiles = (paths: readonly string[]): string[] =>
  paths.filter((path) =>
    path.split('/').some((part) => /^(utils?|helpers?|commons?|base|shared|misc|stuff)(\.|$)/i.test(part)),
  );

const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a forward reference', /\bforwardRef\s*\(/],
  ['a whole-module export', /\bexport\s+\*/],
  [
    'a path of one machine',
    /(?:^|[\s"'`(=:])\/(?:work|workspace|home\/\w|Users\/\w|root\/\w|tmp\/\w|private\/var)[/\w.-]*/m,
  ],
  [
    'the name of a package registry',
    /\b(?:registry|npm|packages|artifactory|nexus|verdaccio)\.[a-z0-9-]+\.[a-z]{2,}\b/i,
  ],
  ['the name of a package mirror', /\b(?:deb|security|ftp|archive|mirrors?)\.[a-z0-9-]+\.(?:org|com|net)\b/i],
];

/** Each place with something that never stands in the project, as `path: what`. */
export const forbiddenWords = (files: readonly SourceFile[]): string[] =>
  files.flatMap(({ path, text }) =>
    FORBIDDEN.filter(([, pattern]) => pattern.test(text)).map(([what]) => `${path}: ${what}`),
  );

/** Exported declarations without a docstring, as `path: name`. */
export function undocumented(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const source = parse(path, text);
    const listed = namesInExportLists(source);
    return source.statements.flatMap((statement) => {
      const names = declaredNames(statement).filter((name) => isExported(statement) || listed.has(name));
      return hasDocstring(statement) ? [] : names.map((name) => `${path}: ${name}`);
    });
  });
}

/**
 * Tests of one file that have the same name under the same headings, as `path: name`. A name that is filled in from a
 * table (`%s`, `$name`) is another one in each row and is left out.
 */
export function duplicateTests(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const source = parse(path, text);
    const names: string[] = [];
    const visit = (node: ts.Node, headings: readonly string[]): void => {
      const named = ts.isCallExpression(node) ? namedCall(node, source) : undefined;
      if (named && named.kind !== 'describe') names.push([...headings, named.name].join(' › '));
      const inside = named?.kind === 'describe' ? [...headings, named.name] : headings;
      ts.forEachChild(node, (child) => visit(child, inside));
    };
    visit(source, []);
    const twice = names.filter((name, at) => names.indexOf(name) !== at && !/%[a-z]|\$\w/i.test(name));
    return [...new Set(twice)].map((name) => `${path}: ${name}`);
  });
}

/** Event types that no source compares with, so that nobody takes them in. */
export const unreadTypes = (types: readonly string[], sources: readonly SourceFile[]): string[] =>
  types.filter((type) => {
    const read = new RegExp(`(===|!==|case)\\s*['"]${type.replaceAll('.', '\\.')}['"]`);
    return !sources.some(({ text }) => read.test(text));
  });

const parse = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);

function declaredNames(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  return isNamed ? [statement.name?.text ?? 'default'] : [];
}

const isExported = (statement: ts.Statement): boolean =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

function namesInExportLists(source: ts.SourceFile): ReadonlySet<string> {
  const names = source.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier || !statement.exportClause) return [];
    if (!ts.isNamedExports(statement.exportClause)) return [];
    return statement.exportClause.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
  });
  return new Set(names);
}

function hasDocstring(statement: ts.Statement): boolean {
  return ts
    .getJSDocCommentsAndTags(statement)
    .some((doc) => ts.isJSDoc(doc) && (ts.getTextOfJSDocComment(doc.comment) ?? '').trim().length >= 10);
}

/** `it('name', …)`, `it.each(table)('name', …)`, `describe.skip('name', …)` and the like. */
function namedCall(
  call: ts.CallExpression,
  source: ts.SourceFile,
): { kind: string; name: string } | undefined {
  let callee: ts.Expression = call.expression;
  while (
    ts.isCallExpression(callee) ||
    ts.isPropertyAccessExpression(callee) ||
    ts.isTaggedTemplateExpression(callee)
  ) {
    callee = ts.isTaggedTemplateExpression(callee) ? callee.tag : callee.expression;
  }
  const [first] = call.arguments;
  if (!ts.isIdentifier(callee) || !['it', 'test', 'describe'].includes(callee.text)) return undefined;
  if (!first || !(ts.isStringLiteralLike(first) || ts.isTemplateExpression(first))) return undefined;
  return { kind: callee.text, name: first.getText(source).slice(1, -1) };
}
