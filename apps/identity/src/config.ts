import { readFileSync } from 'node:fs';
import { DEFAULT_AUDIENCE } from '#access';

/** All that the provider is told by its environment. */
export interface IdentityConfig {
  /** Its own address, as tokens name it. */
  readonly issuer: string;
  readonly httpPort: number;
  readonly audience: string;
  /** Addresses of consoles whose users may sign in. */
  readonly consoles: readonly string[];
  /** The private key of all tokens, an Ed25519 JWK. */
  readonly signingKey: Readonly<Record<string, string>>;
  readonly cookieKey: string;
  /** Of every demonstration user. */
  readonly password: string;
  readonly clientSecret: string;
  /** Seconds that an access token lasts. */
  readonly accessTokenS: number;
  readonly logLevel: string;
  readonly watchStdin: boolean;
}

/** Loopback, always: this provider knows one password for everybody. */
export const HOST = '127.0.0.1';

const FILES = ['SIGNING_KEY_FILE', 'COOKIE_KEY_FILE', 'PASSWORD_FILE', 'CLIENT_SECRET_FILE'] as const;
const REQUIRED = ['HTTP_PORT', 'CONSOLE_URLS', ...FILES] as const;

/** Reads the environment. Throws one Error that names every fault, and refuses production altogether. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): IdentityConfig {
  if (env['NODE_ENV'] === 'production') {
    throw new Error(
      'Not started: this sign-in is for demonstrations alone, with one password for everybody. In production set OIDC_ISSUER to the provider of your organisation.',
    );
  }
  const faults: string[] = REQUIRED.filter((name) => !env[name]).map((name) => `${name} is missing`);
  const file = (name: (typeof FILES)[number]): string => {
    try {
      return env[name] ? readFileSync(env[name], 'utf8').trim() : '';
    } catch {
      faults.push(`${name} (${env[name]}) cannot be read`);
      return '';
    }
  };
  const [key = '', cookieKey = '', password = '', clientSecret = ''] = FILES.map(file);
  const signingKey = jwkIn(key);
  if (key && !signingKey) faults.push('SIGNING_KEY_FILE holds no Ed25519 JWK');
  const httpPort = Number(env['HTTP_PORT']);
  if (env['HTTP_PORT'] && !(Number.isInteger(httpPort) && httpPort > 0 && httpPort < 65_536)) {
    faults.push('HTTP_PORT is no port number');
  }
  const accessTokenS = Number(env['ACCESS_TOKEN_S'] ?? 300);
  if (!(accessTokenS >= 5 && accessTokenS <= 3_600)) faults.push('ACCESS_TOKEN_S is not from 5 to 3600');
  if (faults.length > 0 || !signingKey) throw new Error(`Not started:\n  ${faults.join('\n  ')}`);
  return {
    issuer: `http://${HOST}:${httpPort}`,
    httpPort,
    audience: env['OIDC_AUDIENCE'] || DEFAULT_AUDIENCE,
    consoles: (env['CONSOLE_URLS'] as string).split(','),
    signingKey,
    cookieKey,
    password,
    clientSecret,
    accessTokenS,
    logLevel: env['LOG_LEVEL'] ?? 'info',
    watchStdin: env['CONCORDAT_WATCH_STDIN'] === '1',
  };
}

function jwkIn(text: string): Record<string, string> | undefined {
  try {
    const key = JSON.parse(text) as Record<string, string>;
    return key['crv'] === 'Ed25519' && key['d'] ? key : undefined;
  } catch {
    return undefined;
  }
}
