import { describe, expect, it } from 'vitest'
import { signInAt } from '../../support/vendor-sign-in.ts'
import {
  adFs,
  auth0,
  cognito,
  entra,
  entraOf,
  google,
  keycloak,
  okta,
  tenantId,
} from '../../support/vendors/identity-providers.ts'

describe('Google', () => {
  it('sends the secret of the desktop client, with the code and with a refresh', async () => {
    const { refresh, server } = await signInAt(google)
    await refresh()
    const sent = server.received(google.token).map(({ form }) => form.get('client_secret'))
    expect(sent).toEqual([server.secret, server.secret])
  })

  it('is told “client_secret is missing” without it', async () => {
    const { view } = await signInAt(google, { change: { clientAuthentication: 'none' } })
    expect(view).toMatchObject({ phase: 'failed', problem: { code: 'token_endpoint_error' } })
    expect(view.problem?.evidence).toContainEqual({
      label: 'error_description',
      value: 'client_secret is missing.',
    })
  })

  it('keeps the refresh token that a refresh does not send again', async () => {
    const { stored, refresh } = await signInAt(google)
    const renewed = await refresh()
    expect(stored?.grant.refreshToken).toBeDefined()
    expect(renewed).toMatchObject({ type: 'refreshed', grant: { refreshToken: stored?.grant.refreshToken } })
  })

  it('gets no refresh token without access_type=offline, which the preset has', async () => {
    const { stored } = await signInAt(google, { change: { authorizationParameters: {} } })
    expect(stored?.grant.refreshToken).toBeUndefined()
  })

  it('asks for scopes under the names that come back', async () => {
    const { client, stored } = await signInAt(google)
    expect(stored?.grant.scopesGranted).toEqual(client.setup.scopes)
  })

  it('keeps tokens whose scopes come back under other names', async () => {
    const { view, stored } = await signInAt(google, { change: { scopes: ['openid', 'email'] } })
    expect(view.phase).toBe('done')
    expect(stored?.grant.scopesGranted).toEqual(['openid', 'https://www.googleapis.com/auth/userinfo.email'])
  })
})

describe('Microsoft Entra ID', () => {
  it('takes the tenant’s issuer of an ID token where the metadata has {tenantid}', async () => {
    const { stored, server } = await signInAt(entra)
    expect(stored?.subject.issuer).toBe(`${server.origin}/login.microsoftonline.com/${tenantId}/v2.0`)
  })

  it.each(['common', 'evil', `${tenantId}/evil`, ''])('refuses “%s” in the tenant’s place', async (iss) => {
    const { view, stored } = await signInAt(entraOf(iss))
    expect(view).toMatchObject({ phase: 'failed', problem: { code: 'id_token_invalid' } })
    expect(stored).toBeUndefined()
  })

  it('counts offline_access as granted, although no answer names it', async () => {
    const { client, stored } = await signInAt(entra)
    expect(stored?.grant.scopesGranted.toSorted()).toEqual(client.setup.scopes.toSorted())
  })

  it('sends no secret', async () => {
    const { server } = await signInAt(entra)
    const [request] = server.received(entra.token)
    expect(request?.headers.authorization).toBeUndefined()
    expect(request?.form.has('client_secret')).toBe(false)
  })
})

describe('Auth0', () => {
  const blanks = { domain: 'acme.eu.auth0.com' }

  it('keeps the slash at the end of the issuer', async () => {
    const { client, stored, server } = await signInAt(auth0, { blanks })
    expect(client.setup.issuer).toBe(`${server.origin}/acme.eu.auth0.com/`)
    expect(stored?.subject.issuer).toBe(client.setup.issuer)
  })

  it('sends the audience that was filled in', async () => {
    const { server } = await signInAt(auth0, { blanks: { ...blanks, audience: 'https://api.acme.example' } })
    expect(server.lastGrant().query.get('audience')).toBe('https://api.acme.example')
  })

  it('sends no empty audience', async () => {
    const { server } = await signInAt(auth0, { blanks })
    expect(server.lastGrant().query.has('audience')).toBe(false)
  })
})

describe('the registered redirect', () => {
  it.each([
    [auth0, { domain: 'acme.eu.auth0.com' }],
    [okta, { domain: 'acme.okta.com', server: '/oauth2/default' }],
    [adFs, { host: 'sts.acme.example' }],
  ])('$preset compares the port: with any free port its page says no', async (vendor, blanks) => {
    const change = { redirect: { host: '127.0.0.1', port: 0, path: '/callback' } as const }
    await expect(signInAt(vendor, { blanks, change })).rejects.toThrow('redirect not registered')
  })

  it.each([
    [google, {}],
    [entra, {}],
    [keycloak, { baseUrl: 'https://sso.acme.example', realm: 'acme' }],
  ])('$preset ignores the port', async (vendor, blanks) => {
    const { server, view } = await signInAt(vendor, { blanks })
    expect(server.registered?.port).toBe('')
    expect(new URL(server.lastGrant().redirectUri).port).not.toBe('')
    expect(view.phase).toBe('done')
  })
})

describe('Amazon Cognito', () => {
  const blanks = {
    region: 'eu-central-1',
    pool: 'eu-central-1_AbCdEfGhI',
    domain: 'acme.auth.eu-central-1.amazoncognito.com',
  }

  it('signs in although its metadata names no PKCE methods, and keeps the refresh token', async () => {
    const { stored, refresh } = await signInAt(cognito, { blanks })
    expect(await refresh()).toMatchObject({
      type: 'refreshed',
      grant: { refreshToken: stored?.grant.refreshToken },
    })
  })

  it('counts the scopes asked for as granted, because its answer names none', async () => {
    const { client, stored } = await signInAt(cognito, { blanks })
    expect(stored?.grant.scopesGranted).toEqual(client.setup.scopes)
  })
})

describe('AD FS', () => {
  it('names the web API as the resource where one was filled in', async () => {
    const { server } = await signInAt(adFs, {
      blanks: { host: 'sts.acme.example', resource: 'https://api.acme.example' },
    })
    expect(server.lastGrant().query.get('resource')).toBe('https://api.acme.example')
  })
})
