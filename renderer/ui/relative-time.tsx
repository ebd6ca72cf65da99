import { formatCountdown, formatExact, formatRelative } from './format.ts'
import { useNow } from './use-now.ts'

/** A time as it stands to now, ticking; the exact one on hover. */
export function RelativeTime({ timeMs }: { timeMs: number }) {
  const nowMs = useNow()
  return (
    <time dateTime={new Date(timeMs).toISOString()} title={formatExact(timeMs)}>
      {formatRelative(timeMs, nowMs)}
    </time>
  )
}

/** When something ends: `ends in 41 s`, then `ended 3 s ago`. */
export function EndTime({ timeMs }: { timeMs: number }) {
  const nowMs = useNow()
  return (
    <time dateTime={new Date(timeMs).toISOString()} title={formatExact(timeMs)}>
      {timeMs > nowMs ? 'ends' : 'ended'} {formatRelative(timeMs, nowMs)}
    </time>
  )
}

/** The time left until a deadline as `4:12 left`. */
export function Countdown({ deadlineMs }: { deadlineMs: number }) {
  const nowMs = useNow()
  return <span role="timer" aria-live="off">{`${formatCountdown(deadlineMs - nowMs)} left`}</span>
}
