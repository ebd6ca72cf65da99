import type { Clock } from '../../main/ports.ts'

export interface FakeClock extends Clock {
  /** Moves time on and runs what is due, in order. */
  advance(byMs: number): void
  /** How many timers wait. */
  waiting(): number
}

/** A clock that stands still until it is moved. */
export function createFakeClock(startMs = Date.UTC(2026, 0, 1)): FakeClock {
  let elapsedMs = 0
  const timers = new Set<{ readonly dueMs: number; readonly callback: () => void }>()
  return {
    now: () => startMs + elapsedMs,
    monotonic: () => elapsedMs,
    schedule(delayMs, callback) {
      const timer = { dueMs: elapsedMs + delayMs, callback }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance(byMs) {
      const untilMs = elapsedMs + byMs
      for (;;) {
        const [next] = [...timers].filter((timer) => timer.dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)
        if (next === undefined) break
        timers.delete(next)
        elapsedMs = Math.max(elapsedMs, next.dueMs)
        next.callback()
      }
      elapsedMs = untilMs
    },
    waiting: () => timers.size,
  }
}
