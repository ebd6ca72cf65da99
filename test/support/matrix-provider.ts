import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { calculateJwkThumbprint, createLocalJWKSet, EmbeddedJWK, type JWK, jwtVerify } from 'jose'
import type { ClientMetadata, Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider'
import { loadOidcProvider } from '../../demo/load-oidc-provider.ts'
import { createMemoryStore } from '../../demo/memory-adapter.ts'
import { registerTokenExchange } from './token-exchange-grant.ts'

/** One request that the provider's token endpoint answered. */
export interface TokenRequest {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly form: Readonly<Record<string, unknown>>
  readonly error?: string
}

/** oidc-provider in one configuration, with an API behind it. */
export interface MatrixProvider {
  readonly issuer: string
  /** The API, and the resource that its tokens are for. */
  readonly apiUrl: string
  /** Another API, and the resource that its tokens are for. */
  readonly mailUrl: string
  /** What the token endpoint was asked, in order. */
  readonly tokenRequests: readonly TokenRequest[]
  /** What else was asked: method, path and status. */
  readonly requests: readonly string[]
  close(): Promise<void>
}

type Middleware = (ctx: KoaContextWithOIDC, next: () => Promise<unknown>) => Promise<void>

export interface MatrixOptions {
  readonly client: Partial<ClientMetadata>
  readonly features?: NonNullable<Configuration['features']>
  readonly configuration?: Configuration
  /** True: access tokens are JWTs (RFC 9068) for one API each (RFC 8707). */
  readonly usesResources?: boolean
  /** The resources of the API and of the other one, where they are names in place of the addresses. */
  readonly resourceNames?: readonly [api: string, mail: string]
  /** True: they are bound to a key (RFC 9449) as well, whose proofs need a nonce at the API. */
  readonly isStrict?: boolean
  /** True: a grant of the test's own exchanges tokens, for oidc-provider brings none. */
  readonly exchangesTokens?: boolean
  /** Around every request, for ways of its own. */
  readonly middleware?: Middleware
}

const person = { sub: 'subject-1', email: 'ada@example.test', name: 'Ada Byron' }
const apiNonce = 'nonce-of-the-api'

/** Starts one on a free port of 127.0.0.1. Everyone who comes is signed in as the same person and allows everything. */
export async function startMatrixProvider(options: MatrixOptions): Promise<MatrixProvider> {
  const { Provider, errors } = await loadOidcProvider()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const apiUrl = `${issuer}/api`
  const mailUrl = `${issuer}/mail`
  const [apiResource, mailResource] = options.resourceNames ?? [apiUrl, mailUrl]
  const usesResources = options.isStrict === true || options.usesResources === true
  const signingKey = makeJwk()
  const tokenRequests: TokenRequest[] = []
  const requests: string[] = []
  const features: NonNullable<Configuration['features']> = {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    deviceFlow: {
      enabled: true,
      userCodeInputSource: (ctx, form) => {
        ctx.body = `${form}<button type="submit" form="op.deviceInputForm">Next</button>`
      },
      successSource: (ctx) => {
        ctx.body = 'Allowed'
      },
      userCodeConfirmSource: (ctx, form) => {
        ctx.body = `${form}<button type="submit" form="op.deviceConfirmForm">Allow</button>
          <button type="submit" form="op.deviceConfirmForm" name="abort" value="yes">Decline</button>`
      },
    },
    introspection: { enabled: true, allowedPolicy: () => true },
    revocation: { enabled: true, allowedPolicy: () => true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`
      },
    },
    ...(usesResources && {
      resourceIndicators: {
        enabled: true,
        defaultResource: () => [],
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => {
          if (resource !== apiResource && resource !== mailResource) throw new errors.InvalidTarget()
          return {
            scope: 'read',
            audience: resource,
            accessTokenFormat: 'jwt' as const,
            jwt: { sign: { alg: 'RS256' as const } },
          }
        },
      },
    }),
  }
  Object.assign(features, options.features)
  const provider = new Provider(issuer, {
    adapter: createMemoryStore().adapter,
    clients: [
      {
        client_id: 'matrix',
        application_type: 'native',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1/callback'],
        post_logout_redirect_uris: ['http://127.0.0.1/signed-out'],
        ...options.client,
      },
    ],
    jwks: { keys: [signingKey] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    scopes: ['openid', 'offline_access', 'read', 'write'],
    claims: { openid: ['sub'], email: ['email'] },
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: async () => person }),
    responseTypes: ['code'],
    rotateRefreshToken: true,
    clientAuthMethods: [
      'none',
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
      'private_key_jwt',
    ],
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    ttl: {
      AccessToken: 60,
      AuthorizationCode: 60,
      ClientCredentials: 60,
      DeviceCode: 600,
      IdToken: 3_600,
      RefreshToken: 3_600,
      Interaction: 600,
      Grant: 3_600,
      Session: 3_600,
    },
    ...options.configuration,
    features,
  })
  if (options.exchangesTokens) registerTokenExchange(provider, errors)
  const failures: unknown[] = []
  provider.on('server_error', (_ctx, error) => failures.push(error))
  provider.use(async (ctx, next) => {
    await next()
    requests.push(`${ctx.method} ${ctx.path} ${ctx.status}`)
  })
  if (options.middleware) provider.use(options.middleware as never)
  provider.use(async (ctx, next) => {
    await next()
    const { oidc } = ctx as KoaContextWithOIDC
    if (oidc?.route !== 'token') return
    const error: unknown = (ctx.body as { error?: unknown } | undefined)?.error
    tokenRequests.push({
      status: ctx.status,
      headers: { ...ctx.headers },
      form: { ...oidc.params },
      ...(typeof error === 'string' && { error }),
    })
  })
  provider.use(signInAtOnce(provider))
  const check = usesResources
    ? verifyJwt(issuer, signingKey, {
        audienceOf: (path) => (path === '/api' ? apiResource : mailResource),
        isBound: options.isStrict === true,
      })
    : allowOpaqueToken(provider)
  provider.use(answerApi(check))
  server.on('request', provider.callback())
  return {
    issuer,
    apiUrl,
    mailUrl,
    tokenRequests,
    requests,
    async close() {
      await closeServer(server)
      if (failures.length > 0) throw failures[0]
    },
  }
}

/** Signs the person in and allows all that was asked for, as soon as the browser comes. */
function signInAtOnce(provider: Provider): Middleware {
  return async (ctx, next) => {
    if (!ctx.path.startsWith('/interaction/')) {
      await next()
      return
    }
    const { params } = await provider.interactionDetails(ctx.req, ctx.res)
    const grant = new provider.Grant({ accountId: person.sub, clientId: String(params.client_id) })
    grant.addOIDCScope(String(params.scope))
    for (const resource of [params.resource ?? []].flat()) grant.addResourceScope(String(resource), 'read')
    const result = { login: { accountId: person.sub }, consent: { grantId: await grant.save() } }
    ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result))
    ctx.status = 303
  }
}

type Check = (ctx: KoaContextWithOIDC) => Promise<'allowed' | 'refused' | 'needsNonce'>

function answerApi(check: Check): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== '/api' && ctx.path !== '/mail') {
      await next()
      return
    }
    const verdict = await check(ctx)
    if (verdict === 'allowed') {
      ctx.body = { hello: person.name }
      return
    }
    ctx.status = 401
    if (verdict === 'needsNonce') ctx.set('DPoP-Nonce', apiNonce)
    const error = verdict === 'needsNonce' ? 'use_dpop_nonce' : 'invalid_token'
    ctx.set('WWW-Authenticate', `${verdict === 'needsNonce' ? 'DPoP' : 'Bearer'} error="${error}"`)
  }
}

function allowOpaqueToken(provider: Provider): Check {
  return async (ctx) => {
    const [, token = ''] = /^Bearer (.+)$/.exec(ctx.get('Authorization')) ?? []
    const accessToken =
      (await provider.AccessToken.find(token)) ?? (await provider.ClientCredentials.find(token))
    return accessToken?.isValid ? 'allowed' : 'refused'
  }
}

/** RFC 9068 and, for bound tokens, RFC 9449 §7, checked by jose: another hand than the one that made the proof. */
function verifyJwt(
  issuer: string,
  key: JWK,
  { audienceOf, isBound }: { audienceOf: (path: string) => string; isBound: boolean },
): Check {
  const { n, e, kty, kid } = key
  const keySet = createLocalJWKSet({ keys: [{ n, e, kty, kid } as JWK] })
  const seen = new Set<unknown>()
  return async (ctx) => {
    const [, scheme, token = ''] = /^(DPoP|Bearer) (.+)$/.exec(ctx.get('Authorization')) ?? []
    try {
      const access = await jwtVerify<{ cnf?: { jkt: string } }>(token, keySet, {
        issuer,
        audience: audienceOf(ctx.path),
        typ: 'at+jwt',
      })
      if (!isBound) return scheme === 'Bearer' ? 'allowed' : 'refused'
      const { payload, protectedHeader } = await jwtVerify(ctx.get('DPoP'), EmbeddedJWK, {
        typ: 'dpop+jwt',
        algorithms: ['ES256'],
        maxTokenAge: 60,
      })
      const ath = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(token))).toString('base64url')
      const thumbprint = await calculateJwkThumbprint(protectedHeader.jwk as JWK)
      const isProven = scheme === 'DPoP' && thumbprint === access.payload.cnf?.jkt
      const isForThis =
        payload.htm === ctx.method && payload.htu === `${issuer}${ctx.path}` && payload.ath === ath
      if (!isProven || !isForThis || seen.has(payload.jti)) return 'refused'
      seen.add(payload.jti)
      return payload.nonce === apiNonce ? 'allowed' : 'needsNonce'
    } catch {
      return 'refused'
    }
  }
}

function makeJwk(): JWK {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), use: 'sig', alg: 'RS256', kid: 'provider-key' }
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await closed
}
