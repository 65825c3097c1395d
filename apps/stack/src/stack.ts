import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokerConfig } from '#messaging';
import type { Say } from './cli/say.js';
import { makeCredentials, readToken, type Credentials, type MemberFiles } from './credentials.js';
import { directoryAtStart } from './directory-at-start.js';
import { keptSecret, repositoryRoot, type Home } from './platform/home.js';
import { ensureNatsServer } from './platform/nats-server.js';
import { startNats, type NatsServer } from './platform/nats.js';
import { LOOPBACK, freePort } from './platform/ports.js';
import { createDatabase } from './platform/postgres-databases.js';
import { startPostgres, type PostgresServer } from './platform/postgres.js';
import { Supervisor } from './platform/supervisor.js';
import { health, type ServiceSpec } from './platform/services.js';
import type { RunningSystem } from './rehearsal/system.js';
import { openRehearsals } from './rehearsing/open.js';
import type { Rehearsals } from './rehearsing/rehearsals.js';
import { WEB_FACE, WEB_FACE_PORTS, openWebFace, type WebFace } from './web-face.js';
import { forgetSystem, recordSystem, recordedSystem } from './running-system.js';

/** How to start a whole system on this machine. */
export interface StackOptions {
  readonly home: Home;
  readonly say: Say;
  /** Members of the directory; all of it by default. */
  readonly agencies?: readonly string[];
  /** How many other agencies must cosign; what the directory says by default. */
  readonly cosignatures?: number;
  /** Agencies whose services are started; all members by default. */
  readonly start?: readonly string[];
  /** Start crashed services again; true by default. Tests that kill say false. */
  readonly restartCrashed?: boolean;
  /** Extra environment by service name, or `*` for all. */
  readonly env?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Whether the console and the demonstration's sign-in are started, too. */
  readonly webFace?: boolean | { readonly moreConsoles: readonly string[] };
  /** First choice of ports; the next free ones are taken where these are not free. */
  readonly ports?: Ports;
}

/** First choices of loopback ports. */
export interface Ports {
  readonly nats: number;
  readonly postgres: number;
  /** The first of the services' ports: keeper, audit, the agencies in the directory's order, then identity, console and rehearsals. */
  readonly http: number;
}

const DEFAULT_PORTS: Ports = { nats: 4222, postgres: 5433, http: 4100 };

/** A whole system of child processes. */
export interface Stack {
  readonly system: RunningSystem;
  readonly nats: NatsServer;
  readonly postgres: PostgresServer;
  readonly supervisor: Supervisor;
  readonly credentials: Credentials;
  /** Rehearsals on this system, where it has a web face to offer them. */
  readonly rehearsals?: Rehearsals;
  /** What a service is started with, also for starting a second replica of it. */
  spec(name: string): ServiceSpec;
  /** Starts nats-server again with the same files after it was stopped or killed. */
  startNatsAgain(): Promise<NatsServer>;
  startPostgresAgain(): Promise<PostgresServer>;
  /** Ends every process. */
  stop(): Promise<void>;
}

/**
 * Starts NATS, Postgres, keeper, audit service and the agencies, each as a process of its own, with data kept in `home`.
 * Throws DirectoryError, and starts nothing, when the directory has faults.
 */
export async function bootStack(options: StackOptions): Promise<Stack> {
  const { home, say } = options;
  const directory = directoryAtStart((line) => say.line(line), Date.now());
  const members = options.agencies ?? directory.agencies.map(({ code }) => code);
  const credentials = makeCredentials(home.keys, members);
  const ports = await choosePorts(options, members);
  const started: { stop(): Promise<void> }[] = [];
  try {
    const natsOptions = await brokerOptions(options, { members, credentials, port: ports.nats });
    const postgresOptions = { dir: home.postgres, port: ports.postgres, say };
    let [nats, postgres] = await Promise.all([startNats(natsOptions), startPostgres(postgresOptions)]);
    started.push(nats, postgres);
    const databases = await makeDatabases(postgres, home, [...members, 'audit']);
    const supervisor = new Supervisor({ home, say, restartCrashed: options.restartCrashed ?? true });
    started.unshift({ stop: () => supervisor.stopAll() });
    const face = openWebFace(options, members, ports.http);
    const specs = serviceSpecs({ options, members, credentials, ports, databases, face });
    await startServices(supervisor, specs, [...(options.start ?? members), ...(face ? WEB_FACE : [])], say);
    const system = recordSystem(home.dir, runningSystem(specs, members, { credentials, face }));
    const rehearsing = face && (await openRehearsals(face.rehearsals, { system, home, say }));
    return {
      system,
      ...(rehearsing && { rehearsals: rehearsing.rehearsals }),
      get nats() {
        return nats;
      },
      get postgres() {
        return postgres;
      },
      supervisor,
      credentials,
      spec: (name) => specs[name] as ServiceSpec,
      startNatsAgain: async () => (nats = await startNats(natsOptions)),
      startPostgresAgain: async () => (postgres = await startPostgres(postgresOptions)),
      async stop() {
        forgetSystem(home.dir);
        await rehearsing?.close();
        await supervisor.stopAll();
        await Promise.allSettled([nats.stop(), postgres.stop()]);
      },
    };
  } catch (error) {
    for (const part of started) await part.stop().catch(() => undefined);
    throw error;
  }
}

/** The system that runs from this home already, if it answers. */
export async function findRunning(home: Home): Promise<RunningSystem | undefined> {
  const system = recordedSystem(home.dir);
  if (!system) return undefined;
  const port = Number(new URL(system.audit.url).port);
  return (await health(port))?.status === 200 ? system : undefined;
}

/** Uses the system that runs from this home, or boots one and stops it afterwards. */
export async function withSystem<T>(
  options: StackOptions,
  work: (system: RunningSystem) => Promise<T>,
): Promise<T> {
  const running = await findRunning(options.home);
  if (running) {
    options.say.line('Using the system that is running already.');
    return work(running);
  }
  const stack = await bootStack(options);
  try {
    return await work(stack.system);
  } finally {
    await stack.stop();
  }
}

interface ChosenPorts {
  readonly nats: number;
  readonly postgres: number;
  readonly http: Readonly<Record<string, number>>;
}

async function choosePorts(
  { ports = DEFAULT_PORTS, say, webFace }: StackOptions,
  members: readonly string[],
): Promise<ChosenPorts> {
  const given = new Set<number>();
  const next = async (what: string, wanted: number): Promise<number> => {
    const { port, taken } = await freePort(wanted, given);
    if (taken.length > 0) say.line(`Port ${taken.join(', ')} is taken: ${what} uses ${port}.`);
    given.add(port);
    return port;
  };
  const nats = await next('NATS', ports.nats);
  const postgres = await next('Postgres', ports.postgres);
  const http: Record<string, number> = {};
  const face = webFace ? WEB_FACE_PORTS : [];
  for (const [index, name] of ['keeper', 'audit', ...members, ...face].entries()) {
    http[name] = await next(name, ports.http + index);
  }
  return { nats, postgres, http };
}

interface BrokerParts {
  readonly members: readonly string[];
  readonly credentials: Credentials;
  readonly port: number;
}

async function brokerOptions({ home, say }: StackOptions, { members, credentials, port }: BrokerParts) {
  const bin = await ensureNatsServer({ home, say });
  const configFile = writeBrokerConfig(home, members, credentials, port);
  return { bin, configFile, storeDir: join(home.nats, 'store'), port, say };
}

function writeBrokerConfig(
  home: Home,
  agencies: readonly string[],
  { nkeys }: Credentials,
  port: number,
): string {
  const file = join(home.nats, 'nats-server.json');
  const config = brokerConfig({ agencies, nkeys, listen: { host: LOOPBACK, port } });
  writeFileSync(file, JSON.stringify(config, null, 2), { mode: 0o600 });
  return file;
}

async function makeDatabases(
  postgres: PostgresServer,
  home: Home,
  names: readonly string[],
): Promise<Record<string, string>> {
  const urls: Record<string, string> = {};
  for (const name of names) {
    const role = name.replaceAll('-', '_');
    const password = keptSecret(join(home.keys, `${name}.database`));
    urls[name] = await createDatabase(postgres.superuserUrl, { name: role, role, password });
  }
  return urls;
}

interface SpecParts {
  readonly options: StackOptions;
  readonly members: readonly string[];
  readonly credentials: Credentials;
  readonly ports: ChosenPorts;
  readonly databases: Readonly<Record<string, string>>;
  readonly face: WebFace | undefined;
}

function serviceSpecs(parts: SpecParts): Record<string, ServiceSpec> {
  const { options, members, credentials, ports, databases, face } = parts;
  const own = (name: string): MemberFiles => credentials.members[name] as MemberFiles;
  const spec = (name: string, env: Record<string, string>): ServiceSpec => ({
    name,
    app: name,
    port: ports.http[name] as number,
    env: {
      NATS_URL: `${LOOPBACK}:${ports.nats}`,
      NATS_SEED_FILE: own(name).seed,
      KEYS_FILE: own(name).keys,
      TOKENS_FILE: own(name).tokens,
      HTTP_PORT: String(ports.http[name]),
      CONCORDAT_WATCH_STDIN: '1',
      ...(name !== 'keeper' && face?.believed),
      ...env,
      ...options.env?.['*'],
      ...options.env?.[name],
    },
  });
  const withKeeperKey = { KEEPER_KEY_FILE: credentials.keeperKey };
  const keeper = spec('keeper', {
    SYSTEM_SEED_FILE: credentials.systemSeed,
    MEMBER_KEYS_FILE: credentials.memberKeys,
    DIRECTORY_DIR: join(repositoryRoot(), 'libs', 'directory', 'data'),
    KEEPER_STATE_DIR: join(options.home.dir, 'keeper'),
    ...(options.agencies && { MEMBERS: options.agencies.join(',') }),
    ...(options.cosignatures !== undefined && { COSIGNATURES: String(options.cosignatures) }),
  });
  const audit = spec('audit', { ...withKeeperKey, DATABASE_URL: databases['audit'] as string });
  const agencies = members.map((code) =>
    spec(code, {
      ...withKeeperKey,
      DATABASE_URL: databases[code] as string,
      INDEX_KEY_FILE: credentials.indexKey,
    }),
  );
  const all = [keeper, audit, ...agencies, ...(face?.specs ?? [])];
  return Object.fromEntries(all.map((one) => [one.name, one]));
}

async function startServices(
  supervisor: Supervisor,
  specs: Readonly<Record<string, ServiceSpec>>,
  others: readonly string[],
  say: Say,
): Promise<void> {
  await say.during('Starting the keeper, the audit service and the agencies', () =>
    supervisor.startAll(['keeper', 'audit', ...others].map((name) => specs[name] as ServiceSpec)),
  );
}

function runningSystem(
  specs: Readonly<Record<string, ServiceSpec>>,
  agencies: readonly string[],
  { credentials, face }: { readonly credentials: Credentials; readonly face: WebFace | undefined },
): RunningSystem {
  const of = (name: string) => ({
    url: `http://${LOOPBACK}:${specs[name]?.port}`,
    token: readToken(credentials.members[name] as MemberFiles),
  });
  return {
    agencies: Object.fromEntries(agencies.map((code) => [code, of(code)])),
    audit: of('audit'),
    custodian: { ...of('audit'), token: readToken(credentials.members['custodian'] as MemberFiles) },
    keeper: of('keeper'),
    ...(face && {
      console: { url: face.consoleUrl },
      identity: { url: face.identityUrl, passwordFile: face.passwordFile },
    }),
  };
}
