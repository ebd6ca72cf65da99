import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DemoProvider, startDemoProvider } from '../../../demo/provider.ts'
import {
  createAuthorization,
  discover,
  exchangeCode,
  insecure,
  openConsent,
  signIn,
} from '../../support/demo-sign-in.ts'
import { createFormBrowser } from '../../support/form-browser.ts'

const clientSecret = oauth.generateRandomState()
const confidentialClients = [
  { clientId: 'test-basic', clientSecret, authentication: 'client_secret_basic' },
  { clientId: 'test-post', clientSecret, authentication: 'client_secret_post' },
] as const

let provider: DemoProvider
let server: oauth.AuthorizationServer
const client = { client_id: 'keyfold-demo' }

beforeAll(async () => {
  provider = await startDemoProvider({ confidentialClients })
  server = await discover(provider)
})
afterAll(() => provider.close())

async function refresh(refreshToken: string | undefined) {
  const response = await oauth.refreshTokenGrantRequest(
    server,
    client,
    oauth.None(),
    refreshToken ?? '',
    insecure,
  )
  return oauth.processRefreshTokenResponse(server, client, response)
}

const callApi = (token: string, path = '/orders') =>
  fetch(`${provider.apiBaseUrl}${path}`, { headers: { authorization: `Bearer ${token}` } })

describe('refresh', () => {
  it('rotates the refresh token', async () => {
    const first = await signIn(provider)
    const second = await refresh(first.refresh_token)
    expect(second.refresh_token).toEqual(expect.any(String))
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect((await callApi(second.access_token)).status).toBe(200)
    await expect(refresh(second.refresh_token)).resolves.toMatchObject({ expires_in: 60 })
  })

  it('refuses a refresh token that was used, and with it the whole grant', async () => {
    const first = await signIn(provider)
    const second = await refresh(first.refresh_token)
    await expect(refresh(first.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' })
    await expect(refresh(second.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' })
    expect((await callApi(second.access_token)).status).toBe(401)
  })

  it('counts the grants that were asked for', async () => {
    const count = () => provider.requestsSeen.filter(({ grantType }) => grantType === 'refresh_token').length
    const { refresh_token } = await signIn(provider)
    const before = count()
    await refresh(refresh_token)
    expect(count()).toBe(before + 1)
    expect(JSON.stringify(provider.requestsSeen)).not.toContain(refresh_token)
  })
})

describe('the end of tokens', () => {
  it('refuses an access token whose lifetime is over', async () => {
    const shortLived = await startDemoProvider({ accessTokenLifetimeS: 1 })
    try {
      const { access_token } = await signIn(shortLived)
      const authorization = `Bearer ${access_token}`
      const call = () => fetch(`${shortLived.apiBaseUrl}/echo`, { headers: { authorization } })
      await expect.poll(async () => (await call()).status, { timeout: 30_000 }).toBe(401)
      expect((await call()).headers.get('www-authenticate')).toContain('error="invalid_token"')
    } finally {
      await shortLived.close()
    }
  })

  it('ends every access token on demand, and refresh gives a new one', async () => {
    const { access_token, refresh_token } = await signIn(provider)
    expect(provider.expireAccessTokens()).toBeGreaterThan(0)
    expect((await callApi(access_token)).status).toBe(401)
    expect((await callApi((await refresh(refresh_token)).access_token)).status).toBe(200)
  })

  it('ends every refresh token on demand', async () => {
    const { refresh_token } = await signIn(provider)
    expect(provider.expireRefreshTokens()).toBeGreaterThan(0)
    await expect(refresh(refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('revokes a refresh token and the access token with it', async () => {
    const { access_token, refresh_token } = await signIn(provider)
    const response = await oauth.revocationRequest(
      server,
      client,
      oauth.None(),
      refresh_token ?? '',
      insecure,
    )
    await oauth.processRevocationResponse(response)
    await expect(refresh(refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' })
    expect((await callApi(access_token)).status).toBe(401)
  })
})

describe('confidential clients', () => {
  it.each([
    ['test-basic', oauth.ClientSecretBasic],
    ['test-post', oauth.ClientSecretPost],
  ])('%s signs in with its secret only', async (clientId, authenticate) => {
    const confidential = { client_id: clientId }
    const authorization = await createAuthorization(provider, { clientId })
    const { browser, page } = await openConsent(authorization)
    const { leftTo } = await browser.press(page, 'Allow')
    const exchange = (authentication: oauth.ClientAuth) =>
      exchangeCode(provider, authorization, leftTo as URL, authentication, confidential)
    await expect(exchange(authenticate(oauth.generateRandomState()))).rejects.toMatchObject({ status: 401 })
    await expect(exchange(authenticate(clientSecret))).resolves.toMatchObject({ expires_in: 60 })
  })
})

describe('sign-out', () => {
  it('asks, ends the session, and keeps what was granted for later use', async () => {
    const { browser, page } = await openConsent(await createAuthorization(provider))
    await browser.press(page, 'Allow')
    const question = await browser.open(`${provider.issuer}/session/end?client_id=keyfold-demo`)
    expect(question.text).toContain('Sign out?')
    expect((await browser.press(question, 'Sign out')).text).toContain('You are signed out')
    const again = await browser.open((await createAuthorization(provider)).url)
    expect(again.text).toContain('name="password"')
  })

  it('returns to a loopback page of the client', async () => {
    const browser = createFormBrowser()
    await openConsent(await createAuthorization(provider), { browser })
    const query = new URLSearchParams({
      client_id: 'keyfold-demo',
      post_logout_redirect_uri: 'http://127.0.0.1:50002/signed-out',
      state: 'abc',
    })
    const question = await browser.open(`${provider.issuer}/session/end?${query}`)
    const { leftTo } = await browser.press(question, 'Sign out')
    expect(leftTo?.href).toBe('http://127.0.0.1:50002/signed-out?state=abc')
  })
})
