import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { startDemoProvider } from '../../../demo/provider.ts'
import { connectHostile, hostileDraft } from '../../support/connect-hostile.ts'
import { startCuttingProxy } from '../../support/cutting-proxy.ts'
import {
  type HostileProvider,
  type ProviderAnswer,
  startHostileProvider,
} from '../../support/hostile-provider.ts'
import { makeTestDisk, startTestApp } from '../../support/started-app.ts'
import { createSteeredClock, type SteeredClock } from '../../support/steered-clock.ts'
import { connectAccount, demoDraft, type TestApp, type TestDisk } from '../../support/test-app.ts'

let provider: HostileProvider
let clock: SteeredClock
let disk: TestDisk
let app: TestApp

beforeEach(async () => {
  provider = await startHostileProvider()
  provider.answers.set('/data', ({ headers }) => ({ json: { seen: headers.authorization } }))
  disk = makeTestDisk()
  clock = createSteeredClock()
  provider.nowMs = clock.trueNow
  app = await startTestApp(disk, { clock })
})

const accountOf = async () => (await app.must('app.snapshot', {})).slices.accounts[0]
const refreshes = () => provider.received.filter(({ form }) => form.get('grant_type') === 'refresh_token')

async function connect(): Promise<string> {
  const { setupId } = await app.must('setup.save', { setup: hostileDraft(provider) })
  const { accountId } = await connectHostile(app, provider, { setupId })
  return accountId
}

const ask = (accountId: string) => app.send({ accountId, method: 'GET', url: `${provider.issuer}/data` })

/** From now on the token endpoint answers so. */
function answerTokens(answer: ProviderAnswer): void {
  provider.answers.set('/token', () => answer)
}

describe('a failure that nobody meant as a refusal', () => {
  it.each<[string, ProviderAnswer]>([
    ['500 with a page', { status: 500, text: '<h1>oops</h1>' }],
    ['503', { status: 503, text: '' }],
    ['429', { status: 429, json: { error: 'slow_down' } }],
    ['a captive portal with 200', { status: 200, text: '<html>Welcome to the hotel</html>' }],
    ['one with 511', { status: 511, text: '<html>Sign in to the network</html>' }],
    ['one with 403', { status: 403, text: '<html>Sign in to the network</html>' }],
    ['one with 400', { status: 400, text: '<html>Bad request</html>' }],
    ['a proxy that wants a password', { status: 401, headers: { 'www-authenticate': 'Basic' }, text: '' }],
    ['a redirect to one', { status: 302, headers: { location: 'https://hotel.example/' }, text: '' }],
    ['half an answer', { status: 200, headers: { 'content-type': 'application/json' }, text: '{"access_' }],
    ['a broken setup', { status: 401, json: { error: 'invalid_client' } }],
  ])('D58 %s: still signed in, with a countdown, and well again afterwards', async (_name, answer) => {
    const accountId = await connect()
    answerTokens(answer)
    await expect(app.call('account.refresh', { accountId })).resolves.toMatchObject({ ok: false })
    const failed = await accountOf()
    expect(failed).toMatchObject({ state: 'connected', canRefresh: true, retryAtMs: clock.now() + 60_000 })
    expect(failed?.problem).toBeDefined()
    await expect(ask(accountId)).resolves.toMatchObject({ head: { ok: true, value: { status: 200 } } })

    provider.answers.delete('/token')
    clock.advance(60_000)
    await expect.poll(async () => (await accountOf())?.problem).toBeUndefined()
    expect(await accountOf()).not.toHaveProperty('retryAtMs')
    expect(refreshes()).toHaveLength(2)
  })

  it('D58 nobody at the address, and a name that does not resolve: still signed in', async () => {
    const accountId = await connect()
    const { setups } = (await app.must('app.snapshot', {})).slices
    const { id = '' } = setups[0] ?? {}
    for (const token of ['http://127.0.0.1:1/token', 'https://nobody.invalid/token']) {
      const issuer = token.startsWith('https') ? 'https://nobody.invalid' : provider.issuer
      const endpoints = { authorization: `${issuer}/authorize`, token, jwks: `${issuer}/jwks` }
      const { name, clientId, clientAuthentication, scopes, redirect, apis } = hostileDraft(provider)
      await app.must('setup.save', {
        setup: {
          id,
          name,
          issuer: provider.issuer,
          endpoints,
          clientId,
          clientAuthentication,
          scopes,
          authorizationParameters: {},
          redirect,
          apis,
        },
      })
      await expect(app.call('account.refresh', { accountId })).resolves.toMatchObject({ ok: false })
      expect(await accountOf()).toMatchObject({ state: 'connected' })
    }
  })

  it.each([
    ['120', 120_000],
    ['a date', 300_000],
    ['99999', 15 * 60_000],
    ['-5', 60_000],
    ['abc', 60_000],
    ['0', 60_000],
  ])(
    'B42 Retry-After %s: a capped pause that the account counts down, and nobody is asked meanwhile',
    async (value, pauseMs) => {
      const accountId = await connect()
      const field = value === 'a date' ? new Date(clock.now() + pauseMs).toUTCString() : value
      answerTokens({ status: 429, headers: { 'retry-after': field }, json: { error: 'slow_down' } })
      await app.call('account.refresh', { accountId })
      const { retryAtMs = 0 } = (await accountOf()) ?? {}
      expect(Math.abs(retryAtMs - clock.now() - pauseMs)).toBeLessThan(1_001)
      expect(refreshes()).toHaveLength(1)
      const isHeldOff = pauseMs > 60_000 || value === '0'
      clock.advance(59_000)
      await ask(accountId)
      expect(refreshes()).toHaveLength(isHeldOff ? 1 : 2)
    },
  )
})

describe('a lifetime of nothing', () => {
  it.each([undefined, 'refresh-token-1'])(
    'B35 expires_in 0 with the refresh token %s: the token is used until the API refuses it',
    async (refresh_token) => {
      provider.token = { expires_in: 0, refresh_token }
      const accountId = await connect()
      for (let call = 0; call < 5; call += 1)
        await expect(ask(accountId)).resolves.toMatchObject({ head: { ok: true, value: { status: 200 } } })
      expect(await accountOf()).toMatchObject({ state: 'connected' })
      expect(refreshes()).toEqual([])
    },
  )
})

describe('an answer that was lost on the way', () => {
  /** An account whose provider is behind a proxy that can lose its answers. */
  async function connectBehindProxy() {
    const proxied = await startCuttingProxy(provider.issuer)
    const endpoints = {
      authorization: `${provider.issuer}/authorize`,
      token: `${proxied.origin}/token`,
      jwks: `${provider.issuer}/jwks`,
    }
    const { setupId } = await app.must('setup.save', { setup: hostileDraft(provider, { endpoints }) })
    const { accountId } = await connectHostile(app, provider, { setupId })
    return { proxied, accountId }
  }

  it('D57 is asked for once more; where the provider keeps its refresh token, nobody notices', async () => {
    const { proxied, accountId } = await connectBehindProxy()
    proxied.cutNext(1)
    await app.must('account.refresh', { accountId })
    expect(refreshes()).toHaveLength(2)
    expect(await accountOf()).toMatchObject({ state: 'connected' })
  })

  it('D57 lost twice: not asked for a third time in a row, and still signed in', async () => {
    const { proxied, accountId } = await connectBehindProxy()
    proxied.cutNext(2)
    await expect(app.call('account.refresh', { accountId })).resolves.toMatchObject({
      ok: false,
      problem: { code: 'connection_lost' },
    })
    expect(refreshes()).toHaveLength(2)
    expect(await accountOf()).toMatchObject({ state: 'connected', retryAtMs: clock.now() + 60_000 })
  })

  it('D57 where the provider had rotated: one retry with the same token, then sign-in is asked for with the reason', async () => {
    const demo = await startDemoProvider()
    onTestFinished(() => demo.close())
    const proxied = await startCuttingProxy(demo.issuer)
    const endpoints = {
      authorization: `${demo.issuer}/auth`,
      token: `${proxied.origin}/token`,
      jwks: `${demo.issuer}/jwks`,
      userinfo: `${demo.issuer}/me`,
    }
    const { setupId } = await app.must('setup.save', { setup: { ...demoDraft(demo), endpoints } })
    const { accountId } = await connectAccount(app, setupId)
    proxied.cutNext(1)
    await expect(app.call('account.refresh', { accountId })).resolves.toMatchObject({
      ok: false,
      problem: { code: 'needs_sign_in', title: 'The answer to a renewal was lost' },
    })
    const sent = () => demo.requestsSeen.filter(({ grantType }) => grantType === 'refresh_token')
    expect(sent().map(({ status }) => status)).toEqual([200, 400])
    expect(await accountOf()).toMatchObject({ state: 'needsSignIn', label: 'ada@example.test' })
    await app.call('account.refresh', { accountId })
    clock.advance(3_600_000)
    expect(sent()).toHaveLength(2)
  })
})

describe('a clock that is wrong', () => {
  const day = 24 * 3_600_000

  it.each([
    ['a day ahead', day],
    ['a day back', -day],
    ['asleep for eight hours', 8 * 3_600_000],
  ])(
    'D60 %s: nobody is signed out, the API is reached, and no more than one refresh a minute',
    async (_name, byMs) => {
      const accountId = await connect()
      clock.jump(byMs)
      await expect(ask(accountId)).resolves.toMatchObject({ head: { ok: true, value: { status: 200 } } })
      for (let minute = 1; minute <= 20; minute += 1) {
        clock.advance(60_000)
        await expect.poll(async () => (await accountOf())?.state).toBe('connected')
        await ask(accountId)
        expect(refreshes().length).toBeLessThanOrEqual(minute + 1)
      }
      expect(refreshes().length).toBeGreaterThan(10)
      expect(await accountOf()).toMatchObject({ state: 'connected' })
    },
  )

  it('D60 asleep right after a refresh: what ended in the sleep is renewed at once, and once', async () => {
    const accountId = await connect()
    await app.must('account.refresh', { accountId })
    provider.answers.set('/data', ({ headers }) => ({
      status: headers.authorization === 'Bearer access-token-2' ? 200 : 401,
      text: '',
    }))
    clock.jump(8 * 3_600_000)
    provider.token = { access_token: 'access-token-2' }
    for (let call = 0; call < 5; call += 1)
      await expect(ask(accountId)).resolves.toMatchObject({ head: { ok: true, value: { status: 200 } } })
    expect(refreshes()).toHaveLength(2)
  })

  it('D60 a restart with the clock set back does not make a token live longer than its lifetime', async () => {
    const accountId = await connect()
    await app.close()
    clock.jump(-day)
    app = await startTestApp(disk, { clock })
    clock.advance(61_000)
    await expect(ask(accountId)).resolves.toMatchObject({ head: { ok: true, value: { status: 200 } } })
    expect(refreshes()).toHaveLength(1)
  })

  it('D60 says that the clock is wrong, by the provider’s own Date, and keeps the account', async () => {
    const accountId = await connect()
    expect(await accountOf()).not.toHaveProperty('problem')
    clock.jump(3_600_000)
    await app.must('account.refresh', { accountId })
    expect(await accountOf()).toMatchObject({
      state: 'connected',
      problem: { code: 'clock_skewed', nextStep: 'Check this computer’s clock and time zone.' },
    })
    clock.jump(-3_600_000)
    await app.must('account.refresh', { accountId })
    expect(await accountOf()).not.toHaveProperty('problem')
  })
})

describe('a refresh that brings something else', () => {
  it.each([
    ['another subject', { sub: 'somebody-else' }],
    ['another issuer', { iss: 'https://evil.example' }],
  ])('D61 %s: refused, nothing of it is used, sign-in is asked for', async (_name, claims) => {
    const accountId = await connect()
    provider.claims = claims
    provider.token = { access_token: 'access-token-of-somebody-else' }
    await expect(app.call('account.refresh', { accountId })).resolves.toMatchObject({
      ok: false,
      problem: { code: 'id_token_invalid' },
    })
    expect(await accountOf()).toMatchObject({ state: 'needsSignIn', label: 'ada@example.test' })
    await ask(accountId)
    expect(provider.received.some(({ headers }) => headers.authorization?.includes('somebody-else'))).toBe(
      false,
    )
  })

  it('D61 fewer scopes: shown, and the account stays', async () => {
    const accountId = await connect()
    provider.token = { scope: 'openid' }
    await app.must('account.refresh', { accountId })
    expect(await accountOf()).toMatchObject({
      state: 'connected',
      scopesAsked: ['openid', 'email'],
      scopesGranted: ['openid'],
    })
  })

  it('D61 disconnected while it was under way: the late answer is dropped and revoked', async () => {
    const accountId = await connect()
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    provider.answers.set('/token', async () => {
      await released
      return {
        json: {
          access_token: 'late-access',
          token_type: 'Bearer',
          expires_in: 60,
          refresh_token: 'late-refresh',
        },
      }
    })
    const renewal = app.call('account.refresh', { accountId })
    await expect.poll(() => refreshes().length).toBe(1)
    await expect(app.must('account.disconnect', { accountId })).resolves.toEqual({ revocation: 'revoked' })
    release()
    await expect(renewal).resolves.toMatchObject({ ok: false, problem: { code: 'cancelled' } })
    const revoked = () =>
      provider.received.filter(({ path }) => path === '/revoke').map(({ form }) => form.get('token'))
    await expect.poll(revoked).toEqual(['refresh-token-1', 'access-token-1', 'late-refresh', 'late-access'])
    expect(await accountOf()).toBeUndefined()
    await expect.poll(async () => (await app.must('app.snapshot', {})).slices.pendingRevocations).toEqual([])
  })

  it('signed in again while it was under way: the late answer is dropped, and nothing is revoked', async () => {
    const accountId = await connect()
    const [setup] = (await app.must('app.snapshot', {})).slices.setups
    let release = () => {}
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    provider.answers.set('/token', async ({ form }) => {
      if (form.get('grant_type') === 'refresh_token') await released
      const isLate = form.get('grant_type') === 'refresh_token'
      return {
        json: {
          access_token: isLate ? 'late-access' : 'access-token-2',
          token_type: 'Bearer',
          expires_in: 60,
          refresh_token: 'refresh-token-2',
          id_token: await provider.signIdToken(),
        },
      }
    })
    const renewal = app.call('account.refresh', { accountId })
    await expect.poll(() => refreshes().length).toBe(1)
    await connectHostile(app, provider, { setupId: setup?.id ?? '', accountId })
    release()
    await renewal
    expect(JSON.parse((await ask(accountId)).body)).toEqual({ seen: expect.stringContaining('*') })
    const sent = provider.received.filter(({ path }) => path === '/data').at(-1)
    expect(sent?.headers.authorization).toBe('Bearer access-token-2')
    expect(provider.count('/revoke')).toBe(0)
  })

  it('F84 an API that refuses every token makes one refresh a minute, not a storm', async () => {
    const accountId = await connect()
    provider.answers.set('/data', () => ({ status: 401, text: '' }))
    for (let call = 0; call < 20; call += 1) await ask(accountId)
    expect(refreshes()).toHaveLength(1)
    expect((await ask(accountId)).head).toMatchObject({
      ok: true,
      value: { status: 401, problem: { code: 'token_not_accepted' } },
    })
  })
})
