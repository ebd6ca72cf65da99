import { createHmac } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ProviderSetup } from '../../../contract/models.ts'
import type { Client } from '../../../main/oauth/client.ts'
import { refreshGrant } from '../../../main/oauth/refresh.ts'
import { systemClock } from '../../../main/system-clock.ts'
import {
  answerCallback,
  clientId,
  createSigningKey,
  type HostileProvider,
  type ProviderRequest,
  type SigningKey,
  startHostileProvider,
} from '../../support/hostile-provider.ts'
import { createTestHttp, createTestSetup, runSignIn } from '../../support/sign-in-run.ts'

/*
 * The tests of the OpenID Foundation's conformance suite for relying parties, by their names (Basic, Config and
 * Refresh Token plans), against a provider of our own: what each of them does, and what a client is to make of it.
 */

const http = createTestHttp()
let otherKey: SigningKey
let provider: HostileProvider
beforeAll(async () => {
  otherKey = await createSigningKey('RS256', 'key-2')
})
beforeEach(async () => {
  provider = await startHostileProvider()
})

async function signIn(
  changes: Partial<ProviderSetup> = {},
  credentials: Omit<Client, 'setup'> = {},
  callback: Readonly<Record<string, string | undefined>> = {},
) {
  const run = runSignIn(createTestSetup(provider.issuer, changes), { http, ...credentials })
  await run.until(({ phase }) => phase !== 'discovering' && phase !== 'listening')
  const page = run.opened.length > 0 ? await answerCallback(run, provider, callback) : undefined
  return { run, page }
}

async function finish(...start: Parameters<typeof signIn>) {
  const { run } = await signIn(...start)
  const view = await run.ended
  run.cancel()
  return { view, stored: run.stored[0] }
}

async function expectRejected(code: string) {
  const { view, stored } = await finish()
  expect(view).toMatchObject({ phase: 'failed', problem: { code } })
  expect(stored).toBeUndefined()
}

async function expectAccepted() {
  const { view, stored } = await finish()
  expect(view.problem).toBeUndefined()
  expect(stored?.subject.sub).toBe('subject-1')
}

/** Makes the token endpoint answer with this ID token. */
function answerIdToken(make: () => string | Promise<string>): void {
  provider.answers.set('/token', async () => ({
    json: { access_token: 'access-token-1', token_type: 'Bearer', id_token: await make() },
  }))
}

const requestsTo = (path: string) => provider.received.filter((request) => request.path === path)
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

describe('Basic plan', () => {
  it('C48 oidcc-client-test: a whole sign-in succeeds', expectAccepted)

  it('C48 oidcc-client-test-invalid-iss: an ID token of another issuer is rejected', async () => {
    provider.claims = { iss: `${provider.issuer}/other` }
    await expectRejected('id_token_invalid')
  })

  it('C48 oidcc-client-test-missing-sub: an ID token without a subject is rejected', async () => {
    provider.claims = { sub: undefined }
    await expectRejected('id_token_invalid')
  })

  it('C48 oidcc-client-test-invalid-aud: an ID token for another client is rejected', async () => {
    provider.claims = { aud: 'another-client' }
    await expectRejected('id_token_invalid')
  })

  it('C48 oidcc-client-test-missing-iat: an ID token without its time is rejected', async () => {
    provider.claims = { iat: undefined }
    await expectRejected('id_token_invalid')
  })

  it('C48 oidcc-client-test-kid-absent-single-jwks: without a kid, the only key is used', async () => {
    answerIdToken(() => provider.signIdToken(undefined, provider.key, { kid: undefined }))
    await expectAccepted()
  })

  it('C48 oidcc-client-test-kid-absent-multiple-jwks: without a kid, and with several keys, rejected', async () => {
    provider.answers.set('/jwks', () => ({ json: { keys: [provider.key.publicJwk, otherKey.publicJwk] } }))
    answerIdToken(() => provider.signIdToken(undefined, provider.key, { kid: undefined }))
    await expectRejected('id_token_invalid')
  })

  it('C48 oidcc-client-test-idtoken-sig-none: an unsigned ID token is rejected', async () => {
    answerIdToken(() => `${encode({ alg: 'none' })}.${encode(provider.idTokenClaims())}.`)
    await expectRejected('id_token_invalid')
  })

  it('C48 oidcc-client-test-userinfo-bearer-header: userinfo is asked with the token in the header', async () => {
    provider.claims = { email: undefined }
    await expectAccepted()
    const [asked] = requestsTo('/userinfo')
    expect(asked?.headers.authorization).toBe('Bearer access-token-1')
  })

  it('C48 oidcc-client-test-userinfo-bearer-body: the token is in no body and no address, where logs would keep it', async () => {
    provider.claims = { email: undefined }
    await expectAccepted()
    const [asked] = requestsTo('/userinfo')
    expect([...(asked?.form.keys() ?? ['nothing was asked'])]).toEqual([])
    expect(provider.received.some(({ path }) => path.includes('access-token'))).toBe(false)
  })

  it('C48 oidcc-client-test-userinfo-invalid-sub: userinfo about somebody else is rejected', async () => {
    provider.claims = { email: undefined }
    provider.answers.set('/userinfo', () => ({ json: { sub: 'somebody-else', name: 'Eve' } }))
    await expectRejected('id_token_invalid')
  })

  it('C48 oidcc-client-test-nonce-invalid: an ID token with another nonce is rejected', async () => {
    provider.claims = { nonce: 'another' }
    await expectRejected('id_token_invalid')
  })

  it('C48 oidcc-client-test-scope-userinfo-claims: claims asked for by scope are read from userinfo', async () => {
    provider.claims = { email: undefined }
    provider.answers.set('/userinfo', () => ({ json: { sub: 'subject-1', email: 'userinfo@example.test' } }))
    const { stored } = await finish({ scopes: ['openid', 'profile', 'email'] })
    expect(stored?.subject.label).toBe('userinfo@example.test')
  })

  it('C48 oidcc-client-test-client-secret-basic: the client proves itself with the Basic header', async () => {
    const { view } = await finish({ clientAuthentication: 'client_secret_basic' }, { secret: 'a secret' })
    expect(view.problem).toBeUndefined()
    const [{ headers, form } = {} as ProviderRequest] = requestsTo('/token')
    expect(headers.authorization).toBe(`Basic ${Buffer.from(`${clientId}:a+secret`).toString('base64')}`)
    expect(form.has('client_secret')).toBe(false)
  })
})

describe('Refresh Token plan', () => {
  async function refresh() {
    const { stored } = await finish()
    if (!stored) throw new Error('nothing was stored')
    return (claims: Record<string, unknown>) => {
      provider.claims = claims
      const client = { setup: createTestSetup(provider.issuer) }
      return refreshGrant({ http, clock: systemClock, client, ...stored })
    }
  }

  it('C48 oidcc-client-test-refresh-token: the tokens are renewed, and the new refresh token kept', async () => {
    const renew = await refresh()
    provider.token = { access_token: 'access-token-2', refresh_token: 'refresh-token-2' }
    expect(await renew({})).toMatchObject({
      type: 'refreshed',
      grant: { accessToken: 'access-token-2', refreshToken: 'refresh-token-2' },
    })
    expect(requestsTo('/token').at(-1)?.form.get('refresh_token')).toBe('refresh-token-1')
  })

  it('C48 oidcc-client-test-refresh-token-invalid-issuer: renewed tokens of another issuer are rejected', async () => {
    const renew = await refresh()
    expect(await renew({ iss: `${provider.issuer}/other` })).toMatchObject({
      type: 'refused',
      problem: { code: 'id_token_invalid' },
    })
  })

  it('C48 oidcc-client-test-refresh-token-invalid-sub: renewed tokens about somebody else are rejected', async () => {
    const renew = await refresh()
    expect(await renew({ sub: 'somebody-else' })).toMatchObject({
      type: 'refused',
      problem: { code: 'id_token_invalid' },
    })
  })
})

describe('Config plan', () => {
  it('C48 oidcc-client-test-discovery-issuer-mismatch: metadata of another issuer is rejected', async () => {
    provider.metadata.issuer = `${provider.issuer}/other`
    const { view } = await finish()
    expect(view.problem).toMatchObject({ code: 'issuer_mismatch' })
    expect(provider.count('/token')).toBe(0)
  })

  it('C48 oidcc-client-test-discovery-jwks-uri-keys: the keys are those at jwks_uri', async () => {
    provider.metadata.jwks_uri = `${provider.issuer}/keys`
    provider.answers.set('/keys', () => ({ json: { keys: [provider.key.publicJwk] } }))
    await expectAccepted()
    expect(provider.count('/keys')).toBe(1)
    expect(provider.count('/jwks')).toBe(0)
  })

  it('C48 oidcc-client-test-signing-key-rotation: after a rotation the next sign-in uses the new key', async () => {
    await expectAccepted()
    provider.answers.set('/jwks', () => ({ json: { keys: [otherKey.publicJwk] } }))
    answerIdToken(() => provider.signIdToken(undefined, otherKey, { kid: 'key-2' }))
    await expectAccepted()
    answerIdToken(() => provider.signIdToken())
    await expectRejected('id_token_invalid')
  })

  it('C48 oidcc-client-test-signing-key-rotation-just-before-signing: a key that is newer than the key set read is looked for', async () => {
    const { run } = await startAndReadKeys()
    provider.answers.set('/jwks', () => ({ json: { keys: [otherKey.publicJwk] } }))
    answerIdToken(() => provider.signIdToken(undefined, otherKey, { kid: 'key-2' }))
    await answerCallback(run, provider)
    expect((await run.ended).problem).toBeUndefined()
    expect(provider.count('/jwks')).toBe(2)
    run.cancel()
  })
})

/** A sign-in whose browser comes back only after the key set was read ahead. */
async function startAndReadKeys() {
  const read = new Promise<void>((resolve) => {
    provider.answers.set('/jwks', () => {
      resolve()
      return { json: { keys: [provider.key.publicJwk] } }
    })
  })
  const run = runSignIn(createTestSetup(provider.issuer), { http })
  await run.until(({ phase }) => phase === 'awaitingBrowser')
  await read
  return { run }
}

describe('an unknown key', () => {
  it('C49 is looked for once more, and then the ID token is rejected', async () => {
    const { run } = await startAndReadKeys()
    answerIdToken(() => provider.signIdToken(undefined, otherKey, { kid: 'nobody-knows' }))
    await answerCallback(run, provider)
    expect((await run.ended).problem).toMatchObject({ code: 'id_token_invalid' })
    expect(run.stored).toEqual([])
    expect(provider.count('/jwks')).toBe(2)
    run.cancel()
  })

  it('C49 on refresh is not looked for twice within a minute', async () => {
    const { stored } = await finish()
    if (!stored) throw new Error('nothing was stored')
    const before = provider.count('/jwks')
    answerIdToken(() => provider.signIdToken(undefined, otherKey, { kid: 'nobody-knows' }))
    const client = { setup: createTestSetup(provider.issuer) }
    for (let round = 0; round < 3; round += 1) {
      const outcome = await refreshGrant({ http, clock: systemClock, client, ...stored })
      expect(outcome).toMatchObject({ type: 'refused', problem: { code: 'id_token_invalid' } })
    }
    expect(provider.count('/jwks') - before).toBeLessThanOrEqual(1)
  })

  it.each([
    ['C49 an ES256 signature that is none', 'ES256'],
    ['C49 an RS256 signature that is none', 'RS256'],
  ])('%s is rejected', async (_name, alg) => {
    answerIdToken(
      () => `${encode({ alg, kid: 'key-1' })}.${encode(provider.idTokenClaims())}.${'A'.repeat(86)}`,
    )
    await expectRejected('id_token_invalid')
  })

  it('C49 HS256 made with the public key as its secret is rejected', async () => {
    answerIdToken(() => {
      const signed = `${encode({ alg: 'HS256', kid: 'key-1' })}.${encode(provider.idTokenClaims())}`
      const secret = JSON.stringify(provider.key.publicJwk)
      return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
    })
    await expectRejected('id_token_invalid')
  })
})

describe('the authorization response, as FAPI 2.0 tests it', () => {
  it.each([
    ['C48 fapi2 missing state', { state: '' }],
    ['C48 fapi2 invalid state', { state: 'another' }],
  ])('%s: ignored, nothing is exchanged', async (_name, callback) => {
    const { run, page } = await signIn({}, {}, callback)
    expect(page?.status).toBe(400)
    expect(run.view().phase).toBe('awaitingBrowser')
    expect(provider.count('/token')).toBe(0)
    run.cancel()
    await run.ended
  })

  it.each([
    ['C48 fapi2 remove authorization-response iss', { iss: undefined }],
    ['C48 fapi2 invalid authorization-response iss', { iss: 'https://evil.example' }],
  ])('%s: the sign-in ends, nothing is exchanged', async (_name, callback) => {
    const { view } = await finish({}, {}, callback)
    expect(view.problem).toMatchObject({ code: 'issuer_mismatch' })
    expect(provider.count('/token')).toBe(0)
  })
})
