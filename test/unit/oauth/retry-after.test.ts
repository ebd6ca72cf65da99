import { expect, it } from 'vitest'
import { readRetryAfterMs } from '../../../main/oauth/retry-after.ts'

const nowMs = Date.UTC(2026, 0, 1)

it.each<[string | undefined, number | undefined]>([
  [undefined, undefined],
  ['0', 0],
  ['120', 120_000],
  [' 30 ', 30_000],
  ['99999', 3_600_000],
  ['999999999999999', 3_600_000],
  ['-5', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
  ['abc', undefined],
  ['', undefined],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
  ['Thu, 01 Jan 2099 00:00:00 GMT', 3_600_000],
  ['Thu, 99 Jan 2026 00:00:30 GMT', undefined],
  ['2026-01-01', undefined],
  ['12, 13', undefined],
])('reads Retry-After %j as %j', (value, expected) => {
  const read = (name: string) => (name === 'retry-after' ? value : undefined)
  expect(readRetryAfterMs(read, nowMs)).toBe(expected)
})

it.each([
  ['Sat, 01 Jan 2050 00:00:00 GMT', 90_000],
  ['no date', 3_600_000],
])('measures a date from the answer’s Date where that is one: %s', (date, expected) => {
  const fields = { date, 'retry-after': 'Sat, 01 Jan 2050 00:01:30 GMT' }
  expect(readRetryAfterMs((name) => fields[name], nowMs)).toBe(expected)
})
