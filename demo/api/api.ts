import { STATUS_CODES } from 'node:http'
import type { Provider } from 'oidc-provider'
import type { DemoContext, Middleware } from '../context.ts'
import { ApiError } from './api-error.ts'
import { authenticate, requireScope } from './bearer.ts'
import { createRoutes, type Route } from './routes.ts'

/** Serves the protected API below `baseUrl`: Bearer tokens, scopes, problem documents, no CORS. */
export function createApi({ provider, baseUrl }: { provider: Provider; baseUrl: string }): Middleware {
  const prefix = new URL(baseUrl).pathname
  const routes = createRoutes(baseUrl)
  return async (ctx, next) => {
    if (ctx.path !== prefix && !ctx.path.startsWith(`${prefix}/`)) {
      await next()
      return
    }
    ctx.set('Cache-Control', 'no-store')
    ctx.set('X-Content-Type-Options', 'nosniff')
    try {
      const caller = await authenticate(ctx, provider)
      const { route, parameter } = findRoute(routes, ctx, prefix)
      if (route.scope) requireScope(caller, route.scope)
      await route.answer({ ctx, caller, parameter, query: new URLSearchParams(ctx.querystring) })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      sendProblem(ctx, error)
    }
  }
}

function findRoute(routes: readonly Route[], ctx: DemoContext, prefix: string) {
  const path = ctx.path.slice(prefix.length)
  for (const route of routes) {
    const match = route.path.exec(path)
    if (!match) continue
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      throw new ApiError(405, 'This API can only be read', { Allow: 'GET, HEAD' })
    }
    return { route, parameter: match[1] ?? '' }
  }
  throw new ApiError(404, 'There is nothing at this path')
}

function sendProblem(ctx: DemoContext, { status, message, headers }: ApiError): void {
  ctx.status = status
  ctx.set(headers)
  ctx.body = JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail: message })
  ctx.type = 'application/problem+json'
}
