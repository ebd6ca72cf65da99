import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ProviderSetup } from '../../../contract/models.ts'
import {
  makeAttemptSecrets,
  makeAuthorizationParameters,
} from '../../../main/oauth/authorization-parameters.ts'
import { createAuthorizationRequest } from '../../../main/oauth/authorization-request.ts'
import type { ServerMetadata } from '../../../main/oauth/discovery.ts'
import { systemClock } from '../../../main/system-clock.ts'
import { problemOf } from '../../support/problem-of.ts'
import { createTestHttp, createTestSetup } from '../../support/sign-in-run.ts'

const issuer = 'https://provider.example'
const redirectUri = 'http://127.0.0.1:49152/callback'
const metadata: ServerMetadata = {
  server: { issuer, authorization_endpoint: `${issuer}/authorize?tenant=1` },
  source: 'openid-configuration',
  isIssuerKnown: true,
  isLoopbackHttp: false,
  warnings: [],
}
const setup = createTestSetup(issuer)
const secrets = makeAttemptSecrets(setup)
const http = createTestHttp()

async function build(changes: { setup?: ProviderSetup; loginHint?: string } = {}): Promise<URL> {
  const options = { setup, redirectUri, secrets, ...changes }
  const access = { http, clock: systemClock, metadata, client: { setup: options.setup } }
  const request = await createAuthorizationRequest(access, await makeAuthorizationParameters(options))
  return request.address()
}

describe('makeAttemptSecrets', () => {
  it('makes 256 random bits each, never the same', () => {
    const all = Array.from({ length: 50 }, () => Object.values(makeAttemptSecrets(setup))).flat()
    expect(new Set(all).size).toBe(150)
    for (const secret of all) expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  it('makes a nonce only where an ID token is expected', () => {
    expect(makeAttemptSecrets({ scopes: ['read'] })).not.toHaveProperty('nonce')
  })
})

describe('the authorization request', () => {
  it('asks for a code with PKCE S256, state and nonce, and keeps the endpoint’s own query', async () => {
    const url = await build()
    expect(url.origin + url.pathname).toBe(`${issuer}/authorize`)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: '1',
      response_type: 'code',
      client_id: 'test-client',
      redirect_uri: redirectUri,
      scope: 'openid email',
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: createHash('sha256').update(secrets.codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
    })
    expect(url.href).not.toContain(secrets.codeVerifier)
  })

  it('adds the setup’s own parameters, which win over the login hint', async () => {
    const authorizationParameters = { audience: 'https://api.example', login_hint: 'typed' }
    const url = await build({ setup: { ...setup, authorizationParameters }, loginHint: 'ada' })
    expect(url.searchParams.getAll('login_hint')).toEqual(['typed'])
    expect(url.searchParams.get('audience')).toBe('https://api.example')
  })

  it('asks for resources, authorization details and scopes in the provider’s own way', async () => {
    const resources = ['https://api.example', 'https://other.example']
    const authorizationDetails = '[{"type":"payment"}]'
    const quirks = { scopeParameter: 'user_scope', scopeSeparator: ',' } as const
    const { searchParams } = await build({ setup: { ...setup, resources, authorizationDetails, quirks } })
    expect(searchParams.getAll('resource')).toEqual(resources)
    expect(searchParams.get('authorization_details')).toBe(authorizationDetails)
    expect(searchParams.get('user_scope')).toBe('openid,email')
    expect(searchParams.has('scope')).toBe(false)
  })

  it.each(['{"type":"payment"}', 'payment', ''])(
    'refuses authorization details that are no list: %j',
    async (text) => {
      expect((await problemOf(build({ setup: { ...setup, authorizationDetails: text } }))).code).toBe(
        'invalid_argument',
      )
    },
  )

  it('sends no scope where the setup has none', async () => {
    const url = await build({ setup: { ...setup, scopes: [] } })
    expect(url.searchParams.has('scope')).toBe(false)
  })

  it.each([
    'state',
    'nonce',
    'redirect_uri',
    'client_id',
    'response_type',
    'code_challenge',
    'code_challenge_method',
    'request',
    'request_uri',
    'response_mode',
    'scope',
    'STATE',
    'client_secret',
    'dpop_jkt',
  ])('refuses the extra parameter %s by name', async (name) => {
    const problem = await problemOf(build({ setup: { ...setup, authorizationParameters: { [name]: 'x' } } }))
    expect(problem).toMatchObject({
      code: 'invalid_argument',
      evidence: [{ label: 'parameter', value: name }],
    })
  })

  it('refuses an address that is too long for a browser', async () => {
    const authorizationParameters = { claims: 'x'.repeat(20_000) }
    const problem = await problemOf(build({ setup: { ...setup, authorizationParameters } }))
    expect(problem.code).toBe('metadata_refused')
  })
})
