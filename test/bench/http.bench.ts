import assert from 'node:assert/strict'
import { test } from 'playwright/test'
import { type DemoProvider, startDemoProvider } from '../../demo/provider.ts'
import { type ApiCall, sendApiRequest } from '../../main/api/send-request.ts'
import { createHttp } from '../../main/http/client.ts'
import { requestTokens } from '../../main/oauth/code-exchange.ts'
import { discoverMetadata } from '../../main/oauth/discovery.ts'
import type { Grant } from '../../main/oauth/grant.ts'
import { refreshGrant } from '../../main/oauth/refresh.ts'
import { systemClock } from '../../main/system-clock.ts'
import { signIn } from '../support/demo-sign-in.ts'
import { createTestSetup } from '../support/sign-in-run.ts'
import { bareGot, exchangeForm, obtainCode } from './support/bare-got.ts'
import { byTurns, median, report, time } from './support/measures.ts'

let provider: DemoProvider

test.beforeAll(async () => {
  provider = await startDemoProvider({ accessTokenLifetimeS: 3_600 })
})
test.afterAll(() => provider.close())

const http = createHttp({ clock: systemClock, version: 'bench' })
const signal = new AbortController().signal
const newSetup = () =>
  createTestSetup(provider.issuer, {
    clientId: provider.setup.clientId,
    scopes: [...provider.setup.scopes],
    apis: [{ name: 'API', baseUrl: provider.apiBaseUrl, requests: [] }],
  })

test('an API GET beside got', async () => {
  const setup = newSetup()
  const { access_token: token } = await signIn(provider)
  const url = `${provider.apiBaseUrl}/profile`
  const headers = { authorization: `Bearer ${token}` }
  const call: ApiCall = {
    http,
    clock: systemClock,
    setup,
    binding: async () => ({}),
    draft: { accountId: 'bench', method: 'GET', url, headers: {} },
    scopesGranted: setup.scopes,
    scopesAsked: [],
    onScopesMissing: () => {},
    secrets: () => [token],
    accessToken: async () => token,
    renewAccessToken: () => Promise.reject(new Error('the token lives for an hour')),
    signal,
  }
  const byGot = async () => {
    const { statusCode, rawBody } = await bareGot(url, { headers })
    assert(statusCode === 200)
    return rawBody
  }
  const byLayer = async () => {
    const { status, body } = await http.stream({ method: 'GET', url, headers, signal })
    assert(status === 200)
    return readAll(body)
  }
  const byAccount = async () => {
    const { head, body } = await sendApiRequest(call)
    assert(head.status === 200)
    return readAll(body)
  }
  assert((await byLayer()).equals(await byGot()))
  assert((await byAccount()).equals(await byGot()))

  // Many short turns: what else the machine does then falls on both sides.
  const runs = 500
  const requests = 3
  const each = (send: () => Promise<unknown>) => async () => {
    const takenMs = await time(async () => {
      for (let sent = 0; sent < requests; sent += 1) await send()
    })
    return takenMs / requests
  }
  const compare = async (what: string, send: () => Promise<unknown>) => {
    const taken = await byTurns({ ours: each(send), got: each(byGot) }, runs)
    return { what, against: 'bare got', ...medians(taken), unit: 'ms', runs } as const
  }
  report({ ...(await compare('API GET in the HTTP layer', byLayer)), goal: 1.15 })
  report(await compare('API GET for an account', byAccount))
})

test('a code exchange beside got', async () => {
  const setup = newSetup()
  const metadata = await discoverMetadata({ http, setup })
  const { clientId } = setup
  const tokenEndpoint = metadata.server.token_endpoint ?? ''
  const byKeyfold = async () => {
    const { state, codeVerifier, nonce, redirectUri, callback } = await obtainCode(provider)
    const secrets = { state, codeVerifier, nonce }
    const access = { http, clock: systemClock, metadata, client: { setup }, signal }
    return time(async () => {
      const { response } = await requestTokens(access, { secrets, redirectUri }, callback)
      assert('access_token' in (await response.json()))
    })
  }
  const byGot = async () => {
    const form = exchangeForm(clientId, await obtainCode(provider))
    return time(async () => {
      assert('access_token' in (await bareGot.post(tokenEndpoint, { form }).json<object>()))
    })
  }
  const runs = 40
  const taken = await byTurns({ ours: byKeyfold, got: byGot }, runs)
  report({
    what: 'code exchange',
    against: 'bare got',
    ...medians(taken),
    unit: 'ms',
    runs,
  })
})

test('a refresh beside got', async () => {
  const setup = newSetup()
  const { server } = await discoverMetadata({ http, setup })
  const { clientId } = setup
  const first = await signIn(provider)
  let refreshToken = (await signIn(provider)).refresh_token
  let grant: Grant = {
    accessToken: first.access_token,
    tokenType: 'bearer',
    ...(first.refresh_token !== undefined && { refreshToken: first.refresh_token }),
    scopesGranted: setup.scopes,
    receivedAtMs: systemClock.now(),
  }
  const subject = { issuer: provider.issuer, label: 'Bench' }

  const byKeyfold = () =>
    time(async () => {
      const outcome = await refreshGrant({
        http,
        clock: systemClock,
        client: { setup },
        grant,
        subject,
        signal,
      })
      if (outcome.type !== 'refreshed') throw new Error(outcome.problem.title)
      grant = outcome.grant
    })
  const byGot = () =>
    time(async () => {
      const form = { grant_type: 'refresh_token', refresh_token: refreshToken ?? '', client_id: clientId }
      const answer = await bareGot
        .post(server.token_endpoint ?? '', { form })
        .json<{ refresh_token: string }>()
      refreshToken = answer.refresh_token
    })
  const runs = 200
  const taken = await byTurns({ ours: byKeyfold, got: byGot }, runs)
  report({
    what: 'refresh, its ID token checked',
    against: 'bare got',
    ...medians(taken),
    unit: 'ms',
    runs,
  })
})

function medians({ ours, got }: Record<'ours' | 'got', number[]>) {
  return { ours: median(ours), reference: median(got) }
}

async function readAll(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}
