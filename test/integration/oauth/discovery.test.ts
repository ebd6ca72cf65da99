import { beforeEach, describe, expect, it } from 'vitest'
import { describeDiscovery, discoverMetadata } from '../../../main/oauth/discovery.ts'
import { wellKnownUrls } from '../../../main/oauth/metadata-document.ts'
import {
  type HostileProvider,
  type ProviderAnswer,
  startHostileProvider,
} from '../../support/hostile-provider.ts'
import { problemOf } from '../../support/problem-of.ts'
import { createTestHttp, createTestSetup } from '../../support/sign-in-run.ts'

let provider: HostileProvider
const http = createTestHttp()
beforeEach(async () => {
  provider = await startHostileProvider()
})

const discover = (issuer = provider.issuer) => discoverMetadata({ http, setup: createTestSetup(issuer) })
const openidPath = '/.well-known/openid-configuration'
const oauthPath = '/.well-known/oauth-authorization-server'

describe('where metadata is looked for', () => {
  it('the usual places for an issuer without a path', () => {
    expect(wellKnownUrls(new URL('https://a.example/')).map(({ url }) => url)).toEqual([
      `https://a.example${openidPath}`,
      `https://a.example${oauthPath}`,
    ])
  })

  it('appended and inserted for an issuer with a path, its trailing slash dropped', () => {
    expect(wellKnownUrls(new URL('https://a.example/tenant/')).map(({ url }) => url)).toEqual([
      `https://a.example/tenant${openidPath}`,
      `https://a.example${oauthPath}/tenant`,
      `https://a.example${openidPath}/tenant`,
      `https://a.example/tenant${oauthPath}`,
    ])
  })

  it.each([
    [`/tenant${openidPath}`, 'openid-configuration'],
    [`${oauthPath}/tenant`, 'oauth-authorization-server'],
    [`${openidPath}/tenant`, 'openid-configuration'],
    [`/tenant${oauthPath}`, 'oauth-authorization-server'],
  ])('a document at %s is found', async (path, source) => {
    const issuer = `${provider.issuer}/tenant`
    for (const other of wellKnownUrls(new URL(issuer)))
      provider.answers.set(new URL(other.url).pathname, () => ({ status: 404, text: '' }))
    provider.answers.set(path, () => ({ json: { ...provider.metadata, issuer } }))
    expect((await discover(issuer)).source).toBe(source)
  })

  it.each([
    { text: '<html>' },
    { status: 302, headers: { location: 'https://elsewhere.example/' }, text: '' },
    { status: 500, text: '' },
    { json: [] },
    { json: { issuer: 1 } },
  ] as ProviderAnswer[])('a first answer of no use is passed over: %j', async (answer) => {
    provider.answers.set(openidPath, () => answer)
    provider.answers.set(oauthPath, () => ({ json: provider.metadata }))
    expect((await discover()).source).toBe('oauth-authorization-server')
  })

  it('nothing anywhere is said with what was seen', async () => {
    provider.answers.set(openidPath, () => ({ status: 404, text: '' }))
    const problem = await problemOf(discover())
    expect(problem).toMatchObject({ code: 'discovery_failed', side: 'provider' })
    expect(JSON.stringify(problem.evidence)).toContain(`${openidPath}: status 404; ${oauthPath}: status 404`)
  })
})

describe('the issuer', () => {
  it('B45 keeps a trailing slash', async () => {
    const issuer = `${provider.issuer}/`
    provider.metadata = { ...provider.metadata, issuer }
    expect((await discover(issuer)).server.issuer).toBe(issuer)
    const problem = await problemOf(discover())
    expect(problem).toMatchObject({ code: 'issuer_mismatch' })
    expect(problem.detail).toContain('slash')
  })

  it('is offered to the form as the provider writes it, where only the slash differs', async () => {
    provider.metadata = { ...provider.metadata, issuer: `${provider.issuer}/` }
    const view = await describeDiscovery({ http, issuer: provider.issuer })
    expect(view.issuer).toBe(`${provider.issuer}/`)
  })

  it.each(['https://evil.example', 'HTTP://127.0.0.1/', 'http://127.0.0.1/{tenantid}/v2.0'])(
    'B45 that differs is refused: %s',
    async (issuer) => {
      provider.metadata = { ...provider.metadata, issuer }
      expect(await problemOf(discover())).toMatchObject({ code: 'issuer_mismatch' })
      expect(await problemOf(describeDiscovery({ http, issuer: provider.issuer }))).toMatchObject({
        code: 'issuer_mismatch',
      })
    },
  )

  it.each([
    'http://provider.example',
    'ftp://provider.example',
    'provider.example',
    'https://a:b@provider.example',
    '',
  ])('B45 that may not be called is refused before anything is sent: %j', async (issuer) => {
    expect(await problemOf(discover(issuer))).toMatchObject({ code: 'invalid_argument', side: 'you' })
  })
})

describe('endpoints', () => {
  it.each([
    ['token_endpoint', 'http://provider.example/token'],
    ['token_endpoint', 'https://10.0.0.1/token'],
    ['token_endpoint', 'https://169.254.169.254/token'],
    ['token_endpoint', 'https://user@provider.example/token'],
    ['token_endpoint', `https://provider.example/${'x'.repeat(3_000)}`],
    ['token_endpoint', 1],
    ['token_endpoint', undefined],
    ['authorization_endpoint', 'javascript:alert(1)'],
    ['authorization_endpoint', undefined],
    ['jwks_uri', 'file:///etc/passwd'],
    ['jwks_uri', 'https://192.168.0.1/jwks'],
    ['jwks_uri', undefined],
    ['userinfo_endpoint', 'http://provider.example/me'],
    ['revocation_endpoint', 'https://[fd00::1]/revoke'],
    ['introspection_endpoint', 'http://provider.example/introspect'],
    ['end_session_endpoint', 'javascript:alert(1)'],
    ['device_authorization_endpoint', 'https://10.0.0.1/device'],
    ['pushed_authorization_request_endpoint', 'file:///etc/passwd'],
  ])('B45 %s %j is refused', async (name, value) => {
    provider.metadata = { ...provider.metadata, [name]: value }
    const problem = await problemOf(discover())
    expect(problem.code).toBe('metadata_refused')
    expect(problem.evidence).toContainEqual({ label: 'attribute', value: name })
  })

  it('B45 http and loopback are refused where the issuer was not typed as loopback', async () => {
    const issuer = 'https://provider.example'
    for (const token_endpoint of ['http://127.0.0.1:1/token', 'https://localhost/token']) {
      const document = {
        ...provider.metadata,
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint,
      }
      const problem = await problemOf(
        discoverMetadata({
          http: { ...http, fetch: async () => Response.json(document) },
          setup: createTestSetup(issuer),
        }),
      )
      expect(problem.evidence).toContainEqual({ label: 'reason', value: 'points to this computer' })
    }
  })
})

describe('endpoints of an issuer on this computer', () => {
  it('B45 http is refused where https was typed', async () => {
    const issuer = 'https://localhost'
    const document = {
      ...provider.metadata,
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: 'http://localhost/token',
    }
    const fetch = async () => Response.json(document)
    const problem = await problemOf(
      discoverMetadata({ http: { ...http, fetch }, setup: createTestSetup(issuer) }),
    )
    expect(problem.code).toBe('metadata_refused')
    expect(problem.evidence).toContainEqual({ label: 'reason', value: 'not https' })
  })
})

describe('a document that is hostile as a whole', () => {
  it('B45 of 5 MB is cut', async () => {
    provider.metadata = { ...provider.metadata, padding: 'x'.repeat(5_000_000) }
    expect((await problemOf(discover())).code).toBe('answer_too_large')
  })

  it('B45 that is elsewhere by a redirect is not looked for there', async () => {
    const elsewhere = await startHostileProvider()
    for (const path of [openidPath, oauthPath]) {
      const location = elsewhere.issuer + path
      provider.answers.set(path, () => ({ status: 302, headers: { location }, text: '' }))
    }
    expect((await problemOf(discover())).code).toBe('discovery_failed')
    expect(elsewhere.received).toEqual([])
  })

  it('B45 with an alias for mutual TLS at a private host is refused', async () => {
    const mtls_endpoint_aliases = { token_endpoint: 'https://10.0.0.1/token' }
    provider.metadata = { ...provider.metadata, mtls_endpoint_aliases }
    const problem = await problemOf(discover())
    expect(problem.evidence).toContainEqual({
      label: 'attribute',
      value: 'mtls_endpoint_aliases.token_endpoint',
    })
  })
})

describe('PKCE', () => {
  it.each([[['plain']], [[]], ['S256'], [null]])('B45 methods %j are refused', async (methods) => {
    provider.metadata = { ...provider.metadata, code_challenge_methods_supported: methods }
    expect(await problemOf(discover())).toMatchObject({ code: 'pkce_unsupported', side: 'provider' })
  })

  it('B45 methods that are not named are tolerated with a warning', async () => {
    const { code_challenge_methods_supported: _, ...metadata } = provider.metadata
    provider.metadata = metadata
    expect((await discover()).warnings).toEqual(['The provider does not say whether it supports PKCE'])
    expect((await describeDiscovery({ http, issuer: provider.issuer })).supportsPkceS256).toBe(false)
  })

  it('B45 lists that are no lists count as absent', async () => {
    const metadata = provider.metadata
    for (const odd of [5, {}, null, true]) {
      provider.metadata = { ...metadata, grant_types_supported: odd, scopes_supported: odd }
      expect(await describeDiscovery({ http, issuer: provider.issuer })).toMatchObject({
        scopesSupported: [],
        supportsRefresh: false,
      })
    }
  })
})
