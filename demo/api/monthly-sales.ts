import { orders } from './orders.ts'

/** Sales of one month, in euros. `month` is such as `2026-11`. */
export interface MonthlySales {
  readonly month: string
  readonly total: number
}

/** The last twelve months with orders, oldest first. */
export function sumMonthlySales(): readonly MonthlySales[] {
  const totals = new Map<string, number>()
  for (const { placed, total } of orders) {
    const month = placed.slice(0, 7)
    totals.set(month, (totals.get(month) ?? 0) + total)
  }
  return [...totals]
    .map(([month, total]) => ({ month, total }))
    .sort((a, b) => a.month.localeCompare(b.month))
    .slice(-12)
}
