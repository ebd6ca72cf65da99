import type { IncomingMessage, ServerResponse } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { ProviderSetup } from '../../../contract/models.ts'
import { serveOnLoopback, type TestServer } from './canary.ts'

/** What a hostile provider and its API put into every place that they fill. */
export interface Markup {
  /** Claims of the ID token besides the registered ones, such as `email`. */
  readonly claims: Readonly<Record<string, string>>
  readonly scope: string
  /** The body of `/corpus` as JSON. */
  readonly document: unknown
  readonly headers: Readonly<Record<string, string>>
  /** Bodies of other types by path, with their content type. */
  readonly bodies: Readonly<Record<string, readonly [contentType: string, body: string]>>
  readonly statusMessage: string
  readonly errorDescription: string
}

const clientId = 'client'

/** A provider that signs everybody in at once, with its API below `/api`; below `/refusing` it refuses everybody. */
export async function startHostileProvider(markup: Markup): Promise<TestServer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', use: 'sig', alg: 'RS256' }] }
  const nonces = new Map<string, string>()

  async function answer(request: IncomingMessage, response: ServerResponse, origin: string): Promise<void> {
    const url = new URL(request.url ?? '', origin)
    const isRefusing = url.pathname.startsWith('/refusing')
    const issuer = isRefusing ? `${origin}/refusing` : origin
    const path = url.pathname.replace(/^\/refusing/, '')
    const body = markup.bodies[path]
    if (path === '/auth') {
      const target = new URL(url.searchParams.get('redirect_uri') ?? '')
      target.searchParams.set('state', url.searchParams.get('state') ?? '')
      if (isRefusing) {
        target.searchParams.set('error', 'server_error')
        target.searchParams.set('error_description', markup.errorDescription)
      } else {
        const code = `code-${nonces.size}`
        nonces.set(code, url.searchParams.get('nonce') ?? '')
        target.searchParams.set('code', code)
      }
      response.writeHead(303, { location: target.href }).end()
    } else if (path === '/token') {
      const [nonce = ''] = [...nonces.values()].slice(-1)
      const idToken = await new SignJWT({ ...markup.claims, nonce })
        .setProtectedHeader({ alg: 'RS256', kid: 'k' })
        .setIssuer(issuer)
        .setAudience(clientId)
        .setSubject('subject')
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(privateKey)
      const tokens = { access_token: 'at', refresh_token: 'rt', token_type: 'Bearer', expires_in: 3_600 }
      sendJson(response, { ...tokens, id_token: idToken, scope: markup.scope })
    } else if (path === '/jwks') {
      sendJson(response, jwks)
    } else if (path === '/api/corpus') {
      response.statusMessage = markup.statusMessage
      for (const [name, value] of Object.entries(markup.headers)) response.setHeader(name, value)
      sendJson(response, markup.document)
    } else if (body) {
      response.writeHead(200, { 'content-type': body[0] }).end(body[1])
    } else {
      sendJson(response, {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
      })
    }
  }

  return serveOnLoopback((request, response, origin) => void answer(request, response, origin))
}

/** A setup for the provider, or for its half that refuses. */
export function hostileSetup(
  { origin }: TestServer,
  changes: Partial<ProviderSetup> & Pick<ProviderSetup, 'id' | 'name'>,
): ProviderSetup {
  return {
    kind: 'custom',
    issuer: origin,
    clientId,
    clientAuthentication: 'none',
    scopes: ['openid'],
    authorizationParameters: {},
    redirect: { host: '127.0.0.1', port: 0, path: '/callback' },
    apis: [],
    ...changes,
  }
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(value))
}
