import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Grant, Subject } from '../../../main/oauth/grant.ts'
import { refreshGrant } from '../../../main/oauth/refresh.ts'
import { revokeGrant } from '../../../main/oauth/revoke.ts'
import type { Http } from '../../../main/ports.ts'
import { systemClock } from '../../../main/system-clock.ts'
import {
  createSigningKey,
  type HostileProvider,
  type ProviderAnswer,
  type SigningKey,
  startHostileProvider,
} from '../../support/hostile-provider.ts'
import { createTestHttp, createTestSetup } from '../../support/sign-in-run.ts'

let otherKey: SigningKey
let provider: HostileProvider
let http: Http
let subject: Subject
const grant: Grant = {
  accessToken: 'old-access',
  tokenType: 'bearer',
  refreshToken: 'old-refresh',
  idToken: 'old-id-token',
  scopesGranted: ['openid', 'email'],
  receivedAtMs: 1,
  lifetimeMs: 60_000,
}

beforeAll(async () => {
  otherKey = await createSigningKey()
})
beforeEach(async () => {
  provider = await startHostileProvider()
  http = createTestHttp()
  subject = { issuer: provider.issuer, sub: 'subject-1', label: 'Ada' }
})

const refresh = (changes: Partial<Parameters<typeof refreshGrant>[0]> = {}) =>
  refreshGrant({
    http,
    clock: systemClock,
    client: { setup: createTestSetup(provider.issuer) },
    grant,
    subject,
    ...changes,
  })

describe('refreshGrant', () => {
  it('sends the refresh token once and takes the new tokens', async () => {
    expect(await refresh()).toMatchObject({
      type: 'refreshed',
      grant: { accessToken: 'access-token-1', refreshToken: 'refresh-token-1', lifetimeMs: 60_000 },
    })
    const [request] = provider.received.filter(({ path }) => path === '/token')
    expect(Object.fromEntries(request?.form ?? [])).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'old-refresh',
      client_id: 'test-client',
    })
    expect(provider.count('/token')).toBe(1)
  })

  it.each([undefined, null, ''])(
    'B38 keeps the old refresh token when %j comes back',
    async (refresh_token) => {
      provider.token = { refresh_token, id_token: undefined }
      expect(await refresh()).toMatchObject({
        type: 'refreshed',
        grant: { accessToken: 'access-token-1', refreshToken: 'old-refresh', idToken: 'old-id-token' },
      })
    },
  )

  it('forgets the old lifetime where the answer names none', async () => {
    provider.token = { expires_in: undefined }
    const outcome = await refresh()
    expect(outcome.type === 'refreshed' && outcome.grant).not.toHaveProperty('lifetimeMs')
  })

  it('discovers once for several refreshes', async () => {
    await refresh()
    await refresh()
    expect(provider.count('/.well-known/openid-configuration')).toBe(1)
  })

  it.each([
    ['another subject', { sub: 'subject-2' }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['another audience', { aud: 'another-client' }],
  ])('refuses an ID token about %s', async (_name, claims) => {
    provider.claims = claims
    expect(await refresh()).toMatchObject({ type: 'refused', problem: { code: 'id_token_invalid' } })
  })

  it('refuses an ID token with a wrong signature', async () => {
    provider.token = { id_token: await provider.signIdToken(undefined, otherKey) }
    expect(await refresh()).toMatchObject({ type: 'refused', problem: { code: 'id_token_invalid' } })
  })

  it.each([-86_400, 86_400])('loses no rotated token to a clock that is %i s off', async (offSeconds) => {
    const clock = { ...systemClock, now: () => Date.now() + offSeconds * 1_000 }
    expect(await refresh({ clock })).toMatchObject({
      type: 'refreshed',
      grant: { refreshToken: 'refresh-token-1' },
    })
  })

  it('loses no rotated token to a key set that is down', async () => {
    provider.answers.set('/jwks', () => ({ status: 503, text: '' }))
    expect(await refresh()).toMatchObject({
      type: 'refreshed',
      grant: { refreshToken: 'refresh-token-1', idToken: 'old-id-token' },
    })
  })

  it.each([
    ['invalid_grant', { status: 400, json: { error: 'invalid_grant', error_description: 'expired' } }],
    ['invalid_grant with status 200', { json: { error: 'invalid_grant' } }],
    [
      'invalid_grant beside a challenge',
      { status: 401, headers: { 'www-authenticate': 'Bearer' }, json: { error: 'invalid_grant' } },
    ],
  ] as ReadonlyArray<[string, ProviderAnswer]>)('is refused by %s', async (_name, answer) => {
    provider.answers.set('/token', () => answer)
    expect(await refresh()).toMatchObject({ type: 'refused', problem: { code: 'refresh_refused' } })
  })

  it.each([
    ['500 with HTML', { status: 500, text: '<html>' }, 'provider_unavailable'],
    [
      '503 that says invalid_grant',
      { status: 503, json: { error: 'invalid_grant' } },
      'provider_unavailable',
    ],
    ['a captive portal', { text: '<html>Please accept' }, 'token_answer_unreadable'],
    [
      'a redirect',
      { status: 302, headers: { location: 'http://portal.example/' }, text: '' },
      'token_answer_unreadable',
    ],
    ['invalid_client', { status: 401, json: { error: 'invalid_client' } }, 'token_endpoint_error'],
  ] as ReadonlyArray<[string, ProviderAnswer, string]>)(
    'stays signed in through %s',
    async (_name, answer, code) => {
      provider.answers.set('/token', () => answer)
      expect(await refresh()).toMatchObject({ type: 'transient', problem: { code } })
    },
  )

  it.each<[string, ProviderAnswer, string]>([
    ['its own words', { status: 400, json: { message: 'Invalid refresh token' } }, 'refused'],
    ['a number', { status: 400, json: { error: 400 } }, 'refused'],
    ['another message', { status: 400, json: { message: 'Try later' } }, 'transient'],
    ['its own words and 503', { status: 503, json: { message: 'Invalid refresh token' } }, 'transient'],
    [
      'its own words beside a token',
      { json: { access_token: 'a', token_type: 'Bearer', message: 'Invalid refresh token' } },
      'refreshed',
    ],
  ])('takes a refusal in the words that its ways name: %s', async (_name, answer, type) => {
    provider.answers.set('/token', () => answer)
    const refreshRefusals = [
      { path: ['message'], value: 'Invalid refresh token' },
      { path: ['error'], value: '400' },
    ]
    const setup = createTestSetup(provider.issuer, { quirks: { refreshRefusals } })
    expect((await refresh({ client: { setup } })).type).toBe(type)
  })

  it('B42 passes on how long to wait after 429', async () => {
    provider.answers.set('/token', () => ({ status: 429, headers: { 'retry-after': '120' }, text: '' }))
    expect(await refresh()).toMatchObject({
      type: 'transient',
      problem: { code: 'rate_limited' },
      retryAfterMs: 120_000,
    })
  })

  it('B42 measures a date in Retry-After by the provider’s own Date, not by this computer’s clock', async () => {
    const providerMs = Date.UTC(2030, 0, 1)
    provider.nowMs = () => providerMs
    provider.answers.set('/token', () => ({
      status: 429,
      headers: { 'retry-after': new Date(providerMs + 120_000).toUTCString() },
      text: '',
    }))
    expect(await refresh()).toMatchObject({ type: 'transient', retryAfterMs: 120_000 })
  })

  it('stays signed in where the provider cannot be reached', async () => {
    const setup = createTestSetup('http://127.0.0.1:9', { scopes: [] })
    expect(await refresh({ client: { setup } })).toMatchObject({
      type: 'transient',
      problem: { side: 'network' },
    })
  })

  it('says that there is no refresh token', async () => {
    const { refreshToken: _, ...without } = grant
    expect(await refresh({ grant: without })).toMatchObject({
      type: 'refused',
      problem: { code: 'needs_sign_in' },
    })
    expect(provider.received).toEqual([])
  })

  it('can be cancelled', async () => {
    const abort = new AbortController()
    provider.answers.set('/token', () => {
      abort.abort()
      return new Promise(() => {})
    })
    expect(await refresh({ signal: abort.signal })).toMatchObject({
      type: 'transient',
      problem: { code: 'cancelled' },
    })
  })

  it('puts no token into its problems', async () => {
    provider.answers.set('/token', ({ form }) => ({
      status: 400,
      json: { error: 'invalid_request', echo: form.get('refresh_token') },
    }))
    expect(JSON.stringify(await refresh())).not.toContain('old-refresh')
  })
})

describe('revokeGrant', () => {
  const revoke = () =>
    revokeGrant({ http, clock: systemClock, client: { setup: createTestSetup(provider.issuer) }, grant })

  it('revokes the refresh token, then the access token', async () => {
    expect(await revoke()).toEqual({ revocation: 'revoked' })
    const forms = provider.received
      .filter(({ path }) => path === '/revoke')
      .map(({ form }) => Object.fromEntries(form))
    expect(forms).toMatchObject([
      { token: 'old-refresh', token_type_hint: 'refresh_token' },
      { token: 'old-access', token_type_hint: 'access_token' },
    ])
  })

  it('says that the provider offers none', async () => {
    const { revocation_endpoint: _, ...metadata } = provider.metadata
    provider.metadata = metadata
    expect(await revoke()).toEqual({ revocation: 'notOffered' })
  })

  it('takes a kind of token that cannot be revoked by itself', async () => {
    provider.answers.set('/revoke', ({ form }) =>
      form.get('token_type_hint') === 'access_token'
        ? { status: 400, json: { error: 'unsupported_token_type' } }
        : { status: 200, text: '' },
    )
    expect(await revoke()).toEqual({ revocation: 'revoked' })
  })

  it.each([
    { status: 503, text: '' },
    { status: 401, json: { error: 'invalid_client' } },
    { status: 302, headers: { location: 'https://evil.example' }, text: '' },
  ] as ProviderAnswer[])('says that it failed: %j', async (answer) => {
    provider.answers.set('/revoke', () => answer)
    const outcome = await revoke()
    const code = answer.status === 503 ? 'provider_unavailable' : 'revocation_failed'
    expect(outcome).toMatchObject({ revocation: 'failed', problem: { code } })
    expect(JSON.stringify(outcome)).not.toContain('old-')
  })
})
