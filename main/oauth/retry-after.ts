/** Longer waits are cut to this: nobody watches a countdown of a day. */
const maxRetryAfterMs = 3_600_000

/**
 * Reads `Retry-After` (RFC 9110 §10.2.3): seconds or an HTTP date, as milliseconds from `nowMs`, 0 to one hour.
 * Undefined where it is absent, negative or no such value.
 */
export function readRetryAfterMs(value: string | undefined, nowMs: number): number | undefined {
  if (value === undefined) return undefined
  const text = value.trim()
  if (/^\d{1,15}$/.test(text)) return Math.min(maxRetryAfterMs, Number(text) * 1_000)
  const atMs = readHttpDate(text)
  return atMs === undefined ? undefined : Math.min(maxRetryAfterMs, Math.max(0, atMs - nowMs))
}

/** Reads an IMF-fixdate (RFC 9110 §5.6.7) as milliseconds since 1970; undefined where it is none. */
export function readHttpDate(text: string): number | undefined {
  // Date.parse alone would take `-5` and `12` for years.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text))
    return undefined
  const atMs = Date.parse(text)
  return Number.isNaN(atMs) ? undefined : atMs
}
