import { readFileSync } from 'node:fs';
import { isLoopback, readIssuer, type Issuer } from '#access';
import { rehearsalsIn, type RehearsalAddress } from './rehearsals/rehearsal-door.js';

/** Where the services of the system answer. */
export interface ServiceAddresses {
  /** By the agency's code. */
  readonly agencies: Readonly<Record<string, string>>;
  readonly audit: string;
}

/** All that the console is told by its environment. */
export interface ConsoleConfig {
  /** Its own address, as browsers reach it. */
  readonly url: string;
  readonly httpHost: string;
  readonly httpPort: number;
  readonly issuer: Issuer;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What is asked of the provider at sign-in, such as `openid offline_access`. */
  readonly scope: string;
  readonly services: ServiceAddresses;
  /** Where rehearsals are offered; absent where there are none. */
  readonly rehearsals?: RehearsalAddress;
  /** How long a session lasts without anybody doing anything, and at the most, in ms. */
  readonly idleMs: number;
  readonly lastsMs: number;
  /** How long a service may take to answer, in ms. */
  readonly serviceWithinMs: number;
  readonly logLevel: string;
  readonly watchStdin: boolean;
}

const REQUIRED = [
  'CONSOLE_URL',
  'HTTP_PORT',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET_FILE',
  'SERVICES_FILE',
] as const;

/** Reads the environment. Throws one Error that names every variable that is missing or wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConsoleConfig {
  const faults: string[] = REQUIRED.filter((name) => !env[name]).map((name) => `${name} is missing`);
  const { issuer, faults: issuerFaults = [] } = { issuer: undefined, ...readIssuer(env) };
  faults.push(...issuerFaults);
  const from = <T>(name: string, read: (text: string) => T): T | undefined => {
    const file = env[name];
    if (!file) return undefined;
    try {
      return read(readFileSync(file, 'utf8'));
    } catch (error) {
      faults.push(`${name} (${file}) cannot be used: ${(error as Error).message}`);
      return undefined;
    }
  };
  const number = (name: string, usual: number): number => {
    const value = Number(env[name] ?? usual);
    if (!(value > 0)) faults.push(`${name} is no number above 0`);
    return value;
  };
  const clientSecret = from('OIDC_CLIENT_SECRET_FILE', (text) => text.trim());
  const services = from('SERVICES_FILE', servicesIn);
  const rehearsals = from('REHEARSALS_FILE', rehearsalsIn);
  const url = ownAddress(env['CONSOLE_URL'], faults);
  const config = {
    url,
    httpHost: env['HTTP_HOST'] ?? '127.0.0.1',
    httpPort: number('HTTP_PORT', 1),
    clientId: env['OIDC_CLIENT_ID'] ?? '',
    scope: env['OIDC_SCOPE'] ?? 'openid',
    idleMs: number('SESSION_IDLE_S', 30 * 60) * 1_000,
    lastsMs: number('SESSION_LASTS_S', 12 * 60 * 60) * 1_000,
    serviceWithinMs: number('SERVICE_WITHIN_MS', 15_000),
    logLevel: env['LOG_LEVEL'] ?? 'info',
    watchStdin: env['CONCORDAT_WATCH_STDIN'] === '1',
  };
  if (faults.length > 0 || !issuer || !clientSecret || !services) {
    throw new Error(`the console cannot start:\n  ${faults.join('\n  ')}`);
  }
  return { ...config, issuer, clientSecret, services, ...(rehearsals && { rehearsals }) };
}

/** The cookie of a session is sent over https alone, or on this machine. */
function ownAddress(text: string | undefined, faults: string[]): string {
  if (!text) return '';
  if (URL.canParse(text)) {
    const { origin, protocol, pathname } = new URL(text);
    if (pathname === '/' && (protocol === 'https:' || isLoopback(text))) return origin;
  }
  faults.push('CONSOLE_URL is no https address without a path (http is for this machine alone)');
  return '';
}

function servicesIn(text: string): ServiceAddresses {
  const { agencies, audit } = JSON.parse(text) as Partial<ServiceAddresses>;
  const all = [...Object.entries(agencies ?? {}), ['audit', audit] as const];
  if (!agencies) throw new Error('it has no agencies');
  for (const [name, url] of all)
    if (typeof url !== 'string' || !URL.canParse(url)) throw new Error(`the address of ${name} is none`);
  return { agencies, audit: audit as string };
}
