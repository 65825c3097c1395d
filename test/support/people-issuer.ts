import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { PersonRole } from '#access';

/** Somebody for whom a token is made. */
export interface TokenOf {
  readonly subject: string;
  readonly role: PersonRole;
  readonly agency?: string;
  readonly units?: readonly string[];
}

/** An issuer of people's tokens on the loopback address, with a key of its own. */
export interface PeopleIssuer {
  readonly address: string;
  token(person: TokenOf): Promise<string>;
  close(): Promise<void>;
}

/** Opens one that publishes its metadata and its key as any OpenID provider does. */
export async function openPeopleIssuer(): Promise<PeopleIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), alg: 'EdDSA', kid: 'people', use: 'sig' }];
  const server = createServer((request, response) => {
    const isMetadata = request.url === '/.well-known/openid-configuration';
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(isMetadata ? { issuer: address, jwks_uri: `${address}/jwks` } : { keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    token: ({ subject, role, agency, units }) =>
      new SignJWT({
        name: `Name of ${subject}`,
        concordat_role: role,
        ...(agency && { concordat_agency: agency }),
        ...(units && { concordat_units: units }),
      })
        .setProtectedHeader({ alg: 'EdDSA', kid: 'people', typ: 'at+jwt' })
        .setIssuer(address)
        .setAudience('urn:concordat')
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime('10 min')
        .sign(privateKey),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
