import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, generateKeyPair, type CryptoKey, type JWK, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IssuerAway, PersonTokens } from './person-tokens.js';

/** An issuer on the loopback address: its metadata and its keys, as any provider publishes them. */
class LoopbackIssuer {
  readonly keys: JWK[] = [];
  private readonly server: Server = createServer((request, response) => {
    const issuer = this.address;
    const answers: Record<string, unknown> = {
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/jwks` },
      '/jwks': { keys: this.keys },
    };
    response.statusCode = answers[request.url ?? ''] ? 200 : 404;
    response.end(JSON.stringify(answers[request.url ?? ''] ?? {}));
  });

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  open(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

interface Signing {
  readonly key: CryptoKey;
  readonly alg: string;
  readonly kid: string;
}

const issuer = new LoopbackIssuer();
const signing: Record<string, Signing> = {};
let tokens: PersonTokens;

async function newKey(alg: string, kid: string): Promise<Signing> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  issuer.keys.push({ ...(await exportJWK(publicKey)), alg, kid, use: 'sig' });
  return (signing[kid] = { key: privateKey, alg, kid });
}

beforeAll(async () => {
  await issuer.open();
  for (const alg of ['EdDSA', 'ES256', 'RS256', 'PS256']) await newKey(alg, alg);
  tokens = new PersonTokens({ issuer: issuer.address, audience: 'urn:concordat' });
});
afterAll(() => issuer.close());

const now = (): number => Math.floor(Date.now() / 1_000);

/** A good token of a duty manager, but for what a test changes. */
function token(
  claims: JWTPayload = {},
  { by = 'EdDSA', typ = 'at+jwt' }: { by?: string; typ?: string } = {},
): Promise<string> {
  const { key, alg, kid } = signing[by] as Signing;
  return new SignJWT({
    iss: issuer.address,
    aud: 'urn:concordat',
    sub: 'a7',
    iat: now(),
    exp: now() + 300,
    concordat_role: 'duty-manager',
    concordat_agency: 'police',
    ...claims,
  })
    .setProtectedHeader({ alg, kid, typ })
    .sign(key);
}

describe('an access token', () => {
  it.each(['EdDSA', 'ES256', 'RS256'])('signed with %s by the issuer says who is signed in', async (by) => {
    expect(await tokens.read(await token({}, { by }))).toEqual({
      subject: 'a7',
      name: 'a7',
      role: 'duty-manager',
      agency: 'police',
    });
  });

  it.each([
    ['of another issuer', { iss: 'https://elsewhere.example' }],
    ['for another audience', { aud: 'urn:payroll' }],
    ['that has expired', { iat: now() - 600, exp: now() - 300 }],
    ['that is not valid yet', { nbf: now() + 300 }],
    ['without an end', { exp: undefined }],
    ['without a subject', { sub: undefined }],
    ['with an unknown role', { concordat_role: 'superuser' }],
    ['with a role whose agency is missing', { concordat_agency: undefined }],
  ])('%s is nobody’s', async (_, claims) => {
    expect(await tokens.read(await token(claims as JWTPayload))).toBeUndefined();
  });

  it('signed with an algorithm that does not count is nobody’s, though the key is the issuer’s', async () => {
    expect(await tokens.read(await token({}, { by: 'PS256' }))).toBeUndefined();
  });

  it('of another kind, such as an ID token, is nobody’s', async () => {
    expect(await tokens.read(await token({}, { typ: 'JWT' }))).toBeUndefined();
  });

  it('whose content was changed, or that nobody signed, is nobody’s', async () => {
    const [head, , signature] = (await token()).split('.');
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = part({ iss: issuer.address, aud: 'urn:concordat', sub: 'a7', concordat_role: 'auditor' });
    expect(await tokens.read(`${head}.${claims}.${signature}`)).toBeUndefined();
    expect(await tokens.read(`${part({ alg: 'none', typ: 'at+jwt' })}.${claims}.`)).toBeUndefined();
    for (const none of ['', 'opaque', 'a.b', `${await token()}x.y`, 'a'.repeat(9_000)])
      expect(await tokens.read(none)).toBeUndefined();
  });

  it('signed with a stranger’s key under the issuer’s key id is nobody’s', async () => {
    const { privateKey } = await generateKeyPair('EdDSA');
    signing['stranger'] = { key: privateKey, alg: 'EdDSA', kid: 'EdDSA' };
    expect(await tokens.read(await token({}, { by: 'stranger' }))).toBeUndefined();
  });
});

describe('while the issuer is away', () => {
  it('nobody is judged: not let in, and not called a liar', async () => {
    const gone = new LoopbackIssuer();
    await gone.open();
    const { address } = gone;
    await gone.close();
    const reader = new PersonTokens({ issuer: address, audience: 'urn:concordat' });
    await expect(reader.read(await token())).rejects.toBeInstanceOf(IssuerAway);
  });

  it('metadata that speak of another issuer are not believed', async () => {
    const reader = new PersonTokens({ issuer: `${issuer.address}/`, audience: 'urn:concordat' });
    await expect(reader.read(await token())).rejects.toBeInstanceOf(IssuerAway);
  });
});
