import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokerConfig } from '#messaging';
import { makeCredentials, type Credentials } from './credentials.js';
import { directoryAtStart } from './directory-at-start.js';
import { keptSecret, openHome } from './platform/home.js';
import { createDatabase } from './platform/postgres-databases.js';

/** What the one-off setup of a deployment is told by its environment. */
interface SetupConfig {
  readonly home: string;
  readonly postgres: { readonly host: string; readonly port: string; readonly password: string };
  /** Names of the NATS servers in their network, the first three ports of each being fixed. */
  readonly natsHosts: readonly string[];
}

const PORTS = { client: 4222, cluster: 6222, monitor: 8222 };

const config = readConfig(process.env);
await setUp(config);

/** Reads the environment. Throws Error with every variable that is missing. */
function readConfig(env: NodeJS.ProcessEnv): SetupConfig {
  const names = [
    'CONCORDAT_HOME',
    'POSTGRES_HOST',
    'POSTGRES_PORT',
    'POSTGRES_PASSWORD',
    'NATS_HOSTS',
  ] as const;
  const missing = names.filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`setup needs ${missing.join(', ')}`);
  const [home, host, port, password, natsHosts] = names.map((name) => env[name] as string) as [
    string,
    string,
    string,
    string,
    string,
  ];
  return { home, postgres: { host, port, password }, natsHosts: natsHosts.split(',') };
}

/**
 * Makes keys, tokens and databases, or finds them again, and lays out one folder under `deploy/` for each container with
 * all and only what it is given. It may run as often as one likes.
 */
async function setUp({ home: dir, postgres, natsHosts }: SetupConfig): Promise<void> {
  const home = openHome(dir);
  const directory = directoryAtStart((line) => process.stdout.write(`${line}\n`), Date.now());
  const agencies = directory.agencies.map(({ code }) => code);
  const credentials = makeCredentials(home.keys, agencies);
  const deploy = join(home.dir, 'deploy');
  for (const member of ['keeper', 'audit', ...agencies]) layOut(join(deploy, member), member, credentials);
  layOutConsole(join(deploy, 'console'), agencies);
  const superuser = `postgres://postgres:${encodeURIComponent(postgres.password)}@${postgres.host}:${postgres.port}/postgres`;
  for (const member of ['audit', ...agencies]) {
    const role = member.replaceAll('-', '_');
    const password = keptSecret(join(home.keys, `${member}.database`));
    const url = await createDatabase(superuser, { name: role, role, password });
    write(join(deploy, member, 'service.env'), `DATABASE_URL=${url}\n`);
  }
  const routePassword = keptSecret(join(home.keys, 'nats-routes'));
  natsHosts.forEach((host) =>
    layOutBroker(join(deploy, host), { host, natsHosts, agencies, credentials, routePassword }),
  );
  process.stdout.write(
    `Set up ${agencies.length} agencies, the audit service, the keeper and ${natsHosts.length} brokers.\n`,
  );
}

function layOut(dir: string, member: string, credentials: Credentials): void {
  mkdirSync(dir, { recursive: true, mode: 0o755 });
  const own = credentials.members[member];
  if (!own) throw new Error(`no credentials of ${member}`);
  const give = (from: string, name: string): void => write(join(dir, name), readFileSync(from, 'utf8'));
  give(own.keys, 'keys.json');
  give(own.seed, 'nats.seed');
  give(own.tokens, 'tokens.json');
  if (member === 'keeper') {
    give(credentials.systemSeed, 'system.seed');
    give(credentials.memberKeys, 'member-keys.json');
  } else give(credentials.keeperKey, 'keeper.public.json');
  if (member !== 'keeper' && member !== 'audit') give(credentials.indexKey, 'index.key');
}

/** The console is told where the services are, and holds no key. */
function layOutConsole(dir: string, agencies: readonly string[]): void {
  mkdirSync(dir, { recursive: true, mode: 0o755 });
  const at = (service: string): string => `http://${service}:4100`;
  const addresses = Object.fromEntries(agencies.map((agency) => [agency, at(agency)]));
  write(join(dir, 'services.json'), JSON.stringify({ agencies: addresses, audit: at('audit') }, null, 2));
}

interface BrokerParts {
  readonly host: string;
  readonly natsHosts: readonly string[];
  readonly agencies: readonly string[];
  readonly credentials: Credentials;
  readonly routePassword: string;
}

function layOutBroker(
  dir: string,
  { host, natsHosts, agencies, credentials, routePassword }: BrokerParts,
): void {
  mkdirSync(dir, { recursive: true, mode: 0o755 });
  const made = brokerConfig({
    agencies,
    nkeys: credentials.nkeys,
    listen: { host: '0.0.0.0', port: PORTS.client },
    storeDir: '/data',
    monitor: { host: '127.0.0.1', port: PORTS.monitor },
    cluster: {
      name: 'concordat',
      serverName: host,
      listen: { host: '0.0.0.0', port: PORTS.cluster },
      routes: natsHosts.map((name) => `${name}:${PORTS.cluster}`),
      user: 'route',
      password: routePassword,
    },
  });
  write(join(dir, 'nats-server.json'), JSON.stringify(made, null, 2));
}

/** Each container sees its own folder alone, and may run as any user: the folder is what keeps others out. */
function write(file: string, text: string): void {
  rmSync(file, { force: true });
  writeFileSync(file, text, { mode: 0o444 });
}
