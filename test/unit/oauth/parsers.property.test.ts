import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../../contract/problem.ts'
import { parseTokenAnswer } from '../../../main/oauth/answer-shape.ts'
import { parseCallback, parsePastedAddress } from '../../../main/oauth/parse-callback.ts'
import { readHttpDate, readRetryAfterMs } from '../../../main/oauth/retry-after.ts'
import { evenTokenAnswer, makeGrant } from '../../../main/oauth/token-answer.ts'

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.json())
const members = fc.constantFrom(
  'access_token',
  'refresh_token',
  'token_type',
  'expires_in',
  'scope',
  'id_token',
  'error',
  '__proto__',
  'constructor',
)
/** Objects of a token answer's members with values of any kind. */
const anyAnswer = fc.dictionary(members, fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' })), {
  maxKeys: 9,
})
const expectation = { step: 'refresh', setup: {}, isBound: false, dropsIdToken: false } as const

describe('the token answer’s parser', () => {
  it('reads any text as an object of its own, or as nothing, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          anyAnswer.map((one) => JSON.stringify(one)),
        ),
        anyText,
        (text, type) => {
          const shaped = parseTokenAnswer(text, type)
          expect(shaped === undefined || typeof shaped.body === 'object').toBe(true)
          expect(Object.prototype).not.toHaveProperty('access_token')
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('lets no token through that could break a header field, whatever else the answer holds', async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswer, fc.constantFrom(200, 201, 400, 500), async (answer, status) => {
        const received = new Response(JSON.stringify(answer), {
          status,
          headers: { 'content-type': 'application/json' },
        })
        try {
          const { response } = await evenTokenAnswer(received, expectation)
          const text = await response.text()
          const body = text === '' ? {} : JSON.parse(text)
          for (const name of ['access_token', 'refresh_token']) {
            const token = Object.hasOwn(body, name) ? body[name] : undefined
            if (response.status < 400 && typeof token === 'string') expect(token).toMatch(/^[\x20-\x7e]+$/)
          }
        } catch (error) {
          expect(error).toBeInstanceOf(ProblemError)
          expect((error as ProblemError).problem.code).toBe('token_answer_unreadable')
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('makes a grant that never loses the old refresh token, and whose lifetime is a sane number', () => {
    const tokens = fc.record(
      {
        access_token: fc.string({ minLength: 1 }),
        refresh_token: fc.string({ minLength: 1 }),
        expires_in: fc.double({ min: 0, noNaN: true }),
        scope: fc.string(),
      },
      { requiredKeys: ['access_token'] },
    )
    fc.assert(
      fc.property(tokens, fc.string({ minLength: 1 }), (answer, old) => {
        const before = {
          accessToken: 'before',
          tokenType: 'bearer',
          refreshToken: old,
          scopesGranted: ['a'],
          receivedAtMs: 0,
        } as const
        const setup = { scopes: ['a'] }
        const grant = makeGrant(answer as never, { setup, receivedAtMs: 1, before })
        expect(grant.refreshToken).toBe(answer.refresh_token ?? old)
        expect(grant.scopesGranted.length).toBeGreaterThan(0)
        if (grant.lifetimeMs !== undefined) {
          expect(Number.isSafeInteger(grant.lifetimeMs)).toBe(true)
          expect(grant.lifetimeMs).toBeLessThanOrEqual(365 * 24 * 3_600_000)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('the callback’s parser', () => {
  const expected = { state: 'the-state-of-this-attempt', issuer: 'https://a.example', isIssRequired: true }
  const names = fc.constantFrom('state', 'code', 'iss', 'error', 'error_description', 'id_token', 'x')
  const values = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(expected.state, expected.issuer, ''))
  const queries = fc
    .array(fc.tuple(names, values), { maxLength: 8 })
    .map((pairs) => new URLSearchParams(pairs))

  it('takes a code only from an answer with our state, our issuer and one code, once each', () => {
    fc.assert(
      fc.property(queries, (query) => {
        const reading = parseCallback(query, expected)
        if (!query.getAll('state').includes(expected.state)) expect(reading.kind).toBe('ignored')
        if (reading.kind !== 'code') return
        expect(query.getAll('state')).toEqual([expected.state])
        expect(query.getAll('iss')).toEqual([expected.issuer])
        expect(query.getAll('code')).toHaveLength(1)
        expect(query.has('error')).toBe(false)
      }),
      { numRuns: 5_000 },
    )
  })

  it('takes a right answer whatever else of no meaning stands in it', () => {
    const noise = fc.array(fc.tuple(fc.stringMatching(/^[f-h]{1,6}$/), fc.string()), { maxLength: 5 })
    fc.assert(
      fc.property(noise, fc.string({ minLength: 1 }), (extra, code) => {
        const { state, issuer } = expected
        const query = new URLSearchParams([...extra, ['state', state], ['iss', issuer], ['code', code]])
        expect(parseCallback(query, expected)).toMatchObject({ kind: 'code' })
      }),
    )
  })

  it('refuses or reads any pasted text, never throws, and never repeats it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const reading = parsePastedAddress(text, 'http://127.0.0.1:1/callback', expected)
        expect(reading.kind).toBe('refused')
        if (text.trim().length > 12) expect(JSON.stringify(reading)).not.toContain(text.trim())
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('Retry-After and Date', () => {
  it('give a time from nothing to an hour, or none, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.integer().map(String)), (text) => {
        const ms = readRetryAfterMs(() => text, 0)
        expect(ms === undefined || (ms >= 0 && ms <= 3_600_000)).toBe(true)
      }),
    )
  })

  it('read every date that toUTCString writes', () => {
    const dates = fc.date({ min: new Date(0), max: new Date(Date.UTC(2200, 0)), noInvalidDate: true })
    fc.assert(
      fc.property(dates, (date) => {
        expect(readHttpDate(date.toUTCString())).toBe(Math.floor(date.getTime() / 1_000) * 1_000)
      }),
    )
  })
})
