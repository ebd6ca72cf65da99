import { products } from './catalogue.ts'
import { type Customer, customers } from './customers.ts'
import { createRandom } from './random.ts'

/** What an order may be in. */
export const orderStatuses = ['paid', 'open', 'on hold'] as const
/** What an order is in. */
export type OrderStatus = (typeof orderStatuses)[number]

/** An order of the shop. */
export interface Order {
  readonly id: number
  /** When it was placed, in UTC (RFC 3339). */
  readonly placed: string
  readonly customer: Customer
  readonly status: OrderStatus
  readonly total: number
  readonly currency: 'EUR'
  readonly items: readonly {
    readonly sku: string
    readonly name: string
    readonly quantity: number
    readonly price: number
  }[]
  readonly note: string | null
}

const notes = [
  'Please ring twice',
  'Gift: no invoice in the parcel',
  'Delivery after 18:00 — the workshop is closed before',
  '配達は午後にお願いします',
] as const

/** The 500 orders, newest first: about a year of them, up to a fixed day. */
export const orders: readonly Order[] = createOrders(500)

function createOrders(count: number): Order[] {
  const random = createRandom(10482)
  let placedMs = Date.UTC(2026, 10, 21, 10, 58)
  return Array.from({ length: count }, (_, i) => {
    const placed = new Date(placedMs).toISOString().replace('.000', '')
    placedMs -= random.integer(90, 2_000) * 60_000
    const items = createItems(random)
    const totalCents = items.reduce((sum, { quantity, price }) => sum + quantity * Math.round(price * 100), 0)
    return {
      id: 10_500 - i,
      placed,
      customer: random.pick(customers),
      status: random.pick<OrderStatus>(['paid', 'paid', 'paid', 'open', 'on hold']),
      total: totalCents / 100,
      currency: 'EUR',
      items,
      note: random.integer(1, 6) === 1 ? random.pick(notes) : null,
    }
  })
}

function createItems(random: ReturnType<typeof createRandom>): Order['items'] {
  const start = random.integer(0, products.length - 1)
  return Array.from({ length: random.integer(1, 5) }, (_, i) => {
    const product = products[(start + i * 5) % products.length]
    if (!product) throw new RangeError('The catalogue is empty')
    const { sku, name, priceCents } = product
    return { sku, name, quantity: random.integer(1, 4), price: priceCents / 100 }
  })
}
