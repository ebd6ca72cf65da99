import type { Clock } from './ports.ts'

/** Waits until `work` has ended, well or not, and for `limitMs` at most. Never rejects; the work itself goes on. */
export async function waitAtMost(clock: Clock, limitMs: number, work: Promise<unknown>): Promise<void> {
  await new Promise<void>((resolve) => {
    const stopWaiting = clock.schedule(limitMs, resolve)
    const end = (): void => {
      stopWaiting()
      resolve()
    }
    work.then(end, end)
  })
}
