import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { describe, expect, it } from '@jest/globals';
import { loadDirectory } from '#directory';
import { readConfig as readAuditConfig } from '../../apps/audit/src/config.js';
import { readConfig as readConsoleConfig } from '../../apps/console/src/config.js';
import { readConfig as readKeeperConfig } from '../../apps/keeper/src/config.js';
import { readAgencyConfig } from '../../libs/agency/src/config.js';
import { ROOMS } from './house-rules.js';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly networks: readonly string[];
  readonly volumes?: readonly (
    string | { readonly source: string; readonly volume: { readonly subpath: string } }
  )[];
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const { services } = load(read('docker-compose.yml'), { schema: CORE_SCHEMA.withTags(mergeTag) }) as {
  services: Readonly<Record<string, Service>>;
};
const agencies = loadDirectory().agencies.map(({ code }) => code);
const members = ['keeper', 'audit', ...agencies];

/** Names that a reader of the environment complains about when it is told nothing. */
function demanded(readConfig: (env: Record<string, string>) => unknown): string[] {
  try {
    readConfig({});
    return [];
  } catch (error) {
    return [...(error as Error).message.matchAll(/([A-Z][A-Z_]+) is missing/g)].map(
      ([, name]) => name as string,
    );
  }
}

describe('docker-compose.yml', () => {
  it('has the keeper, the audit service, and every agency of the directory', () => {
    expect(agencies.length).toBeGreaterThan(1);
    for (const member of members) {
      expect(services[member]?.command?.at(-1)).toBe(`dist/apps/${member}/src/main.js`);
    }
  });

  it.each([
    ['keeper', readKeeperConfig],
    ['audit', readAuditConfig],
    ['console', readConsoleConfig],
    ...agencies.map((agency) => [agency, readAgencyConfig] as const),
  ] as const)('tells %s all that it must be told', (member, readConfig) => {
    const names = demanded(readConfig);
    expect(names.length).toBeGreaterThan(5);
    const told = new Set(Object.keys(services[member]?.environment ?? {}));
    // The address of its database holds a password: it stands in a file that the set-up makes.
    const byFile = services[member]?.command?.includes('--env-file=/etc/concordat/service.env');
    const untold = names.filter((name) => !told.has(name) && !(byFile && name === 'DATABASE_URL'));
    expect(untold).toEqual([]);
  });

  it('publishes only the ports of the services, on the loopback address, each its own', () => {
    const published = Object.entries(services).filter(([, { ports }]) => ports);
    expect(published.map(([name]) => name).sort()).toEqual([...members, 'console'].sort());
    const ports = published.flatMap(([, service]) => service.ports ?? []);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:4100$/);
    expect(new Set(ports).size).toBe(members.length + 1);
  });

  it('gives each service its own keys and nobody else’s', () => {
    for (const [name, { volumes = [] }] of Object.entries(services)) {
      const paths = volumes.flatMap((volume) =>
        typeof volume === 'string' ? (volume.startsWith('setup:') ? ['all'] : []) : [volume.volume.subpath],
      );
      const isServer = [...members, 'console'].includes(name) || name.startsWith('nats-');
      expect([name, paths]).toEqual([name, name === 'setup' ? ['all'] : isServer ? [`deploy/${name}`] : []]);
    }
  });

  it('runs three brokers of a version that does what the ledger relies on', () => {
    const brokers = Object.entries(services).filter(([name]) => name.startsWith('nats-'));
    expect(brokers).toHaveLength(3);
    for (const [, { image }] of brokers) expect(image).toMatch(/^nats:2\.1[4-9]-alpine$/);
    expect(services['keeper']?.environment?.['LEDGER_REPLICAS']).toBe('3');
  });
});

describe('nest-cli.json', () => {
  const { projects } = JSON.parse(read('nest-cli.json')) as {
    projects: Record<string, { root: string; sourceRoot: string; entryFile: string; type: string }>;
  };

  it('knows every app that is built and every lib', () => {
    const rooms = ROOMS.filter((room) => existsSync(join(root, room, 'src')));
    expect(rooms.length).toBeGreaterThan(10);
    expect(Object.values(projects).map((project) => project.root)).toEqual(expect.arrayContaining(rooms));
  });

  it('names files that are there', () => {
    for (const { root: room, sourceRoot, entryFile, type } of Object.values(projects)) {
      const entry = type === 'library' ? join(sourceRoot, entryFile) : entryFile;
      expect([room, existsSync(join(root, `${entry}.ts`))]).toEqual([room, true]);
    }
  });
});
