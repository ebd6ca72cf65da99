import * as oauth from 'oauth4webapi'
import type { DemoProvider } from '../../demo/provider.ts'
import { demoPassword } from '../../demo/users.ts'
import { createFormBrowser, type FormBrowser, type Page } from './form-browser.ts'

/** Everything on loopback here is plain http. */
export const insecure = { [oauth.allowInsecureRequests]: true } as const

export interface Authorization {
  /** Where the browser starts. */
  readonly url: string
  readonly codeVerifier: string
  readonly state: string
  readonly nonce: string
  readonly redirectUri: string
}

export interface AuthorizationOptions {
  readonly clientId?: string
  readonly scope?: string
  readonly redirectUri?: string
  /** Parameters that replace the usual ones; undefined leaves one out. */
  readonly parameters?: Readonly<Record<string, string | undefined>>
}

/** The provider's metadata, read and validated. */
export async function discover(provider: DemoProvider): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(provider.issuer)
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
}

/** Makes an authorization request of the demo provider's own client. */
export async function createAuthorization(
  provider: DemoProvider,
  options: AuthorizationOptions = {},
): Promise<Authorization> {
  const { setup, issuer } = provider
  const codeVerifier = oauth.generateRandomCodeVerifier()
  const state = oauth.generateRandomState()
  const nonce = oauth.generateRandomNonce()
  const redirectUri = options.redirectUri ?? 'http://127.0.0.1:49152/callback'
  const parameters = {
    client_id: options.clientId ?? setup.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: options.scope ?? setup.scopes.join(' '),
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...setup.authorizationParameters,
    ...options.parameters,
  }
  const url = new URL('/auth', issuer)
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value)
  }
  return { url: url.href, codeVerifier, state, nonce, redirectUri }
}

/** Signs in and stops at the consent page. */
export async function openConsent(
  authorization: Authorization,
  {
    browser = createFormBrowser(),
    email = 'ada@example.test',
  }: { browser?: FormBrowser; email?: string } = {},
): Promise<{ browser: FormBrowser; page: Page }> {
  const signInPage = await browser.open(authorization.url)
  const page = await browser.press(signInPage, 'Sign in', { email, password: demoPassword })
  return { browser, page }
}

/** Exchanges what came back to the redirect URI for tokens, with every check of oauth4webapi. */
export async function exchangeCode(
  provider: DemoProvider,
  { codeVerifier, state, nonce, redirectUri }: Authorization,
  callback: URL,
  authentication: oauth.ClientAuth = oauth.None(),
  client: oauth.Client = { client_id: provider.setup.clientId },
): Promise<oauth.TokenEndpointResponse> {
  const server = await discover(provider)
  const parameters = oauth.validateAuthResponse(server, client, callback, state)
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    parameters,
    redirectUri,
    codeVerifier,
    insecure,
  )
  return oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce })
}

/** The whole sign-in of one person at the demo provider, by fetch. */
export async function signIn(
  provider: DemoProvider,
  options: AuthorizationOptions & { readonly email?: string } = {},
): Promise<oauth.TokenEndpointResponse> {
  const authorization = await createAuthorization(provider, options)
  const { browser, page } = await openConsent(authorization, {
    ...(options.email !== undefined && { email: options.email }),
  })
  const { leftTo } = await browser.press(page, 'Allow')
  if (!leftTo) throw new Error('The browser did not come back to the redirect URI')
  return exchangeCode(provider, authorization, leftTo)
}
