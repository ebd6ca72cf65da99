import { SignJWT } from 'jose'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProviderSetup } from '../../../contract/models.ts'
import type { Quirks } from '../../../contract/protocol-options.ts'
import { refreshGrant } from '../../../main/oauth/refresh.ts'
import { systemClock } from '../../../main/system-clock.ts'
import {
  answerCallback,
  createSigningKey,
  type HostileProvider,
  type ProviderAnswer,
  type SigningKey,
  startHostileProvider,
} from '../../support/hostile-provider.ts'
import { createTestHttp, createTestSetup, runSignIn } from '../../support/sign-in-run.ts'

const http = createTestHttp()
let otherKey: SigningKey
let provider: HostileProvider
beforeAll(async () => {
  otherKey = await createSigningKey()
})
beforeEach(async () => {
  provider = await startHostileProvider()
})

async function signIn(
  changes: Partial<ProviderSetup> = {},
  callback: Readonly<Record<string, string | undefined>> = {},
) {
  const run = runSignIn(createTestSetup(provider.issuer, changes), { http })
  await run.until(({ phase }) => phase !== 'discovering' && phase !== 'listening')
  if (run.opened.length > 0) await answerCallback(run, provider, callback)
  const view = await run.ended
  run.cancel()
  return { view, run, stored: run.stored[0], notes: view.steps.map(({ note }) => note).join('\n') }
}

/** A provider of plain OAuth 2.0: no ID token, no userinfo. */
function answerPlainly(answer: ProviderAnswer): void {
  delete provider.metadata.userinfo_endpoint
  provider.answers.set('/token', () => answer)
}
const plain = (quirks: Quirks = {}) => ({ scopes: ['read', 'offline_access'], quirks })
const form = 'application/x-www-form-urlencoded'

describe('a token answer in another form', () => {
  it.each([
    ['form-encoded', form, 'answers form-encoded'],
    ['form-encoded as text/plain', 'text/plain', 'answers form-encoded'],
  ])('B33 %s is accepted, with a note', async (_name, type, note) => {
    const text = 'access_token=access-token-1&token_type=bearer&expires_in=60&scope=read%2Cwrite'
    answerPlainly({ headers: { 'content-type': type }, text })
    const { stored, notes } = await signIn(plain())
    expect(stored?.grant).toMatchObject({
      accessToken: 'access-token-1',
      lifetimeMs: 60_000,
      scopesGranted: ['read', 'write'],
    })
    expect(notes).toContain(note)
  })

  it('B33 Facebook’s old one, whose lifetime is “expires” and which names no type, is accepted by its ways', async () => {
    answerPlainly({
      headers: { 'content-type': 'text/plain' },
      text: 'access_token=access-token-1&expires=5184000',
    })
    const { stored } = await signIn(plain({ lacksTokenType: true }))
    expect(stored?.grant.lifetimeMs).toBe(5_184_000_000)
  })

  it('B33 a form-encoded error is an error', async () => {
    answerPlainly({
      headers: { 'content-type': form },
      text: 'error=bad_verification_code&error_description=old',
    })
    const { view } = await signIn(plain())
    expect(view.problem).toMatchObject({ code: 'token_endpoint_error' })
    expect(JSON.stringify(view.problem?.evidence)).toContain('bad_verification_code')
  })

  it.each(['access_token=a&access_token=b&token_type=bearer', 'hello world', '<html a=b>', 'a=b'])(
    'B33 %s is no form-encoded answer',
    async (text) => {
      answerPlainly({ headers: { 'content-type': form }, text })
      expect((await signIn(plain())).view.problem).toMatchObject({ code: 'token_answer_unreadable' })
    },
  )

  it.each([
    ['text/plain', 'answers as text/plain'],
    ['text/html', 'answers as text/html'],
    ['application/x+json', 'answers as application/x+json'],
    ['', 'answers as no content type'],
  ])('B34 a JSON object as “%s” is accepted, with a note', async (type, note) => {
    answerPlainly({
      headers: { 'content-type': type },
      text: '{"access_token":"access-token-1","token_type":"bearer"}',
    })
    const { view, notes } = await signIn(plain())
    expect(view.problem).toBeUndefined()
    expect(notes).toContain(note)
  })

  it('B34 a JSON object as application/json with a charset has no note', async () => {
    answerPlainly({
      headers: { 'content-type': 'application/json; charset=utf-8' },
      text: '{"access_token":"access-token-1","token_type":"bearer"}',
    })
    expect((await signIn(plain())).notes).not.toContain('the provider answers')
  })
})

describe('a vendor’s own shape', () => {
  it('has its tokens and who they are for where the mapping says', async () => {
    answerPlainly({
      json: {
        ok: true,
        authed_user: {
          id: 'U1',
          name: 'ada',
          access_token: 'xoxp-1',
          scope: 'read,write',
          token_type: 'user',
        },
      },
    })
    const { stored, view } = await signIn(
      plain({
        tokenTypes: ['user', 'bot'],
        scopeSeparator: ',',
        answerMapping: {
          access_token: ['authed_user', 'access_token'],
          token_type: ['authed_user', 'token_type'],
          scope: ['authed_user', 'scope'],
          sub: ['authed_user', 'id'],
          label: ['authed_user', 'name'],
        },
      }),
    )
    expect(view.problem).toBeUndefined()
    expect(stored).toMatchObject({
      grant: { accessToken: 'xoxp-1', tokenType: 'bearer', scopesGranted: ['read', 'write'] },
      subject: { sub: 'U1', label: 'ada' },
    })
  })

  it('says its error with status 200 and ok false', async () => {
    answerPlainly({ json: { ok: false, error: 'invalid_code' } })
    expect((await signIn(plain())).view.problem).toMatchObject({ code: 'token_endpoint_error' })
  })

  it('cannot reach out of the answer', async () => {
    answerPlainly({ json: { token_type: 'bearer' } })
    const mapping = { access_token: ['constructor', 'name'] }
    const { view } = await signIn(plain({ answerMapping: mapping }))
    expect(view.problem).toMatchObject({ code: 'token_answer_unreadable' })
  })

  it.each([
    ['B36 a type of the vendor’s', { token_type: 'bot' }, { tokenTypes: ['bot'] }],
    ['B36 no type', { token_type: undefined }, { lacksTokenType: true }],
    ['B39 a list of scopes', { scope: ['read', 'offline_access'] }, { isScopeList: true }],
  ] as const)('%s is taken by its ways, and refused without them', async (_name, members, quirks) => {
    const json = { access_token: 'access-token-1', token_type: 'bearer', ...members }
    answerPlainly({ json })
    expect((await signIn(plain(quirks as Quirks))).view.problem).toBeUndefined()
    expect((await signIn(plain())).view.problem).toMatchObject({ code: 'token_answer_unreadable' })
  })

  it('counts scopes that are never named as granted where they were asked for', async () => {
    answerPlainly({ json: { access_token: 'access-token-1', token_type: 'bearer', scope: 'read' } })
    const { stored } = await signIn(plain({ scopesNotEchoed: ['offline_access', 'never_asked'] }))
    expect(stored?.grant.scopesGranted).toEqual(['read', 'offline_access'])
  })

  it('renews at an endpoint of its own', async () => {
    provider.answers.set('/renew', () => ({ json: { access_token: 'access-token-2', token_type: 'bearer' } }))
    const setup = createTestSetup(provider.issuer, plain({ refreshEndpoint: `${provider.issuer}/renew` }))
    const outcome = await refreshGrant({
      http,
      clock: systemClock,
      client: { setup },
      grant: {
        accessToken: 'a',
        tokenType: 'bearer',
        refreshToken: 'old-refresh',
        scopesGranted: [],
        receivedAtMs: 1,
      },
      subject: { issuer: provider.issuer, label: 'Ada' },
    })
    expect(outcome).toMatchObject({ type: 'refreshed', grant: { accessToken: 'access-token-2' } })
    expect(provider.count('/token')).toBe(0)
  })

  it('without PKCE is signed in to by its ways, the verifier sent all the same', async () => {
    provider.metadata.code_challenge_methods_supported = ['plain']
    expect((await signIn()).view.problem).toMatchObject({ code: 'pkce_unsupported' })
    const { view } = await signIn({ quirks: { lacksPkce: true } })
    expect(view.problem).toBeUndefined()
    expect(provider.received.find(({ path }) => path === '/token')?.form.get('code_verifier')).toHaveLength(
      43,
    )
  })

  it('whose ID tokens carry no nonce is asked without one', async () => {
    const { view, run } = await signIn({ quirks: { lacksNonce: true } })
    expect(view.problem).toBeUndefined()
    expect(new URL(run.opened[0] ?? '').searchParams.has('nonce')).toBe(false)
  })
})

describe('who signed in, from a profile API', () => {
  const quirks = (url: string): Quirks => ({
    profile: { url, sub: ['data', '0', 'id'], label: ['data', '0', 'name'] },
    apiHeaders: { 'Client-Id': '{clientId}' },
  })
  beforeEach(() => answerPlainly({ json: { access_token: 'access-token-1', token_type: 'bearer' } }))

  it('is read where there is neither ID token nor userinfo', async () => {
    provider.answers.set('/me', () => ({ json: { data: [{ id: 7, name: 'Ada\u202e' }] } }))
    const { stored } = await signIn(plain(quirks(`${provider.issuer}/me`)))
    expect(stored?.subject).toEqual({ issuer: provider.issuer, sub: '7', label: 'Ada' })
    const { headers } = provider.received.find(({ path }) => path === '/me') ?? {}
    expect(headers).toMatchObject({ authorization: 'Bearer access-token-1', 'client-id': 'test-client' })
  })

  it.each([
    { status: 500, text: '' },
    { status: 302, headers: { location: 'https://evil.example/' }, text: '' },
    { text: '<html>' },
    { json: { data: [] } },
    { json: null },
  ] as ProviderAnswer[])('is the setup’s name where the API is of no use: %j', async (answer) => {
    provider.answers.set('/me', () => answer)
    const { stored } = await signIn(plain(quirks(`${provider.issuer}/me`)))
    expect(stored?.subject).toEqual({ issuer: provider.issuer, label: 'Test provider' })
  })

  it('sends the token over no plain connection', async () => {
    const { stored } = await signIn(plain(quirks('http://api.example/me')))
    expect(stored?.subject.label).toBe('Test provider')
  })
})

describe('an issuer with a tenant in it', () => {
  const tenant = '9122040d-6c67-4c5b-b112-36a304b66dad'
  const template = () => `${provider.issuer}/{tenantid}/v2.0`
  beforeEach(() => {
    provider.metadata.issuer = template()
    provider.metadata.authorization_response_iss_parameter_supported = false
  })
  const entra = () => ({ quirks: { issuerTemplate: template() } })

  it('is taken from the ID token, and kept as the account’s', async () => {
    provider.claims = { iss: `${provider.issuer}/${tenant}/v2.0` }
    const run = runSignIn(createTestSetup(provider.issuer, entra()), { http })
    await run.until(({ phase }) => phase === 'awaitingBrowser')
    await answerCallback(run, provider, { iss: undefined })
    expect((await run.ended).problem).toBeUndefined()
    run.cancel()
    const [stored] = run.stored
    expect(stored?.subject.issuer).toBe(`${provider.issuer}/${tenant}/v2.0`)
    if (!stored) throw new Error('nothing was stored')
    const refresh = () =>
      refreshGrant({
        http,
        clock: systemClock,
        client: { setup: createTestSetup(provider.issuer, entra()) },
        ...stored,
      })
    expect((await refresh()).type).toBe('refreshed')
    provider.claims = { iss: `${provider.issuer}/00000000-0000-0000-0000-000000000000/v2.0` }
    expect(await refresh()).toMatchObject({ type: 'refused', problem: { code: 'id_token_invalid' } })
  })

  it.each([
    ['no tenant’s', () => `${provider.issuer}/common/v2.0`],
    ['another host’s', () => `https://evil.example/${tenant}/v2.0`],
    ['the template itself', () => template()],
    ['a longer one', () => `${provider.issuer}/${tenant}/x/v2.0`],
  ])('that is %s is refused', async (_name, issuer) => {
    provider.claims = { iss: issuer() }
    const { view } = await signIn(entra(), { iss: undefined })
    expect(view.problem).toMatchObject({ code: 'id_token_invalid' })
  })

  it('comes back in the answer as the tenant’s, or the sign-in ends', async () => {
    provider.claims = { iss: `${provider.issuer}/${tenant}/v2.0` }
    for (const [iss, phase] of [
      [`${provider.issuer}/${tenant}/v2.0`, 'done'],
      ['https://evil.example', 'failed'],
    ] as const) {
      const run = runSignIn(createTestSetup(provider.issuer, entra()), { http })
      await run.until((view) => view.phase === 'awaitingBrowser')
      await answerCallback(run, provider, { iss })
      expect((await run.ended).phase).toBe(phase)
      run.cancel()
    }
  })

  it('is refused without the provider’s ways', async () => {
    expect((await signIn()).view.problem).toMatchObject({ code: 'issuer_mismatch' })
  })
})

describe('signed user information', () => {
  beforeEach(() => {
    provider.claims = { email: undefined }
  })
  const sign = (claims: object, signer = provider.key) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
      .setIssuer(provider.issuer)
      .setAudience('test-client')
      .sign(signer.privateKey)
  const answerWith = async (jwt: string | Promise<string>) => {
    const text = await jwt
    provider.answers.set('/userinfo', () => ({ headers: { 'content-type': 'application/jwt' }, text }))
  }

  it('names who signed in', async () => {
    await answerWith(sign({ sub: 'subject-1', name: 'Ada Byron' }))
    expect((await signIn()).stored?.subject.label).toBe('Ada Byron')
  })

  it.each([
    ['another key’s signature', () => sign({ sub: 'subject-1', name: 'Eve' }, otherKey)],
    ['another subject', () => sign({ sub: 'subject-2', name: 'Eve' })],
  ])('with %s ends the sign-in', async (_name, make) => {
    await answerWith(make())
    const { view, stored } = await signIn()
    expect(view.problem).toMatchObject({ code: 'id_token_invalid' })
    expect(stored).toBeUndefined()
  })

  it.each([
    ['without a signature', () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`],
    [
      'for another client',
      () =>
        new SignJWT({ sub: 'subject-1', name: 'Eve' })
          .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
          .setAudience('x')
          .sign(provider.key.privateKey),
    ],
    ['that is no JWT', () => 'hello'],
  ])('%s names nobody', async (_name, make) => {
    await answerWith(make())
    expect((await signIn()).stored?.subject.label).toBe('subject-1')
  })
})

describe('introspection (RFC 7662)', () => {
  beforeEach(() => {
    provider.metadata.introspection_endpoint = `${provider.issuer}/introspect`
  })

  it('tells the scopes in the token where the answer did not', async () => {
    provider.answers.set('/introspect', () => ({ json: { active: true, scope: 'openid' } }))
    const { stored } = await signIn()
    expect(stored?.grant).toMatchObject({ scopesGranted: ['openid', 'email'], scopesInToken: ['openid'] })
    const { form: asked } = provider.received.find(({ path }) => path === '/introspect') ?? {}
    expect(asked?.get('token')).toBe('access-token-1')
  })

  it('is not asked where the answer did', async () => {
    provider.token = { scope: 'openid' }
    await signIn()
    expect(provider.count('/introspect')).toBe(0)
  })

  it.each([
    { status: 401, json: { error: 'invalid_client' } },
    { json: { active: false } },
    { json: { active: true } },
    { text: '<html>' },
    { status: 500, text: '' },
  ] as ProviderAnswer[])('changes nothing where it is of no use: %j', async (answer) => {
    provider.answers.set('/introspect', () => answer)
    const { stored, view } = await signIn()
    expect(view.problem).toBeUndefined()
    expect(stored?.grant).not.toHaveProperty('scopesInToken')
  })
})

describe('max_age', () => {
  const changes = { authorizationParameters: { max_age: '300' } }
  const now = () => Math.floor(Date.now() / 1_000)

  it('is sent, and the time of the sign-in is checked', async () => {
    provider.claims = { auth_time: now() - 10 }
    const { view, run } = await signIn(changes)
    expect(view.problem).toBeUndefined()
    expect(new URL(run.opened[0] ?? '').searchParams.get('max_age')).toBe('300')
  })

  it.each([
    ['longer ago', () => ({ auth_time: now() - 1_000 })],
    ['not said', () => ({})],
    ['no number', () => ({ auth_time: 'today' })],
  ])('refuses a sign-in that is %s', async (_name, claims) => {
    provider.claims = claims()
    const { view } = await signIn(changes)
    expect(view.phase).toBe('failed')
    expect(['id_token_invalid', 'clock_skewed']).toContain(view.problem?.code)
  })
})
