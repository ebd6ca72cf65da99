import { expect } from 'vitest'
import { type Problem, ProblemError } from '../../contract/problem.ts'

/** The problem that a promise rejects with; fails the test where it resolves or rejects with anything else. */
export async function problemOf(promise: Promise<unknown>): Promise<Problem> {
  const outcome = await promise.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  )
  expect(outcome).toBeInstanceOf(ProblemError)
  return (outcome as ProblemError).problem
}
