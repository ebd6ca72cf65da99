import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  type MatrixOptions,
  type MatrixProvider,
  startMatrixProvider,
} from '../../support/matrix-provider.ts'
import { closeAfterTest, type MatrixRun, matrixDraft, startMatrixRun } from '../../support/matrix-run.ts'
import { createSteeredClock } from '../../support/steered-clock.ts'
import { tokenExchangeGrant } from '../../support/token-exchange-grant.ts'

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
const clientSecret = 'a machine secret: more than thirty-two characters'
const needsNonces = { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true }

async function startProvider(options: MatrixOptions): Promise<MatrixProvider> {
  const provider = await startMatrixProvider(options)
  closeAfterTest(provider.close)
  return provider
}

const accountsOf = async ({ app }: MatrixRun) => (await app.must('app.snapshot', {})).slices.accounts
const errorsOf = ({ tokenRequests }: MatrixProvider) => tokenRequests.map(({ error }) => error)

describe('oidc-provider, a code on another device (RFC 8628)', () => {
  const device = { token_endpoint_auth_method: 'none', grant_types: [deviceGrant, 'refresh_token'] } as const

  /** Polling is timed by hand: every wait is longer than the clock lets pass by itself. */
  async function startDevice(
    options: Partial<MatrixOptions>,
    draft: (provider: MatrixProvider) => Parameters<typeof matrixDraft>[1] = () => ({}),
  ) {
    const clock = createSteeredClock(0)
    const provider = await startProvider({
      ...options,
      client: { ...device, redirect_uris: [], response_types: [], ...options.client },
    })
    const run = await startMatrixRun({ clock })
    const setup = matrixDraft(provider, { grant: 'device_code', ...draft(provider) })
    const { setupId } = await run.app.must('setup.save', { setup })
    const { attemptId } = await run.app.must('account.connect', { setupId })
    const view = await run.app.until(() => {
      const current = run.app.signIn(attemptId)
      return current?.device || current?.problem ? current : undefined
    })
    /** Lets the wait for the next poll pass, and gives how many there were. */
    const poll = async (expected: number) => {
      clock.advance(5_000)
      await expect.poll(() => provider.tokenRequests.length).toBeGreaterThanOrEqual(expected)
    }
    const end = () =>
      run.app.until(() => {
        const current = run.app.signIn(attemptId)
        return current && ['done', 'failed'].includes(current.phase) ? current : undefined
      })
    return { clock, provider, run, view, poll, end }
  }

  /** The person enters the code on another device and presses on. */
  async function answer(
    { browser }: MatrixRun,
    view: Awaited<ReturnType<typeof startDevice>>['view'],
    button: string,
  ) {
    const page = await browser.open(view.device?.verificationUri ?? '')
    const question = await browser.press(page, 'Next', { user_code: view.device?.userCode ?? '' })
    return browser.press(question, button)
  }

  it('sign-in, call, refresh with rotation', async () => {
    const { clock, provider, run, view, poll, end } = await startDevice({})
    expect(view.device).toEqual({
      userCode: expect.stringMatching(/^[B-Z]{4}-[B-Z]{4}$/),
      verificationUri: `${provider.issuer}/device`,
      verificationUriComplete: `${provider.issuer}/device?user_code=${view.device?.userCode}`,
    })
    await poll(1)
    await expect.poll(() => clock.waiting()).toBeGreaterThan(0)
    await answer(run, view, 'Allow')
    await poll(2)
    await expect(end()).resolves.toMatchObject({ phase: 'done' })
    expect(errorsOf(provider)).toEqual(['authorization_pending', undefined])
    const [account] = await accountsOf(run)
    expect(account).toMatchObject({ label: 'ada@example.test', state: 'connected', canRefresh: true })
    const accountId = account?.id ?? ''
    await run.app.must('account.refresh', { accountId })
    expect(await run.send(accountId, provider.apiUrl)).toMatchObject({ status: 200 })
  })

  it('declined on the other device ends it with the reason', async () => {
    const { provider, run, view, poll, end } = await startDevice({})
    await answer(run, view, 'Decline')
    await poll(1)
    await expect(end()).resolves.toMatchObject({
      phase: 'failed',
      problem: { code: 'authorization_denied' },
    })
    expect(errorsOf(provider)).toEqual(['access_denied'])
  })

  it('a JWT access token for a resource, bound to a key', async () => {
    const { provider, run, view, poll, end } = await startDevice(
      {
        isStrict: true,
        client: { dpop_bound_access_tokens: true },
        features: { dPoP: needsNonces },
      },
      ({ apiUrl }) => ({ usesDpop: true, resources: [apiUrl] }),
    )
    await answer(run, view, 'Allow')
    await poll(1)
    await expect(end()).resolves.toMatchObject({ phase: 'done' })
    const accountId = (await accountsOf(run))[0]?.id ?? ''
    expect(await run.send(accountId, provider.apiUrl)).toMatchObject({ status: 200 })
    await run.app.must('account.refresh', { accountId })
    expect(await run.send(accountId, provider.apiUrl)).toMatchObject({ status: 200 })
  })
})

describe('oidc-provider, a client for itself (RFC 6749 §4.4)', () => {
  const machine = {
    client_secret: clientSecret,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  } as const

  const draftOf = (provider: MatrixProvider): Parameters<typeof matrixDraft>[1] => ({
    grant: 'client_credentials',
    clientAuthentication: 'client_secret_basic',
    scopes: ['read'],
    resources: [provider.apiUrl],
  })

  async function connect(provider: MatrixProvider, changes: Parameters<typeof matrixDraft>[1] = {}) {
    const run = await startMatrixRun()
    const setup = matrixDraft(provider, { ...draftOf(provider), ...changes })
    const { setupId } = await run.app.must('setup.save', { setup, clientSecret })
    const { accountId } = await run.connect(setupId)
    return { run, accountId }
  }

  it('an opaque token: connected without a browser, renewed by asking again', async () => {
    const provider = await startProvider({ client: machine })
    const { run, accountId } = await connect(provider, { resources: [] })
    expect(run.app.opened).toEqual([])
    expect(await run.send(accountId, provider.apiUrl)).toMatchObject({ status: 200 })
    await run.app.must('account.refresh', { accountId })
    expect(await run.send(accountId, provider.apiUrl)).toMatchObject({ status: 200 })
    expect(provider.tokenRequests.map(({ form }) => form.grant_type)).toEqual([
      'client_credentials',
      'client_credentials',
    ])
    const outcome = await run.app.must('account.disconnect', { accountId })
    expect(outcome).toEqual({ revocation: 'revoked' })
  })

  it('a JWT for a resource, bound to a key, also after it was renewed', async () => {
    const provider = await startProvider({
      isStrict: true,
      client: { ...machine, dpop_bound_access_tokens: true },
      features: { dPoP: needsNonces },
    })
    const { run, accountId } = await connect(provider, { usesDpop: true })
    expect(await run.send(accountId, provider.apiUrl)).toMatchObject({ status: 200 })
    await run.app.must('account.refresh', { accountId })
    expect(await run.send(accountId, provider.apiUrl)).toMatchObject({ status: 200 })
  })
})

describe('oidc-provider, token exchange (RFC 8693)', () => {
  const client = {
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token', tokenExchangeGrant],
  } as const

  async function connect() {
    const provider = await startProvider({ client, exchangesTokens: true })
    const run = await startMatrixRun()
    const { setupId } = await run.app.must('setup.save', { setup: matrixDraft(provider) })
    const { accountId } = await run.connect(setupId)
    return { provider, run, accountId }
  }

  it('makes an account of its own with fewer scopes, for another audience', async () => {
    const { provider, run, accountId } = await connect()
    const exchanged = await run.app.must('account.exchange', {
      accountId,
      requestedType: 'access_token',
      audience: 'orders',
      scopes: ['read'],
    })
    expect(exchanged.issuedType).toBe('access_token')
    expect(await accountsOf(run)).toMatchObject([
      { id: accountId, label: 'ada@example.test' },
      {
        id: exchanged.accountId,
        label: 'ada@example.test, for orders',
        scopesGranted: ['read'],
        canRefresh: false,
      },
    ])
    expect(await run.send(exchanged.accountId, provider.apiUrl)).toMatchObject({ status: 200 })
    // Each is revoked by itself: the account that it came from goes on.
    await run.app.must('account.disconnect', { accountId: exchanged.accountId })
    await run.app.must('account.refresh', { accountId })
  })

  it.each([
    ['an unknown audience', { audience: 'nobody' }, 'invalid_target'],
    ['scopes beyond the token’s', { audience: 'orders', scopes: ['write'] }, 'invalid_scope'],
  ])('%s is refused with the reason', async (_name, target, error) => {
    const { provider, run, accountId } = await connect()
    await expect(run.app.call('account.exchange', { accountId, ...target })).resolves.toMatchObject({
      ok: false,
      problem: {
        code: 'token_endpoint_error',
        evidence: expect.arrayContaining([{ label: 'error', value: error }]),
      },
    })
    expect(errorsOf(provider).at(-1)).toBe(error)
    expect(await accountsOf(run)).toHaveLength(1)
  })
})

describe('oidc-provider, what is asked besides', () => {
  it('introspection (RFC 7662): the scopes in the token, where the token answer names none', async () => {
    const provider = await startProvider({
      client: { token_endpoint_auth_method: 'none' },
      async middleware(ctx, next) {
        await next()
        if (ctx.path !== '/token' || ctx.status !== 200) return
        const { scope: _, ...answer } = ctx.body as Record<string, unknown>
        ctx.body = answer
      },
    })
    const run = await startMatrixRun()
    const { setupId } = await run.app.must('setup.save', { setup: matrixDraft(provider) })
    const { accountId } = await run.connect(setupId)
    expect(provider.requests).toContain('POST /token/introspection 200')
    const scopesInToken = ['openid', 'email', 'offline_access', 'read']
    expect(await accountsOf(run)).toMatchObject([{ scopesInToken }])
    // RFC 6749 §6: renewed without a word of scopes, they are the same.
    await run.app.must('account.refresh', { accountId })
    expect(await accountsOf(run)).toMatchObject([{ scopesInToken }])
  })

  it('userinfo as a signed JWT (OpenID Connect Core §5.3.2)', async () => {
    const provider = await startProvider({
      client: { token_endpoint_auth_method: 'none', userinfo_signed_response_alg: 'RS256' },
      features: { jwtUserinfo: { enabled: true } },
      // Only userinfo says who it is.
      configuration: { conformIdTokenClaims: true },
    })
    const run = await startMatrixRun()
    const { setupId } = await run.app.must('setup.save', { setup: matrixDraft(provider) })
    await run.connect(setupId)
    expect(provider.requests).toContain('GET /me 200')
    expect(await accountsOf(run)).toMatchObject([{ label: 'ada@example.test' }])
  })

  it('userinfo as a JWT whose signature is another one’s refuses the sign-in', async () => {
    const provider = await startProvider({
      client: { token_endpoint_auth_method: 'none', userinfo_signed_response_alg: 'RS256' },
      features: { jwtUserinfo: { enabled: true } },
      configuration: { conformIdTokenClaims: true },
      async middleware(ctx, next) {
        await next()
        if (ctx.path !== '/me') return
        const [head, claims] = String(ctx.body).split('.')
        ctx.body = `${head}.${claims}.${randomBytes(256).toString('base64url')}`
      },
    })
    const run = await startMatrixRun()
    const { setupId } = await run.app.must('setup.save', { setup: matrixDraft(provider) })
    await expect(run.connect(setupId)).rejects.toThrow('signature')
    expect(await accountsOf(run)).toEqual([])
  })
})

describe('oidc-provider, several resources (RFC 8707)', () => {
  const client = { token_endpoint_auth_method: 'none' } as const

  async function connect(
    options: Partial<MatrixOptions> = {},
    changes: Parameters<typeof matrixDraft>[1] = {},
  ) {
    const provider = await startProvider({ client, usesResources: true, ...options })
    const run = await startMatrixRun()
    const setup = matrixDraft(provider, { resources: [provider.apiUrl, provider.mailUrl], ...changes })
    const { setupId } = await run.app.must('setup.save', { setup })
    const { accountId } = await run.connect(setupId)
    return { provider, run, accountId }
  }

  const resourcesOf = ({ tokenRequests }: MatrixProvider) =>
    tokenRequests.map(({ form, status }) => [form.grant_type, form.resource, status])

  it('all are granted, each API gets a token of its own, and no refresh token is sent twice', async () => {
    const { provider, run, accountId } = await connect()
    const { apiUrl, mailUrl } = provider
    expect(new URL(run.app.opened[0] ?? '').searchParams.getAll('resource')).toEqual([apiUrl, mailUrl])
    expect(await run.send(accountId, apiUrl)).toMatchObject({ status: 200 })
    const calls = await Promise.all(Array.from({ length: 20 }, () => run.send(accountId, mailUrl)))
    expect(calls.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(resourcesOf(provider)).toEqual([
      ['authorization_code', apiUrl, 200],
      ['refresh_token', mailUrl, 200],
    ])
    await run.app.must('account.refresh', { accountId })
    expect(await run.send(accountId, apiUrl)).toMatchObject({ status: 200 })
    expect(await run.send(accountId, mailUrl)).toMatchObject({ status: 200 })
    expect(resourcesOf(provider).slice(2)).toEqual([['refresh_token', apiUrl, 200]])
    const sent = provider.tokenRequests.map(({ form }) => form.refresh_token).slice(1)
    expect(new Set(sent).size).toBe(sent.length)
    expect(provider.requests.filter((request) => / 401$/.test(request))).toEqual([])

    const outcome = await run.app.must('account.disconnect', { accountId })
    expect(outcome).toEqual({ revocation: 'revoked' })
    // The refresh token, and both access tokens; oidc-provider revokes no JWTs by themselves (RFC 7009 §2.2.1).
    expect(provider.requests.filter((request) => request.includes('revocation'))).toEqual([
      'POST /token/revocation 200',
      'POST /token/revocation 400',
      'POST /token/revocation 400',
    ])
  })

  it('that are names: the API says which is its own', async () => {
    const names = ['urn:example:api', 'urn:example:mail'] as const
    const provider = await startProvider({ client, usesResources: true, resourceNames: names })
    const run = await startMatrixRun()
    const { apiUrl, mailUrl } = provider
    const setup = matrixDraft(provider, {
      resources: [...names],
      apis: [
        { name: 'API', baseUrl: apiUrl, requests: [] },
        { name: 'Mail', baseUrl: mailUrl, resource: names[1], requests: [] },
      ],
    })
    const { setupId } = await run.app.must('setup.save', { setup })
    const { accountId } = await run.connect(setupId)
    for (const url of [apiUrl, mailUrl, apiUrl, mailUrl]) {
      expect(await run.send(accountId, url)).toMatchObject({ status: 200 })
    }
    expect(resourcesOf(provider)).toEqual([
      ['authorization_code', names[0], 200],
      ['refresh_token', names[1], 200],
    ])
  })

  it('bound to one key, all of them', async () => {
    const { provider, run, accountId } = await connect(
      {
        isStrict: true,
        client: { ...client, dpop_bound_access_tokens: true },
        features: { dPoP: needsNonces },
      },
      { usesDpop: true },
    )
    expect(await run.send(accountId, provider.mailUrl)).toMatchObject({ status: 200 })
    expect(await run.send(accountId, provider.apiUrl)).toMatchObject({ status: 200 })
  })

  it('without a refresh token says why there is none for the other API, and sends it nothing', async () => {
    const { provider, run, accountId } = await connect(
      {},
      { scopes: ['openid', 'email', 'read'], authorizationParameters: {} },
    )
    const { head } = await run.app.send({ accountId, method: 'GET', url: provider.mailUrl })
    expect(head).toMatchObject({
      ok: false,
      problem: { code: 'token_not_accepted', title: 'There is no token for this API' },
    })
    expect(provider.requests.filter((request) => request.includes('/mail'))).toEqual([])
    expect(await accountsOf(run)).toMatchObject([{ state: 'connected' }])
  })

  it('a client for itself asks once for each', async () => {
    const provider = await startProvider({
      usesResources: true,
      client: {
        client_secret: clientSecret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    })
    const run = await startMatrixRun()
    const { apiUrl, mailUrl } = provider
    const setup = matrixDraft(provider, {
      grant: 'client_credentials',
      clientAuthentication: 'client_secret_basic',
      scopes: ['read'],
      resources: [apiUrl, mailUrl],
    })
    const { setupId } = await run.app.must('setup.save', { setup, clientSecret })
    const { accountId } = await run.connect(setupId)
    for (const url of [apiUrl, mailUrl, apiUrl, mailUrl]) {
      expect(await run.send(accountId, url)).toMatchObject({ status: 200 })
    }
    expect(resourcesOf(provider)).toEqual([
      ['client_credentials', apiUrl, 200],
      ['client_credentials', mailUrl, 200],
    ])
  })
})
