import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import { requestCancelledProblem } from '../http/problems.ts'
import { type Grant, tokenFor } from '../oauth/grant.ts'
import type { RefreshOutcome } from '../oauth/refresh.ts'
import type { Clock } from '../ports.ts'
import type { Account } from './account.ts'
import type { AccountBook } from './account-book.ts'
import type { AccountRecord } from './account-record.ts'
import { adviseExchange } from './exchange-advice.ts'

/** What one renewal came to; the account in the book shows it already. `adopted`: another process had renewed it. */
export type RenewalOutcome =
  | { readonly type: 'refreshed' | 'adopted' }
  | Exclude<RefreshOutcome, { readonly type: 'refreshed' }>

export interface RenewalOptions {
  readonly book: AccountBook
  readonly clock: Clock
  /** Asks the provider, once, within a limit. Not cut short: the answer may hold the only refresh token that is left. */
  refresh(account: Account, resource: string | undefined): Promise<RefreshOutcome>
  /** Gets the tokens of an answer that came after the account was disconnected. */
  discard(account: Account, grant: Grant): void
}

/** A token that was sent this often without its process living to see the answer is not sent again. */
const maxLostAnswers = 2

/**
 * Renews an account once, under its lock. The record is read from the disk first, because another process may have
 * rotated the refresh token; that the token is being sent is written before it is sent, so that a crash cannot make
 * Keyfold send an old token over and over (which providers with reuse detection answer by ending the grant); and the
 * new tokens are on disk, read back, before anyone uses them. An answer that was lost on the way is asked for once more.
 *
 * With a `resource` it is the access token for that one that is asked for (RFC 8707 §2.2), by the same rules: the
 * refresh token is the same, and may rotate.
 */
export function renewAccount(
  accountId: string,
  signal: AbortSignal,
  { book, clock, refresh, discard }: RenewalOptions,
  resource?: string,
): Promise<RenewalOutcome> {
  const tokenOf = (record: AccountRecord | undefined) =>
    record && tokenFor(record.grant, resource)?.accessToken
  const used = tokenOf(book.find(accountId).record)
  return book.exclusively(accountId, async () => {
    const account = await book.readFresh(accountId)
    if (signal.aborted) throw new ProblemError(requestCancelledProblem())
    if (account?.record === undefined) throw new ProblemError(account?.problem ?? vaultLockedProblem())
    const { record } = account
    if (tokenOf(record) !== used) return { type: 'adopted' }
    if (account.needsSignIn) return { type: 'refused', problem: account.problem ?? answerLostProblem() }
    const lostAnswers = record.lostAnswers ?? 0
    if (lostAnswers >= maxLostAnswers) return refuse(account, record, answerLostProblem())

    let sent = lostAnswers
    const send = async (): Promise<RefreshOutcome> => {
      sent += 1
      await book.keep(accountId, { ...record, lostAnswers: sent }, { isRefreshing: true })
      return refresh(account, resource)
    }
    let outcome = await send()
    // The connection broke before the answer came: whether the provider has rotated the token, only asking can tell.
    const hasLostAnswer = isAnswerLost(outcome)
    if (hasLostAnswer && !signal.aborted) outcome = await send()
    if (signal.aborted || !book.has(accountId)) {
      // Of an account that was signed in again meanwhile nothing is revoked: that could end the new grant as well.
      if (outcome.type === 'refreshed' && !book.has(accountId)) discard(account, outcome.grant)
      throw new ProblemError(requestCancelledProblem())
    }
    if (outcome.type === 'refreshed') {
      const isOwn = resource === undefined
      await book.keep(accountId, {
        ...renewed(record, outcome.grant),
        ...(isOwn && { refreshedAtMs: clock.now() }),
      })
      return { type: 'refreshed' }
    }
    if (outcome.type === 'transient') {
      await book.keep(accountId, hasLostAnswer ? { ...record, hasLostAnswer } : record)
      book.update(accountId, { problem: outcome.problem })
      return outcome
    }
    // A process that got past the lock may have rotated the token in between.
    const again = await book.readFresh(accountId)
    const isRotated = again?.record && again.record.grant.refreshToken !== record.grant.refreshToken
    if (again?.record && (isRotated || tokenOf(again.record) !== used)) return { type: 'adopted' }
    const isExplained = lostAnswers > 0 || hasLostAnswer || record.hasLostAnswer === true
    return refuse(account, record, isExplained ? answerLostProblem(outcome.problem) : outcome.problem)
  })

  async function refuse(account: Account, record: AccountRecord, reason: Problem): Promise<RenewalOutcome> {
    const problem = adviseExchange(record, reason)
    const { lostAnswers: _lost, hasLostAnswer: _has, ...rest } = record
    await book.keep(account.id, { ...rest, refusedBecause: problem.code })
    book.update(account.id, { needsSignIn: true, problem })
    return { type: 'refused', problem }
  }
}

function isAnswerLost(outcome: RefreshOutcome): boolean {
  return outcome.type === 'transient' && outcome.problem.code === 'connection_lost'
}

function renewed(record: AccountRecord, grant: Grant): AccountRecord {
  const { refusedBecause: _reason, lostAnswers: _lost, hasLostAnswer: _has, ...rest } = record
  return { ...rest, grant }
}

/** The problem of an account whose tokens are sealed with a key that the keyring does not give out now. */
export function vaultLockedProblem(): Problem {
  return makeProblem('keyring_locked', 'this computer', {
    title: 'The vault is locked',
    detail: 'The tokens of this account are encrypted with a key that the keyring does not give out now.',
    nextStep: 'Unlock the keyring, then choose Try again over the screen.',
  })
}

function answerLostProblem(refusal?: Problem): Problem {
  return makeProblem(
    'needs_sign_in',
    'this computer',
    {
      title: 'The answer to a renewal was lost',
      detail:
        'Keyfold was ended, or the connection broke, while the provider renewed this account. The provider may have given out a new refresh token that never arrived, and does not take the old one any more.',
      nextStep: 'Sign in again. Everything else about the account is kept.',
    },
    Object.fromEntries(refusal?.evidence.map(({ label, value }) => [label, value]) ?? []),
  )
}
