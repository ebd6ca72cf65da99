import { calculateJwkThumbprint, decodeJwt, EmbeddedJWK, type JWK, jwtVerify } from 'jose'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ProviderSetup } from '../../../contract/models.ts'
import { sendApiRequest } from '../../../main/api/send-request.ts'
import { createDpopKey, proverOf } from '../../../main/oauth/dpop.ts'
import type { Grant } from '../../../main/oauth/grant.ts'
import { refreshGrant } from '../../../main/oauth/refresh.ts'
import { systemClock } from '../../../main/system-clock.ts'
import { setupWithApis } from '../../support/api-setup.ts'
import {
  answerCallback,
  type HostileProvider,
  type ProviderAnswer,
  type ProviderRequest,
  startHostileProvider,
} from '../../support/hostile-provider.ts'
import { serve } from '../../support/loopback-server.ts'
import { createTestHttp, createTestSetup, runSignIn } from '../../support/sign-in-run.ts'

const http = createTestHttp()
const never = new AbortController().signal
let provider: HostileProvider
beforeEach(async () => {
  provider = await startHostileProvider()
  provider.token = { token_type: 'DPoP' }
})

async function signIn(changes: Partial<ProviderSetup> = {}) {
  const run = runSignIn(createTestSetup(provider.issuer, { usesDpop: true, ...changes }), { http })
  await run.until(({ phase }) => phase !== 'discovering' && phase !== 'listening')
  if (run.opened.length > 0) await answerCallback(run, provider)
  const view = await run.ended
  run.cancel()
  return { view, run, grant: run.stored[0]?.grant }
}

async function refresh(grant: Grant) {
  return refreshGrant({
    http,
    clock: systemClock,
    client: { setup: createTestSetup(provider.issuer) },
    grant,
    subject: { issuer: provider.issuer, sub: 'subject-1', label: 'Ada' },
  })
}

async function boundGrant(): Promise<Grant> {
  const dpopKey = await createDpopKey()
  return {
    accessToken: 'old-access',
    tokenType: 'DPoP',
    dpopKey,
    refreshToken: 'old-refresh',
    scopesGranted: [],
    receivedAtMs: 1,
  }
}

const requestsTo = (path: string) => provider.received.filter((request) => request.path === path)

/** Checks a proof with jose and returns its claims and its key's thumbprint. */
async function readProof({ headers }: Pick<ProviderRequest, 'headers'>) {
  const proof = String(headers.dpop)
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
    typ: 'dpop+jwt',
    algorithms: ['ES256'],
    maxTokenAge: 60,
  })
  expect(protectedHeader.jwk).not.toHaveProperty('d')
  return { ...payload, jkt: await calculateJwkThumbprint(protectedHeader.jwk as JWK) } as Record<
    string,
    unknown
  >
}

const demand = (nonce: string): ProviderAnswer => ({
  status: 400,
  headers: { 'dpop-nonce': nonce },
  json: { error: 'use_dpop_nonce' },
})
const tokens = {
  json: { access_token: 'access-token-1', token_type: 'DPoP', refresh_token: 'refresh-token-1' },
}

describe('tokens bound to a key (RFC 9449)', () => {
  it('are asked for with the key’s thumbprint in the request and a proof of it at the exchange', async () => {
    const { run, grant } = await signIn()
    const { searchParams } = new URL(run.opened[0] ?? '')
    const proof = await readProof(requestsTo('/token')[0] as ProviderRequest)
    expect(proof).toMatchObject({ htm: 'POST', htu: `${provider.issuer}/token` })
    expect(searchParams.get('dpop_jkt')).toBe(proof.jkt)
    expect(grant).toMatchObject({ tokenType: 'DPoP', dpopKey: { kty: 'EC', crv: 'P-256' } })
    expect(JSON.stringify(run.views) + run.log.lines.join()).not.toContain(
      grant?.tokenType === 'DPoP' ? String(grant.dpopKey.d) : 'nothing bound',
    )
  })

  it('have a key of their own at each sign-in', async () => {
    const [one, other] = [await signIn(), await signIn()]
    const jkt = ({ run }: typeof one) => new URL(run.opened[0] ?? '').searchParams.get('dpop_jkt')
    expect(jkt(one)).not.toBe(jkt(other))
  })

  it('B36 a bearer token in answer to a request for bound ones is refused', async () => {
    provider.token = { token_type: 'Bearer' }
    const { view, run } = await signIn()
    expect(view.problem).toMatchObject({ code: 'token_answer_unreadable' })
    expect(run.stored).toEqual([])
  })

  it('B36 a bound token that nobody asked for is refused on refresh, and the old ones stay', async () => {
    const { dpopKey: _, ...bearer } = (await boundGrant()) as Extract<Grant, { tokenType: 'DPoP' }>
    expect(await refresh({ ...bearer, tokenType: 'bearer' })).toMatchObject({
      type: 'transient',
      problem: { code: 'token_answer_unreadable' },
    })
  })

  it('are renewed with a proof of the same key', async () => {
    const grant = await boundGrant()
    const outcome = await refresh(grant)
    expect(outcome).toMatchObject({ type: 'refreshed', grant: { tokenType: 'DPoP' } })
    expect(outcome.type === 'refreshed' && outcome.grant).toHaveProperty(
      'dpopKey',
      grant.tokenType === 'DPoP' && grant.dpopKey,
    )
    const { d: _, ...publicJwk } = grant.tokenType === 'DPoP' ? grant.dpopKey : {}
    const proof = await readProof(requestsTo('/token')[0] as ProviderRequest)
    expect(proof.jkt).toBe(await calculateJwkThumbprint(publicJwk as JWK))
  })

  it('reach the userinfo endpoint with a proof over the token', async () => {
    provider.claims = { email: undefined }
    const { run } = await signIn()
    const asked = requestsTo('/userinfo')[0] as ProviderRequest
    expect(asked.headers.authorization).toBe('DPoP access-token-1')
    expect(await readProof(asked)).toMatchObject({ htm: 'GET', ath: expect.any(String) })
    expect(run.stored[0]?.subject.label).toBe('Ada Byron')
  })
})

describe('nonces', () => {
  it('B47 use_dpop_nonce once, then success: on the code exchange', async () => {
    provider.answers.set('/token', async (request) => {
      const { nonce } = decodeJwt(String(request.headers.dpop))
      return nonce === 'n-1'
        ? { json: { ...tokens.json, id_token: await provider.signIdToken() } }
        : demand('n-1')
    })
    const { view } = await signIn()
    expect(view.problem).toBeUndefined()
    expect(requestsTo('/token').map(({ form }) => form.get('code'))).toEqual(['code-1', 'code-1'])
  })

  it('B47 use_dpop_nonce once, then success: on refresh; the next refresh brings the newest nonce', async () => {
    let expected = 'n-1'
    provider.answers.set('/token', (request) => {
      const { nonce } = decodeJwt(String(request.headers.dpop))
      if (nonce !== expected) return demand(expected)
      expected = `n-${Number(expected.slice(2)) + 1}`
      return { ...tokens, headers: { 'dpop-nonce': expected } }
    })
    const grant = await boundGrant()
    const first = await refresh(grant)
    if (first.type !== 'refreshed') throw new Error(first.problem.title)
    expect((await refresh(first.grant)).type).toBe('refreshed')
    expect(requestsTo('/token')).toHaveLength(3)
  })

  it.each([400, 401])(
    'B47 use_dpop_nonce forever, with status %i: stop after one more try',
    async (status) => {
      let count = 0
      provider.answers.set('/token', () => ({ ...demand(`n-${count++}`), status }))
      const { view, run } = await signIn()
      expect(view.problem).toMatchObject({ code: 'token_endpoint_error', side: 'provider' })
      expect(run.stored).toEqual([])
      expect(requestsTo('/token')).toHaveLength(2)
      expect((await refresh(await boundGrant())).type).toBe('transient')
      expect(requestsTo('/token')).toHaveLength(4)
    },
  )

  it('B47 a demand without a nonce is not tried again', async () => {
    provider.answers.set('/token', () => ({ status: 400, json: { error: 'use_dpop_nonce' } }))
    await signIn()
    expect(requestsTo('/token')).toHaveLength(1)
  })

  it('B47 a proof that the server finds too old or too new names this computer’s clock', async () => {
    provider.answers.set('/token', () => ({ status: 400, json: { error: 'invalid_dpop_proof' } }))
    const { view } = await signIn()
    expect(view.problem).toMatchObject({ code: 'token_endpoint_error' })
    expect(view.problem?.nextStep).toContain('clock')
    expect((await refresh(await boundGrant())).type).toBe('transient')
  })

  it('B47 an API’s nonces are apart from the authorization server’s, also at the same origin', async () => {
    const seen: unknown[] = []
    provider.answers.set('/token', (request) => {
      seen.push(decodeJwt(String(request.headers.dpop)).nonce)
      return { ...tokens, headers: { 'dpop-nonce': 'of-the-server' } }
    })
    provider.answers.set('/api', (request) => {
      const { nonce } = decodeJwt(String(request.headers.dpop))
      seen.push(nonce)
      return nonce === 'of-the-api'
        ? { json: {} }
        : {
            status: 401,
            headers: { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': 'of-the-api' },
            text: '',
          }
    })
    const grant = await boundGrant()
    await refresh(grant)
    expect((await callApi(`${provider.issuer}/api`, grant)).status).toBe(200)
    await refresh(grant)
    expect(seen).toEqual([undefined, undefined, 'of-the-api', 'of-the-server'])
  })
})

async function callApi(url: string, grant: Grant, method: 'GET' | 'POST' = 'GET') {
  const renewed: string[] = []
  const { head, body } = await sendApiRequest({
    http,
    clock: systemClock,
    setup: setupWithApis(new URL(url).origin),
    draft: { accountId: 'a', method, url, ...(method === 'POST' && { body: '{"a":1}' }) },
    scopesGranted: [],
    scopesAsked: [],
    onScopesMissing: () => {},
    secrets: () => [grant.accessToken],
    accessToken: async () => grant.accessToken,
    renewAccessToken: async (used) => {
      renewed.push(used)
      return 'new-access'
    },
    binding: async () =>
      grant.tokenType === 'DPoP' ? { prover: await proverOf(grant.dpopKey, systemClock) } : {},
    signal: never,
  })
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return { ...head, renewed, text: Buffer.concat(chunks).toString() }
}

describe('an API call with a bound token', () => {
  it('brings a proof over token, method and address without its query, a new one each time', async () => {
    const api = await serve((_request, response) => response.end('{}'))
    const grant = await boundGrant()
    await callApi(`${api.origin}/orders?page=2`, grant)
    await callApi(`${api.origin}/orders?page=2`, grant)
    const proofs = await Promise.all(api.hits.map((hit) => readProof(hit)))
    for (const proof of proofs) expect(proof).toMatchObject({ htm: 'GET', htu: `${api.origin}/orders` })
    const hash = await crypto.subtle.digest('SHA-256', Buffer.from('old-access'))
    expect(proofs[0]?.ath).toBe(Buffer.from(hash).toString('base64url'))
    expect(new Set(proofs.map(({ jti }) => jti)).size).toBe(2)
    expect(api.hits[0]?.headers.authorization).toBe('DPoP old-access')
  })

  it('B47 is sent once more with the nonce that is demanded, body and all, without a renewal', async () => {
    const bodies: string[] = []
    const api = await serve((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        bodies.push(body)
        const { nonce } = decodeJwt(String(request.headers.dpop))
        if (nonce === 'n-1') response.end('done')
        else
          response
            .writeHead(401, {
              'www-authenticate': 'Bearer, DPoP error="use_dpop_nonce"',
              'dpop-nonce': 'n-1',
            })
            .end('no')
      })
    })
    const answer = await callApi(`${api.origin}/orders`, await boundGrant(), 'POST')
    expect(answer).toMatchObject({ status: 200, text: 'done', renewed: [], hasRefreshed: false })
    expect(bodies).toEqual(['{"a":1}', '{"a":1}'])
  })

  it('B47 ends where the nonce is demanded forever: one renewal as after any 401, and no more', async () => {
    let count = 0
    const api = await serve((_request, response) =>
      response
        .writeHead(401, { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': `n-${count++}` })
        .end(),
    )
    const answer = await callApi(`${api.origin}/orders`, await boundGrant())
    expect(answer).toMatchObject({ status: 401, renewed: ['old-access'] })
    expect(api.hits).toHaveLength(4)
  })

  it('is renewed after a 401 that is about the token', async () => {
    const api = await serve((request, response) => {
      const isNew = request.headers.authorization === 'DPoP new-access'
      response.writeHead(isNew ? 200 : 401, { 'www-authenticate': 'DPoP error="invalid_token"' }).end()
    })
    expect(await callApi(`${api.origin}/orders`, await boundGrant())).toMatchObject({
      status: 200,
      renewed: ['old-access'],
    })
    expect(api.hits).toHaveLength(2)
  })

  it.each([
    [8_000, 4],
    [9_000, 2],
  ])('B47 a challenge of about %i characters: sent %i times with the renewal', async (length, times) => {
    const realm = 'x'.repeat(length)
    const headers = { 'www-authenticate': `DPoP error="use_dpop_nonce", realm="${realm}"` }
    let count = 0
    const api = await serve((_request, response) =>
      response.writeHead(401, { ...headers, 'dpop-nonce': `n-${count++}` }).end(),
    )
    expect((await callApi(`${api.origin}/orders`, await boundGrant())).status).toBe(401)
    expect(api.hits).toHaveLength(times)
  })

  it('survives a nonce of no sense', async () => {
    const api = await serve((_request, response) => {
      response.setHeader('dpop-nonce', 'ü'.repeat(10))
      response.setHeader('www-authenticate', 'DPoP error="use_dpop_nonce", algs="ü"')
      response.writeHead(401).end('no')
    })
    expect((await callApi(`${api.origin}/orders`, await boundGrant())).status).toBe(401)
  })
})
