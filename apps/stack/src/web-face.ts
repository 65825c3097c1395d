import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshKeyPair } from '#contracts';
import { keyId } from '#directory';
import { CLIENT_ID } from '../../identity/src/client-id.js';
import { keptSecret, type Home } from './platform/home.js';
import { LOOPBACK } from './platform/ports.js';
import type { ServiceSpec } from './platform/services.js';

/** What is asked for of a web face. */
export interface WebFaceOptions {
  readonly home: Home;
  /** Nothing for no web face; addresses of further consoles whose users may sign in. */
  readonly webFace?: boolean | { readonly moreConsoles: readonly string[] };
  /** Extra environment by service name. */
  readonly env?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The demonstration's sign-in and the console, as a stack starts them. */
export interface WebFace {
  /** In the order in which they are started. */
  readonly specs: readonly ServiceSpec[];
  /** What every service is told, so that it believes the people who sign in. */
  readonly believed: Readonly<Record<string, string>>;
  readonly consoleUrl: string;
  readonly identityUrl: string;
  /** Holds the password of all demonstration users. */
  readonly passwordFile: string;
  /** Where the console expects the rehearsals of this stack, and with which token it comes. */
  readonly rehearsals: { readonly port: number; readonly token: string };
}

/** Names of the services of the web face, in the order of their ports. */
export const WEB_FACE = ['identity', 'console'] as const;

/** Names of all that needs a port for the web face. */
export const WEB_FACE_PORTS = [...WEB_FACE, 'rehearsals'] as const;

/**
 * Makes the keys, the password and the configuration of the web face, or finds them again; undefined where none is wanted. `ports` are
 * those of identity, console, the rehearsals, audit and the agencies.
 */
export function openWebFace(
  { home, webFace, env }: WebFaceOptions,
  agencies: readonly string[],
  ports: Readonly<Record<string, number>>,
): WebFace | undefined {
  if (!webFace) return undefined;
  const moreConsoles = webFace === true ? [] : webFace.moreConsoles;
  const at = (name: string): string => `http://${LOOPBACK}:${ports[name]}`;
  const file = (name: string): string => join(home.keys, name);
  const [passwordFile, secretFile, cookieKeyFile] = ['password', 'client-secret', 'cookie-key'].map(
    (name) => {
      keptSecret(file(`identity.${name}`));
      return file(`identity.${name}`);
    },
  ) as [string, string, string];
  const believed = { OIDC_ISSUER: at('identity') };
  const identity = spec('identity', ports, {
    CONSOLE_URLS: [at('console'), ...moreConsoles].join(','),
    SIGNING_KEY_FILE: signingKey(file('identity.signing.json')),
    COOKIE_KEY_FILE: cookieKeyFile,
    PASSWORD_FILE: passwordFile,
    CLIENT_SECRET_FILE: secretFile,
  });
  const services = {
    agencies: Object.fromEntries(agencies.map((code) => [code, at(code)])),
    audit: at('audit'),
  };
  const servicesFile = join(home.dir, 'services.json');
  writeFileSync(servicesFile, JSON.stringify(services, null, 2), { mode: 0o600 });
  const rehearsals = { port: ports['rehearsals'] as number, token: keptSecret(file('rehearsals.token')) };
  const rehearsalsFile = join(home.keys, 'rehearsals.json');
  const door = { url: at('rehearsals'), token: rehearsals.token };
  writeFileSync(rehearsalsFile, JSON.stringify(door), { mode: 0o600 });
  const face = spec('console', ports, {
    ...believed,
    CONSOLE_URL: at('console'),
    OIDC_CLIENT_ID: CLIENT_ID,
    OIDC_CLIENT_SECRET_FILE: secretFile,
    SERVICES_FILE: servicesFile,
    REHEARSALS_FILE: rehearsalsFile,
  });
  const specs = [identity, face].map((one) => ({ ...one, env: { ...one.env, ...env?.[one.name] } }));
  const urls = { consoleUrl: at('console'), identityUrl: at('identity') };
  return { specs, believed, ...urls, passwordFile, rehearsals };
}

const spec = (
  name: (typeof WEB_FACE)[number],
  ports: Readonly<Record<string, number>>,
  env: Readonly<Record<string, string>>,
): ServiceSpec => ({
  name,
  app: name,
  port: ports[name] as number,
  env: { HTTP_PORT: String(ports[name]), CONCORDAT_WATCH_STDIN: '1', ...env },
});

function signingKey(file: string): string {
  if (!existsSync(file)) {
    const { jwk } = freshKeyPair('Ed25519');
    writeFileSync(file, JSON.stringify({ ...jwk, kid: keyId(jwk.crv, jwk.x) }), { mode: 0o600, flag: 'wx' });
  }
  return file;
}
