import type { KoaContextWithOIDC } from 'oidc-provider'

/** Koa's context of one request, before oidc-provider has added its own part. */
export type DemoContext = Omit<KoaContextWithOIDC, 'oidc'>

/** Koa middleware: answers a request or calls `next`. */
export type Middleware = (ctx: DemoContext, next: () => Promise<unknown>) => Promise<void>
