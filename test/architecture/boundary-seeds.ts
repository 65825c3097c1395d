/** A file that breaks one rule of boundaries.js. */
export interface Seed {
  readonly file: string;
  /** The rule that must catch it. */
  readonly rule: string;
  readonly text: string;
}

const importing = (...names: readonly string[]): string =>
  names.map((name, at) => `import * as m${at} from '${name}';\n`).join('') +
  names.map((_, at) => `void m${at};\n`).join('');

const LIBS = [
  'domain',
  'transparency',
  'verifier',
  'directory',
  'contracts',
  'messaging',
  'storage',
  'agency',
  'access',
  'pages',
] as const;

/** A small lawful project around the seeds: what the rules must accept. */
export const GROUND: Readonly<Record<string, string>> = {
  ...Object.fromEntries(LIBS.map((lib) => [`libs/${lib}/src/index.ts`, "export { a } from './inner.js';\n"])),
  ...Object.fromEntries(LIBS.map((lib) => [`libs/${lib}/src/inner.ts`, 'export const a = 1;\n'])),
  'libs/agency/src/hen.ts': "import { egg } from './egg.js';\nexport const hen = [egg];\n",
  'libs/transparency/src/hash.ts': importing('node:crypto'),
  'libs/directory/src/load.ts': importing('node:fs', 'node:path', 'node:url', 'js-yaml', '#domain'),
  'libs/directory/src/bundle.ts': importing('json-canonicalize', 'node:crypto'),
  'libs/contracts/src/event.ts': importing(
    'class-validator',
    'class-transformer',
    'reflect-metadata',
    '#domain',
  ),
  'libs/contracts/src/event.spec.ts': importing(
    '@jest/globals',
    'fast-check',
    'jose',
    './event.js',
    'node:crypto',
  ),
  'libs/messaging/src/nest-ledger.ts': importing('@nestjs/microservices', 'rxjs', '#contracts', '#directory'),
  'libs/messaging/src/connect.ts': importing(
    '@nats-io/transport-node',
    'node:crypto',
    '#domain',
    '#transparency',
  ),
  'libs/storage/src/database.ts': `import type { a } from '#directory';\nexport type A = typeof a;\n${importing('typeorm', 'pg')}`,
  'libs/agency/src/edge.ts': importing('fastify', '@nestjs/core', 'pino', 'uuidv7', '#storage', '#messaging'),
  'apps/police/src/main.ts': importing('#agency', '@nestjs/core', 'reflect-metadata', 'pino', 'node:fs'),
  'apps/audit/src/main.ts': importing('#storage', '#messaging'),
  'libs/access/src/tokens.ts': importing('jose'),
  'libs/pages/src/templates.ts': importing('nunjucks', 'node:fs'),
  'apps/console/src/main.ts': importing('#access', '#pages', 'openid-client', '@nestjs/core', 'node:crypto'),
  'apps/identity/src/main.ts': importing('#access', '#pages', 'oidc-provider', 'pino'),
  'apps/stack/src/main.ts': importing('../../audit/src/main.js', 'uuidv7', '#directory'),
  'apps/stack/src/platform/databases.ts': importing('pg'),
  'apps/stack/bin/start.mjs': importing('node:fs', './launch.mjs'),
  'apps/stack/bin/launch.mjs': 'export const launch = 1;\n',
  'test/e2e/story.spec.ts': importing(
    '#agency',
    '../../apps/police/src/main.js',
    '@nats-io/transport-node',
    'pg',
  ),
};

const seed = (rule: string, file: string, ...names: readonly string[]): Seed => ({
  rule,
  file,
  text: importing(...names),
});

/** At least one for every rule. */
export const SEEDS: readonly Seed[] = [
  seed('domain-imports-only-what-it-may', 'libs/domain/src/hashing.ts', 'node:crypto'),
  seed('domain-imports-only-what-it-may', 'libs/domain/src/schema.ts', 'class-validator'),
  {
    rule: 'domain-imports-only-what-it-may',
    file: 'libs/domain/src/typed.ts',
    text: "import type { a } from '#contracts';\nexport type A = typeof a;\n",
  },
  seed('transparency-imports-only-what-it-may', 'libs/transparency/src/files.ts', 'node:fs'),
  seed('verifier-imports-only-what-it-may', 'libs/verifier/src/writer.ts', '#transparency'),
  seed('verifier-imports-only-what-it-may', 'libs/verifier/src/files.ts', 'node:crypto'),
  seed('transparency-imports-only-what-it-may', 'libs/transparency/src/tasks.ts', '#domain'),
  seed('directory-imports-only-what-it-may', 'libs/directory/src/wired.ts', '#contracts'),
  seed('contracts-imports-only-what-it-may', 'libs/contracts/src/jose.ts', 'jose'),
  seed('contracts-imports-only-what-it-may', 'libs/contracts/src/directory.ts', '#directory'),
  seed('messaging-imports-only-what-it-may', 'libs/messaging/src/rows.ts', '#storage'),
  seed('storage-imports-only-what-it-may', 'libs/storage/src/storage.module.ts', '@nestjs/common'),
  seed('storage-imports-only-what-it-may', 'libs/storage/src/broker.ts', '#messaging'),
  seed('agency-imports-only-what-it-may', 'libs/agency/src/yaml.ts', 'js-yaml'),
  seed('apps-import-only-what-they-may', 'apps/keeper/src/wire.ts', 'class-validator'),
  seed('access-imports-only-what-it-may', 'libs/access/src/files.ts', 'node:fs'),
  seed('pages-imports-only-what-it-may', 'libs/pages/src/people.ts', '#access'),
  seed('the-console-has-no-database-and-no-broker', 'apps/console/src/rows.ts', '#storage'),
  seed('the-console-has-no-database-and-no-broker', 'apps/console/src/ledger.ts', '#messaging'),
  seed('the-console-has-no-database-and-no-broker', 'apps/console/src/desk.ts', '#agency'),
  seed('identity-imports-only-what-it-may', 'apps/identity/src/agency.ts', '#agency'),
  seed('the-stack-imports-only-what-it-may', 'apps/stack/src/keys.ts', 'jose'),
  seed('specs-beside-the-source-import-only-what-they-may', 'libs/domain/src/rows.spec.ts', 'typeorm'),
  seed('the-directory-reads-files-only-in-load', 'libs/directory/src/check.ts', 'node:fs'),
  seed('messaging-meets-nest-only-in-nest-files', 'libs/messaging/src/asker.ts', '@nestjs/microservices'),
  seed('messaging-meets-nest-only-in-nest-files', 'libs/messaging/src/stream.ts', 'rxjs'),
  seed('storage-knows-only-types-of-the-directory', 'libs/storage/src/names.ts', '#directory'),
  seed('nats-only-in-messaging', 'libs/agency/src/broker.ts', '@nats-io/transport-node'),
  seed('nats-only-in-messaging', 'apps/stack/src/nkeys.ts', '@nats-io/nkeys'),
  seed('typeorm-only-in-storage', 'libs/agency/src/entity.ts', 'typeorm'),
  seed('typeorm-only-in-storage', 'apps/audit/src/entity.ts', 'typeorm'),
  seed('pg-only-in-storage-and-where-servers-are-set-up', 'apps/audit/src/sql.ts', 'pg'),
  seed('pg-only-in-storage-and-where-servers-are-set-up', 'apps/stack/src/tables.ts', 'pg'),
  seed('start-scripts-need-no-package', 'apps/stack/bin/bench.mjs', 'pino'),
  seed('apps-never-import-apps', 'apps/police/src/neighbour.ts', '../../audit/src/main.js'),
  seed('libs-never-import-apps', 'libs/agency/src/upward.ts', '../../../apps/police/src/main.js'),
  seed('apps-enter-libs-by-their-index', 'apps/police/src/deep.ts', '../../../libs/domain/src/inner.js'),
  seed('libs-enter-libs-by-their-index', 'libs/agency/src/deep.ts', '../../domain/src/inner.js'),
  seed('no-file-imports-its-own-index', 'libs/contracts/src/own.ts', './index.js'),
  seed('no-file-imports-its-own-index', 'libs/storage/src/own.ts', '#storage'),
  seed('source-never-imports-test', 'apps/police/src/tested.ts', '../../../test/e2e/story.spec.js'),
  seed('source-never-imports-specs', 'libs/contracts/src/specced.ts', './event.spec.js'),
  {
    rule: 'no-cycles',
    file: 'libs/agency/src/egg.ts',
    text: "import { hen } from './hen.js';\nexport const egg = [hen];\n",
  },
  seed('nothing-unresolvable', 'libs/agency/src/missing.ts', './nowhere.js'),
  seed('nothing-unresolvable', 'apps/police/src/missing.ts', 'a-package-that-is-not-installed'),
];
