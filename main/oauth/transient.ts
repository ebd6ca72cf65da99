import type { Problem, ProblemCode } from '../../contract/problem.ts'

/** What may be over the next time: nobody refused anything. */
const transientCodes: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'offline',
  'name_not_resolved',
  'connection_refused',
  'connection_lost',
  'tls_failed',
  'timed_out',
  'cancelled',
  'rate_limited',
  'provider_unavailable',
  'discovery_failed',
  'answer_unreadable',
  'answer_too_large',
  'token_answer_unreadable',
  'demo_failed',
])

/** True for a failure that says nothing about the tokens: trying again later may succeed. */
export function isTransient(problem: Problem): boolean {
  return transientCodes.has(problem.code)
}
