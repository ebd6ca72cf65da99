import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCallback, parsePastedAddress } from '../../../main/oauth/parse-callback.ts'

const expected = { state: 'our-state', issuer: 'https://provider.example', isIssRequired: false }
const redirectUri = 'http://127.0.0.1:49152/callback'
const parse = (query: string, changes = {}) =>
  parseCallback(new URLSearchParams(query), { ...expected, ...changes })

describe('parseCallback', () => {
  it('takes a code with our state', () => {
    expect(parse('code=a&state=our-state')).toMatchObject({ kind: 'code' })
    expect(parse('code=a&state=our-state&iss=https://provider.example&session_state=x')).toMatchObject({
      kind: 'code',
    })
  })

  it('looks at nothing before state', () => {
    expect(parse('error=access_denied&code=&code=&iss=x')).toEqual({
      kind: 'ignored',
      reason: 'state missing',
    })
    expect(parse('error=access_denied&state=x&iss=x')).toEqual({ kind: 'ignored', reason: 'state differs' })
    expect(parse('state=our-state&state=our-state&code=a')).toEqual({
      kind: 'ignored',
      reason: 'state repeated',
    })
  })

  it('compares iss before error', () => {
    expect(parse('error=access_denied&state=our-state&iss=https://evil.example')).toMatchObject({
      problem: { code: 'issuer_mismatch' },
    })
  })

  it('compares no iss where the issuer is not known', () => {
    const { issuer: _, ...unknown } = expected
    expect(parseCallback(new URLSearchParams('code=a&state=our-state&iss=x'), unknown)).toMatchObject({
      kind: 'code',
    })
  })

  it.each([
    ['access_denied', 'authorization_denied', 'you'],
    ['consent_required', 'authorization_denied', 'you'],
    ['invalid_scope', 'authorization_error', 'you'],
    ['server_error', 'authorization_error', 'provider'],
    ['made_up', 'authorization_error', 'provider'],
    ['constructor', 'authorization_error', 'provider'],
    ['__proto__', 'authorization_error', 'provider'],
    ['', 'authorization_error', 'provider'],
  ])('reads the error %j', (error, code, side) => {
    const reading = parse(`error=${error}&state=our-state`)
    expect(reading).toMatchObject({
      kind: 'problem',
      problem: { code, side, nextStep: expect.stringMatching(/\.$/) },
    })
  })

  it('never takes an answer without our state, whatever else it holds', () => {
    const names = fc.constantFrom('code', 'state', 'iss', 'error', 'error_description', 'response', 'x')
    const values = fc.constantFrom('', 'a', 'our-stat', 'our-state ', 'OUR-STATE', 'https://provider.example')
    fc.assert(
      fc.property(fc.array(fc.tuple(names, values), { maxLength: 8 }), (pairs) => {
        expect(parseCallback(new URLSearchParams(pairs), expected).kind).toBe('ignored')
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('parsePastedAddress', () => {
  const paste = (text: string) => parsePastedAddress(text, redirectUri, expected)

  it('takes the whole address, with white space around and a fragment', () => {
    const reading = paste(`\n ${redirectUri}?code=a%20b&state=our-state#_=_ `)
    expect(reading.kind === 'code' && reading.parameters.get('code')).toBe('a b')
    expect(reading.kind === 'code' && reading.parameters.get('state')).toBe('our-state')
  })

  it('takes an address from which the browser has left out port 80', () => {
    const query = `?code=a&state=${expected.state}`
    const fixed = 'http://127.0.0.1:80/callback'
    expect(parsePastedAddress(`http://127.0.0.1/callback${query}`, fixed, expected).kind).toBe('code')
    expect(parsePastedAddress(`${fixed}${query}`, fixed, expected).kind).toBe('code')
    expect(parsePastedAddress(`http://127.0.0.1:81/callback${query}`, fixed, expected).kind).toBe('refused')
  })

  it.each([
    '',
    'code=a&state=our-state',
    '?code=a&state=our-state',
    redirectUri,
    'http://127.0.0.1:49153/callback?code=a&state=our-state',
    'http://127.0.0.1:49152/callback/?code=a&state=our-state',
    'https://127.0.0.1:49152/callback?code=a&state=our-state',
    'http://localhost:49152/callback?code=a&state=our-state',
    'http://127.0.0.1:49152@evil.example/callback?code=a&state=our-state',
    `${redirectUri}?code=${'x'.repeat(20_000)}&state=our-state`,
  ])('refuses what is not the redirect URI with a query: %#', (text) => {
    expect(paste(text)).toMatchObject({ kind: 'refused', problem: { code: 'callback_malformed' } })
  })

  it.each(['code=a', 'code=a&state=x', 'error=access_denied'])('refuses another state: %s', (query) => {
    expect(paste(`${redirectUri}?${query}`)).toMatchObject({
      kind: 'refused',
      problem: { code: 'state_mismatch' },
    })
  })

  it('puts nothing of the address into the problem', () => {
    const reading = paste(`${redirectUri}?code=the-secret-code&state=another-secret`)
    expect(JSON.stringify(reading)).not.toMatch(/secret/)
  })
})
