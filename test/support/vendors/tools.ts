import type { Vendor } from '../vendor-server.ts'
import { me, month, usual, without } from './answers.ts'
import { openIdVendor } from './openid-vendor.ts'

/*
 * Code hosts and tools.
 * The documented ways of each preset's vendor. What is only remembered here is only remembered in the preset's
 * evidence too.
 */

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

export const gitlab = openIdVendor({
  preset: 'gitlab',
  issuer: 'gitlab.com',
  authorization: 'gitlab.com/oauth/authorize',
  token: 'gitlab.com/oauth/token',
  clientAuthentication: 'none',
  port: 'exact',
  refresh: 'rotates',
  changes: () => ({ expires_in: 7_200, created_at: Math.floor(Date.now() / 1_000) }),
})

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
