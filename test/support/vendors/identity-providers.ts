import { randomUUID } from 'node:crypto'
import type { Vendor } from '../vendor-server.ts'
import { openIdVendor } from './openid-vendor.ts'

/*
 * The documented ways of each preset's vendor. What is only remembered here is only remembered in the preset's
 * evidence too.
 */

const googleNames: Readonly<Record<string, string>> = {
  email: 'https://www.googleapis.com/auth/userinfo.email',
  profile: 'https://www.googleapis.com/auth/userinfo.profile',
}
export const google = openIdVendor({
  preset: 'google',
  issuer: 'accounts.google.com',
  authorization: 'accounts.google.com/o/oauth2/v2/auth',
  token: 'oauth2.googleapis.com/token',
  clientAuthentication: 'post',
  port: 'any',
  refresh: 'omits',
  grantsRefresh: ({ query }) => query.get('access_type') === 'offline' && query.get('prompt') === 'consent',
  refuse: (error) =>
    error === 'invalid_client'
      ? { status: 400, json: { error: 'invalid_request', error_description: 'client_secret is missing.' } }
      : { status: 400, json: { error, error_description: 'Bad Request' } },
  changes: ({ grant }) => ({
    expires_in: 3_599,
    scope: grant.scopes.map((scope) => googleNames[scope] ?? scope).join(' '),
  }),
})

export const tenantId = '72f988bf-86f1-41af-91ab-2d7cd011db47'
/** Entra at `common`; `iss` is the tenant in the ID token’s issuer. */
export const entraOf = (iss: string): Vendor =>
  openIdVendor({
    preset: 'microsoft-entra',
    issuer: 'login.microsoftonline.com/{tenantid}/v2.0',
    foundAt: 'login.microsoftonline.com/common/v2.0',
    tokenIssuer: `login.microsoftonline.com/${iss}/v2.0`,
    claims: { tid: iss, preferred_username: 'ada@example.test' },
    authorization: 'login.microsoftonline.com/common/oauth2/v2.0/authorize',
    token: 'login.microsoftonline.com/common/oauth2/v2.0/token',
    metadata: { code_challenge_methods_supported: undefined },
    clientAuthentication: 'none',
    port: 'any',
    refresh: 'rotates',
    grantsRefresh: ({ scopes }) => scopes.includes('offline_access'),
    changes: ({ grant }) => ({
      expires_in: 3_870,
      ext_expires_in: 3_870,
      scope: grant.scopes.filter((scope) => scope !== 'offline_access').join(' '),
    }),
  })
export const entra = entraOf(tenantId)

export const auth0 = openIdVendor({
  preset: 'auth0',
  issuer: 'acme.eu.auth0.com/',
  authorization: 'acme.eu.auth0.com/authorize',
  token: 'acme.eu.auth0.com/oauth/token',
  clientAuthentication: 'none',
  port: 'exact',
  refresh: 'rotates',
  grantsRefresh: ({ scopes }) => scopes.includes('offline_access'),
  changes: () => ({ expires_in: 86_400 }),
})

export const okta = openIdVendor({
  preset: 'okta',
  issuer: 'acme.okta.com/oauth2/default',
  authorization: 'acme.okta.com/oauth2/default/v1/authorize',
  token: 'acme.okta.com/oauth2/default/v1/token',
  clientAuthentication: 'none',
  port: 'exact',
  refresh: 'rotates',
  grantsRefresh: ({ scopes }) => scopes.includes('offline_access'),
})

export const keycloak = openIdVendor({
  preset: 'keycloak',
  issuer: 'sso.acme.example/realms/acme',
  authorization: 'sso.acme.example/realms/acme/protocol/openid-connect/auth',
  token: 'sso.acme.example/realms/acme/protocol/openid-connect/token',
  clientAuthentication: 'none',
  port: 'any',
  refresh: 'rotates',
  changes: () => ({
    expires_in: 300,
    refresh_expires_in: 1_800,
    'not-before-policy': 0,
    session_state: randomUUID(),
  }),
})

export const cognito = openIdVendor({
  preset: 'amazon-cognito',
  issuer: 'cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI',
  authorization: 'acme.auth.eu-central-1.amazoncognito.com/oauth2/authorize',
  token: 'acme.auth.eu-central-1.amazoncognito.com/oauth2/token',
  metadata: { code_challenge_methods_supported: undefined },
  clientAuthentication: 'none',
  port: 'exact',
  refresh: 'omits',
  changes: () => ({ scope: undefined }),
})

export const adFs = openIdVendor({
  preset: 'ad-fs',
  issuer: 'sts.acme.example/adfs',
  claims: { upn: 'ada@acme.example' },
  authorization: 'sts.acme.example/adfs/oauth2/authorize',
  token: 'sts.acme.example/adfs/oauth2/token',
  clientAuthentication: 'none',
  port: 'exact',
  refresh: 'resends',
  changes: ({ grant }) => ({
    token_type: 'bearer',
    resource: grant.query.get('resource') ?? 'urn:microsoft:userinfo',
    refresh_token_expires_in: 28_799,
  }),
})
