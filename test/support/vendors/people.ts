import type { Vendor } from '../vendor-server.ts'
import { me, month, usual, without } from './answers.ts'
import { keySet, signIdToken } from './openid-vendor.ts'

/*
 * People and pastimes.
 * The documented ways of each preset's vendor. What is only remembered here is only remembered in the preset's
 * evidence too.
 */

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
        id_token: await signIdToken(issue, { issuer: 'www.linkedin.com/oauth', lacksNonce: true }),
      }),
      'refresh_token',
    ),
  routes: {
    'www.linkedin.com/oauth/openid/jwks': keySet,
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
