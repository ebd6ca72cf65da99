import type { IncomingMessage, ServerResponse } from 'node:http'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'
import { serve } from './loopback-server.ts'
import type { TestRun } from './sign-in-run.ts'

/** A request as the provider received it. */
export interface ProviderRequest {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly form: URLSearchParams
}

/** An answer to give: JSON of `json`, `text` as it is, or whatever `write` does. */
export interface ProviderAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly json?: unknown
  readonly text?: string | Uint8Array
  readonly write?: (response: ServerResponse) => void
}

type Answerer = (request: ProviderRequest) => ProviderAnswer | Promise<ProviderAnswer>

export interface SigningKey {
  readonly privateKey: CryptoKey
  readonly publicJwk: JWK
  readonly alg: string
}

/**
 * An authorization server that answers well until a test tells it otherwise: `metadata` is what discovery answers,
 * `answers` replaces whole answers by path, `claims` changes its ID tokens.
 */
export interface HostileProvider {
  readonly issuer: string
  readonly key: SigningKey
  metadata: Record<string, unknown>
  readonly answers: Map<string, Answerer>
  readonly received: ProviderRequest[]
  /** Claims that are put over the usual ones; undefined leaves one out. */
  claims: Record<string, unknown>
  /** Members of the token answer that are put over the usual ones; undefined leaves one out. */
  token: Record<string, unknown>
  /** The nonce of the authorization request, learned by {@link answerCallback}. */
  nonce: string | undefined
  /** The time in its `Date` fields. */
  nowMs: () => number
  idTokenClaims(): JWTPayload
  signIdToken(claims?: JWTPayload, key?: SigningKey, header?: Record<string, unknown>): Promise<string>
  /** How often a path was asked. */
  count(path: string): number
}

export const clientId = 'test-client'

/** A key of another kind or name than {@link providerKey}. */
export async function createSigningKey(alg = 'RS256', kid = 'key-1'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { privateKey, alg, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}

let sharedKey: Promise<SigningKey> | undefined

/** The key that the providers of a test file sign with. Making one takes long enough to make it once. */
export function providerKey(): Promise<SigningKey> {
  sharedKey ??= createSigningKey()
  return sharedKey
}

/** Starts one on a free port of 127.0.0.1; it ends with the test. `path` makes an issuer with a path. */
export async function startHostileProvider(path = ''): Promise<HostileProvider> {
  const key = await providerKey()
  const server = await serve((request, response) => void answer(request, response))
  const issuer = server.origin + path
  const received: ProviderRequest[] = []
  const answers = new Map<string, Answerer>()

  const provider: HostileProvider = {
    issuer,
    key,
    answers,
    received,
    claims: {},
    token: {},
    nonce: undefined,
    nowMs: () => Date.now(),
    metadata: {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      userinfo_endpoint: `${issuer}/userinfo`,
      revocation_endpoint: `${issuer}/revoke`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
      id_token_signing_alg_values_supported: ['RS256', 'ES256', 'none'],
      authorization_response_iss_parameter_supported: true,
    },
    idTokenClaims() {
      const now = Math.floor(Date.now() / 1000)
      const claims = { iss: issuer, aud: clientId, sub: 'subject-1', iat: now, exp: now + 300 }
      return { ...claims, email: 'ada@example.test', nonce: provider.nonce, ...provider.claims } as JWTPayload
    },
    signIdToken(claims = provider.idTokenClaims(), signingKey = key, header = {}) {
      return new SignJWT(claims)
        .setProtectedHeader({ alg: signingKey.alg, kid: 'key-1', ...header })
        .sign(signingKey.privateKey)
    },
    count: (name) => received.filter((request) => request.path === name).length,
  }

  const usual: Record<string, Answerer> = {
    [`${path}/.well-known/openid-configuration`]: () => ({ json: provider.metadata }),
    [`${path}/token`]: async () => ({
      json: {
        access_token: 'access-token-1',
        token_type: 'Bearer',
        expires_in: 60,
        refresh_token: 'refresh-token-1',
        id_token: await provider.signIdToken(),
        ...provider.token,
      },
    }),
    [`${path}/jwks`]: () => ({ json: { keys: [key.publicJwk] } }),
    [`${path}/userinfo`]: () => ({ json: { sub: 'subject-1', name: 'Ada Byron' } }),
    [`${path}/revoke`]: () => ({ status: 200, text: '' }),
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const [name = ''] = (request.url ?? '').split('?')
    const seen = { path: name, headers: request.headers, form: new URLSearchParams(body) }
    received.push(seen)
    const answerer = answers.get(name) ?? usual[name]
    const {
      status = 200,
      headers = {},
      json,
      text,
      write,
    } = answerer ? await answerer(seen) : { status: 404, text: 'no' }
    if (write) {
      write(response)
      return
    }
    const type = json === undefined ? 'text/html' : 'application/json'
    const date = new Date(provider.nowMs()).toUTCString()
    response.writeHead(status, { 'content-type': type, date, ...headers })
    response.end(json === undefined ? text : JSON.stringify(json))
  }
  return provider
}

/** The browser comes back to the listener with an answer that fits the request; `changes` replaces parameters. */
export async function answerCallback(
  run: Pick<TestRun, 'opened'>,
  provider: HostileProvider,
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<Response> {
  const { searchParams } = new URL(run.opened.at(-1) ?? '')
  provider.nonce = searchParams.get('nonce') ?? undefined
  const callback = new URL(searchParams.get('redirect_uri') ?? '')
  const parameters = {
    code: 'code-1',
    state: searchParams.get('state') ?? '',
    iss: provider.issuer,
    ...changes,
  }
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) callback.searchParams.set(name, value)
  }
  return fetch(callback)
}
