import type { Problem } from '../../contract/problem.ts'
import type { Clock } from '../ports.ts'
import type { RecordText } from './vault-folder.ts'

const firstRetryMs = 1_000
const longestRetryMs = 60_000

/** The texts that are in memory only: all of them in memory-only mode, else those that the disk has not taken. */
export interface UnsavedTexts {
  readonly size: number
  get(id: string): RecordText | undefined
  all(): readonly RecordText[]
  hold(entry: RecordText): void
  /** The text is on the disk, or was removed. */
  release(id: string): void
  /** Why the last write failed, while something is unsaved. */
  readonly problem: Problem | undefined
  noteProblem(problem: Problem): void
  /** Plans the next attempt unless one is planned; the pauses grow from a second to a minute. */
  scheduleRetry(): void
  cancelRetry(): void
}

/** Holds nothing yet; `retry` is called when the time has come to save again. */
export function createUnsavedTexts(clock: Clock, retry: () => void): UnsavedTexts {
  const held = new Map<string, RecordText>()
  let problem: Problem | undefined
  let retryMs = firstRetryMs
  let cancel: (() => void) | undefined

  return {
    get size() {
      return held.size
    },
    get: (id) => held.get(id),
    all: () => [...held.values()],
    hold(entry) {
      held.set(entry.header.id, entry)
    },
    release(id) {
      held.delete(id)
      if (held.size > 0) return
      problem = undefined
      retryMs = firstRetryMs
    },
    get problem() {
      return problem
    },
    noteProblem(noted) {
      problem = noted
    },
    scheduleRetry() {
      if (cancel !== undefined) return
      cancel = clock.schedule(retryMs, () => {
        cancel = undefined
        retry()
      })
      retryMs = Math.min(retryMs * 2, longestRetryMs)
    },
    cancelRetry() {
      cancel?.()
      cancel = undefined
    },
  }
}
