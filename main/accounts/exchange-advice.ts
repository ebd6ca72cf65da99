import type { Problem } from '../../contract/problem.ts'
import type { AccountRecord } from './account-record.ts'

/** What to do about an account that has come to its end, where it came by an exchange. */
export function adviseExchange({ exchangedFrom }: AccountRecord, problem: Problem): Problem {
  if (exchangedFrom === undefined) return problem
  return {
    ...problem,
    nextStep: 'Exchange the token again. Everything else about the account is kept.',
  }
}
