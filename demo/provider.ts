import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { createApi } from './api/api.ts'
import type { Middleware } from './context.ts'
import { createInteractions } from './interactions.ts'
import { closeServer, listenOnLoopback } from './listen.ts'
import { loadOidcProvider } from './load-oidc-provider.ts'
import { createMemoryStore } from './memory-adapter.ts'
import { type ConfidentialClient, createOidcConfiguration } from './oidc-configuration.ts'
import { apiBaseUrlOf, createDemoSetup, type DemoSetup } from './setup.ts'

export interface DemoProviderOptions {
  /** Port to listen on; 0, the default, or a port that is taken means any free one. */
  readonly port?: number
  readonly accessTokenLifetimeS?: number
  readonly refreshTokenLifetimeS?: number
  /** Time that every answer takes besides, in milliseconds, as if the provider were that far away. Default 0. */
  readonly distanceMs?: number
  /** Further clients, for tests. */
  readonly confidentialClients?: readonly ConfidentialClient[]
  /** Receives a line for each failure of the provider itself; never a secret. */
  readonly log?: (line: string) => void
  /** Receives what the token endpoint was sent and has answered, secrets and all: for tests that search for them. */
  readonly onTokenExchange?: (exchange: TokenExchange) => void
}

/** A request to the token endpoint, in names of RFC 6749: its parameters and the answer's. */
export interface TokenExchange {
  readonly sent: Readonly<Record<string, unknown>>
  readonly answered: Readonly<Record<string, unknown>>
}

/** A request that the provider has answered: no query, no header, no body. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly status: number
  /** The grant that a token request asked for, such as `refresh_token`. */
  readonly grantType?: string
}

/** A running demo provider with its API. */
export interface DemoProvider {
  readonly issuer: string
  readonly apiBaseUrl: string
  readonly port: number
  readonly setup: DemoSetup
  /** The last 1,000 requests, oldest first. */
  readonly requestsSeen: readonly SeenRequest[]
  /** Makes every access token issued so far invalid. Returns how many there were. */
  expireAccessTokens(): number
  /** Makes every refresh token issued so far invalid. Returns how many there were. */
  expireRefreshTokens(): number
  /** Stops listening and drops open connections. */
  close(): Promise<void>
}

const maxRequestsSeen = 1_000

/** Starts the demo provider and its API on 127.0.0.1, with its state in memory. */
export async function startDemoProvider(options: DemoProviderOptions = {}): Promise<DemoProvider> {
  const { Provider } = await loadOidcProvider()
  const server = createServer()
  const port = await listenOnLoopback(server, options.port ?? 0)
  const issuer = `http://127.0.0.1:${port}`
  const store = createMemoryStore()
  const requestsSeen: SeenRequest[] = []

  const configuration = await createOidcConfiguration({
    port,
    adapter: store.adapter,
    accessTokenLifetimeS: options.accessTokenLifetimeS ?? 60,
    refreshTokenLifetimeS: options.refreshTokenLifetimeS ?? 24 * 60 * 60,
    confidentialClients: options.confidentialClients ?? [],
  })
  const provider = new Provider(issuer, configuration)
  const logError = (error: unknown) =>
    options.log?.(error instanceof Error ? `${error.name}: ${error.message}` : 'Unknown failure')
  // Replaces Koa's, which prints to the console.
  provider.onerror = (error) => {
    if (!('expose' in error && error.expose)) logError(error)
  }
  provider.on('server_error', (_ctx, error) => logError(error))
  if (options.distanceMs) provider.use(answerFromAfar(options.distanceMs))
  provider.use(recordInto(requestsSeen))
  if (options.onTokenExchange) provider.use(tellTokenExchanges(options.onTokenExchange))
  provider.use(answerOwnHostOnly(`127.0.0.1:${port}`))
  provider.use(withoutCors)
  provider.use(createInteractions(provider))
  provider.use(createApi({ provider, baseUrl: apiBaseUrlOf(issuer) }))
  server.on('request', provider.callback())

  return {
    issuer,
    apiBaseUrl: apiBaseUrlOf(issuer),
    port,
    setup: createDemoSetup(issuer),
    requestsSeen,
    expireAccessTokens: () => store.forget('AccessToken'),
    expireRefreshTokens: () => store.forget('RefreshToken'),
    close: () => closeServer(server),
  }
}

function recordInto(requestsSeen: SeenRequest[]): Middleware {
  return async (ctx, next) => {
    const record = (status: number) => {
      const grantType: unknown = ctx.oidc?.params?.grant_type
      const { method, path } = ctx
      requestsSeen.push({ method, path, status, ...(typeof grantType === 'string' && { grantType }) })
      if (requestsSeen.length > maxRequestsSeen) requestsSeen.shift()
    }
    try {
      await next()
    } catch (error) {
      record(500)
      throw error
    }
    record(ctx.status)
  }
}

function tellTokenExchanges(tell: (exchange: TokenExchange) => void): Middleware {
  return async (ctx, next) => {
    await next()
    if (ctx.oidc?.route === 'token')
      tell({ sent: { ...ctx.oidc.params }, answered: { ...(ctx.body as object) } })
  }
}

function answerFromAfar(distanceMs: number): Middleware {
  return async (_ctx, next) => {
    await wait(distanceMs)
    await next()
  }
}

/** Refuses other names for this address, so that a web page cannot reach it by DNS rebinding. */
function answerOwnHostOnly(host: string): Middleware {
  return async (ctx, next) => {
    if (ctx.get('Host') === host) await next()
    else ctx.status = 421
  }
}

/** oidc-provider lets any web page read its public documents; none has business with this one. */
const withoutCors: Middleware = async (ctx, next) => {
  await next()
  for (const name of Object.keys(ctx.response.headers)) {
    if (name.toLowerCase().startsWith('access-control-')) ctx.remove(name)
  }
}
