import { describe, expect, it } from '@jest/globals';
import { readIssuer } from './issuer.js';

describe('the issuer of people’s tokens', () => {
  it('is none where the environment names none', () => {
    expect(readIssuer({})).toEqual({ issuer: undefined });
    expect(readIssuer({ OIDC_ISSUER: '', OIDC_AUDIENCE: 'x' })).toEqual({ issuer: undefined });
  });

  it('is known by its address, with the audience of its tokens', () => {
    const issuer = 'https://id.wealdmere.example';
    expect(readIssuer({ OIDC_ISSUER: issuer })).toEqual({ issuer: { issuer, audience: 'urn:concordat' } });
    expect(readIssuer({ OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'urn:other' })).toEqual({
      issuer: { issuer, audience: 'urn:other' },
    });
    expect(readIssuer({ OIDC_ISSUER: 'http://127.0.0.1:4108' }).faults).toBeUndefined();
  });

  it.each([
    'http://id.wealdmere.example',
    'id.wealdmere.example',
    'https://id.example?x=1',
    'ftp://127.0.0.1',
  ])('is not %s', (address) => {
    expect(readIssuer({ OIDC_ISSUER: address }).faults).toEqual([
      'OIDC_ISSUER is no https address (http is for this machine alone)',
    ]);
  });
});
