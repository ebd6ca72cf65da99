import { brotliCompressSync, gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Problem } from '../../../contract/problem.ts'
import { createHttp } from '../../../main/http/client.ts'
import { requestDeviceCode } from '../../../main/oauth/device-code.ts'
import { discoverMetadata } from '../../../main/oauth/discovery.ts'
import type { Grant } from '../../../main/oauth/grant.ts'
import { problemOf } from '../../../main/oauth/problems.ts'
import { refreshGrant } from '../../../main/oauth/refresh.ts'
import { revokeGrant } from '../../../main/oauth/revoke.ts'
import type { Http } from '../../../main/ports.ts'
import { systemClock } from '../../../main/system-clock.ts'
import { createAuthority } from '../../support/certificates.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import {
  answerCallback,
  type HostileProvider,
  type ProviderAnswer,
  startHostileProvider,
} from '../../support/hostile-provider.ts'
import { serve } from '../../support/loopback-server.ts'
import { createTestHttp, createTestSetup, runSignIn } from '../../support/sign-in-run.ts'

/*
 * Faults of the token endpoint, each on the code exchange and on the refresh, and on the revocation and the request for
 * a device code where an answer's body matters to them. However a step fails: a typed problem, one request, and no secret in what is told.
 */

let provider: HostileProvider
let http: Http
beforeEach(async () => {
  provider = await startHostileProvider()
  http = createTestHttp()
})

const grant: Grant = {
  accessToken: 'old-access-token',
  tokenType: 'bearer',
  refreshToken: 'old-refresh-token',
  scopesGranted: ['openid'],
  receivedAtMs: 1,
}

interface Outcome {
  readonly problem: Problem | undefined
  /** True where nothing was stored, and nobody was signed out. */
  readonly isHarmless: boolean
}

interface Step {
  readonly path: '/token' | '/revoke' | '/device'
  run(signal?: AbortSignal): Promise<Outcome>
}

const exchange: Step = {
  path: '/token',
  async run(signal) {
    const run = runSignIn(createTestSetup(provider.issuer), { http })
    signal?.addEventListener('abort', () => run.cancel())
    await run.until(({ phase }) => phase === 'awaitingBrowser')
    await answerCallback(run, provider)
    const view = await run.ended
    run.cancel()
    const { problem = undefined } = view
    if (view.phase === 'cancelled') return { problem: cancelled, isHarmless: run.stored.length === 0 }
    expect(JSON.stringify(run.views) + run.log.lines.join()).not.toMatch(
      /access-token-1|refresh-token-1|code-1/,
    )
    return { problem, isHarmless: run.stored.length === 0 }
  },
}
const cancelled = { code: 'cancelled' } as Problem

const refresh: Step = {
  path: '/token',
  async run(signal) {
    const outcome = await refreshGrant({
      http,
      clock: systemClock,
      client: { setup: createTestSetup(provider.issuer) },
      grant,
      subject: { issuer: provider.issuer, sub: 'subject-1', label: 'Ada' },
      ...(signal && { signal }),
    })
    if (outcome.type === 'refreshed') return { problem: undefined, isHarmless: true }
    expect(JSON.stringify(outcome)).not.toContain('old-')
    return { problem: outcome.problem, isHarmless: outcome.type === 'transient' }
  },
}

const revocation: Step = {
  path: '/revoke',
  async run(signal) {
    const client = { setup: createTestSetup(provider.issuer) }
    const outcome = await revokeGrant({ http, clock: systemClock, client, grant, ...(signal && { signal }) })
    expect(JSON.stringify(outcome)).not.toContain('old-')
    return { problem: outcome.problem, isHarmless: true }
  },
}

const deviceCode: Step = {
  path: '/device',
  async run(signal) {
    provider.metadata.device_authorization_endpoint ??= `${provider.issuer}/device`
    const setup = createTestSetup(provider.issuer, { grant: 'device_code' })
    const abortable = signal ? { signal } : {}
    try {
      const metadata = await discoverMetadata({ http, setup, ...abortable })
      await requestDeviceCode({ http, clock: systemClock, metadata, client: { setup }, ...abortable })
      return { problem: undefined, isHarmless: true }
    } catch (error) {
      return { problem: problemOf(error, 'sign-in'), isHarmless: true }
    }
  },
}

const tokenSteps = [
  ['code exchange', exchange],
  ['refresh', refresh],
] as const
const allSteps = [
  ...tokenSteps,
  ['revocation', revocation],
  ['request for a device code', deviceCode],
] as const

async function expectHarmless(step: Step, answer: ProviderAnswer, code: string) {
  provider.answers.set(step.path, () => answer)
  const { problem, isHarmless } = await step.run()
  expect(problem?.code).toBe(code)
  expect(isHarmless).toBe(true)
  expect(provider.count(step.path)).toBe(1)
  if (code === 'answer_too_large')
    expect(problem?.evidence).toContainEqual({ label: 'Limit', value: '1048576 bytes' })
}

/** Moves on to the 30 s: not a moment earlier is the limit gone from the clock. */
function passTimeLimit(clock: FakeClock) {
  const waiting = clock.waiting()
  clock.advance(29_999)
  expect(clock.waiting()).toBe(waiting)
  clock.advance(1)
}

const json = { 'content-type': 'application/json' }
const zipped = (bytes: Uint8Array, encoding: string): ProviderAnswer => ({
  headers: { ...json, 'content-encoding': encoding },
  text: bytes,
})
const bomb = Buffer.alloc(64 * 1_048_576, 0x20)

describe.each(tokenSteps)('an answer to the %s', (_name, step) => {
  it.each([
    ['B29 200 with error', { json: { error: 'server_error' } }, 'token_endpoint_error'],
    ['B29 200 with HTML', { text: '<html>' }, 'token_answer_unreadable'],
    ['B29 200 with nothing', { text: '' }, 'token_answer_unreadable'],
    ['B29 null', { text: 'null', headers: json }, 'token_answer_unreadable'],
    ['B29 a list', { json: [] }, 'token_answer_unreadable'],
    [
      'B29 half of an object',
      { text: '{"access_token":"access-token-1",', headers: json },
      'token_answer_unreadable',
    ],
    [
      'B29 two access tokens under one name',
      {
        text: '{"access_token":"access-token-1","token_type":"Bearer","access_token":"access-token-2"}',
        headers: json,
      },
      'token_answer_unreadable',
    ],
    [
      'B29 one of the two names escaped',
      {
        text: '{"access_token":"access-token-1","token_type":"Bearer","access\\u005ftoken":"access-token-2"}',
        headers: json,
      },
      'token_answer_unreadable',
    ],
    [
      'B35 expires_in abc',
      { json: { access_token: 'a', token_type: 'Bearer', expires_in: 'abc' } },
      'token_answer_unreadable',
    ],
    [
      'B35 expires_in -1',
      { json: { access_token: 'a', token_type: 'Bearer', expires_in: -1 } },
      'token_answer_unreadable',
    ],
    [
      'B35 expires_in null',
      { json: { access_token: 'a', token_type: 'Bearer', expires_in: null } },
      'token_answer_unreadable',
    ],
    ['B36 no token type', { json: { access_token: 'a' } }, 'token_answer_unreadable'],
    ['B36 token type mac', { json: { access_token: 'a', token_type: 'mac' } }, 'token_answer_unreadable'],
    [
      'B36 token type DPoP, unasked',
      { json: { access_token: 'a', token_type: 'DPoP' } },
      'token_answer_unreadable',
    ],
    [
      'B37 an empty access token',
      { json: { access_token: '', token_type: 'Bearer' } },
      'token_answer_unreadable',
    ],
    [
      'B37 a number as access token',
      { json: { access_token: 1, token_type: 'Bearer' } },
      'token_answer_unreadable',
    ],
    [
      'B37 an access token of 200 kB',
      { json: { access_token: 'a'.repeat(200_000), token_type: 'Bearer' } },
      'token_answer_unreadable',
    ],
    [
      'B37 an access token with CR LF',
      { json: { access_token: 'a\r\nx: 1', token_type: 'Bearer' } },
      'token_answer_unreadable',
    ],
    [
      'B37 an access token with NUL',
      { json: { access_token: 'a\0b', token_type: 'Bearer' } },
      'token_answer_unreadable',
    ],
    [
      'B37 an access token outside of ASCII',
      { json: { access_token: 'ä', token_type: 'Bearer' } },
      'token_answer_unreadable',
    ],
    [
      'B38 a number as refresh token',
      { json: { access_token: 'a', token_type: 'Bearer', refresh_token: 1 } },
      'token_answer_unreadable',
    ],
    [
      'B39 a list of scopes',
      { json: { access_token: 'a', token_type: 'Bearer', scope: ['a'] } },
      'token_answer_unreadable',
    ],
    ['B43 500 with HTML', { status: 500, text: '<html>' }, 'provider_unavailable'],
    ['B43 502', { status: 502, text: '' }, 'provider_unavailable'],
    ['B43 503 with HTML', { status: 503, text: '<html>' }, 'provider_unavailable'],
    [
      'B43 a connection cut before the answer',
      { write: (response) => response.destroy() },
      'connection_lost',
    ],
    [
      'B43 a connection cut in the answer',
      {
        write: (response) => {
          response.writeHead(200, { ...json, 'content-length': '1000' })
          response.write('{"access_token":', () => response.destroy())
        },
      },
      'connection_lost',
    ],
    ['B44 invalid_client', { status: 401, json: { error: 'invalid_client' } }, 'token_endpoint_error'],
    [
      'B44 unauthorized_client',
      { status: 400, json: { error: 'unauthorized_client' } },
      'token_endpoint_error',
    ],
    ['B44 invalid_scope', { status: 400, json: { error: 'invalid_scope' } }, 'token_endpoint_error'],
    [
      'B44 unsupported_grant_type',
      { status: 400, json: { error: 'unsupported_grant_type' } },
      'token_endpoint_error',
    ],
  ] as ReadonlyArray<readonly [string, ProviderAnswer, string]>)(
    '%s: one typed problem, one request, nothing lost',
    (_what, answer, code) => expectHarmless(step, answer, code),
  )

  it('B29 a byte order mark before good JSON does no harm', async () => {
    provider.token = { id_token: undefined }
    provider.answers.set(step.path, async () => ({
      headers: json,
      text: `\ufeff${JSON.stringify({ access_token: 'access-token-1', token_type: 'Bearer', id_token: await provider.signIdToken() })}`,
    }))
    expect((await step.run()).problem).toBeUndefined()
  })

  it.each(['', null])(
    'B38 the refresh token %j counts as none, and the rest is used',
    async (refresh_token) => {
      provider.token = { refresh_token }
      expect((await step.run()).problem).toBeUndefined()
    },
  )
})

describe('an answer to the request for a device code', () => {
  const sound = {
    device_code: 'secret-device-code',
    user_code: 'WDJB-MJHT',
    verification_uri: 'https://provider.example/activate',
    expires_in: 600,
  }

  it.each<[string, ProviderAnswer, string]>([
    ['B29 200 with error', { json: { error: 'server_error' } }, 'token_answer_unreadable'],
    ['B29 200 with HTML', { text: '<html>' }, 'token_answer_unreadable'],
    ['B29 200 with nothing', { text: '' }, 'token_answer_unreadable'],
    ['B29 null', { text: 'null', headers: json }, 'token_answer_unreadable'],
    ['B29 a list', { json: [] }, 'token_answer_unreadable'],
    ['B29 half of an object', { text: '{"device_code":', headers: json }, 'token_answer_unreadable'],
    ['B29 no device code', { json: { ...sound, device_code: undefined } }, 'token_answer_unreadable'],
    ['B29 a number as user code', { json: { ...sound, user_code: 7 } }, 'token_answer_unreadable'],
    ['B43 503', { status: 503, text: '<html>' }, 'provider_unavailable'],
    ['B44 invalid_client', { status: 401, json: { error: 'invalid_client' } }, 'token_endpoint_error'],
  ])('%s: one typed problem, one request', (_what, answer, code) => expectHarmless(deviceCode, answer, code))
})

describe.each(allSteps)('the %s', (_name, step) => {
  // Spring, for one, says “Invalid refresh token: ” and then the token.
  const echoOf = (form: URLSearchParams) => `Invalid: ${[...form.values()].join(' ')}`
  it.each([
    [
      'as JSON',
      (echo: string) => ({ status: 400, json: { error: 'invalid_request', error_description: echo } }),
    ],
    [
      'form-encoded',
      (echo: string) => ({
        status: 400,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        text: String(new URLSearchParams({ error: 'invalid_request', error_description: echo })),
      }),
    ],
    [
      'in a challenge',
      (echo: string) => ({
        status: 401,
        headers: { 'www-authenticate': `Basic error="invalid_token", error_description="${echo}"` },
        text: '',
      }),
    ],
  ])('H114 an error that repeats the secrets of the request shows none of them: %s', async (_how, answer) => {
    let sent = new URLSearchParams()
    provider.answers.set(step.path, ({ form }) => {
      sent = form
      return answer(echoOf(form))
    })
    const { problem } = await step.run()
    expect(problem?.code).not.toBe('internal')
    const shown = JSON.stringify(problem)
    for (const name of ['code', 'code_verifier', 'refresh_token', 'token'])
      for (const secret of sent.getAll(name).filter(({ length }) => length >= 6))
        expect(shown).not.toContain(secret)
  })

  it.each([
    [8_192, true],
    [8_193, false],
    [60_000, false],
  ])('B30 a challenge of %i characters is read: %s', async (length, isRead) => {
    const challenge = 'Bearer error="invalid_token", realm="'
    const headers = { 'www-authenticate': `${challenge.padEnd(length - 1, 'x')}"` }
    provider.answers.set(step.path, () => ({ status: 401, headers, text: '' }))
    const { problem } = await step.run()
    expect(problem?.evidence).toContainEqual({ label: 'status', value: '401' })
    expect(JSON.stringify(problem).includes('invalid_token')).toBe(isRead)
  })

  it('B30 a body without end is cut at 1 MiB', async () => {
    let written = 0
    await expectHarmless(
      step,
      {
        write: (response) => {
          response.writeHead(step === revocation ? 400 : 200, json)
          const chunk = Buffer.alloc(65_536, 0x20)
          const more = () => {
            if (response.destroyed) return
            written += chunk.length
            response.write(chunk)
          }
          response.on('drain', more)
          more()
        },
      },
      'answer_too_large',
    )
    // What the system's buffers hold was written and never read.
    expect(written).toBeLessThan(32 * 1_048_576)
  })

  it.each([
    ['B31 a gzip bomb', zipped(gzipSync(bomb), 'gzip'), 'answer_too_large'],
    [
      'B31 a brotli bomb',
      zipped(brotliCompressSync(bomb.subarray(0, 8 * 1_048_576)), 'br'),
      'answer_too_large',
    ],
    [
      'B31 gzip three times over',
      zipped(gzipSync(gzipSync(gzipSync('{}'))), 'gzip, gzip, gzip'),
      'answer_unreadable',
    ],
    ['B31 zstd', zipped(Buffer.from('28b52ffd', 'hex'), 'zstd'), 'answer_unreadable'],
    [
      'B31 broken gzip',
      zipped(Buffer.from('1f8b08000000000000ffffffff', 'hex'), 'gzip'),
      'answer_unreadable',
    ],
  ] as const)('%s is cut or refused', (_what, answer, code) =>
    expectHarmless(step, step === revocation ? { ...answer, status: 400 } : answer, code),
  )

  it('B32 an answer that never comes ends at the time limit of 30 s', async () => {
    const clock = createFakeClock()
    http = createHttp({ clock, version: '0.0.0' })
    const asked = new Promise<void>((resolve) => {
      provider.answers.set(step.path, () => ({ write: () => resolve() }))
    })
    const outcome = step.run()
    await asked
    passTimeLimit(clock)
    const { problem, isHarmless } = await outcome
    expect(problem?.code).toBe('timed_out')
    expect(isHarmless).toBe(true)
  })

  it('B32 an answer that drips ends at the time limit all the same', async () => {
    const clock = createFakeClock()
    http = createHttp({ clock, version: '0.0.0' })
    const dripping = new Promise<void>((resolve) => {
      provider.answers.set(step.path, () => ({
        write: (response) => {
          response.writeHead(400, json)
          response.write('{', () => resolve())
        },
      }))
    })
    const outcome = step.run()
    await dripping
    passTimeLimit(clock)
    expect((await outcome).problem?.code).toBe('timed_out')
  })

  it('B32 an answer that never comes can be cancelled', async () => {
    const abort = new AbortController()
    provider.answers.set(step.path, () => ({ write: () => abort.abort() }))
    const { problem, isHarmless } = await step.run(abort.signal)
    expect(problem?.code).toBe('cancelled')
    expect(isHarmless).toBe(true)
  })

  it.each([301, 302, 303, 307, 308])(
    'B40 a redirect with %i to another origin is not followed, and nothing goes there',
    async (status) => {
      const elsewhere = await serve((_request, response) => response.end('{}'))
      provider.answers.set(step.path, () => ({
        status,
        headers: { location: `${elsewhere.origin}/token` },
        text: '',
      }))
      const { problem, isHarmless } = await step.run()
      expect(problem).toBeDefined()
      expect(isHarmless).toBe(true)
      expect(elsewhere.connections()).toBe(0)
      expect(provider.count(step.path)).toBe(1)
    },
  )
})

describe('B41 a token endpoint whose certificate is bad', () => {
  const authority = createAuthority()
  const yesterday = { from: new Date(Date.now() - 3 * 86_400_000), until: new Date(Date.now() - 86_400_000) }
  const cases = [
    ['expired', () => authority.issue(['localhost'], yesterday)],
    ['of another host', () => authority.issue(['other.example'])],
    ['of an unknown authority', () => createAuthority('Unknown').issue(['localhost'])],
  ] as const

  it.each(cases.flatMap(([what, make]) => allSteps.map(([name, step]) => [what, name, make, step] as const)))(
    'B41 %s: the %s sends nothing and says so',
    async (_what, _name, make, step) => {
      const endpoint = await serve((_request, response) => response.end('{}'), make())
      http = createHttp({ clock: systemClock, version: '0.0.0', certificateAuthorities: [authority.cert] })
      provider.metadata.token_endpoint = `${endpoint.origin}/token`
      provider.metadata.revocation_endpoint = `${endpoint.origin}/revoke`
      provider.metadata.device_authorization_endpoint = `${endpoint.origin}/device`
      const { problem, isHarmless } = await step.run()
      expect(problem).toMatchObject({ code: 'tls_failed' })
      expect(isHarmless).toBe(true)
      expect(endpoint.hits).toEqual([])
    },
  )
})
