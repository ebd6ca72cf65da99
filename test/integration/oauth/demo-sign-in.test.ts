import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProviderSetup } from '../../../contract/models.ts'
import { type DemoProvider, startDemoProvider } from '../../../demo/provider.ts'
import { demoPassword } from '../../../demo/users.ts'
import { describeDiscovery } from '../../../main/oauth/discovery.ts'
import { refreshGrant } from '../../../main/oauth/refresh.ts'
import { revokeGrant } from '../../../main/oauth/revoke.ts'
import { systemClock } from '../../../main/system-clock.ts'
import { createFormBrowser } from '../../support/form-browser.ts'
import { createTestHttp, createTestSetup, runSignIn } from '../../support/sign-in-run.ts'

let provider: DemoProvider
let setup: ProviderSetup
const http = createTestHttp()
const clientSecret = 'a secret: with/odd+characters'

beforeAll(async () => {
  provider = await startDemoProvider({
    confidentialClients: [
      { clientId: 'test-basic', clientSecret, authentication: 'client_secret_basic' },
      { clientId: 'test-post', clientSecret, authentication: 'client_secret_post' },
    ],
  })
  const { clientId, scopes, authorizationParameters } = provider.setup
  setup = createTestSetup(provider.issuer, {
    clientId,
    scopes: [...scopes],
    authorizationParameters: { ...authorizationParameters },
  })
})
afterAll(() => provider.close())

/** A person in a browser: signs in, presses the button, and lets the redirect reach the listener. */
async function answer(url: string, button: 'Allow' | 'Cancel' = 'Allow'): Promise<Response> {
  const browser = createFormBrowser()
  const signInPage = await browser.open(url)
  const consent = await browser.press(signInPage, 'Sign in', {
    email: 'ada@example.test',
    password: demoPassword,
  })
  const { leftTo } = await browser.press(consent, button)
  if (!leftTo) throw new Error('The provider did not redirect')
  return fetch(leftTo)
}

async function connect(changes: Partial<ProviderSetup> = {}, secret?: string) {
  const run = runSignIn({ ...setup, ...changes }, { http, ...(secret ? { secret } : {}) })
  await run.until(({ phase }) => phase === 'awaitingBrowser')
  const page = await answer(run.opened[0] ?? '')
  expect(page.status).toBe(200)
  const view = await run.ended
  run.cancel()
  return { run, view, page }
}

describe('a whole sign-in at the demo provider', () => {
  it('ends with tokens stored, each step with its time and note', async () => {
    const { run, view, page } = await connect()
    expect(view.problem).toBeUndefined()
    expect(view).toMatchObject({ phase: 'done', connectedAccountId: 'account-1', hasReplaced: false })
    expect(view.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'discover done',
      'listen done',
      'openBrowser done',
      'wait done',
      'exchange done',
      'verify done',
      'store done',
    ])
    for (const step of view.steps) expect(step.durationMs).toBeGreaterThanOrEqual(0)
    expect(view.steps[1]?.note).toMatch(/^127\.0\.0\.1:\d+, until this sign-in ends$/)
    expect(await page.text()).toContain('Return to Keyfold')
    expect(run.stored).toHaveLength(1)
    expect(run.stored[0]?.subject).toEqual({
      issuer: provider.issuer,
      sub: 'shop-1815',
      label: 'ada@example.test',
    })
    expect(run.stored[0]?.grant).toMatchObject({ tokenType: 'bearer', lifetimeMs: 60_000 })
    expect(run.stored[0]?.grant.refreshToken).toEqual(expect.any(String))
  })

  it('shows and logs nothing secret', async () => {
    const { run } = await connect()
    const { searchParams } = new URL(run.opened[0] ?? '')
    const { grant } = run.stored[0] ?? {}
    const told = JSON.stringify(run.views) + run.log.lines.join('\n')
    const secrets = [
      grant?.accessToken,
      grant?.refreshToken,
      grant?.idToken,
      searchParams.get('state'),
      searchParams.get('code_challenge'),
      searchParams.get('nonce'),
    ]
    for (const secret of secrets) {
      expect(secret).toEqual(expect.stringMatching(/.{20}/))
      expect(told.includes(secret ?? '')).toBe(false)
    }
  })

  it.each(['client_secret_basic', 'client_secret_post'] as const)(
    'works with %s',
    async (clientAuthentication) => {
      const clientId = clientAuthentication === 'client_secret_basic' ? 'test-basic' : 'test-post'
      const { view, run } = await connect({ clientId, clientAuthentication }, clientSecret)
      expect(view.problem).toBeUndefined()
      expect(view.phase).toBe('done')
      expect(JSON.stringify(run.views)).not.toContain('with/odd')
    },
  )

  it('names the side of a wrong client secret', async () => {
    const changes = { clientId: 'test-basic', clientAuthentication: 'client_secret_basic' } as const
    const { view } = await connect(changes, 'wrong')
    expect(view).toMatchObject({ phase: 'failed', problem: { code: 'token_endpoint_error', side: 'you' } })
    expect(JSON.stringify(view.problem?.evidence)).toContain('invalid_client')
  })

  it('says before the browser opens that a client secret is missing', async () => {
    const run = runSignIn({ ...setup, clientAuthentication: 'client_secret_post' }, { http })
    expect(await run.ended).toMatchObject({ phase: 'failed', problem: { code: 'invalid_argument' } })
    expect(run.opened).toEqual([])
  })

  it('ends as declined when consent is denied', async () => {
    const run = runSignIn(setup, { http })
    await run.until(({ phase }) => phase === 'awaitingBrowser')
    const page = await answer(run.opened[0] ?? '', 'Cancel')
    expect(await page.text()).toContain('Access was not granted')
    expect(await run.ended).toMatchObject({ phase: 'failed', problem: { code: 'authorization_denied' } })
    expect(run.stored).toEqual([])
    run.cancel()
  })

  it('finishes from a pasted address', async () => {
    const run = runSignIn(setup, { http })
    await run.until(({ phase }) => phase === 'awaitingBrowser')
    const browser = createFormBrowser()
    const signInPage = await browser.open(run.opened[0] ?? '')
    const consent = await browser.press(signInPage, 'Sign in', {
      email: 'ada@example.test',
      password: demoPassword,
    })
    const { leftTo } = await browser.press(consent, 'Allow')
    run.pasteAddress('https://elsewhere.example/callback?code=1')
    expect(run.view()).toMatchObject({
      phase: 'awaitingBrowser',
      pasteProblem: { code: 'callback_malformed' },
    })
    run.pasteAddress(`${run.view().redirectUri}?code=1&state=forged`)
    expect(run.view()).toMatchObject({ phase: 'awaitingBrowser', pasteProblem: { code: 'state_mismatch' } })
    run.pasteAddress(`  ${leftTo?.href}\n`)
    const view = await run.ended
    expect(view.phase).toBe('done')
    expect(view.pasteProblem).toBeUndefined()
  })
})

describe('what comes after a sign-in', () => {
  it('renews the tokens and keeps the rotated refresh token', async () => {
    const { run } = await connect()
    const [stored] = run.stored
    if (!stored) throw new Error('nothing was stored')
    const outcome = await refreshGrant({ http, clock: systemClock, client: { setup }, ...stored })
    if (outcome.type !== 'refreshed') throw new Error(outcome.problem.title)
    expect(outcome.grant.accessToken).not.toBe(stored.grant.accessToken)
    expect(outcome.grant.refreshToken).toEqual(expect.any(String))
    expect(outcome.grant.scopesGranted).toEqual(stored.grant.scopesGranted)
    const call = await fetch(`${provider.apiBaseUrl}/profile`, {
      headers: { authorization: `Bearer ${outcome.grant.accessToken}` },
    })
    expect(call.status).toBe(200)
  })

  it('revokes, after which a refresh is refused', async () => {
    const { run } = await connect()
    const [stored] = run.stored
    if (!stored) throw new Error('nothing was stored')
    expect(await revokeGrant({ http, clock: systemClock, client: { setup }, grant: stored.grant })).toEqual({
      revocation: 'revoked',
    })
    expect(await refreshGrant({ http, clock: systemClock, client: { setup }, ...stored })).toMatchObject({
      type: 'refused',
      problem: { code: 'refresh_refused' },
    })
  })

  it('describes the provider for the setup form', async () => {
    expect(await describeDiscovery({ http, issuer: provider.issuer })).toMatchObject({
      issuer: provider.issuer,
      source: 'openid-configuration',
      supportsPkceS256: true,
      supportsRefresh: true,
      supportsRevocation: true,
      clientAuthentications: ['none', 'client_secret_basic', 'client_secret_post'],
    })
  })
})
