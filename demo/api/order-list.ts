import { ApiError } from './api-error.ts'
import { type Order, type OrderStatus, orderStatuses, orders } from './orders.ts'

const pageSize = 50

const compare: Readonly<Record<string, (a: Order, b: Order) => number>> = {
  id: (a, b) => a.id - b.id,
  placed: (a, b) => a.placed.localeCompare(b.placed),
  total: (a, b) => a.total - b.total,
  status: (a, b) => a.status.localeCompare(b.status),
  customer: (a, b) => a.customer.name.localeCompare(b.customer.name),
}

/** One page of the orders, and what its header fields say. */
export interface OrderPage {
  readonly rows: readonly Order[]
  readonly totalCount: number
  /** Value of the Link header (RFC 8288): first, prev, next and last, where there are such pages. */
  readonly link: string
}

/**
 * One page of the orders. Query: `page` from 1, `status`, `sort` by a field name, with `-` before it
 * for the other direction. Throws an `ApiError` with status 400 for a value that it does not know.
 */
export function listOrders(query: URLSearchParams, url: string): OrderPage {
  const page = readPage(query.get('page'))
  const sort = readSort(query.get('sort'))
  const status = readStatus(query.get('status'))
  const found = orders.filter((order) => status === null || order.status === status).sort(sort)
  const pageCount = Math.max(1, Math.ceil(found.length / pageSize))
  const linkTo = (relation: string, target: number) => {
    const targetQuery = new URLSearchParams(query)
    targetQuery.set('page', String(target))
    return `<${url}?${targetQuery}>; rel="${relation}"`
  }
  const links = [
    linkTo('first', 1),
    ...(page > 1 ? [linkTo('prev', Math.min(page - 1, pageCount))] : []),
    ...(page < pageCount ? [linkTo('next', page + 1)] : []),
    linkTo('last', pageCount),
  ]
  return {
    rows: found.slice((page - 1) * pageSize, page * pageSize),
    totalCount: found.length,
    link: links.join(', '),
  }
}

function readPage(text: string | null): number {
  const page = text === null ? 1 : Number(text)
  if (!Number.isSafeInteger(page) || page < 1) throw new ApiError(400, 'page is a number from 1')
  return page
}

function readSort(text: string | null): (a: Order, b: Order) => number {
  const [, minus, field] = /^(-?)(\w+)$/.exec(text ?? '-placed') ?? []
  const ascending = field !== undefined && Object.hasOwn(compare, field) ? compare[field] : undefined
  if (!ascending) throw new ApiError(400, `sort is one of ${Object.keys(compare).join(', ')}`)
  return minus ? (a, b) => ascending(b, a) : ascending
}

function readStatus(text: string | null): OrderStatus | null {
  if (text === null) return null
  const status = orderStatuses.find((candidate) => candidate === text)
  if (!status) throw new ApiError(400, `status is one of ${orderStatuses.join(', ')}`)
  return status
}
