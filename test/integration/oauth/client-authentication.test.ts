import { createHash, generateKeyPairSync } from 'node:crypto'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import { type ProviderSetup, signingAlgorithms } from '../../../contract/models.ts'
import { createHttp } from '../../../main/http/client.ts'
import type { Client } from '../../../main/oauth/client.ts'
import type { Grant } from '../../../main/oauth/grant.ts'
import { refreshGrant } from '../../../main/oauth/refresh.ts'
import { revokeGrant } from '../../../main/oauth/revoke.ts'
import { makeSigningKey, publicJwks } from '../../../main/providers/signing-key.ts'
import { systemClock } from '../../../main/system-clock.ts'
import { createAuthority } from '../../support/certificates.ts'
import {
  answerCallback,
  type HostileProvider,
  type ProviderAnswer,
  type ProviderRequest,
  startHostileProvider,
} from '../../support/hostile-provider.ts'
import { serveMutualTls } from '../../support/mutual-tls-server.ts'
import { createTestHttp, createTestSetup, runSignIn } from '../../support/sign-in-run.ts'

let provider: HostileProvider
beforeEach(async () => {
  provider = await startHostileProvider()
})

const grant: Grant = {
  accessToken: 'old-access',
  tokenType: 'bearer',
  refreshToken: 'old-refresh',
  scopesGranted: [],
  receivedAtMs: 1,
}
const http = createTestHttp()

async function signIn(changes: Partial<ProviderSetup>, credentials: Omit<Client, 'setup'> = {}) {
  const run = runSignIn(createTestSetup(provider.issuer, changes), { http, ...credentials })
  await run.until(({ phase }) => phase !== 'discovering' && phase !== 'listening')
  if (run.opened.length > 0) await answerCallback(run, provider)
  const view = await run.ended
  run.cancel()
  return { view, run }
}

const refresh = (client: Client) =>
  refreshGrant({
    http,
    clock: systemClock,
    client,
    grant,
    subject: { issuer: provider.issuer, sub: 'subject-1', label: 'Ada' },
  })
const withoutEndpoints = ({ endpoints: _, ...setup }: ProviderSetup): ProviderSetup => setup
const requestsTo = (path: string) => provider.received.filter((request) => request.path === path)
const basicOf = ({ headers }: ProviderRequest) =>
  Buffer.from(headers.authorization?.split(' ')[1] ?? '', 'base64').toString()

const clientId = 'client id/1'
const secret = 'a+b:c%d ü'
const setupOf = (changes: Partial<ProviderSetup> = {}) =>
  createTestSetup(provider.issuer, {
    clientId,
    clientAuthentication: 'client_secret_basic',
    scopes: [],
    ...changes,
  })

/** Takes the one form of the Basic header and refuses the other. */
function takeOnly(form: 'encoded' | 'raw', refusal: ProviderAnswer): void {
  const encode = (text: string) => new URLSearchParams({ '': text }).toString().slice(1)
  const expected = form === 'raw' ? `${clientId}:${secret}` : `${encode(clientId)}:${encode(secret)}`
  provider.token = { id_token: undefined }
  provider.answers.set('/token', (request) =>
    basicOf(request) === expected
      ? { json: { access_token: 'access-token-1', token_type: 'Bearer' } }
      : refusal,
  )
}

it('H114 a client secret that the server repeats in its refusal is shown nowhere', async () => {
  provider.answers.set('/token', (request) => ({
    status: 401,
    json: {
      error: 'invalid_client',
      error_description: `Bad client ${basicOf(request)} ${request.headers.authorization}: ${secret}`,
    },
  }))
  const { view } = await signIn(setupOf(), { secret })
  expect(view.problem?.evidence).toContainEqual({
    label: 'error_description',
    value: expect.stringMatching(/^Bad client .*: \*{3}$/),
  })
  const [request] = requestsTo('/token')
  for (const form of [
    secret,
    new URLSearchParams({ s: secret }).toString().slice(2),
    request?.headers.authorization?.slice(6),
  ])
    expect(JSON.stringify(view)).not.toContain(form)
})

const refusals: ReadonlyArray<readonly [string, ProviderAnswer]> = [
  [
    '401 invalid_client',
    { status: 401, headers: { 'www-authenticate': 'Basic' }, json: { error: 'invalid_client' } },
  ],
  ['400 invalid_client', { status: 400, json: { error: 'invalid_client' } }],
  ['200 with invalid_client', { json: { error: 'invalid_client' } }],
  ['401 without a word', { status: 401, text: '' }],
]

describe('the Basic header', () => {
  it('is form-urlencoded as RFC 6749 §2.3.1 says', async () => {
    takeOnly('encoded', { status: 401, text: '' })
    expect((await signIn(setupOf(), { secret })).view.problem).toBeUndefined()
    expect(basicOf(requestsTo('/token')[0] as ProviderRequest)).toBe('client+id%2F1:a%2Bb%3Ac%25d+%C3%BC')
  })

  it('leaves a hyphen, a dot and an underscore as they are, so that most servers see one form', async () => {
    provider.token = { id_token: undefined }
    await signIn(setupOf({ clientId: 'my-client_1.example' }), { secret: 'plain-secret_1.2' })
    expect(basicOf(requestsTo('/token')[0] as ProviderRequest)).toBe('my-client_1.example:plain-secret_1.2')
  })

  it('is written as it is where the provider’s ways say so', async () => {
    takeOnly('raw', { status: 401, text: '' })
    const { view } = await signIn(setupOf({ quirks: { isBasicRaw: true } }), { secret })
    expect(view.problem).toBeUndefined()
    expect(requestsTo('/token')).toHaveLength(1)
  })

  it.each(refusals)(
    'is tried the other way once where the server refuses it with %s, and that is named',
    async (_name, refusal) => {
      takeOnly('raw', refusal)
      const { view } = await signIn(setupOf(), { secret })
      expect(view.problem).toBeUndefined()
      expect(view.steps.find(({ name }) => name === 'exchange')?.note).toBe(
        'Status 200; the provider takes client id and secret as they are only',
      )
      expect(requestsTo('/token')).toHaveLength(2)
    },
  )

  it('is found out for refreshes and revocations too, and remembered', async () => {
    const refused = { status: 401, json: { error: 'invalid_client' } }
    takeOnly('raw', refused)
    const client = { setup: setupOf(), secret }
    expect((await refresh(client)).type).toBe('refreshed')
    expect(requestsTo('/token')).toHaveLength(2)
    expect((await refresh(client)).type).toBe('refreshed')
    expect(requestsTo('/token')).toHaveLength(3)
    provider.answers.set('/revoke', (request) =>
      basicOf(request) === `${clientId}:${secret}` ? { text: '' } : refused,
    )
    expect(await revokeGrant({ http, clock: systemClock, client, grant })).toEqual({ revocation: 'revoked' })
  })

  it('is tried no third time, and the first refusal counts, where both forms are refused', async () => {
    provider.answers.set('/token', () => ({ status: 401, json: { error: 'invalid_client' } }))
    const { view } = await signIn(setupOf(), { secret })
    expect(view.problem).toMatchObject({ code: 'token_endpoint_error', side: 'you' })
    expect(requestsTo('/token')).toHaveLength(2)
  })

  it.each(['invalid_grant', 'invalid_request', 'unauthorized_client'])(
    'is not tried again after %s: the code would be sent twice',
    async (error) => {
      provider.answers.set('/token', () => ({ status: 400, json: { error } }))
      await signIn(setupOf(), { secret })
      expect(requestsTo('/token')).toHaveLength(1)
    },
  )

  it('is not tried again where both forms are the same text', async () => {
    provider.answers.set('/token', () => ({ status: 401, json: { error: 'invalid_client' } }))
    await signIn(setupOf({ clientId: 'my-client' }), { secret: 'plain' })
    expect(requestsTo('/token')).toHaveLength(1)
  })
})

describe('a client assertion', () => {
  it.each(signingAlgorithms)(
    '%s is signed with the setup’s key, for the issuer, a minute, once',
    async (algorithm) => {
      const signingKey = await makeSigningKey(algorithm)
      const changes = { clientAuthentication: 'private_key_jwt' } as const
      const { view } = await signIn(changes, { key: signingKey })
      expect(view.problem).toBeUndefined()
      await refresh({ setup: createTestSetup(provider.issuer, changes), key: signingKey })
      const assertions = requestsTo('/token').map(({ form }) => form.get('client_assertion') ?? '')
      const ids = new Set<unknown>()
      for (const assertion of assertions) {
        expect(decodeProtectedHeader(assertion)).toMatchObject({ alg: algorithm, kid: signingKey.keyId })
        const keySet = createLocalJWKSet(publicJwks(signingKey) as never)
        const { payload } = await jwtVerify(assertion, keySet, {
          issuer: 'test-client',
          subject: 'test-client',
          audience: provider.issuer,
        })
        expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60)
        ids.add(payload.jti)
      }
      expect(ids.size).toBe(2)
      expect(requestsTo('/token')[0]?.form.get('client_assertion_type')).toBe(
        'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      )
      expect(requestsTo('/token')[0]?.headers.authorization).toBeUndefined()
    },
  )

  it.each(['private_key_jwt', 'client_secret_jwt'] as const)(
    'is for the token endpoint where no issuer is known: %s',
    async (clientAuthentication) => {
      const key = await makeSigningKey('ES256')
      const credentials = { key, secret: 'a secret of more than 32 characters' }
      const endpoints = {
        authorization: `${provider.issuer}/authorize`,
        token: `${provider.issuer}/token`,
      }
      const setup = createTestSetup(provider.issuer, { clientAuthentication, endpoints, scopes: ['read'] })
      const { issuer: _, ...withoutIssuer } = setup
      await refresh({ setup: withoutIssuer, ...credentials })
      // Microsoft Entra's shared issuer names nobody: a tenant has to stand in it.
      const issuerTemplate = `${provider.issuer}/{tenantid}/v2.0`
      provider.metadata = { ...provider.metadata, issuer: issuerTemplate }
      await refresh({ setup: { ...withoutEndpoints(setup), quirks: { issuerTemplate } }, ...credentials })
      const audiences = requestsTo('/token').map(
        ({ form }) => decodeJwt(form.get('client_assertion') ?? '').aud,
      )
      expect(audiences).toEqual([endpoints.token, endpoints.token])
    },
  )

  it('says Ed25519 to a server that knows that name alone', async () => {
    provider.metadata.token_endpoint_auth_signing_alg_values_supported = ['Ed25519']
    await signIn({ clientAuthentication: 'private_key_jwt' }, { key: await makeSigningKey('EdDSA') })
    const assertion = requestsTo('/token')[0]?.form.get('client_assertion') ?? ''
    expect(decodeProtectedHeader(assertion).alg).toBe('Ed25519')
  })

  it('is made with the secret for client_secret_jwt, which is not sent', async () => {
    await signIn(
      { clientAuthentication: 'client_secret_jwt' },
      { secret: 'a secret of more than 32 characters' },
    )
    const { form } = requestsTo('/token')[0] as ProviderRequest
    const { payload } = await jwtVerify(
      form.get('client_assertion') ?? '',
      Buffer.from('a secret of more than 32 characters'),
      { algorithms: ['HS256'] },
    )
    expect(payload.aud).toBe(provider.issuer)
    expect(form.has('client_secret')).toBe(false)
  })
})

describe('what a setup lacks is said before the browser opens', () => {
  it.each([
    ['client_secret_basic', 'client secret'],
    ['client_secret_post', 'client secret'],
    ['client_secret_jwt', 'client secret'],
    ['private_key_jwt', 'signing key'],
    ['tls_client_auth', 'certificate'],
    ['self_signed_tls_client_auth', 'certificate'],
  ] as const)('%s without its %s', async (clientAuthentication, what) => {
    const { view, run } = await signIn({ clientAuthentication })
    expect(view.problem).toMatchObject({ code: 'invalid_argument', side: 'you' })
    expect(view.problem?.title).toContain(what)
    expect(run.opened).toEqual([])
    expect(provider.received).toEqual([])
  })

  it('a signed request without a key', async () => {
    const { view } = await signIn({ usesRequestObject: true })
    expect(view.problem?.title).toContain('signing key')
  })
})

describe('mutual TLS', () => {
  const authority = createAuthority()
  const certified = authority.issue(['client.example'])
  const secureHttp = createHttp({
    clock: systemClock,
    version: '0.0.0',
    certificateAuthorities: [authority.cert],
  })
  const certificate = { certificate: certified.cert, privateKey: certified.key }
  const strange = createAuthority('Another').issue(['client.example'])
  const otherCertificate = { certificate: strange.cert, privateKey: strange.key }

  it.each(['tls_client_auth', 'self_signed_tls_client_auth'] as const)(
    '%s shows the certificate at the alias of the endpoint (RFC 8705 §5), and nowhere else',
    async (clientAuthentication) => {
      const plain = await serveMutualTls(authority)
      const alias = await serveMutualTls(authority)
      plain.metadata = {
        issuer: plain.origin,
        authorization_endpoint: `${plain.origin}/authorize`,
        token_endpoint: `${plain.origin}/token`,
        code_challenge_methods_supported: ['S256'],
        mtls_endpoint_aliases: { token_endpoint: `${alias.origin}/token` },
      }
      const setup = createTestSetup(plain.origin, { clientAuthentication, scopes: [] })
      const outcome = await refreshGrant({
        http: secureHttp,
        clock: systemClock,
        client: { setup, certificate },
        grant,
        subject: { issuer: plain.origin, label: 'Ada' },
      })
      expect(outcome).toMatchObject({ type: 'refreshed', grant: { accessToken: 'access-token-1' } })
      const fingerprint = createHash('sha256').update(pemBytes(certified.cert)).digest('hex')
      expect(alias.shown).toEqual([fingerprint])
      expect(alias.forms[0]?.get('client_id')).toBe('test-client')
      expect(plain.shown).toEqual([undefined])
    },
  )

  it.each([
    ['its own', certificate, 'refreshed'],
    ['none', undefined, 'transient'],
    ['one of another authority', otherCertificate, 'transient'],
  ])('at a server that demands a certificate, with %s: %s', async (_name, shown, type) => {
    const plain = await serveMutualTls(authority)
    const demanding = await serveMutualTls(authority, { demands: true })
    plain.metadata.mtls_endpoint_aliases = { token_endpoint: `${demanding.origin}/token` }
    const setup = createTestSetup(plain.origin, { clientAuthentication: 'tls_client_auth', scopes: [] })
    const outcome = await refreshGrant({
      http: secureHttp,
      clock: systemClock,
      client: { setup, ...(shown && { certificate: shown }) },
      grant,
      subject: { issuer: plain.origin, label: 'Ada' },
    })
    expect(outcome.type).toBe(type)
    expect(demanding.forms).toHaveLength(type === 'refreshed' ? 1 : 0)
  })

  it('shows it to nobody where the client proves itself otherwise', async () => {
    const server = await serveMutualTls(authority)
    const setup = createTestSetup(server.origin, { clientAuthentication: 'none', scopes: [] })
    await refreshGrant({
      http: secureHttp,
      clock: systemClock,
      client: { setup, certificate },
      grant,
      subject: { issuer: server.origin, label: 'Ada' },
    })
    expect(server.forms).toHaveLength(1)
    expect(server.shown).toEqual([undefined, undefined])
  })

  it('uses a connection with the certificate for nobody else', async () => {
    const server = await serveMutualTls(authority)
    await secureHttp.fetch(`${server.origin}/token`, {
      method: 'POST',
      body: '',
      clientCertificate: certificate,
    })
    await secureHttp.fetch(`${server.origin}/token`, { method: 'POST', body: '' })
    const other = authority.issue(['other.example'])
    await secureHttp.fetch(`${server.origin}/token`, {
      method: 'POST',
      body: '',
      clientCertificate: { certificate: other.cert, privateKey: other.key },
    })
    const fingerprints = [certified.cert, undefined, other.cert].map(
      (pem) => pem && createHash('sha256').update(pemBytes(pem)).digest('hex'),
    )
    expect(server.shown).toEqual(fingerprints)
  })
})

function pemBytes(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
}

describe('a key that is no key for its algorithm', () => {
  it('fails the sign-in as ours, not as the provider’s', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const wrong = {
      algorithm: 'ES256' as const,
      keyId: 'k',
      privateJwk: privateKey.export({ format: 'jwk' }),
    }
    const { view } = await signIn({ clientAuthentication: 'private_key_jwt' }, { key: wrong })
    expect(view.problem).toMatchObject({ code: 'internal', side: 'keyfold' })
  })
})
