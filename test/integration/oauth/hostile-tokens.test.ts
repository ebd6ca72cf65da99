import { createHash } from 'node:crypto'
import { EncryptJWT } from 'jose'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProviderSetup } from '../../../contract/models.ts'
import {
  answerCallback,
  clientId,
  createSigningKey,
  type HostileProvider,
  type ProviderAnswer,
  type SigningKey,
  startHostileProvider,
} from '../../support/hostile-provider.ts'
import { createTestSetup, runSignIn } from '../../support/sign-in-run.ts'

let otherKey: SigningKey
let ellipticKey: SigningKey
let provider: HostileProvider
beforeAll(async () => {
  otherKey = await createSigningKey()
  ellipticKey = await createSigningKey('ES256', 'key-2')
})
beforeEach(async () => {
  provider = await startHostileProvider()
})

async function signIn(changes: Partial<ProviderSetup> = {}) {
  const run = runSignIn(createTestSetup(provider.issuer, changes))
  await run.until(({ phase }) => phase === 'awaitingBrowser')
  await answerCallback(run, provider)
  const view = await run.ended
  run.cancel()
  return { run, view, problem: view.problem, stored: run.stored }
}

async function expectRefused(code: string) {
  const { view, stored } = await signIn()
  expect(view).toMatchObject({ phase: 'failed', problem: { code } })
  if (code === 'clock_skewed') expect(view.problem?.nextStep).toContain('Check this computer’s clock')
  expect(stored).toEqual([])
  expect(JSON.stringify(view)).not.toMatch(/access-token-1|refresh-token-1|eyJ/)
}

const seconds = () => Math.floor(Date.now() / 1000)
const hashOf = (token: string) =>
  createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url')
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('the ID token', () => {
  const cases: ReadonlyArray<readonly [string, () => Record<string, unknown>, string]> = [
    ['C50 with another issuer', () => ({ iss: 'https://evil.example' }), 'id_token_invalid'],
    ['C50 with no issuer', () => ({ iss: undefined }), 'id_token_invalid'],
    ['C50 with another audience', () => ({ aud: 'another-client' }), 'id_token_invalid'],
    ['C50 with a further audience without azp', () => ({ aud: ['test-client', 'x'] }), 'id_token_invalid'],
    ['C50 with azp of another client', () => ({ azp: 'another-client' }), 'id_token_invalid'],
    ['C50 with another nonce', () => ({ nonce: 'another' }), 'id_token_invalid'],
    ['C50 with no nonce', () => ({ nonce: undefined }), 'id_token_invalid'],
    ['C50 with no subject', () => ({ sub: undefined }), 'id_token_invalid'],
    ['C50 with an empty subject', () => ({ sub: '' }), 'id_token_invalid'],
    ['C50 with a subject of 10 kB', () => ({ sub: 's'.repeat(10_000) }), 'id_token_invalid'],
    ['C50 with control characters in the subject', () => ({ sub: 'a\nb' }), 'id_token_invalid'],
    ['C50 with the hash of another access token', () => ({ at_hash: hashOf('another') }), 'id_token_invalid'],
    ['C50 with a hash that is no text', () => ({ at_hash: 1 }), 'id_token_invalid'],
    ['C50 with no time of issue', () => ({ iat: undefined }), 'id_token_invalid'],
    ['C50 with an expiry that is a text', () => ({ exp: '2050' }), 'id_token_invalid'],
    ['C50 with an expiry two minutes ago', () => ({ exp: seconds() - 120 }), 'clock_skewed'],
    ['C50 with a beginning in two minutes', () => ({ nbf: seconds() + 120 }), 'clock_skewed'],
    ['C50 with a time of issue in an hour', () => ({ iat: seconds() + 3_600 }), 'clock_skewed'],
    ['C50 with a time of issue a week ago', () => ({ iat: seconds() - 604_800 }), 'clock_skewed'],
  ]
  it.each(cases)('%s is refused', async (_name, claims, code) => {
    provider.claims = claims()
    await expectRefused(code)
  })

  it.each([
    ['C50 with an expiry 30 s ago', () => ({ exp: seconds() - 30 })],
    ['C50 with a time of issue in 30 s', () => ({ iat: seconds() + 30 })],
    ['C50 with the hash of the access token', () => ({ at_hash: hashOf('access-token-1') })],
    ['C50 with our own azp', () => ({ aud: ['test-client', 'x'], azp: 'test-client' })],
  ] as const)('%s is taken', async (_name, claims) => {
    provider.claims = claims()
    expect((await signIn()).view.phase).toBe('done')
  })

  const forgeries: ReadonlyArray<readonly [string, () => string | Promise<string>]> = [
    ['C49 one signed by another key', () => provider.signIdToken(undefined, otherKey)],
    ['C49 one without a signature', () => `${encode({ alg: 'none' })}.${encode(provider.idTokenClaims())}.`],
    [
      'C49 one that says none but has a signature',
      async () =>
        `${encode({ alg: 'none' })}.${encode(provider.idTokenClaims())}.${(await provider.signIdToken()).split('.')[2]}`,
    ],
    [
      'C49 one signed with HS256',
      () => `${encode({ alg: 'HS256' })}.${encode(provider.idTokenClaims())}.${'a'.repeat(43)}`,
    ],
    ['C49 one with another signature', async () => `${(await provider.signIdToken()).slice(0, -8)}AAAAAAAA`],
    [
      'C49 one with other claims under a good signature',
      async () => {
        const [header, , signature] = (await provider.signIdToken()).split('.')
        return `${header}.${encode({ ...provider.idTokenClaims(), sub: 'somebody-else' })}.${signature}`
      },
    ],
    [
      'C49 one with an unknown crit',
      () =>
        `${encode({ alg: 'RS256', kid: 'key-1', crit: ['x'], x: 1 })}.${encode(provider.idTokenClaims())}.AAAA`,
    ],
    ['C49 one of an unknown key', () => provider.signIdToken(undefined, provider.key, { kid: 'key-9' })],
    ['C49 one of two parts', () => 'a.b'],
    ['C49 one of five parts', () => 'a.b.c.d.e'],
    [
      'C49 an encrypted one, whose key is the client id',
      () =>
        new EncryptJWT(provider.idTokenClaims())
          .setProtectedHeader({ alg: 'dir', enc: 'A128CBC-HS256' })
          .encrypt(createHash('sha256').update(clientId).digest()),
    ],
    ['C49 one that is no base64url', () => '§§.§§.§§'],
  ]
  it.each(forgeries)('%s is refused', async (_name, forge) => {
    provider.answers.set('/token', async () => ({
      json: { access_token: 'access-token-1', token_type: 'Bearer', id_token: await forge() },
    }))
    await expectRefused('id_token_invalid')
  })

  it('C49 one of 2 MB is refused', async () => {
    provider.token = { id_token: 'a'.repeat(600_000) }
    await expectRefused('token_answer_unreadable')
  })

  it('C49 one that is missing though openid was asked for is refused', async () => {
    provider.token = { id_token: undefined }
    await expectRefused('token_answer_unreadable')
  })

  it('C49 one signed with ES256 is taken, by the key of its kid', async () => {
    provider.answers.set('/jwks', () => ({ json: { keys: [provider.key.publicJwk, ellipticKey.publicJwk] } }))
    provider.answers.set('/token', async () => ({
      json: {
        access_token: 'access-token-1',
        token_type: 'Bearer',
        id_token: await provider.signIdToken(undefined, ellipticKey, { kid: 'key-2' }),
      },
    }))
    expect((await signIn()).view.phase).toBe('done')
  })

  const keySets: ReadonlyArray<readonly [string, ProviderAnswer]> = [
    ['C49 the key set is down', { status: 503, text: 'down' }],
    [
      'C49 the key set redirects',
      { status: 302, headers: { location: 'https://evil.example/jwks' }, text: '' },
    ],
    ['C49 the key set is not JSON', { text: '<html>' }],
    ['C49 the key set has no keys', { json: { keys: [] } }],
    ['C49 the key set is no key set', { json: [] }],
  ]
  it.each([
    ['C49 the key set holds 500 keys, the right one among them', { more: 499, padding: 0 }],
    ['C49 the key set is of 5 MB, the right key in it', { more: 0, padding: 5_000_000 }],
  ])('%s: refused, nothing saved', async (_name, { more, padding }) => {
    const others = Array.from({ length: more }, (_, index) => ({
      ...otherKey.publicJwk,
      kid: `other-${index}`,
    }))
    provider.answers.set('/jwks', () => ({
      json: { keys: [...others, provider.key.publicJwk], padding: 'x'.repeat(padding) },
    }))
    const { view, stored } = await signIn()
    expect(view.phase).toBe('failed')
    expect(stored).toEqual([])
  })

  it.each(keySets)('%s: refused, nothing saved', async (_name, answer) => {
    provider.answers.set('/jwks', () => answer)
    const { view, stored } = await signIn()
    expect(view.phase).toBe('failed')
    expect(['id_token_invalid', 'token_answer_unreadable']).toContain(view.problem?.code)
    expect(stored).toEqual([])
  })
})

describe('the token answer', () => {
  const answers: ReadonlyArray<readonly [string, ProviderAnswer, string]> = [
    ['B29 HTML', { text: '<html>' }, 'token_answer_unreadable'],
    ['B29 nothing', { text: '' }, 'token_answer_unreadable'],
    ['B29 null', { json: null }, 'token_answer_unreadable'],
    ['B29 a list', { json: [] }, 'token_answer_unreadable'],
    ['B29 half of an object', { text: '{"access_token":"x"' }, 'token_answer_unreadable'],
    ['B29 an error with status 200', { json: { error: 'bad_verification_code' } }, 'token_endpoint_error'],
    ['B44 invalid_grant', { status: 400, json: { error: 'invalid_grant' } }, 'token_endpoint_error'],
    [
      'B44 invalid_client with a challenge',
      { status: 401, headers: { 'www-authenticate': 'Basic' }, json: { error: 'invalid_client' } },
      'token_endpoint_error',
    ],
    ['B43 503', { status: 503, text: '<html>' }, 'provider_unavailable'],
    ['B42 429', { status: 429, text: '' }, 'rate_limited'],
    [
      'B40 a redirect',
      { status: 307, headers: { location: 'https://evil.example/token' }, text: '' },
      'token_answer_unreadable',
    ],
  ]
  it.each(answers)('%s ends the sign-in with its cause', async (_name, answer, code) => {
    provider.answers.set('/token', () => answer)
    await expectRefused(code)
    expect(provider.count('/token')).toBe(1)
  })

  const members: ReadonlyArray<readonly [string, Record<string, unknown>]> = [
    ['B36 with no token type', { token_type: undefined }],
    ['B36 with token type mac', { token_type: 'mac' }],
    ['B36 with token type DPoP unasked', { token_type: 'DPoP' }],
    ['B37 with no access token', { access_token: undefined }],
    ['B37 with an empty access token', { access_token: '' }],
    ['B37 with a number as access token', { access_token: 1 }],
    ['B37 with an access token of 200 kB', { access_token: 'a'.repeat(200_000) }],
    ['B37 with an access token with CR LF', { access_token: 'a\r\nx-injected: 1' }],
    ['B37 with an access token with NUL', { access_token: 'a\0b' }],
    ['B37 with an access token outside of ASCII', { access_token: 'ä' }],
    ['B38 with a refresh token with CR LF', { refresh_token: 'a\r\nb' }],
    ['B35 with expires_in abc', { expires_in: 'abc' }],
    ['B35 with expires_in 12abc', { expires_in: '12abc' }],
    ['B35 with expires_in null', { expires_in: null }],
    ['B35 with expires_in -1', { expires_in: -1 }],
    ['B39 with a list as scope', { scope: ['a'] }],
  ]
  it.each(members)('%s is refused', async (_name, changes) => {
    provider.token = changes
    await expectRefused('token_answer_unreadable')
  })

  const taken: ReadonlyArray<readonly [string, Record<string, unknown>, Record<string, unknown>]> = [
    ['B35 with expires_in as a text', { expires_in: '3600' }, { lifetimeMs: 3_600_000 }],
    ['B35 with expires_in 1.5', { expires_in: 1.5 }, { lifetimeMs: 1_000 }],
    ['B35 with expires_in 1e30', { expires_in: 1e30 }, { lifetimeMs: 31_536_000_000 }],
    ['B39 with fewer scopes', { scope: 'openid' }, { scopesGranted: ['openid'] }],
    ['B39 with no scope', {}, { scopesGranted: ['openid', 'email'] }],
    ['B39 with scopes with commas', { scope: 'a,b' }, { scopesGranted: ['a', 'b'] }],
    ['B36 with token type in capitals', { token_type: 'BEARER' }, { tokenType: 'bearer' }],
  ]
  it.each(taken)('%s is taken', async (_name, changes, grant) => {
    provider.token = changes
    const { view, stored } = await signIn()
    expect(view.problem).toBeUndefined()
    expect(stored[0]?.grant).toMatchObject(grant)
  })

  it.each([undefined, 0, 0.5, '0'])('B35 with expires_in %s has an unknown lifetime', async (expires_in) => {
    provider.token = { expires_in }
    const { view, stored } = await signIn()
    expect(view.phase).toBe('done')
    expect(stored[0]?.grant).not.toHaveProperty('lifetimeMs')
  })

  it.each(['', null, undefined])('B38 with refresh token %j has none', async (refresh_token) => {
    provider.token = { refresh_token }
    const { view, stored } = await signIn()
    expect(view.phase).toBe('done')
    expect(stored[0]?.grant).not.toHaveProperty('refreshToken')
  })
})

describe('who signed in', () => {
  it('is asked of userinfo where the ID token names nobody', async () => {
    provider.claims = { email: undefined }
    const { stored } = await signIn()
    expect(stored[0]?.subject).toEqual({ issuer: provider.issuer, sub: 'subject-1', label: 'Ada Byron' })
    const [asked] = provider.received.filter(({ path }) => path === '/userinfo')
    expect(asked?.headers.authorization).toBe('Bearer access-token-1')
  })

  it('is refused when userinfo is about another subject', async () => {
    provider.claims = { email: undefined }
    provider.answers.set('/userinfo', () => ({ json: { sub: 'subject-2', name: 'Eve' } }))
    await expectRefused('id_token_invalid')
  })

  it.each([{ status: 500, text: '' }, { text: '<html>' }, { json: {} }])(
    'is the subject itself where userinfo is of no use: %j',
    async (answer) => {
      provider.claims = { email: undefined }
      provider.answers.set('/userinfo', () => answer)
      const { view, stored } = await signIn()
      expect(view.phase).toBe('done')
      expect(stored[0]?.subject.label).toBe('subject-1')
    },
  )

  it('C50 loses control and direction characters in its label', async () => {
    provider.claims = { email: undefined, name: 'Ada\u202e\u0007 Byron' }
    expect((await signIn()).stored[0]?.subject.label).toBe('Ada Byron')
  })
})

describe('endpoints typed in, for plain OAuth 2.0', () => {
  const endpoints = () => ({
    authorization: `${provider.issuer}/authorize`,
    token: `${provider.issuer}/token`,
    userinfo: `${provider.issuer}/userinfo`,
  })

  it('sign in without discovery, key set and ID token', async () => {
    const { issuer: _, ...setup } = createTestSetup(provider.issuer, {
      endpoints: endpoints(),
      scopes: ['read'],
    })
    provider.token = { id_token: 'not.a.token' }
    const run = runSignIn(setup)
    await run.until(({ phase }) => phase === 'awaitingBrowser')
    await answerCallback(run, provider)
    const view = await run.ended
    run.cancel()
    expect(view.problem).toBeUndefined()
    expect(provider.received.map(({ path }) => path)).toEqual(['/token', '/userinfo'])
    expect(run.stored[0]?.subject).toEqual({ issuer: provider.issuer, sub: 'subject-1', label: 'Ada Byron' })
    expect(run.stored[0]?.grant).not.toHaveProperty('idToken')
  })

  it('ask for issuer and key set where openid is a scope', async () => {
    const { issuer: _, ...setup } = createTestSetup(provider.issuer, { endpoints: endpoints() })
    const run = runSignIn(setup)
    expect(await run.ended).toMatchObject({ phase: 'failed', problem: { code: 'metadata_refused' } })
  })

  it('check ID tokens with issuer and key set typed in', async () => {
    const { view } = await signIn({ endpoints: { ...endpoints(), jwks: `${provider.issuer}/jwks` } })
    expect(view.problem).toBeUndefined()
    provider.claims = { iss: 'https://evil.example' }
    const { problem } = await signIn({ endpoints: { ...endpoints(), jwks: `${provider.issuer}/jwks` } })
    expect(problem?.code).toBe('id_token_invalid')
  })
})
