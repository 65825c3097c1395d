/** Size, types and purity: what a linter can hold of the house style. Edges between parts are in boundaries.js. */
import tseslint from 'typescript-eslint';

const typescript = ['**/*.ts'];
const scripts = ['**/*.js', '**/*.mjs'];
const specs = ['**/*.spec.ts', 'test/**'];
const pure = ['libs/domain/**/*.ts', 'libs/transparency/**/*.ts', 'libs/verifier/**/*.ts'];

const nodeGlobals = Object.fromEntries(
  ['process', 'console', 'URL', 'fetch', 'Buffer', 'performance', 'structuredClone', 'AbortController']
    .concat(['AbortSignal', 'TextEncoder', 'TextDecoder', 'Response', 'Request', 'Headers'])
    .concat(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'queueMicrotask'])
    .map((name) => [name, 'readonly']),
);

/** Names of the world outside: time, chance, process, network. A pure lib is given them as data. */
const worldly = ['process', 'console', 'fetch', 'performance', 'crypto', 'globalThis', 'global']
  .concat(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'WebSocket'])
  .map((name) => ({ name, message: 'A pure lib is given time, chance and input as data.' }));

const anyExport = [
  { selector: 'ExportAllDeclaration', message: 'List the exported names one by one.' },
  {
    selector: "CallExpression[callee.name='forwardRef']",
    message: 'A cycle means that a concept is missing.',
  },
  { selector: 'TSEnumDeclaration', message: 'Use a const object and a union.' },
];
const defaultExport = [
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
  { selector: "ExportSpecifier[exported.name='default']", message: 'Export by name.' },
];
const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'The environment is read in config.ts or main.ts, once.',
};
const environmentByPattern = {
  selector: "VariableDeclarator[init.name='process'] > ObjectPattern > Property[key.name='env']",
  message: 'The environment is read in config.ts or main.ts, once.',
};
const clock = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time arrives as data.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Time arrives as data.' },
];
const worldlyProperties = [
  { object: 'Date', property: 'now', message: 'Time arrives as data.' },
  { object: 'Math', property: 'random', message: 'Chance arrives as data.' },
];
const syntax = (...entries) => ({ 'no-restricted-syntax': ['error', ...entries] });

/** Five for the constructor of a Nest class, which is handed its parts; four for all other functions. */
const fewParameters = {
  meta: { type: 'suggestion', schema: [] },
  create(context) {
    const isNestClass = (node) => node?.type === 'ClassDeclaration' && (node.decorators ?? []).length > 0;
    const check = (node) => {
      const method = node.parent;
      const isConstructor = method?.type === 'MethodDefinition' && method.kind === 'constructor';
      const limit = isConstructor && isNestClass(method.parent.parent) ? 5 : 4;
      if (node.params.length > limit) context.report({ node, message: `More than ${limit} parameters.` });
    };
    return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
  },
};

const sizes = {
  'max-lines': ['error', 300],
  'max-lines-per-function': ['error', { max: 50 }],
  'max-depth': ['error', 3],
  'concordat/few-parameters': 'error',
};

/** See libs/contracts/src/key-pair.ts: a key of this function can stop the process for ever. */
const generatedKeys = ['generateKeyPair', 'generateKeyPairSync'];
const keyPairsInOnePlace = {
  name: 'node:crypto',
  importNames: generatedKeys,
  message: 'Make keys with freshKeyPair.',
};

const unused = { args: 'after-used', argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' };

export default tseslint.config(
  { ignores: ['**/node_modules/**', 'dist/**', '.concordat/**', 'test/architecture/fixtures/**'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { concordat: { rules: { 'few-parameters': fewParameters } } },
  },
  {
    files: typescript,
    extends: tseslint.configs.recommendedTypeChecked,
    languageOptions: {
      parserOptions: {
        project: 'tsconfig.json',
        tsconfigRootDir: new URL('../..', import.meta.url).pathname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', unused],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: scripts,
    languageOptions: { ecmaVersion: 'latest', sourceType: 'module', globals: nodeGlobals },
    rules: { 'no-undef': 'error', 'no-unused-vars': ['error', unused] },
  },
  {
    rules: {
      ...sizes,
      ...syntax(...anyExport, ...defaultExport, environment, environmentByPattern),
      'no-console': 'error',
      'no-restricted-imports': ['error', { paths: [keyPairsInOnePlace] }],
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/config.ts', '**/main.ts', 'apps/stack/**', 'test/**'],
    rules: syntax(...anyExport, ...defaultExport),
  },
  { files: ['apps/stack/src/cli/**', 'apps/stack/bin/**', 'test/**/*.mjs'], rules: { 'no-console': 'off' } },
  { files: specs, rules: { 'max-lines-per-function': 'off' } },
  {
    // The one place; and libs that know no other, whose tests export no key as JWK.
    files: [
      'libs/contracts/src/key-pair.ts',
      'libs/transparency/**/*.spec.ts',
      'libs/directory/**/*.spec.ts',
    ],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // The tools that read these files take only a default export.
    files: [
      'test/jest.config.js',
      'test/slowest-first.js',
      'test/architecture/eslint.config.js',
      'test/architecture/boundaries.js',
    ],
    rules: syntax(...anyExport),
  },
  {
    files: pure,
    ignores: ['**/*.spec.ts', 'libs/transparency/vectors/**'],
    rules: {
      'no-restricted-globals': ['error', ...worldly],
      'no-restricted-properties': ['error', ...worldlyProperties],
      ...syntax(...anyExport, ...defaultExport, ...clock),
    },
  },
);
