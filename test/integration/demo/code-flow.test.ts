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

let provider: DemoProvider
beforeAll(async () => {
  provider = await startDemoProvider()
})
afterAll(() => provider.close())

describe('discovery', () => {
  it.each(['openid-configuration', 'oauth-authorization-server'])('answers at %s', async (name) => {
    const response = await fetch(`${provider.issuer}/.well-known/${name}`)
    expect(await response.json()).toMatchObject({
      issuer: provider.issuer,
      code_challenge_methods_supported: ['S256'],
      response_types_supported: ['code'],
      authorization_response_iss_parameter_supported: true,
      scopes_supported: expect.arrayContaining([...provider.setup.scopes, 'invoices:read']),
      token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
      revocation_endpoint: expect.stringContaining(provider.issuer),
      end_session_endpoint: expect.stringContaining(provider.issuer),
      userinfo_endpoint: expect.stringContaining(provider.issuer),
    })
  })

  it('lets no web page read it', async () => {
    const headers = { origin: 'https://elsewhere.example' }
    const paths = ['/.well-known/openid-configuration', '/jwks', '/me', '/api/v1/orders', '/missing']
    for (const path of paths) {
      const response = await fetch(`${provider.issuer}${path}`, { headers })
      await response.body?.cancel()
      const allowed = [...response.headers.keys()].filter((name) => name.startsWith('access-control-'))
      expect([path, allowed]).toEqual([path, []])
    }
  })
})

describe('authorization code flow', () => {
  it('signs in, asks for consent, and gives tokens that name the account', async () => {
    const authorization = await createAuthorization(provider)
    const { browser, page } = await openConsent(authorization)
    expect(page.text).toContain('Ada Byron')
    for (const words of ['Know who you are', 'Stay connected', 'Read orders', '127.0.0.1:49152']) {
      expect(page.text).toContain(words)
    }
    expect(page.text).not.toContain('Read invoices')
    const { leftTo } = await browser.press(page, 'Allow')
    expect(leftTo?.origin).toBe('http://127.0.0.1:49152')
    expect(leftTo?.searchParams.get('iss')).toBe(provider.issuer)

    const tokens = await exchangeCode(provider, authorization, leftTo as URL)
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 60 })
    expect(tokens.refresh_token).toEqual(expect.any(String))
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({
      sub: 'shop-1815',
      email: 'ada@example.test',
      name: 'Ada Byron',
    })
    const server = await discover(provider)
    const client = { client_id: provider.setup.clientId }
    const userInfo = await oauth.processUserInfoResponse(
      server,
      client,
      'shop-1815',
      await oauth.userInfoRequest(server, client, tokens.access_token, insecure),
    )
    expect(userInfo).toMatchObject({ given_name: 'Ada', email_verified: true })
  })

  it('signs the ID token with the key that it publishes', async () => {
    const authorization = await createAuthorization(provider)
    const { browser, page } = await openConsent(authorization)
    const { leftTo } = await browser.press(page, 'Allow')
    const server = await discover(provider)
    const client = { client_id: provider.setup.clientId }
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      oauth.validateAuthResponse(server, client, leftTo as URL, authorization.state),
      authorization.redirectUri,
      authorization.codeVerifier,
      insecure,
    )
    await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: authorization.nonce,
    })
    await expect(oauth.validateApplicationLevelSignature(server, response, insecure)).resolves.toBeUndefined()
  })

  it('says so when the password is wrong and keeps the e-mail address, escaped', async () => {
    const browser = createFormBrowser()
    const page = await browser.open((await createAuthorization(provider)).url)
    const email = '"><b>@example.test'
    const failed = await browser.press(page, 'Sign in', { email, password: 'wrong' })
    expect(failed.status).toBe(422)
    expect(failed.text).toContain('role="alert"')
    expect(failed.text).toContain('value="&quot;&gt;&lt;b&gt;@example.test"')
    const { text } = await browser.press(failed, 'Sign in', { email: 'ADA@example.test ', password: 'demo' })
    expect(text).toContain('Allow access?')
  })

  it.each(['Sign in', 'Allow'])(
    'gives access_denied when the person cancels instead of "%s"',
    async (step) => {
      const authorization = await createAuthorization(provider)
      const browser = createFormBrowser()
      const signInPage = await browser.open(authorization.url)
      const page = step === 'Sign in' ? signInPage : (await openConsent(authorization, { browser })).page
      const { leftTo } = await browser.press(page, 'Cancel')
      expect(Object.fromEntries(leftTo?.searchParams ?? [])).toEqual({
        error: 'access_denied',
        error_description: 'The person did not allow access',
        state: authorization.state,
        iss: provider.issuer,
      })
    },
  )

  it('lets the person use another account in the same browser', async () => {
    const { browser } = await openConsent(await createAuthorization(provider))
    const authorization = await createAuthorization(provider)
    const consent = await browser.open(authorization.url)
    expect(consent.text).toContain('Ada Byron')
    const signInPage = await browser.open(`${consent.url}?account=other`)
    expect(signInPage.text).toContain('value="grace@example.test"')
    const between = await browser.press(signInPage, 'Sign in', {
      email: 'grace@example.test',
      password: 'demo',
    })
    // oidc-provider ends the first session with a form that submits itself.
    const page = await browser.press(between, 'Continue')
    expect(page.text).toContain('Grace Murray')
    const { leftTo } = await browser.press(page, 'Allow')
    const tokens = await exchangeCode(provider, authorization, leftTo as URL)
    expect(oauth.getValidatedIdTokenClaims(tokens)?.sub).toBe('shop-1906')
  })

  it.each([
    ['no code challenge', { code_challenge: undefined, code_challenge_method: undefined }],
    ['the plain method', { code_challenge_method: 'plain' }],
  ])('refuses %s', async (_name, parameters) => {
    const { url } = await createAuthorization(provider, { parameters })
    const { leftTo } = await createFormBrowser().open(url)
    expect(leftTo?.searchParams.get('error')).toBe('invalid_request')
  })

  it('refuses a wrong code verifier', async () => {
    const authorization = await createAuthorization(provider)
    const { browser, page } = await openConsent(authorization)
    const { leftTo } = await browser.press(page, 'Allow')
    const codeVerifier = oauth.generateRandomCodeVerifier()
    await expect(
      exchangeCode(provider, { ...authorization, codeVerifier }, leftTo as URL),
    ).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('takes [::1] and any port, and nothing but loopback', async () => {
    const { browser, page } = await openConsent(
      await createAuthorization(provider, { redirectUri: 'http://[::1]:50001/callback' }),
    )
    const { leftTo } = await browser.press(page, 'Allow')
    expect(leftTo?.host).toBe('[::1]:50001')

    for (const redirectUri of ['http://127.0.0.1:50001/other', 'https://elsewhere.example/callback']) {
      const refused = await createFormBrowser().open(
        (await createAuthorization(provider, { redirectUri })).url,
      )
      expect(refused).toMatchObject({ status: 400 })
      expect(refused.text).toContain('invalid_redirect_uri')
    }
  })

  it('gives no refresh token without offline_access', async () => {
    const tokens = await signIn(provider, { scope: 'openid orders:read' })
    expect(tokens.refresh_token).toBeUndefined()
    expect(tokens.scope).toBe('openid orders:read')
  })

  it('guards its pages against framing and scripts, and other browsers', async () => {
    const page = await createFormBrowser().open((await createAuthorization(provider)).url)
    const policy = page.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    expect(page.text).not.toContain('<script')
    const elsewhere = await createFormBrowser().open(page.url)
    expect(elsewhere.status).toBe(400)
  })
})
