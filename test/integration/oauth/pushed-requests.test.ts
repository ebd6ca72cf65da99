import { createLocalJWKSet, jwtVerify } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ProviderSetup } from '../../../contract/models.ts'
import type { Client } from '../../../main/oauth/client.ts'
import type { Clock } from '../../../main/ports.ts'
import { makeSigningKey, publicJwks } from '../../../main/providers/signing-key.ts'
import { systemClock } from '../../../main/system-clock.ts'
import {
  answerCallback,
  type HostileProvider,
  type ProviderAnswer,
  startHostileProvider,
} from '../../support/hostile-provider.ts'
import { createTestSetup, runSignIn } from '../../support/sign-in-run.ts'

let provider: HostileProvider
beforeEach(async () => {
  provider = await startHostileProvider()
  provider.metadata.pushed_authorization_request_endpoint = `${provider.issuer}/par`
  let count = 0
  provider.answers.set('/par', () => ({
    status: 201,
    json: { request_uri: `urn:example:${count++}`, expires_in: 60 },
  }))
})

function start(
  changes: Partial<ProviderSetup> = {},
  options: Omit<Client, 'setup'> & { clock?: Clock } = {},
) {
  return runSignIn(createTestSetup(provider.issuer, changes), options)
}

const waits = async (run: ReturnType<typeof start>) => run.until(({ phase }) => phase === 'awaitingBrowser')
const pushed = () => provider.received.filter(({ path }) => path === '/par').map(({ form }) => form)
const opened = (run: ReturnType<typeof start>) => new URL(run.opened.at(-1) ?? '').searchParams

describe('a pushed request (RFC 9126)', () => {
  it.each([
    ['the server requires it', {}, { require_pushed_authorization_requests: true }],
    ['the setup says always', { pushedRequests: 'always' }, {}],
    [
      'the address would be longer than 2,000 characters',
      { authorizationParameters: { claims: 'x'.repeat(2_000) } },
      {},
    ],
  ] as const)('is made where %s', async (_name, changes, metadata) => {
    Object.assign(provider.metadata, metadata)
    const run = start(changes)
    const view = await waits(run)
    expect(Object.fromEntries(opened(run))).toEqual({
      client_id: 'test-client',
      request_uri: 'urn:example:0',
    })
    const [form] = pushed()
    expect(form?.get('code_challenge_method')).toBe('S256')
    expect(form?.get('redirect_uri')).toBe(view.redirectUri)
    expect(view.steps[1]?.note).toContain('the provider was sent the request beforehand')
    run.cancel()
  })

  it('is not made otherwise', async () => {
    const run = start()
    await waits(run)
    expect(pushed()).toEqual([])
    expect(opened(run).get('scope')).toBe('openid email')
    run.cancel()
  })

  it('carries the client’s authentication', async () => {
    const run = start(
      { pushedRequests: 'always', clientAuthentication: 'client_secret_post' },
      { secret: 's' },
    )
    await waits(run)
    expect(pushed()[0]?.get('client_secret')).toBe('s')
    run.cancel()
  })

  it('leads to a whole sign-in', async () => {
    const run = start({ pushedRequests: 'always' })
    await waits(run)
    const [form = new URLSearchParams()] = pushed()
    provider.nonce = form.get('nonce') ?? undefined
    const callback = new URL(form.get('redirect_uri') ?? '')
    for (const [name, value] of [
      ['code', 'c'],
      ['state', form.get('state') ?? ''],
      ['iss', provider.issuer],
    ])
      callback.searchParams.set(String(name), String(value))
    await fetch(callback)
    expect((await run.ended).problem).toBeUndefined()
    run.cancel()
  })

  it('without an endpoint at the server fails before the browser opens', async () => {
    delete provider.metadata.pushed_authorization_request_endpoint
    const run = start({ pushedRequests: 'always' })
    expect((await run.ended).problem).toMatchObject({ code: 'metadata_refused' })
    expect(run.opened).toEqual([])
  })

  it('is made plainly where the address is too long and there is no endpoint', async () => {
    delete provider.metadata.pushed_authorization_request_endpoint
    const run = start({ authorizationParameters: { claims: 'x'.repeat(2_000) } })
    await waits(run)
    expect(opened(run).get('claims')).toHaveLength(2_000)
    run.cancel()
  })

  it('that was answered with 200 instead of 201 is taken', async () => {
    provider.answers.set('/par', () => ({ json: { request_uri: 'urn:example:ok', expires_in: 60 } }))
    const run = start({ pushedRequests: 'always' })
    await waits(run)
    expect(opened(run).get('request_uri')).toBe('urn:example:ok')
    run.cancel()
  })

  it.each([
    ['B47 request_uri missing', { status: 201, json: { expires_in: 60 } }, 'token_answer_unreadable'],
    [
      'B47 request_uri of another kind',
      { status: 201, json: { request_uri: 1, expires_in: 60 } },
      'token_answer_unreadable',
    ],
    ['expires_in missing', { status: 201, json: { request_uri: 'urn:x' } }, 'token_answer_unreadable'],
    ['HTML', { status: 201, text: '<html>' }, 'token_answer_unreadable'],
    ['an error', { status: 400, json: { error: 'invalid_request' } }, 'token_endpoint_error'],
    ['invalid_client', { status: 401, json: { error: 'invalid_client' } }, 'token_endpoint_error'],
    ['503', { status: 503, text: '' }, 'provider_unavailable'],
    ['429', { status: 429, text: '' }, 'rate_limited'],
    [
      'a redirect',
      { status: 307, headers: { location: 'https://evil.example/' }, text: '' },
      'token_answer_unreadable',
    ],
  ] as ReadonlyArray<readonly [string, ProviderAnswer, string]>)(
    '%s: ends the sign-in before the browser opens',
    async (_name, answer, code) => {
      provider.answers.set('/par', () => answer)
      const run = start({ pushedRequests: 'always' })
      const { problem } = await run.ended
      expect(problem?.code).toBe(code)
      expect(JSON.stringify(problem?.evidence)).toContain('pushed request')
      expect(run.opened).toEqual([])
      await expect(fetch(run.view().redirectUri ?? 'http://127.0.0.1:1')).rejects.toThrow()
    },
  )

  it('B47 request_uri expired: opening the browser again pushes anew, before that it does not', async () => {
    let elapsedMs = 0
    const clock = { ...systemClock, monotonic: () => systemClock.monotonic() + elapsedMs }
    const run = start({ pushedRequests: 'always' }, { clock })
    await waits(run)
    await run.openBrowserAgain()
    expect(opened(run).get('request_uri')).toBe('urn:example:0')
    elapsedMs = 60_000
    await run.openBrowserAgain()
    expect(opened(run).get('request_uri')).toBe('urn:example:1')
    expect(await run.authorizationUrl()).toBe(run.opened.at(-1))
    const [first, second] = pushed()
    expect(second?.get('state')).toBe(first?.get('state'))
    expect(pushed()).toHaveLength(2)
    run.cancel()
  })

  it('B47 request_uri expired at the provider: its error comes back and says so', async () => {
    const run = start({ pushedRequests: 'always' })
    await waits(run)
    const state = pushed()[0]?.get('state') ?? ''
    const query = new URLSearchParams({ error: 'invalid_request_uri', state, iss: provider.issuer })
    await fetch(`${run.view().redirectUri}?${query}`)
    const { problem } = await run.ended
    expect(problem).toMatchObject({ code: 'authorization_error' })
    expect(JSON.stringify(problem)).toContain('invalid_request_uri')
    run.cancel()
  })
})

describe('a signed request (RFC 9101)', () => {
  it.each(['ES256', 'EdDSA'] as const)('holds every parameter, signed with %s', async (algorithm) => {
    const signingKey = await makeSigningKey(algorithm)
    const authorizationParameters = { max_age: '300', acr_values: 'urn:acr:2' }
    const resources = ['https://a.example', 'https://b.example']
    const authorizationDetails = '[{"type":"payment"}]'
    const changes = { usesRequestObject: true, authorizationParameters, resources, authorizationDetails }
    const run = start(changes, { key: signingKey })
    await waits(run)
    const query = opened(run)
    expect([...query.keys()].sort()).toEqual(['client_id', 'request', 'response_type', 'scope'])
    const keySet = createLocalJWKSet(publicJwks(signingKey) as never)
    const { payload, protectedHeader } = await jwtVerify(query.get('request') ?? '', keySet, {
      issuer: 'test-client',
      audience: provider.issuer,
    })
    expect(protectedHeader).toMatchObject({
      typ: 'oauth-authz-req+jwt',
      alg: algorithm,
      kid: signingKey.keyId,
    })
    expect(payload).toMatchObject({
      client_id: 'test-client',
      response_type: 'code',
      redirect_uri: run.view().redirectUri,
      scope: 'openid email',
      code_challenge_method: 'S256',
      max_age: 300,
      acr_values: 'urn:acr:2',
      resource: resources,
      authorization_details: [{ type: 'payment' }],
    })
    run.cancel()
  })

  it('is pushed where requests are', async () => {
    const run = start(
      { usesRequestObject: true, pushedRequests: 'always' },
      { key: await makeSigningKey('ES256') },
    )
    await waits(run)
    expect(pushed()[0]?.get('request')).toMatch(/^ey/)
    expect(pushed()[0]?.has('state')).toBe(false)
    run.cancel()
  })

  it('is made where the server requires it and there is a key', async () => {
    provider.metadata.require_signed_request_object = true
    const run = start({}, { key: await makeSigningKey('ES256') })
    await waits(run)
    expect(opened(run).has('request')).toBe(true)
    run.cancel()
  })
})

describe('extra parameters by step', () => {
  it('reach the exchange and the refresh apart, resources both', async () => {
    const run = start({
      resources: ['https://api.example'],
      tokenParameters: { audience: 'a' },
      refreshParameters: { tenant: 'b' },
    })
    await waits(run)
    expect(opened(run).get('resource')).toBe('https://api.example')
    await answerCallback(run, provider)
    await run.ended
    run.cancel()
    const { form } = provider.received.find(({ path }) => path === '/token') ?? {}
    expect(form?.get('audience')).toBe('a')
    expect(form?.get('resource')).toBe('https://api.example')
    expect(form?.has('tenant')).toBe(false)
  })

  it.each(['code', 'Client_Secret', 'grant_type', 'code_verifier', 'refresh_token', 'client_assertion'])(
    '%s is Keyfold’s own',
    async (name) => {
      const run = start({ tokenParameters: { [name]: 'x' } })
      await waits(run)
      await answerCallback(run, provider)
      expect((await run.ended).problem).toMatchObject({ code: 'invalid_argument' })
      expect(provider.count('/token')).toBe(0)
      run.cancel()
    },
  )
})
