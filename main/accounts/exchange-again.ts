import type { CallArgs } from '../../contract/ipc.ts'
import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import type { AccountBook } from './account-book.ts'
import { vaultLockedProblem } from './renewal.ts'

/**
 * The exchange that an account came by (RFC 8693), to be made once more: nobody can sign in to such an account. With
 * `scopes` it is asked for these as well. Throws a ProblemError where the account it came from is gone.
 */
export function exchangeToRepeat(
  book: AccountBook,
  accountId: string,
  scopes: readonly string[],
): CallArgs<'account.exchange'> {
  const { record, problem } = book.find(accountId)
  if (record === undefined) throw new ProblemError(problem ?? vaultLockedProblem())
  const { exchangedFrom, setupId, grant } = record
  if (exchangedFrom === undefined) throw new ProblemError(notExchanged())
  if (!book.has(exchangedFrom.accountId)) throw new ProblemError(sourceGone())
  const { scopes: asked, ...exchange } = exchangedFrom
  const wanted = scopes.length === 0 ? asked : new Set([...(asked ?? grant.scopesGranted), ...scopes])
  return { ...exchange, setupId, ...(wanted && { scopes: [...wanted] }) }
}

/** The problem of an account that has no token to exchange until the person has signed in to it again. */
export function sourceNeedsSignIn(label: string): Problem {
  return makeProblem(
    'needs_sign_in',
    'you',
    {
      title: 'The account that this token came from needs sign-in',
      detail: 'A new token is had for one of that account, and its own have ended.',
      nextStep: 'Sign in to that account again, then exchange again.',
    },
    { account: label },
  )
}

function sourceGone(): Problem {
  return makeProblem('account_not_found', 'you', {
    title: 'The account that this token came from is gone',
    detail: 'It was disconnected, and only a token of it can be exchanged for a new one.',
    nextStep: 'Connect that account again, exchange its token, and disconnect this account.',
  })
}

function notExchanged(): Problem {
  return makeProblem('invalid_argument', 'you', {
    title: 'This account did not come by a token exchange',
    detail: 'It was connected by signing in.',
    nextStep: 'Sign in to it again.',
  })
}
