import { orders } from './orders.ts'

const dayMs = 24 * 60 * 60 * 1_000
const dateOf = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 10)

/** Invoices of the 40 latest orders, newest first. */
export function listInvoices() {
  return orders.slice(0, 40).map((order, i) => {
    const placedMs = Date.parse(order.placed)
    return {
      number: `INV-2026-${String(400 - i).padStart(4, '0')}`,
      order: order.id,
      customer: order.customer.name,
      issued: dateOf(placedMs),
      due: dateOf(placedMs + 30 * dayMs),
      amount: order.total,
      currency: order.currency,
      isPaid: order.status === 'paid',
    }
  })
}
