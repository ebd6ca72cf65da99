import { type Problem, ProblemError } from '../../contract/problem.ts'
import type { Clock } from '../ports.ts'

/** One limit for several waits. */
export interface Deadline {
  /** The answer of `work`, or a rejection with the deadline's problem. `work` itself goes on: it cannot be stopped. */
  race<Value>(work: Promise<Value>): Promise<Value>
  cancel(): void
}

/**
 * Starts a deadline that ends in `timeoutMs`. `onLateAnswer` is called where a work that was given up is fulfilled
 * after all, such as a keyring whose prompt was answered a minute later.
 */
export function startDeadline(
  clock: Clock,
  timeoutMs: number,
  problem: Problem,
  onLateAnswer?: () => void,
): Deadline {
  let isOver = false
  const waiting = new Set<(error: ProblemError) => void>()
  const cancel = clock.schedule(timeoutMs, () => {
    isOver = true
    for (const reject of waiting) reject(new ProblemError(problem))
    waiting.clear()
  })
  return {
    cancel,
    race: (work) =>
      new Promise((resolve, reject) => {
        waiting.add(reject)
        if (isOver) reject(new ProblemError(problem))
        work.then(
          (value) => {
            waiting.delete(reject)
            if (isOver) onLateAnswer?.()
            else resolve(value)
          },
          (error) => {
            waiting.delete(reject)
            reject(error)
          },
        )
      }),
  }
}
