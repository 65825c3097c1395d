import { Provider, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { CLIENT_ID } from './client-id.js';
import type { IdentityConfig } from './config.js';
import type { IdentityPages, ShownPage } from './identity-pages.js';
import { personOf } from './people.js';

const TWELVE_HOURS_S = 12 * 60 * 60;

/**
 * An OpenID provider for one client, the console: code flow with PKCE, access tokens as RFC 9068 has them with the claims
 * of the demonstration users, refresh tokens, sign-out from the console. What it knows beside that lies in memory: a restart signs everybody out.
 */
export function openProvider(config: IdentityConfig, pages: IdentityPages): Provider {
  const provider = new Provider(config.issuer, {
    clients: [clientOf(config)],
    jwks: { keys: [{ ...config.signingKey, kty: 'OKP', use: 'sig', alg: 'EdDSA' }] },
    cookies: { keys: [config.cookieKey] },
    pkce: { required: () => true },
    responseTypes: ['code'],
    scopes: ['openid'],
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators: resources(config),
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => show(context, pages.leaving(form)),
        postLogoutSuccessSource: (context) => show(context, pages.left()),
      },
    },
    findAccount: (_context, subject) =>
      personOf(subject) && { accountId: subject, claims: () => ({ sub: subject }) },
    extraTokenClaims: (_context, token) => ('accountId' in token ? claimsOf(token.accountId) : undefined),
    loadExistingGrant: agreed,
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    renderError: (context, { error }) => show(context, pages.refused(error)),
    ttl: {
      AuthorizationCode: 60,
      IdToken: TWELVE_HOURS_S,
      Interaction: 3_600,
      Session: TWELVE_HOURS_S,
      Grant: TWELVE_HOURS_S,
      RefreshToken: TWELVE_HOURS_S,
    },
  } satisfies Configuration);
  return provider;
}

const clientOf = ({ consoles, clientSecret }: IdentityConfig) => ({
  client_id: CLIENT_ID,
  client_secret: clientSecret,
  client_name: 'Concordat',
  redirect_uris: consoles.map((address) => `${address}/sign-in/callback`),
  post_logout_redirect_uris: consoles.map((address) => `${address}/signed-out`),
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code' as const],
  id_token_signed_response_alg: 'EdDSA' as const,
});

/** Every access token is for the services of Concordat, whether its client says so or not. */
const resources = ({ audience, accessTokenS }: IdentityConfig) => ({
  enabled: true,
  defaultResource: () => audience,
  useGrantedResource: () => true,
  getResourceServerInfo: () => ({
    scope: '',
    audience,
    accessTokenTTL: accessTokenS,
    accessTokenFormat: 'jwt' as const,
    jwt: { sign: { alg: 'EdDSA' as const } },
  }),
});

function claimsOf(subject: string): Record<string, unknown> | undefined {
  const person = personOf(subject);
  if (!person) return undefined;
  const { name, role, agency, units } = person;
  return {
    name,
    concordat_role: role,
    ...(agency && { concordat_agency: agency }),
    ...(units && { concordat_units: units }),
  };
}

/** The console is a part of the same system: nobody is asked whether it may know who they are. */
async function agreed(context: KoaContextWithOIDC) {
  const { client, session, provider } = context.oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  const found = known === undefined ? undefined : await provider.Grant.find(known);
  if (found) return found;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid');
  await grant.save();
  return grant;
}

function show(context: KoaContextWithOIDC, { html, headers }: ShownPage): void {
  context.set(headers);
  context.type = 'html';
  context.body = html;
}
