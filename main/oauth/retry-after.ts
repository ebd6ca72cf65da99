/** Longer waits are cut to this: nobody watches a countdown of a day. */
const maxRetryAfterMs = 3_600_000

/** The value of a header field of the answer; undefined or null where it has none. */
type ReadField = (name: 'retry-after' | 'date') => string | null | undefined

/**
 * Reads `Retry-After` (RFC 9110 §10.2.3): seconds or an HTTP date, as milliseconds from now, 0 to one hour. A date is
 * measured by the answer's own `Date`, so that a wrong clock changes nothing; by `nowMs` where it has none.
 * Undefined where it is absent, negative or no such value.
 */
export function readRetryAfterMs(read: ReadField, nowMs: number): number | undefined {
  const text = read('retry-after')?.trim() ?? ''
  if (/^\d{1,15}$/.test(text)) return Math.min(maxRetryAfterMs, Number(text) * 1_000)
  const atMs = readHttpDate(text)
  if (atMs === undefined) return undefined
  const serverMs = readHttpDate(read('date') ?? '') ?? nowMs
  return Math.min(maxRetryAfterMs, Math.max(0, atMs - serverMs))
}

/** Reads an IMF-fixdate (RFC 9110 §5.6.7) as milliseconds since 1970; undefined where it is none. */
export function readHttpDate(text: string): number | undefined {
  // Date.parse alone would take `-5` and `12` for years.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text))
    return undefined
  const atMs = Date.parse(text)
  return Number.isNaN(atMs) ? undefined : atMs
}
