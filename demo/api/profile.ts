import type { DemoUser } from '../users.ts'
import { orders } from './orders.ts'

/** The customer who is signed in: nested, with dates, a null and a number above 2^53. */
export function createProfile(user: DemoUser) {
  const own = orders.filter(({ customer }) => customer.name === user.name)
  return {
    id: 9007199254740993n,
    subject: user.sub,
    name: { full: user.name, given: user.givenName, family: user.familyName },
    email: { address: user.email, verified: true, verifiedAt: '2019-03-04T09:12:44Z' },
    memberSince: '2019-03-04',
    locale: user.locale,
    phone: null,
    address: own[0]?.customer.address,
    preferences: {
      newsletter: false,
      currency: 'EUR',
      notifications: { orderShipped: ['email'], priceDrop: [], sale: ['email', 'push'] },
    },
    loyalty: {
      tier: 'silver',
      points: 1_815,
      history: [
        { year: 2024, orders: 9, points: 410 },
        { year: 2025, orders: 14, points: 655 },
        { year: 2026, orders: own.length, points: 750 },
      ],
    },
    lastOrders: own.slice(0, 3).map(({ id, placed, total }) => ({ id, placed, total })),
  }
}
