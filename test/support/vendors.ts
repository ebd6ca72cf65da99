import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { createSigningKey, type SigningKey } from './hostile-provider.ts'
import { addressAt, type Vendor, type VendorContext, type VendorIssue } from './vendor-server.ts'

/*
 * The documented ways of each preset's vendor. What is only remembered here is only remembered in the preset's
 * evidence too.
 */

const month = 30 * 24 * 3_600

/** The standard's answer, with what a vendor changes. */
const usual = (issue: VendorIssue, changes: object = {}) => ({
  access_token: issue.accessToken,
  token_type: 'bearer',
  expires_in: 3_600,
  scope: issue.grant.scopes.join(' '),
  ...(issue.refreshToken !== undefined && { refresh_token: issue.refreshToken }),
  ...changes,
})

const without = (body: object, ...names: string[]) =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))

/** An API that answers the bearer of the token. */
const me =
  (json: object) =>
  (_request: unknown, { isAuthorized }: VendorContext) =>
    isAuthorized() ? { json } : { status: 401, json: { message: 'Requires authentication' } }

let signingKey: Promise<SigningKey> | undefined
const keyOf = () => (signingKey ??= createSigningKey())

interface OpenIdOptions {
  /** The issuer in the metadata, without https:// */
  readonly issuer: string
  /** The issuer in ID tokens where it is another. */
  readonly tokenIssuer?: string
  readonly claims?: object
  readonly metadata?: object
  readonly lacksNonce?: boolean
}

async function idToken(issue: VendorIssue, options: OpenIdOptions): Promise<string> {
  const { privateKey, alg } = await keyOf()
  const nonce = options.lacksNonce || issue.kind === 'refresh' ? null : issue.grant.query.get('nonce')
  const claims = { sub: 'person-1', email: 'ada@example.test', ...(nonce && { nonce }), ...options.claims }
  return new SignJWT(claims)
    .setProtectedHeader({ alg, kid: 'key-1' })
    .setIssuer(addressAt(issue.origin, options.tokenIssuer ?? options.issuer))
    .setAudience(issue.grant.clientId)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey)
}

/** Discovery and key set of an OpenID provider whose metadata is found at `at`. */
function openId(
  vendor: Pick<Vendor, 'authorization' | 'token'>,
  at: string,
  options: OpenIdOptions,
): NonNullable<Vendor['routes']> {
  const keys = `${options.issuer.split('/')[0]}/keys`
  return {
    [`${at.replace(/\/$/, '')}/.well-known/openid-configuration`]: (_request, { origin }) => ({
      json: {
        issuer: addressAt(origin, options.issuer),
        authorization_endpoint: addressAt(origin, vendor.authorization),
        token_endpoint: addressAt(origin, vendor.token),
        jwks_uri: addressAt(origin, keys),
        response_types_supported: ['code'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
        ...options.metadata,
      },
    }),
    [keys]: async () => ({ json: { keys: [(await keyOf()).publicJwk] } }),
  }
}

// ── Identity providers ─────────────────────────────────────────────────────────────────────────────────────────

const googleAt = {
  authorization: 'accounts.google.com/o/oauth2/v2/auth',
  token: 'oauth2.googleapis.com/token',
}
const googleNames: Readonly<Record<string, string>> = {
  email: 'https://www.googleapis.com/auth/userinfo.email',
  profile: 'https://www.googleapis.com/auth/userinfo.profile',
}
export const google: Vendor = {
  preset: 'google',
  ...googleAt,
  clientAuthentication: 'post',
  port: 'any',
  refresh: 'omits',
  grantsRefresh: ({ query }) => query.get('access_type') === 'offline' && query.get('prompt') === 'consent',
  refuse: (error) =>
    error === 'invalid_client'
      ? { status: 400, json: { error: 'invalid_request', error_description: 'client_secret is missing.' } }
      : { status: 400, json: { error, error_description: 'Bad Request' } },
  answer: async (issue) =>
    usual(issue, {
      token_type: 'Bearer',
      expires_in: 3_599,
      scope: issue.grant.scopes.map((scope) => googleNames[scope] ?? scope).join(' '),
      id_token: await idToken(issue, { issuer: 'accounts.google.com' }),
    }),
  routes: openId(googleAt, 'accounts.google.com', { issuer: 'accounts.google.com' }),
}

export const tenantId = '72f988bf-86f1-41af-91ab-2d7cd011db47'
const entraAt = {
  authorization: 'login.microsoftonline.com/common/oauth2/v2.0/authorize',
  token: 'login.microsoftonline.com/common/oauth2/v2.0/token',
}
/** Entra at `common`; `iss` is the tenant in the ID token’s issuer. */
export const entraOf = (iss: string): Vendor => ({
  preset: 'microsoft-entra',
  ...entraAt,
  clientAuthentication: 'none',
  port: 'any',
  refresh: 'rotates',
  grantsRefresh: ({ scopes }) => scopes.includes('offline_access'),
  answer: async (issue) =>
    usual(issue, {
      token_type: 'Bearer',
      expires_in: 3_870,
      ext_expires_in: 3_870,
      scope: issue.grant.scopes.filter((scope) => scope !== 'offline_access').join(' '),
      id_token: await idToken(issue, {
        issuer: '',
        tokenIssuer: `login.microsoftonline.com/${iss}/v2.0`,
        claims: { tid: iss, preferred_username: 'ada@example.test' },
      }),
    }),
  routes: openId(entraAt, 'login.microsoftonline.com/common/v2.0', {
    issuer: 'login.microsoftonline.com/{tenantid}/v2.0',
    metadata: { code_challenge_methods_supported: undefined },
  }),
})
export const entra = entraOf(tenantId)

const auth0At = { authorization: 'acme.eu.auth0.com/authorize', token: 'acme.eu.auth0.com/oauth/token' }
export const auth0: Vendor = {
  preset: 'auth0',
  ...auth0At,
  clientAuthentication: 'none',
  port: 'exact',
  refresh: 'rotates',
  grantsRefresh: ({ scopes }) => scopes.includes('offline_access'),
  answer: async (issue) =>
    usual(issue, {
      token_type: 'Bearer',
      expires_in: 86_400,
      id_token: await idToken(issue, { issuer: 'acme.eu.auth0.com/' }),
    }),
  routes: openId(auth0At, 'acme.eu.auth0.com', { issuer: 'acme.eu.auth0.com/' }),
}

const oktaAt = {
  authorization: 'acme.okta.com/oauth2/default/v1/authorize',
  token: 'acme.okta.com/oauth2/default/v1/token',
}
export const okta: Vendor = {
  preset: 'okta',
  ...oktaAt,
  clientAuthentication: 'none',
  port: 'exact',
  refresh: 'rotates',
  grantsRefresh: ({ scopes }) => scopes.includes('offline_access'),
  answer: async (issue) =>
    usual(issue, {
      token_type: 'Bearer',
      id_token: await idToken(issue, { issuer: 'acme.okta.com/oauth2/default' }),
    }),
  routes: openId(oktaAt, 'acme.okta.com/oauth2/default', { issuer: 'acme.okta.com/oauth2/default' }),
}

const keycloakAt = {
  authorization: 'sso.acme.example/realms/acme/protocol/openid-connect/auth',
  token: 'sso.acme.example/realms/acme/protocol/openid-connect/token',
}
export const keycloak: Vendor = {
  preset: 'keycloak',
  ...keycloakAt,
  clientAuthentication: 'none',
  port: 'any',
  refresh: 'rotates',
  answer: async (issue) =>
    usual(issue, {
      token_type: 'Bearer',
      expires_in: 300,
      refresh_expires_in: 1_800,
      'not-before-policy': 0,
      session_state: randomUUID(),
      id_token: await idToken(issue, { issuer: 'sso.acme.example/realms/acme' }),
    }),
  routes: openId(keycloakAt, 'sso.acme.example/realms/acme', { issuer: 'sso.acme.example/realms/acme' }),
}

const cognitoAt = {
  authorization: 'acme.auth.eu-central-1.amazoncognito.com/oauth2/authorize',
  token: 'acme.auth.eu-central-1.amazoncognito.com/oauth2/token',
}
const cognitoIssuer = 'cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI'
export const cognito: Vendor = {
  preset: 'amazon-cognito',
  ...cognitoAt,
  clientAuthentication: 'none',
  port: 'exact',
  refresh: 'omits',
  answer: async (issue) =>
    without(
      usual(issue, { token_type: 'Bearer', id_token: await idToken(issue, { issuer: cognitoIssuer }) }),
      'scope',
    ),
  routes: openId(cognitoAt, cognitoIssuer, {
    issuer: cognitoIssuer,
    metadata: { code_challenge_methods_supported: undefined },
  }),
}

const adFsAt = {
  authorization: 'sts.acme.example/adfs/oauth2/authorize',
  token: 'sts.acme.example/adfs/oauth2/token',
}
export const adFs: Vendor = {
  preset: 'ad-fs',
  ...adFsAt,
  clientAuthentication: 'none',
  port: 'exact',
  refresh: 'resends',
  answer: async (issue) =>
    usual(issue, {
      resource: issue.grant.query.get('resource') ?? 'urn:microsoft:userinfo',
      refresh_token_expires_in: 28_799,
      id_token: await idToken(issue, {
        issuer: 'sts.acme.example/adfs',
        claims: { upn: 'ada@acme.example' },
      }),
    }),
  routes: openId(adFsAt, 'sts.acme.example/adfs', { issuer: 'sts.acme.example/adfs' }),
}

// ── Code hosts and tools ───────────────────────────────────────────────────────────────────────────────────────

/** GitHub: form-encoded unless JSON is asked for, errors with status 200, scopes with commas, a number for an id. */
const githubOf = (preset: string, host: string, api: string, port: Vendor['port']): Vendor => ({
  preset,
  authorization: `${host}/login/oauth/authorize`,
  token: `${host}/login/oauth/access_token`,
  clientAuthentication: 'post',
  port,
  refresh: 'none',
  refuse: (error, kind) => ({
    status: 200,
    json: {
      error:
        error !== 'invalid_grant'
          ? 'incorrect_client_credentials'
          : kind === 'code'
            ? 'bad_verification_code'
            : 'bad_refresh_token',
      error_description: `The ${kind} passed is incorrect or expired.`,
      error_uri: 'https://docs.github.com/apps/troubleshooting',
    },
  }),
  answer: (issue) => ({
    access_token: issue.accessToken,
    scope: issue.grant.scopes.join(','),
    token_type: 'bearer',
  }),
  routes: { [`${api}/user`]: me({ id: 583_231, login: 'octocat', name: null }) },
})
export const github = githubOf('github', 'github.com', 'api.github.com', 'any')
export const githubEnterprise = githubOf(
  'github-enterprise',
  'github.acme.example',
  'github.acme.example/api/v3',
  'exact',
)

const gitlabAt = { authorization: 'gitlab.com/oauth/authorize', token: 'gitlab.com/oauth/token' }
export const gitlab: Vendor = {
  preset: 'gitlab',
  ...gitlabAt,
  clientAuthentication: 'none',
  port: 'exact',
  refresh: 'rotates',
  answer: async (issue) =>
    usual(issue, {
      token_type: 'Bearer',
      expires_in: 7_200,
      created_at: Math.floor(Date.now() / 1_000),
      id_token: await idToken(issue, { issuer: 'gitlab.com' }),
    }),
  routes: openId(gitlabAt, 'gitlab.com', { issuer: 'gitlab.com' }),
}

export const bitbucket: Vendor = {
  preset: 'bitbucket',
  authorization: 'bitbucket.org/site/oauth2/authorize',
  token: 'bitbucket.org/site/oauth2/access_token',
  clientAuthentication: 'basic',
  port: 'exact',
  lacksPkce: true,
  refresh: 'resends',
  answer: (issue) =>
    without(
      usual(issue, {
        // The consumer's permissions, whatever was asked for.
        scopes: 'account email repository pullrequest',
        expires_in: 7_200,
        state: 'authorization_code',
      }),
      'scope',
    ),
  routes: { 'api.bitbucket.org/2.0/user': me({ account_id: '557058:1', display_name: 'Ada Byron' }) },
}

export const slack: Vendor = {
  preset: 'slack',
  authorization: 'slack.com/oauth/v2/authorize',
  token: 'slack.com/api/oauth.v2.access',
  clientAuthentication: 'none',
  port: 'exact',
  scopeParameter: 'user_scope',
  scopeSeparator: ',',
  refresh: 'rotates',
  refuse: (error, kind) => ({
    status: 200,
    json: {
      ok: false,
      error:
        error !== 'invalid_grant'
          ? 'bad_client_secret'
          : kind === 'code'
            ? 'invalid_code'
            : 'invalid_refresh_token',
    },
  }),
  answer: (issue) => {
    const tokens = {
      ...usual(issue, { token_type: 'user', expires_in: 43_200 }),
      scope: issue.grant.scopes.join(','),
    }
    return issue.kind === 'code'
      ? { ok: true, app_id: 'A1', authed_user: { id: 'U1234', ...tokens }, team: { id: 'T1', name: 'Acme' } }
      : { ok: true, ...tokens }
  },
}

export const atlassian: Vendor = {
  preset: 'atlassian',
  authorization: 'auth.atlassian.com/authorize',
  token: 'auth.atlassian.com/oauth/token',
  clientAuthentication: 'post',
  port: 'exact',
  needs: { audience: 'api.atlassian.com', prompt: 'consent' },
  lacksPkce: true,
  refresh: 'rotates',
  grantsRefresh: ({ scopes }) => scopes.includes('offline_access'),
  refuse: (error) => ({
    status: error === 'invalid_grant' ? 403 : 401,
    json: {
      error: error === 'invalid_grant' ? 'unauthorized_client' : 'access_denied',
      error_description: 'refresh_token is invalid',
    },
  }),
  answer: (issue) => usual(issue, { token_type: 'Bearer' }),
  routes: {
    'api.atlassian.com/me': me({ account_id: '5b10a2844c20165700ede21g', email: 'ada@example.test' }),
  },
}

export const notion: Vendor = {
  preset: 'notion',
  authorization: 'api.notion.com/v1/oauth/authorize',
  token: 'api.notion.com/v1/oauth/token',
  clientAuthentication: 'basic',
  port: 'exact',
  needs: { owner: 'user' },
  lacksPkce: true,
  refresh: 'rotates',
  answer: (issue) =>
    without(
      usual(issue, {
        bot_id: 'b1',
        workspace_id: 'w1',
        workspace_name: 'Acme wiki',
        owner: { type: 'user', user: { object: 'user', id: 'n-1', person: {} } },
        request_id: 'r1',
      }),
      'expires_in',
      'scope',
    ),
}

export const linear: Vendor = {
  preset: 'linear',
  authorization: 'linear.app/oauth/authorize',
  token: 'api.linear.app/oauth/token',
  clientAuthentication: 'none',
  port: 'exact',
  scopeSeparator: ',',
  refresh: 'rotates',
  answer: (issue) => usual(issue, { token_type: 'Bearer', expires_in: 86_399 }),
}

export const figma: Vendor = {
  preset: 'figma',
  authorization: 'www.figma.com/oauth',
  token: 'api.figma.com/v1/oauth/token',
  refreshAt: 'api.figma.com/v1/oauth/refresh',
  clientAuthentication: 'post',
  port: 'exact',
  refresh: 'omits',
  answer: (issue) => without(usual(issue, { user_id_string: '1234', expires_in: 3 * month }), 'scope'),
  routes: { 'api.figma.com/v1/me': me({ id: '1234', handle: 'ada', email: 'ada@example.test' }) },
}

export const zoom: Vendor = {
  preset: 'zoom',
  authorization: 'zoom.us/oauth/authorize',
  token: 'zoom.us/oauth/token',
  clientAuthentication: 'none',
  port: 'any',
  refresh: 'rotates',
  answer: (issue) =>
    usual(issue, {
      scope: [...issue.grant.scopes, 'meeting:write:meeting', 'user:read:settings'].join(' '),
      api_url: 'https://api.zoom.us',
    }),
  routes: { 'api.zoom.us/v2/users/me': me({ id: 'z-1', email: 'ada@example.test' }) },
}

export const hubspot: Vendor = {
  preset: 'hubspot',
  authorization: 'app.hubspot.com/oauth/authorize',
  token: 'api.hubapi.com/oauth/v3/token',
  clientAuthentication: 'post',
  port: 'exact',
  lacksPkce: true,
  refresh: 'resends',
  refuse: (error, kind) => ({
    status: 400,
    json: {
      status: error === 'invalid_grant' && kind === 'refresh' ? 'BAD_REFRESH_TOKEN' : 'BAD_REQUEST',
      message: 'missing or invalid',
    },
  }),
  answer: (issue) =>
    without(
      usual(issue, {
        expires_in: 1_800,
        hub_id: 62_515,
      }),
      'scope',
    ),
  routes: { 'api.hubapi.com/account-info/v3/details': me({ portalId: 62_515, accountType: 'STANDARD' }) },
}

export const salesforce: Vendor = {
  preset: 'salesforce',
  authorization: 'acme.my.salesforce.com/services/oauth2/authorize',
  token: 'acme.my.salesforce.com/services/oauth2/token',
  clientAuthentication: 'none',
  port: 'exact',
  refresh: 'omits',
  grantsRefresh: ({ scopes }) => scopes.includes('refresh_token'),
  answer: (issue) =>
    without(
      usual(issue, {
        token_type: 'Bearer',
        instance_url: 'https://acme.my.salesforce.com',
        id: 'https://login.salesforce.com/id/00D/005',
        issued_at: String(Date.now()),
        signature: 'c2lnbmF0dXJl',
      }),
      'expires_in',
    ),
  routes: {
    'acme.my.salesforce.com/services/oauth2/userinfo': me({
      sub: 'https://login.salesforce.com/id/00D/005',
      email: 'ada@example.test',
    }),
  },
}

const shopifyApi = 'acme-store.myshopify.com/admin/api/2025-10'
export const shopify: Vendor = {
  preset: 'shopify',
  authorization: 'acme-store.myshopify.com/admin/oauth/authorize',
  token: 'acme-store.myshopify.com/admin/oauth/access_token',
  clientAuthentication: 'post',
  port: 'exact',
  scopeSeparator: ',',
  lacksPkce: true,
  refresh: 'rotates',
  grantsRefresh: (_grant, form) => form.get('expiring') === '1' || form.get('grant_type') === 'refresh_token',
  answer: (issue) => ({
    access_token: issue.accessToken,
    scope: issue.grant.scopes.join(','),
    ...(issue.refreshToken !== undefined && {
      expires_in: 3_600,
      refresh_token: issue.refreshToken,
      refresh_token_expires_in: 3 * month,
    }),
  }),
  routes: {
    [`${shopifyApi}/shop.json`]: ({ headers }, { accessToken }) =>
      headers['x-shopify-access-token'] === accessToken && headers.authorization === undefined
        ? { json: { shop: { id: 690_933_842, name: 'Acme' } } }
        : { status: 401, json: { errors: '[API] Invalid API key or access token' } },
  },
}

// ── People and pastimes ────────────────────────────────────────────────────────────────────────────────────────

export const discord: Vendor = {
  preset: 'discord',
  authorization: 'discord.com/oauth2/authorize',
  token: 'discord.com/api/oauth2/token',
  clientAuthentication: 'none',
  port: 'exact',
  refresh: 'rotates',
  answer: (issue) => usual(issue, { token_type: 'Bearer', expires_in: 604_800 }),
  routes: { 'discord.com/api/users/@me': me({ id: '80351110224678912', username: 'ada' }) },
}

export const spotify: Vendor = {
  preset: 'spotify',
  authorization: 'accounts.spotify.com/authorize',
  token: 'accounts.spotify.com/api/token',
  clientAuthentication: 'none',
  port: 'any',
  refresh: 'rotates',
  answer: (issue) => usual(issue, { token_type: 'Bearer' }),
  routes: { 'api.spotify.com/v1/me': me({ id: 'ada', email: 'ada@example.test' }) },
}

export const dropbox: Vendor = {
  preset: 'dropbox',
  authorization: 'www.dropbox.com/oauth2/authorize',
  token: 'api.dropboxapi.com/oauth2/token',
  clientAuthentication: 'none',
  port: 'exact',
  refresh: 'omits',
  grantsRefresh: ({ query }) => query.get('token_access_type') === 'offline',
  answer: (issue) =>
    issue.kind === 'code'
      ? usual(issue, { expires_in: 14_400, uid: '12345', account_id: 'dbid:AAH4' })
      : without(usual(issue, { expires_in: 14_400 }), 'scope'),
}

export const linkedin: Vendor = {
  preset: 'linkedin',
  authorization: 'www.linkedin.com/oauth/native-pkce/authorization',
  token: 'www.linkedin.com/oauth/v2/accessToken',
  clientAuthentication: 'none',
  port: 'any',
  refresh: 'none',
  answer: async (issue) =>
    without(
      usual(issue, {
        expires_in: 2 * month,
        scope: issue.grant.scopes.join(','),
        id_token: await idToken(issue, { issuer: 'www.linkedin.com/oauth', lacksNonce: true }),
      }),
      'refresh_token',
    ),
  routes: {
    'www.linkedin.com/oauth/openid/jwks': async () => ({ json: { keys: [(await keyOf()).publicJwk] } }),
    'api.linkedin.com/v2/userinfo': me({ sub: 'person-1', name: 'Ada Byron' }),
  },
}

export const reddit: Vendor = {
  preset: 'reddit',
  authorization: 'www.reddit.com/api/v1/authorize',
  token: 'www.reddit.com/api/v1/access_token',
  clientAuthentication: 'basic',
  port: 'exact',
  lacksPkce: true,
  refresh: 'omits',
  grantsRefresh: ({ query }) => query.get('duration') === 'permanent',
  refuse: (error) =>
    error === 'invalid_client'
      ? { status: 401, json: { message: 'Unauthorized', error: 401 } }
      : { status: 400, json: { message: 'Bad Request', error: 400 } },
  answer: (issue) => usual(issue),
  routes: { 'oauth.reddit.com/api/v1/me': me({ id: 't2_1', name: 'ada' }) },
}

export const x: Vendor = {
  preset: 'x',
  authorization: 'x.com/i/oauth2/authorize',
  token: 'api.x.com/2/oauth2/token',
  clientAuthentication: 'basic',
  port: 'exact',
  refresh: 'rotates',
  grantsRefresh: ({ scopes }) => scopes.includes('offline.access'),
  refuse: (error, kind) => ({
    status: error === 'invalid_client' ? 401 : 400,
    json:
      error === 'invalid_client'
        ? { error: 'unauthorized_client', error_description: 'Missing valid authorization header' }
        : {
            error: 'invalid_request',
            error_description: `Value passed for the ${kind === 'code' ? 'authorization code' : 'token'} was invalid.`,
          },
  }),
  answer: (issue) => usual(issue, { expires_in: 7_200 }),
  routes: { 'api.x.com/2/users/me': me({ data: { id: '2244994945', username: 'ada', name: 'Ada' } }) },
}

export const facebook: Vendor = {
  preset: 'facebook',
  authorization: 'www.facebook.com/v23.0/dialog/oauth',
  token: 'graph.facebook.com/v23.0/oauth/access_token',
  clientAuthentication: 'post',
  port: 'exact',
  scopeSeparator: ',',
  lacksPkce: true,
  refresh: 'none',
  refuse: () => ({
    status: 400,
    json: { error: { message: 'This authorization code has been used.', type: 'OAuthException', code: 100 } },
  }),
  answer: (issue) => without(usual(issue, { expires_in: 5_183_944 }), 'scope', 'refresh_token'),
  routes: { 'graph.facebook.com/v23.0/me': me({ id: '10158', name: 'Ada Byron' }) },
}

export const strava: Vendor = {
  preset: 'strava',
  authorization: 'www.strava.com/oauth/authorize',
  token: 'www.strava.com/oauth/token',
  clientAuthentication: 'post',
  port: 'any',
  scopeSeparator: ',',
  lacksPkce: true,
  refresh: 'rotates',
  refuse: (_error, kind) => ({
    status: 400,
    json: {
      message: 'Bad Request',
      errors: [
        kind === 'code'
          ? { resource: 'AuthorizationCode', field: 'code', code: 'invalid' }
          : { resource: 'RefreshToken', field: 'refresh_token', code: 'invalid' },
      ],
    },
  }),
  answer: (issue) => ({
    token_type: 'Bearer',
    access_token: issue.accessToken,
    refresh_token: issue.refreshToken,
    expires_at: Math.floor(Date.now() / 1_000) + 21_600,
    expires_in: 21_600,
    ...(issue.kind === 'code' && { athlete: { id: 227_615, username: 'ada', firstname: 'Ada' } }),
  }),
}

export const twitch: Vendor = {
  preset: 'twitch',
  authorization: 'id.twitch.tv/oauth2/authorize',
  token: 'id.twitch.tv/oauth2/token',
  clientAuthentication: 'post',
  port: 'exact',
  lacksPkce: true,
  refresh: 'rotates',
  refuse: (error, kind) => ({
    status: error === 'invalid_client' ? 403 : 400,
    json: {
      status: 400,
      message:
        error !== 'invalid_grant'
          ? 'invalid client secret'
          : `Invalid ${kind === 'code' ? 'authorization code' : 'refresh token'}`,
    },
  }),
  answer: (issue) => usual(issue, { expires_in: 14_124, scope: issue.grant.scopes }),
  routes: {
    'id.twitch.tv/oauth2/validate': ({ headers }, { isAuthorized }) =>
      isAuthorized() && headers['client-id'] === 'client-1'
        ? { json: { client_id: 'client-1', login: 'ada', user_id: '141981764', expires_in: 14_000 } }
        : { status: 401, json: { status: 401, message: 'missing authorization token' } },
  },
}
