export { PERSON_ROLES, personIn, type Claims, type Person, type PersonRole } from './person.js';
export { DEFAULT_AUDIENCE, isLoopback, readIssuer, type Issuer, type ReadIssuer } from './issuer.js';
export { IssuerAway, PersonTokens, looksLikeJwt } from './person-tokens.js';
