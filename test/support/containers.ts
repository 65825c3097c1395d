import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { PlatformError } from '../../apps/stack/src/platform/platform-error.js';

const PROBE_MS = 300;
const NATS_IMAGE = 'nats:2.14-alpine';
const POSTGRES_IMAGE = 'postgres:18-alpine';

/** A server in a container: where it is reached, and how it ends. */
export interface ContainerServer {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Where a container runtime would listen on this machine; undefined when there is no sign of one. */
function runtimeAddress(): { socketPath: string } | { host: string; port: string } | undefined {
  const named = process.env['DOCKER_HOST'];
  if (named?.startsWith('unix://')) return { socketPath: named.slice('unix://'.length) };
  if (named?.startsWith('tcp://')) {
    const { hostname, port } = new URL(named);
    return { host: hostname, port };
  }
  return existsSync('/var/run/docker.sock') ? { socketPath: '/var/run/docker.sock' } : undefined;
}

/** True when a container runtime answers within 300 ms. */
export function containersAnswer(): Promise<boolean> {
  const address = runtimeAddress();
  if (address === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const probe = request({ ...address, path: '/_ping', timeout: PROBE_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    probe.on('timeout', () => probe.destroy());
    probe.on('error', () => resolve(false));
    probe.end();
  });
}

/**
 * Which kind of servers a suite gets: TEST_SERVERS=containers|embedded forces one; else containers where a runtime answers.
 */
export async function wantsContainers(): Promise<boolean> {
  const forced = process.env['TEST_SERVERS'];
  if (forced === 'embedded') return false;
  const answer = await containersAnswer();
  if (forced === 'containers' && !answer) {
    throw new PlatformError(
      'SERVER_DID_NOT_START',
      'TEST_SERVERS=containers, but no container runtime answers.',
    );
  }
  return answer;
}

/** NATS in a container, with the configuration file put into it. The library is loaded here only: it takes half a second. */
export async function natsContainer(configFile: string): Promise<ContainerServer> {
  const { GenericContainer } = await import('testcontainers');
  const started = await new GenericContainer(NATS_IMAGE)
    .withCopyFilesToContainer([{ source: configFile, target: '/etc/nats/concordat.json' }])
    .withCommand(['-c', '/etc/nats/concordat.json', '-a', '0.0.0.0', '-p', '4222', '-sd', '/data'])
    .withExposedPorts(4222)
    .start();
  const port = started.getMappedPort(4222);
  return { port, url: `nats://${started.getHost()}:${port}`, stop: async () => void (await started.stop()) };
}

/** PostgreSQL in a container; `url` is the superuser's. */
export async function postgresContainer(password: string): Promise<ContainerServer> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const started = await new GenericContainer(POSTGRES_IMAGE)
    .withEnvironment({ POSTGRES_PASSWORD: password })
    .withCommand(['postgres', '-c', 'max_connections=200'])
    .withExposedPorts(5432)
    // The image starts the server twice: once to set it up, once for good.
    .withWaitStrategy(Wait.forLogMessage('database system is ready to accept connections', 2))
    .start();
  const port = started.getMappedPort(5432);
  const url = `postgres://postgres:${password}@${started.getHost()}:${port}/postgres`;
  return { port, url, stop: async () => void (await started.stop()) };
}
