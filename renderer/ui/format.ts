const integer = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const exactTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'medium' })

/** A count with separators: `12,480`. */
export function formatCount(count: number): string {
  return integer.format(count)
}

/** A size in bytes as `812 bytes`, `12.4 kB` or `3.1 MB`, in thousands. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${integer.format(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`
  if (bytes < 999_950) return `${(bytes / 1_000).toFixed(1)} kB`
  return bytes < 999_950_000
    ? `${(bytes / 1_000_000).toFixed(1)} MB`
    : `${(bytes / 1_000_000_000).toFixed(2)} GB`
}

/** A duration in ms as `84 ms`, `2.3 s` or `3 min`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`
  return durationMs < 60_000
    ? `${(durationMs / 1_000).toFixed(1)} s`
    : `${Math.round(durationMs / 60_000)} min`
}

/** Time left in ms as `4:12`; never below `0:00`. */
export function formatCountdown(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

const units = [
  { name: 'day', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1_000 },
] as const

/** A span in ms by its largest unit, rounded down: `41 s`, `12 min`, `3 h`, `5 days`. */
export function formatSpan(spanMs: number): string {
  const unit = units.find(({ ms }) => spanMs >= ms) ?? { name: 's', ms: 1_000 }
  const count = Math.floor(spanMs / unit.ms)
  return `${integer.format(count)} ${unit.name === 'day' && count !== 1 ? 'days' : unit.name}`
}

/** A time seen from now: `in 41 s`, `3 min ago`, `just now`. Both in ms since 1970. */
export function formatRelative(timeMs: number, nowMs: number): string {
  const distanceMs = timeMs - nowMs
  if (Math.abs(distanceMs) < 1_000) return 'just now'
  return distanceMs > 0 ? `in ${formatSpan(distanceMs)}` : `${formatSpan(-distanceMs)} ago`
}

/** The exact time in the person's time zone: `21 November 2026 at 10:58:12`. */
export function formatExact(timeMs: number): string {
  return exactTime.format(timeMs)
}

/** `1 account`, `1,200 accounts`. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
