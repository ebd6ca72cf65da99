import { gzipSync } from 'node:zlib'
import { decodeProtectedHeader } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import { createAuthority } from '../../support/certificates.ts'
import { connectHostile, hostileDraft } from '../../support/connect-hostile.ts'
import {
  type HostileProvider,
  type ProviderAnswer,
  startHostileProvider,
} from '../../support/hostile-provider.ts'
import { makeTestDisk, startTestApp } from '../../support/started-app.ts'
import { createSteeredClock, type SteeredClock } from '../../support/steered-clock.ts'
import type { TestApp, TestDisk } from '../../support/test-app.ts'

let provider: HostileProvider
let clock: SteeredClock
let disk: TestDisk
let app: TestApp

beforeEach(async () => {
  provider = await startHostileProvider()
  disk = makeTestDisk()
  // Polling is timed by hand: every wait is longer than the clock lets pass by itself.
  clock = createSteeredClock(0)
  provider.nowMs = clock.trueNow
  app = await startTestApp(disk, { clock })
})

const json = { 'content-type': 'application/json' }
const bomb = gzipSync(Buffer.alloc(16 * 1_048_576, 0x20))
const accounts = async () => (await app.must('app.snapshot', {})).slices.accounts
const forms = (grantType: string) =>
  provider.received.map(({ form }) => form).filter((form) => form.get('grant_type') === grantType)

describe('a code on another device', () => {
  const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'
  const polls = () => forms(deviceGrant).length
  const pending: ProviderAnswer = { status: 400, json: { error: 'authorization_pending' } }

  async function start(device: Record<string, unknown> = {}) {
    const { authorization_endpoint: _, ...metadata } = provider.metadata
    provider.metadata = { ...metadata, device_authorization_endpoint: `${provider.issuer}/device` }
    provider.answers.set('/device', () => ({
      json: {
        device_code: 'secret-device-code',
        user_code: 'WDJB-MJHT',
        verification_uri: `${provider.issuer}/activate`,
        verification_uri_complete: `${provider.issuer}/activate?user_code=WDJB-MJHT`,
        expires_in: 600,
        interval: 5,
        ...device,
      },
    }))
    provider.answers.set('/token', () => pending)
    const { setupId } = await app.must('setup.save', {
      setup: hostileDraft(provider, { grant: 'device_code' }),
    })
    const { attemptId } = await app.must('account.connect', { setupId })
    const view = await app.until(() => {
      const current = app.signIn(attemptId)
      return current && ['awaitingDevice', 'failed'].includes(current.phase) ? current : undefined
    })
    return { attemptId, view }
  }

  const endOf = (attemptId: string) =>
    app.until(() => {
      const view = app.signIn(attemptId)
      return view && ['done', 'failed', 'cancelled'].includes(view.phase) ? view : undefined
    })

  /** Lets a wait pass and gives the number of polls once it has ended in one, or without. */
  async function pass(ms: number, expected: number) {
    clock.advance(ms)
    await expect.poll(polls).toBe(expected)
    // The next wait begins once the answer was read.
    await expect.poll(() => clock.waiting()).toBeGreaterThan(0)
  }

  /** Lets time pass in which nobody polls. */
  function rest(ms: number) {
    const before = [clock.waiting(), polls()]
    clock.advance(ms)
    expect([clock.waiting(), polls()]).toEqual(before)
  }

  it('shows the code, polls as told, and connects the account', async () => {
    const { attemptId, view } = await start()
    expect(view).toMatchObject({
      phase: 'awaitingDevice',
      device: {
        userCode: 'WDJB-MJHT',
        verificationUri: `${provider.issuer}/activate`,
        verificationUriComplete: `${provider.issuer}/activate?user_code=WDJB-MJHT`,
      },
      deadlineMs: clock.now() + 600_000,
    })
    await app.must('signIn.openBrowser', { attemptId })
    expect(app.opened).toEqual([`${provider.issuer}/activate?user_code=WDJB-MJHT`])
    rest(4_999)
    await pass(1, 1)
    provider.answers.delete('/token')
    clock.advance(5_000)
    await expect(endOf(attemptId)).resolves.toMatchObject({ phase: 'done' })
    expect(await accounts()).toMatchObject([
      { label: 'ada@example.test', state: 'connected', canRefresh: true },
    ])
    expect(JSON.stringify([app.events, app.logLines])).not.toContain('secret-device-code')
  })

  it('B46 slows down when told, by five seconds each time', async () => {
    const { attemptId } = await start()
    provider.answers.set('/token', () => ({ status: 400, json: { error: 'slow_down' } }))
    await pass(5_000, 1)
    rest(9_999)
    await pass(1, 2)
    rest(14_999)
    await pass(1, 3)
    await app.must('signIn.cancel', { attemptId })
    await expect(endOf(attemptId)).resolves.toMatchObject({ phase: 'cancelled' })
  })

  it.each([
    ['expired_token', 'sign_in_timed_out'],
    ['access_denied', 'authorization_denied'],
    ['invalid_grant', 'token_endpoint_error'],
  ])('B46 %s ends it with a reason', async (error, code) => {
    const { attemptId } = await start()
    provider.answers.set('/token', () => ({ status: 400, json: { error } }))
    clock.advance(5_000)
    await expect(endOf(attemptId)).resolves.toMatchObject({ phase: 'failed', problem: { code } })
  })

  it.each([
    ['0', 0, 5_000],
    ['negative', -5, 5_000],
    ['no number', 'soon', 5_000],
    ['a text', '7', 7_000],
    ['absent', undefined, 5_000],
    ['huge', 1e12, 60_000],
  ])('B46 an interval that is %s', async (_name, interval, waitMs) => {
    await start({ interval })
    rest(waitMs - 1)
    await pass(1, 1)
  })

  it('B46 ends by itself when the code has ended, and polls no more', async () => {
    const { attemptId } = await start({ expires_in: 6, interval: 5 })
    await pass(5_000, 1)
    clock.advance(5_000)
    await expect(endOf(attemptId)).resolves.toMatchObject({ problem: { code: 'sign_in_timed_out' } })
    expect(polls()).toBe(1)
  })

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'http://evil.example/activate',
    'https://user:pw@evil.example/',
    '--flag',
    `https://evil.example/${'x'.repeat(3_000)}`,
  ])('B46 the address %s is neither shown nor opened', async (address) => {
    const { view } = await start({ verification_uri: address })
    expect(view).toMatchObject({ phase: 'failed', problem: { code: 'metadata_refused' } })
    expect(app.opened).toEqual([])
    const { view: other } = await start({ verification_uri_complete: address })
    expect(other.device).toEqual({ userCode: 'WDJB-MJHT', verificationUri: `${provider.issuer}/activate` })
  })

  it.each<[string, ProviderAnswer]>([
    ['B29 a captive portal', { text: '<html>Welcome to the hotel</html>' }],
    ['B29 half of an object', { headers: json, text: '{"access_token":"access-token-1",' }],
    ['B30 5 MB', { headers: json, text: ' '.repeat(5_000_000) }],
    ['B31 a gzip bomb', { headers: { ...json, 'content-encoding': 'gzip' }, text: bomb }],
    ['B37 an access token with CR LF', { json: { access_token: 'a\r\nx: 1', token_type: 'Bearer' } }],
    ['B40 a redirect', { status: 307, headers: { location: '/elsewhere' }, text: '' }],
  ])('%s in place of tokens: nothing is kept, nothing followed, and it goes on', async (_name, answer) => {
    const { attemptId } = await start()
    provider.answers.set('/token', () => answer)
    await pass(5_000, 1)
    expect(await accounts()).toEqual([])
    expect(provider.count('/elsewhere')).toBe(0)
    provider.answers.delete('/token')
    clock.advance(10_000)
    await expect(endOf(attemptId)).resolves.toMatchObject({ phase: 'done' })
  })

  it('goes on through a failing network, more slowly', async () => {
    const { attemptId } = await start()
    provider.answers.set('/token', () => ({ status: 503, text: '' }))
    await pass(5_000, 1)
    provider.answers.delete('/token')
    rest(9_999)
    clock.advance(1)
    await expect(endOf(attemptId)).resolves.toMatchObject({ phase: 'done' })
  })

  it('B42 waits as long as Retry-After says', async () => {
    const { attemptId } = await start()
    provider.answers.set('/token', () => ({ status: 429, headers: { 'retry-after': '120' }, text: '' }))
    await pass(5_000, 1)
    provider.answers.set('/token', () => pending)
    rest(119_999)
    await pass(1, 2)
    // It was said once, and for that once.
    provider.answers.delete('/token')
    clock.advance(10_000)
    await expect(endOf(attemptId)).resolves.toMatchObject({ phase: 'done' })
  })

  it('C50 an ID token made for another access token is refused', async () => {
    const { attemptId } = await start()
    provider.claims = { nonce: undefined, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }
    provider.answers.delete('/token')
    clock.advance(5_000)
    await expect(endOf(attemptId)).resolves.toMatchObject({
      phase: 'failed',
      problem: {
        code: 'id_token_invalid',
        evidence: [expect.anything(), { label: 'claim', value: 'at_hash' }],
      },
    })
    expect(await accounts()).toEqual([])
  })
})

describe('a client for itself', () => {
  it('is connected without a browser, under its own name, and renewed by asking again', async () => {
    provider.token = { refresh_token: undefined, id_token: undefined }
    const { setupId } = await app.must('setup.save', {
      setup: hostileDraft(provider, {
        grant: 'client_credentials',
        clientAuthentication: 'client_secret_post',
        scopes: ['read'],
      }),
      clientSecret: 'machine-secret',
    })
    const { attemptId } = await app.must('account.connect', { setupId })
    await app.until(() => (app.signIn(attemptId)?.phase === 'done' ? true : undefined))
    expect(app.opened).toEqual([])
    expect(await accounts()).toMatchObject([{ label: 'test-client', state: 'connected', canRefresh: true }])
    const [form] = forms('client_credentials')
    expect(Object.fromEntries(form ?? [])).toMatchObject({ scope: 'read', client_secret: 'machine-secret' })

    provider.answers.set('/data', () => ({ json: {} }))
    const [account] = await accounts()
    clock.advance(61_000)
    const ask = () =>
      app.send({ accountId: account?.id ?? '', method: 'GET', url: `${provider.issuer}/data` })
    await expect(ask()).resolves.toMatchObject({ head: { ok: true, value: { status: 200 } } })
    expect(forms('client_credentials')).toHaveLength(2)

    // A client that is refused is mended in the setup: the account stays.
    provider.answers.set('/token', () => ({ status: 401, json: { error: 'invalid_client' } }))
    await app.call('account.refresh', { accountId: account?.id ?? '' })
    expect(await accounts()).toMatchObject([
      { state: 'connected', problem: { code: 'token_endpoint_error' } },
    ])
    const again = await app.must('account.connect', { setupId })
    await app.until(() => (app.signIn(again.attemptId)?.phase === 'failed' ? true : undefined))
    expect(await accounts()).toHaveLength(1)
  })
})

describe('a client for itself, or on another device, at a server of its own ways', () => {
  it.each(['client_credentials', 'device_code'] as const)('says what they are: %s', async (grant) => {
    const clientId = 'a client'
    const raw = `Basic ${Buffer.from(`${clientId}:secret`).toString('base64')}`
    provider.metadata.device_authorization_endpoint = `${provider.issuer}/device`
    provider.answers.set('/device', ({ headers }) =>
      headers.authorization === raw
        ? {
            json: {
              device_code: 'device-code',
              user_code: 'WDJB-MJHT',
              verification_uri: `${provider.issuer}/activate`,
              expires_in: 600,
            },
          }
        : { status: 401, json: { error: 'invalid_client' } },
    )
    provider.answers.set('/token', ({ headers }) =>
      headers.authorization === raw
        ? { json: { access_token: 'access', token_type: 'Bearer' } }
        : { status: 401, json: { error: 'invalid_client' } },
    )
    const { setupId } = await app.must('setup.save', {
      setup: hostileDraft(provider, {
        grant,
        clientId,
        clientAuthentication: 'client_secret_basic',
        scopes: ['read'],
      }),
      clientSecret: 'secret',
    })
    const { attemptId } = await app.must('account.connect', { setupId })
    if (grant === 'device_code') {
      await app.until(() => (app.signIn(attemptId)?.phase === 'awaitingDevice' ? true : undefined))
      clock.advance(5_000)
    }
    const view = await app.until(() => {
      const current = app.signIn(attemptId)
      return current?.phase === 'done' ? current : undefined
    })
    expect(view.steps.map(({ note }) => note)).toContainEqual(
      expect.stringContaining('takes client id and secret as they are only'),
    )
  })
})

describe('a token exchange', () => {
  it('makes an account of its own from another one’s token, which stays', async () => {
    const { setupId } = await app.must('setup.save', { setup: hostileDraft(provider) })
    const { accountId } = await connectHostile(app, provider, { setupId })
    provider.token = {
      access_token: 'exchanged-token',
      refresh_token: undefined,
      id_token: undefined,
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    }
    const exchanged = await app.must('account.exchange', {
      accountId,
      audience: 'orders',
      scopes: ['read'],
    })
    expect(exchanged.accountId).not.toBe(accountId)
    const [form] = forms('urn:ietf:params:oauth:grant-type:token-exchange')
    expect(Object.fromEntries(form ?? [])).toMatchObject({
      subject_token: 'access-token-1',
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      audience: 'orders',
      scope: 'read',
    })
    expect(await accounts()).toMatchObject([
      { id: accountId, label: 'ada@example.test' },
      { id: exchanged.accountId, label: 'ada@example.test, for orders', scopesAsked: ['read'] },
    ])
    expect(JSON.stringify(app.events)).not.toContain('exchanged-token')
  })

  const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'
  const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'
  const exchangedToken = {
    access_token: 'exchanged-token',
    refresh_token: undefined,
    id_token: undefined,
    issued_token_type: accessTokenType,
  }

  it('takes the ID token, asks for a JWT, and says what was issued', async () => {
    const { setupId } = await app.must('setup.save', { setup: hostileDraft(provider) })
    const { accountId } = await connectHostile(app, provider, { setupId })
    provider.token = { ...exchangedToken, issued_token_type: 'urn:ietf:params:oauth:token-type:jwt' }
    const exchanged = await app.must('account.exchange', {
      accountId,
      subjectType: 'id_token',
      requestedType: 'jwt',
      resource: 'https://orders.example/',
    })
    expect(exchanged.issuedType).toBe('jwt')
    expect(Object.fromEntries(forms(exchangeGrant)[0] ?? [])).toMatchObject({
      subject_token: expect.stringMatching(/^eyJ/),
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      requested_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      resource: 'https://orders.example/',
    })
  })

  it.each([
    ['of its own', 'urn:example:kerberos', 'other'],
    ['unnamed', undefined, undefined],
  ])('an issued type that is %s', async (_name, issued, shown) => {
    const { setupId } = await app.must('setup.save', { setup: hostileDraft(provider) })
    const { accountId } = await connectHostile(app, provider, { setupId })
    provider.token = { ...exchangedToken, issued_token_type: issued }
    const exchanged = await app.must('account.exchange', { accountId })
    expect(exchanged.issuedType).toBe(shown)
    expect(forms(exchangeGrant)[0]?.has('requested_token_type')).toBe(false)
  })

  it('of a bound token is proven with its key, and the new one is bound to it', async () => {
    const { setupId } = await app.must('setup.save', { setup: hostileDraft(provider, { usesDpop: true }) })
    provider.token = { token_type: 'DPoP' }
    const { accountId } = await connectHostile(app, provider, { setupId })
    provider.token = { ...exchangedToken, token_type: 'DPoP' }
    const exchanged = await app.must('account.exchange', { accountId, audience: 'orders' })
    provider.answers.set('/data', () => ({ json: {} }))
    const url = `${provider.issuer}/data`
    for (const id of [accountId, exchanged.accountId]) await app.send({ accountId: id, method: 'GET', url })
    const proofs = provider.received.filter(({ headers }) => headers.dpop !== undefined)
    expect(proofs.map(({ path }) => path)).toEqual(['/token', '/token', '/data', '/data'])
    const keys = proofs.map(({ headers }) => decodeProtectedHeader(String(headers.dpop)).jwk)
    for (const one of keys) expect(one).toEqual(keys[0])
    expect(proofs.at(-1)?.headers.authorization).toBe('DPoP exchanged-token')
  })

  it('by the client of another setup makes an account that is not renewed as that client’s own', async () => {
    const { setupId } = await app.must('setup.save', { setup: hostileDraft(provider) })
    const machine = await app.must('setup.save', {
      setup: hostileDraft(provider, {
        grant: 'client_credentials',
        clientAuthentication: 'client_secret_post',
        clientId: 'machine',
        scopes: ['read'],
      }),
      clientSecret: 'machine-secret',
    })
    const { accountId } = await connectHostile(app, provider, { setupId })
    provider.token = exchangedToken
    const exchanged = await app.must('account.exchange', { accountId, setupId: machine.setupId })
    expect(Object.fromEntries(forms(exchangeGrant)[0] ?? [])).toMatchObject({ client_id: 'machine' })
    expect(await accounts()).toMatchObject([
      { id: accountId },
      { id: exchanged.accountId, setupId: machine.setupId, canRefresh: false },
    ])
  })

  describe('once more', () => {
    const exchangedAgain = { ...exchangedToken, access_token: 'exchanged-again', expires_in: 3_600 }

    /** An account with an exchanged token that lives for a second, refused since. */
    async function exchangeAndEnd(changes: Parameters<typeof hostileDraft>[1] = {}) {
      const { setupId } = await app.must('setup.save', { setup: hostileDraft(provider, changes) })
      const { accountId } = await connectHostile(app, provider, { setupId })
      provider.token = { ...exchangedToken, expires_in: 1 }
      const target = { audience: 'orders', scopes: ['read'] }
      const exchanged = await app.must('account.exchange', { accountId, ...target })
      const url = `${provider.issuer}/data`
      provider.answers.set('/data', ({ headers }) =>
        headers.authorization === 'Bearer exchanged-token' ? { status: 401, json: {} } : { json: {} },
      )
      await app.send({ accountId: exchanged.accountId, method: 'GET', url })
      const id = exchanged.accountId
      const accountOf = async () => (await accounts()).find((account) => account.id === id)
      return { sourceId: accountId, id, url, accountOf }
    }

    it('takes the place of signing in: the same account, for the same use', async () => {
      const { sourceId, id, url, accountOf } = await exchangeAndEnd()
      const before = await accountOf()
      expect(before).toMatchObject({
        state: 'needsSignIn',
        exchangedFrom: sourceId,
        problem: { nextStep: expect.stringMatching(/^Exchange the token again/) },
      })
      provider.token = exchangedAgain
      await app.must('account.exchangeAgain', { accountId: id })
      expect(forms(exchangeGrant).map((form) => Object.fromEntries(form))).toMatchObject([
        { audience: 'orders', scope: 'read' },
        { audience: 'orders', scope: 'read' },
      ])
      const { problem: _, ...rest } = { ...before }
      expect(await accountOf()).toEqual({
        ...rest,
        state: 'connected',
        accessEndsAtMs: expect.any(Number),
      })
      expect(await accounts()).toHaveLength(2)
      const { head } = await app.send({ accountId: id, method: 'GET', url })
      expect(head).toMatchObject({ ok: true, value: { status: 200 } })
    })

    it('asks for the scopes that an API wants besides, and refused leaves the account as it is', async () => {
      const { id, accountOf } = await exchangeAndEnd()
      const before = await accountOf()
      provider.answers.set('/token', () => ({ status: 400, json: { error: 'invalid_scope' } }))
      const refused = await app.call('account.exchangeAgain', { accountId: id, scopes: ['write'] })
      expect(refused).toMatchObject({ ok: false, problem: { code: 'token_endpoint_error' } })
      expect(forms(exchangeGrant).at(-1)?.get('scope')).toBe('read write')
      expect(await accountOf()).toEqual(before)
    })

    it('says so where the account that it came from is gone, needs sign-in, or is none', async () => {
      const { sourceId, id } = await exchangeAndEnd()
      provider.answers.set('/token', () => ({ status: 400, json: { error: 'invalid_grant' } }))
      await app.call('account.refresh', { accountId: sourceId })
      expect(await app.call('account.exchangeAgain', { accountId: id })).toMatchObject({
        problem: { title: 'The account that this token came from needs sign-in' },
      })
      expect(await app.call('account.exchangeAgain', { accountId: sourceId })).toMatchObject({
        problem: { code: 'invalid_argument' },
      })
      await app.must('account.disconnect', { accountId: sourceId })
      expect(await app.call('account.exchangeAgain', { accountId: id })).toMatchObject({
        problem: { code: 'account_not_found', title: 'The account that this token came from is gone' },
      })
    })
  })

  it('goes to no other provider than the account’s own', async () => {
    const { setupId } = await app.must('setup.save', { setup: hostileDraft(provider) })
    const elsewhere = await startHostileProvider()
    const other = await app.must('setup.save', { setup: hostileDraft(elsewhere) })
    const { accountId } = await connectHostile(app, provider, { setupId })
    await expect(app.call('account.exchange', { accountId, setupId: other.setupId })).resolves.toMatchObject({
      ok: false,
      problem: { code: 'origin_not_allowed' },
    })
    expect(elsewhere.count('/token')).toBe(0)
  })

  it('goes to no other provider whose metadata names the account’s own, and an alias of its own for mutual TLS', async () => {
    const { setupId } = await app.must('setup.save', { setup: hostileDraft(provider) })
    const { accountId } = await connectHostile(app, provider, { setupId })
    const elsewhere = await startHostileProvider()
    elsewhere.metadata = {
      ...elsewhere.metadata,
      token_endpoint: `${provider.issuer}/token`,
      mtls_endpoint_aliases: { token_endpoint: `${elsewhere.issuer}/token` },
    }
    const other = await app.must('setup.save', {
      setup: hostileDraft(elsewhere, { clientAuthentication: 'self_signed_tls_client_auth' }),
    })
    const { cert, key } = createAuthority().issue(['client.example'])
    await app.must('setup.importCertificate', { ...other, certificate: cert, privateKey: key })
    await expect(app.call('account.exchange', { accountId, ...other })).resolves.toMatchObject({
      ok: false,
      problem: { code: 'origin_not_allowed' },
    })
    expect(elsewhere.count('/token')).toBe(0)
  })

  it('without an ID token to exchange says so, and asks nobody', async () => {
    const { setupId } = await app.must('setup.save', {
      setup: hostileDraft(provider, { scopes: ['read'] }),
    })
    provider.token = { id_token: undefined }
    const { accountId } = await connectHostile(app, provider, { setupId })
    await expect(app.call('account.exchange', { accountId, subjectType: 'id_token' })).resolves.toMatchObject(
      { ok: false, problem: { title: 'This account has no ID token' } },
    )
    expect(forms(exchangeGrant)).toEqual([])
  })

  it('says why it was refused, and changes nothing', async () => {
    const { setupId } = await app.must('setup.save', { setup: hostileDraft(provider) })
    const { accountId } = await connectHostile(app, provider, { setupId })
    provider.answers.set('/token', () => ({ status: 400, json: { error: 'invalid_target' } }))
    await expect(app.call('account.exchange', { accountId, audience: 'x' })).resolves.toMatchObject({
      ok: false,
      problem: { code: 'token_endpoint_error' },
    })
    expect(await accounts()).toHaveLength(1)
  })
})
