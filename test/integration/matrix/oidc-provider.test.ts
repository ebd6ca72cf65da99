import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import {
  type MatrixOptions,
  type MatrixProvider,
  startMatrixProvider,
} from '../../support/matrix-provider.ts'
import { closeAfterTest, type MatrixRun, matrixDraft, startMatrixRun } from '../../support/matrix-run.ts'

async function startProvider(options: MatrixOptions): Promise<MatrixProvider> {
  const provider = await startMatrixProvider(options)
  closeAfterTest(provider.close)
  return provider
}

/** Sign-in, call, three refreshes with rotation, revocation and logout, the same at every configuration. */
async function runThrough(run: MatrixRun, provider: MatrixProvider, setupId: string) {
  const { accountId, notes } = await run.connect(setupId)
  expect(await run.send(accountId, provider.apiUrl)).toEqual({ status: 200, body: '{"hello":"Ada Byron"}' })
  for (let round = 0; round < 3; round += 1) {
    await run.app.must('account.refresh', { accountId })
    expect(await run.send(accountId, provider.apiUrl)).toMatchObject({ status: 200 })
  }
  const { slices } = await run.app.must('app.snapshot', {})
  expect(slices.accounts).toMatchObject([{ state: 'connected', label: 'ada@example.test', canRefresh: true }])
  expect(slices.accounts[0]?.problem).toBeUndefined()

  const outcome = await run.app.must('account.disconnect', { accountId, signOutAtProvider: true })
  expect(outcome.revocation).toBe('revoked')
  await signOut(run)
  expect((await run.app.must('app.snapshot', {})).slices.accounts).toEqual([])
  expect(provider.requests).toContain('POST /token/revocation 200')
  return notes
}

/** The person presses on through the pages of the sign-out; the provider asks whether they mean it. */
async function signOut({ app, browser }: MatrixRun): Promise<void> {
  const opened = app.opened.at(-1) ?? ''
  expect(opened).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}$/)
  const handOver = await browser.open(opened)
  const question = handOver.leftTo
    ? await browser.open(handOver.leftTo.href)
    : await browser.press(handOver, 'Continue')
  const { leftTo } = await browser.press(question, 'Sign out')
  expect(leftTo?.pathname).toBe('/signed-out')
  await fetch(leftTo ?? '')
  await app.until(() => {
    const last = app.events.findLast(({ name }) => name === 'signOuts.changed')
    return JSON.stringify(last?.payload).includes('signedOut') ? true : undefined
  })
}

/** The refresh tokens that were sent, and whether any was sent twice. */
function sentRefreshTokens({ tokenRequests }: MatrixProvider): {
  readonly count: number
  readonly different: number
} {
  const sent = tokenRequests
    .filter(({ form, status }) => form.grant_type === 'refresh_token' && status === 200)
    .map(({ form }) => form.refresh_token)
  return { count: sent.length, different: new Set(sent).size }
}

describe('oidc-provider, plain', () => {
  it('a public client with opaque tokens: sign-in, call, refresh, rotation, revocation, logout', async () => {
    const provider = await startProvider({ client: { token_endpoint_auth_method: 'none' } })
    const run = await startMatrixRun()
    const { setupId } = await run.app.must('setup.save', { setup: matrixDraft(provider) })
    await runThrough(run, provider, setupId)
    expect(sentRefreshTokens(provider)).toEqual({ count: 3, different: 3 })
    expect(provider.tokenRequests.every(({ status }) => status === 200)).toBe(true)
  })

  it.each(['client_secret_basic', 'client_secret_post', 'client_secret_jwt'] as const)(
    'a confidential client with %s',
    async (method) => {
      const clientSecret = 'a secret: with/odd+characters and 32 more of them'
      const provider = await startProvider({
        client: {
          client_secret: clientSecret,
          token_endpoint_auth_method: method,
          ...(method === 'client_secret_jwt' && { token_endpoint_auth_signing_alg: 'HS256' }),
        },
      })
      const run = await startMatrixRun()
      const setup = matrixDraft(provider, { clientAuthentication: method })
      const { setupId } = await run.app.must('setup.save', { setup, clientSecret })
      await runThrough(run, provider, setupId)
      expect(provider.tokenRequests.every(({ status }) => status === 200)).toBe(true)
    },
  )
})

describe('oidc-provider, sign-out (RP-Initiated Logout 1.0 §2)', () => {
  const client = { token_endpoint_auth_method: 'none' } as const

  async function signInAndOut(configuration: NonNullable<MatrixOptions['configuration']>) {
    const provider = await startProvider({ client, configuration })
    const run = await startMatrixRun()
    const { setupId } = await run.app.must('setup.save', { setup: matrixDraft(provider) })
    const { accountId } = await run.connect(setupId)
    await run.app.must('account.disconnect', { accountId, signOutAtProvider: true })
    await signOut(run)
    return provider.requests.filter((request) => / \/session\/end \d/.test(request))
  }

  it('goes by GET, the method that every provider takes', async () => {
    expect(await signInAndOut({})).toEqual(['GET /session/end 200'])
  })

  it('goes by POST where an address could not hold the ID token', async () => {
    const bio = 'A long story. '.repeat(500)
    const requests = await signInAndOut({
      // oidc-provider takes POST only where it is told to, and then only cookies that other sites may send.
      enableHttpPostMethods: true,
      cookies: { keys: ['a key of the test’s own'], long: { sameSite: 'none' } },
      claims: { openid: ['sub'], email: ['email', 'bio'] },
      findAccount: (_ctx, sub) => ({
        accountId: sub,
        claims: async () => ({ sub, email: 'ada@example.test', bio }),
      }),
    })
    expect(requests).toEqual(['POST /session/end 200'])
  })
})

describe('oidc-provider, strict', () => {
  const strict = (jwks: { keys: object[] }, alg: string): MatrixOptions => ({
    isStrict: true,
    client: {
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: alg as 'ES256',
      request_object_signing_alg: alg as 'ES256',
      dpop_bound_access_tokens: true,
      jwks: jwks as never,
    },
    features: {
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
      requestObjects: { enabled: true, requireSignedRequestObject: true },
    },
  })

  it.each(['ES256', 'RS256', 'PS256', 'EdDSA'] as const)(
    'pushed and signed requests, DPoP with nonces, private_key_jwt with %s, JWT access tokens by resource',
    async (algorithm) => {
      const run = await startMatrixRun()
      // The key is made first: its public half is what the provider registers.
      const unregistered = matrixDraft({ issuer: 'https://later.example', apiUrl: 'https://later.example' })
      const { setupId } = await run.app.must('setup.save', { setup: unregistered })
      await run.app.must('setup.makeKey', { setupId, algorithm })
      const { slices } = await run.app.must('app.snapshot', {})
      const jwks = JSON.parse(slices.setups[0]?.signingKey?.publicJwks ?? '')

      const provider = await startProvider(strict(jwks, algorithm))
      const setup = matrixDraft(provider, {
        id: setupId,
        clientAuthentication: 'private_key_jwt',
        usesDpop: true,
        resources: [provider.apiUrl],
        tokenParameters: {},
      })
      await run.app.must('setup.save', { setup })
      const notes = await runThrough(run, provider, setupId)

      expect(notes).toContain('was sent the request beforehand')
      expect(notes).toContain('bound to a key')
      const opened = new URL(run.app.opened[0] ?? '')
      expect([...opened.searchParams.keys()]).toEqual(['client_id', 'request_uri'])
      expect(provider.requests).toContain('POST /request 201')
      expect(sentRefreshTokens(provider).count).toBe(3)
      const refused = provider.tokenRequests.filter(({ status }) => status !== 200)
      for (const { error } of refused) expect(error).toBe('use_dpop_nonce')
      expect(refused.length).toBeLessThanOrEqual(1)
      // One demand of a nonce at the API; every later call brings it.
      expect(provider.requests.filter((request) => request === 'GET /api 401')).toHaveLength(1)
    },
  )
})

describe('oidc-provider, quirky', () => {
  const clientSecret = 'raw+secret/with:odd%20characters'
  const id = 'matrix client'

  it('Basic as it is, form-encoded answers, comma scopes, no refresh token resent, no word of PKCE', async () => {
    const provider = await startProvider({
      client: {
        client_id: id,
        client_secret: clientSecret,
        token_endpoint_auth_method: 'client_secret_basic',
      },
      configuration: { rotateRefreshToken: false },
      async middleware(ctx, next) {
        readBasicRaw(ctx.req)
        await next()
        const { body } = ctx
        if (ctx.path === '/.well-known/openid-configuration') {
          const { code_challenge_methods_supported: _, ...document } = body as Record<string, unknown>
          ctx.body = document
        }
        if (ctx.path !== '/token' || ctx.status !== 200) return
        const answer = { ...(body as Record<string, string>) }
        if (ctx.oidc.params?.grant_type === 'refresh_token') delete answer.refresh_token
        answer.scope = String(answer.scope).replaceAll(' ', ',')
        ctx.body = new URLSearchParams(
          Object.entries(answer).map(([k, v]): [string, string] => [k, String(v)]),
        ).toString()
        ctx.type = 'application/x-www-form-urlencoded'
      },
    })
    const run = await startMatrixRun()
    const setup = matrixDraft(provider, { clientId: id, clientAuthentication: 'client_secret_basic' })
    const { setupId } = await run.app.must('setup.save', { setup, clientSecret })
    const notes = await runThrough(run, provider, setupId)

    expect(notes).toContain('takes client id and secret as they are only')
    expect(notes).toContain('answers form-encoded')
    expect(notes).toContain('does not say whether it supports PKCE')
    // One try with the other form at the sign-in; the refreshes know better.
    expect(provider.tokenRequests.map(({ status }) => status)).toEqual([401, 200, 200, 200, 200])
    expect(sentRefreshTokens(provider)).toEqual({ count: 3, different: 1 })
  })

  /** Hands oidc-provider the header as the standard writes it, made of one that is read as it is. */
  function readBasicRaw(request: IncomingMessage): void {
    const [, credentials] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? []
    if (credentials === undefined) return
    const text = Buffer.from(credentials, 'base64').toString()
    const at = text.indexOf(':')
    const encoded = [text.slice(0, at), text.slice(at + 1)].map(encodeURIComponent).join(':')
    request.headers.authorization = `Basic ${Buffer.from(encoded).toString('base64')}`
  }
})
