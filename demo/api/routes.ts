import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import type { DemoContext } from '../context.ts'
import { extraScope } from '../setup.ts'
import { ApiError } from './api-error.ts'
import type { Caller } from './bearer.ts'
import { generateBigJson, maxBigMegabytes } from './big-json.ts'
import { catalogue } from './catalogue.ts'
import { customers } from './customers.ts'
import { listInvoices } from './invoices.ts'
import { toJson } from './json.ts'
import { note } from './note.ts'
import { listOrders } from './order-list.ts'
import { orders } from './orders.ts'
import { createProfile } from './profile.ts'
import { renderSalesPng } from './sales-png.ts'
import { renderSalesSvg } from './sales-svg.ts'

/** A call that has passed the checks. */
export interface Call {
  readonly ctx: DemoContext
  readonly caller: Caller
  /** What stands in the place of the path's one parameter; empty where it has none. */
  readonly parameter: string
  readonly query: URLSearchParams
}

/** A path of the API and its answer. */
export interface Route {
  readonly path: RegExp
  /** The scope that it needs beyond a valid token. */
  readonly scope?: string
  readonly answer: (call: Call) => void | Promise<void>
}

const maxSlowSeconds = 30
const shownHeaders = ['accept', 'accept-encoding', 'accept-language', 'host', 'user-agent']

/** The API's resources. `/flaky` counts its calls, so each provider makes its own routes. */
export function createRoutes(baseUrl: string): readonly Route[] {
  let flakyCalls = 0
  const scope = 'orders:read'
  return [
    {
      path: /^\/profile$/,
      scope: 'profile',
      answer: ({ ctx, caller }) => sendJson(ctx, createProfile(caller.user)),
    },
    {
      path: /^\/orders$/,
      scope,
      answer: ({ ctx, query }) => {
        const { rows, totalCount, link } = listOrders(query, `${baseUrl}/orders`)
        ctx.set('Link', link)
        ctx.set('X-Total-Count', String(totalCount))
        sendJson(ctx, rows)
      },
    },
    {
      path: /^\/orders\/([^/]+)$/,
      scope,
      answer: ({ ctx, parameter }) => {
        const order = orders.find(({ id }) => String(id) === parameter)
        if (!order) throw new ApiError(404, 'There is no such order')
        sendJson(ctx, order)
      },
    },
    { path: /^\/customers$/, scope, answer: ({ ctx }) => sendJson(ctx, customers) },
    { path: /^\/catalogue$/, scope, answer: ({ ctx }) => sendJson(ctx, catalogue) },
    { path: /^\/invoices$/, scope: extraScope, answer: ({ ctx }) => sendJson(ctx, listInvoices()) },
    { path: /^\/image$/, scope, answer: ({ ctx }) => send(ctx, 'image/png', renderSalesPng()) },
    { path: /^\/image\.svg$/, scope, answer: ({ ctx }) => send(ctx, 'image/svg+xml', renderSalesSvg()) },
    { path: /^\/note$/, scope, answer: ({ ctx }) => send(ctx, 'text/plain; charset=utf-8', note) },
    { path: /^\/slow$/, scope, answer: answerSlowly },
    {
      path: /^\/flaky$/,
      scope,
      answer: ({ ctx }) => {
        flakyCalls += 1
        if (flakyCalls % 2 === 0) throw new ApiError(500, 'Every second call fails here')
        sendJson(ctx, { call: flakyCalls, message: 'This time it worked' })
      },
    },
    {
      path: /^\/big$/,
      scope,
      answer: ({ ctx, query }) => {
        const megabytes = readNumber(query, 'mb', { fallback: 1, low: 1, high: maxBigMegabytes })
        send(ctx, 'application/json', Readable.from(generateBigJson(megabytes)))
      },
    },
    { path: /^\/echo$/, answer: echo },
  ]
}

async function answerSlowly({ ctx, query }: Call): Promise<void> {
  const seconds = readNumber(query, 'seconds', { fallback: 4, low: 0, high: maxSlowSeconds })
  const hasLeft = new AbortController()
  ctx.res.once('close', () => hasLeft.abort())
  try {
    await wait(seconds * 1_000, undefined, { signal: hasLeft.signal })
  } catch {
    // The caller has gone: whatever is sent now, nobody reads it.
  }
  sendJson(ctx, { waitedSeconds: seconds, message: 'Thank you for waiting' })
}

function echo({ ctx, query }: Call): void {
  const headers = Object.fromEntries(
    shownHeaders.flatMap((name) => (ctx.get(name) ? [[name, ctx.get(name)]] : [])),
  )
  sendJson(ctx, {
    method: ctx.method,
    path: ctx.path,
    query: Object.fromEntries(query),
    headers: { ...headers, authorization: 'Bearer (not shown)' },
  })
}

function readNumber(
  query: URLSearchParams,
  name: string,
  { fallback, low, high }: { fallback: number; low: number; high: number },
): number {
  const value = Number(query.get(name) ?? fallback)
  if (!(value >= low && value <= high)) throw new ApiError(400, `${name} is from ${low} to ${high}`)
  return value
}

function sendJson(ctx: DemoContext, value: unknown): void {
  send(ctx, 'application/json', toJson(value))
}

function send(ctx: DemoContext, type: string, body: string | Buffer | Readable): void {
  ctx.body = body
  ctx.type = type
}
