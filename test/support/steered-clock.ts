import type { Clock } from '../../main/ports.ts'
import { systemClock } from '../../main/system-clock.ts'
import { createFakeClock } from './fake-clock.ts'

/** A clock for the whole program: it stands still until it is moved, while short limits run in real time. */
export interface SteeredClock extends Clock {
  /** Time passes: both clocks go on, and timers that are due run. */
  advance(byMs: number): void
  /** The computer's clock is set, or the computer sleeps: the monotonic clock and the timers do not notice. */
  jump(byMs: number): void
  /** The time that it really is: a jump does not change it. */
  trueNow(): number
  /** How many timers wait to be moved on to. */
  waiting(): number
}

/** Delays below `shortMs` run in real time. */
export function createSteeredClock(shortMs = 10_000): SteeredClock {
  const fake = createFakeClock(Date.now())
  let jumpedMs = 0
  return {
    now: () => fake.now() + jumpedMs,
    monotonic: fake.monotonic,
    trueNow: fake.now,
    advance: fake.advance,
    waiting: fake.waiting,
    schedule: (delayMs, callback) => (delayMs < shortMs ? systemClock : fake).schedule(delayMs, callback),
    jump(byMs) {
      jumpedMs += byMs
    },
  }
}
