import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import { requestCancelledProblem } from '../http/problems.ts'
import type { Clock, Log } from '../ports.ts'
import type { Account } from './account.ts'
import type { AccountBook } from './account-book.ts'
import { isRenewable } from './account-record.ts'
import { type RenewalOptions, type RenewalOutcome, renewAccount, vaultLockedProblem } from './renewal.ts'
import { createRenewalPauses } from './renewal-pauses.ts'

/** Hands out access tokens and keeps them alive: one refresh at a time per account, whoever asks. */
export interface KeepAlive {
  /** An access token that has not ended; renews it first where it is about to. */
  accessToken(accountId: string, signal: AbortSignal): Promise<string>
  /** A token other than `usedToken`, which an API refused with 401. */
  renew(accountId: string, usedToken: string, signal: AbortSignal): Promise<string>
  /** Renews at once. Rejects with the problem where that failed. */
  refreshNow(accountId: string): Promise<void>
  /** Plans the renewal of every account anew; call it after accounts changed. */
  plan(): void
  /** Drops an account's renewal under way: its late answer changes nothing. */
  forget(accountId: string): void
  /** Plans nothing more, and waits for renewals under way, within a limit: their answers hold new refresh tokens. */
  close(): Promise<void>
}

/** Below the time that quitting waits for. */
const closeLimitMs = 4_000
/** setTimeout's own limit. */
const maxDelayMs = 2_147_483_647

/** Time before its end at which a token counts as ended: a minute, or a sixth of a short life. */
export function refreshAheadMs(lifetimeMs: number): number {
  return Math.min(60_000, lifetimeMs / 6)
}

export function createKeepAlive(options: {
  book: AccountBook
  clock: Clock
  log: Log
  refresh: RenewalOptions['refresh']
  discard: RenewalOptions['discard']
  /** False for an account that must not be renewed unasked, such as the demo's while its provider is not running. */
  mayRenewUnasked(account: Account): boolean
}): KeepAlive {
  const { book, clock, log, refresh, discard, mayRenewUnasked } = options
  const underWay = new Map<string, { promise: Promise<void>; abort: AbortController }>()
  const plans = new Map<string, { cancel: () => void; atMs: number }>()
  const pauses = createRenewalPauses(clock)
  let isClosed = false

  /** Renews an account, or joins the renewal under way. Rejects with a ProblemError. */
  function renewOnce(account: Account): Promise<void> {
    const running = underWay.get(account.id)
    if (running) return running.promise
    const abort = new AbortController()
    const promise = run(account, abort.signal).finally(() => {
      if (underWay.get(account.id)?.abort === abort) underWay.delete(account.id)
      plan()
    })
    underWay.set(account.id, { promise, abort })
    return promise
  }

  async function run(account: Account, signal: AbortSignal): Promise<void> {
    const { record } = account
    if (record === undefined) throw new ProblemError(account.problem ?? vaultLockedProblem())
    if (account.needsSignIn || !isRenewable(record)) {
      const problem = account.problem ?? noRefreshToken()
      book.update(account.id, { needsSignIn: true, problem })
      throw new ProblemError(problem)
    }
    book.update(account.id, { isRefreshing: true })
    const outcome = await renewAccount(account.id, signal, { book, clock, refresh, discard }).finally(() => {
      if (!signal.aborted) book.update(account.id, { isRefreshing: false })
    })
    log.info('account.refreshed', { outcome: outcome.type })
    if (book.has(account.id)) noteOutcome(account.id, outcome)
    if ('problem' in outcome) throw new ProblemError(outcome.problem)
  }

  function noteOutcome(accountId: string, outcome: RenewalOutcome): void {
    const pauseMs = pauses.note(accountId, outcome)
    if (pauseMs === undefined || outcome.type !== 'transient') return
    const willRetry = dueAt(book.find(accountId), { isRunning: false }) !== undefined
    if (willRetry) book.update(accountId, { problem: outcome.problem, retryAtMs: clock.now() + pauseMs })
  }

  function plan(): void {
    for (const [accountId, planned] of plans) {
      if (!book.has(accountId)) {
        planned.cancel()
        plans.delete(accountId)
      }
    }
    if (isClosed) return
    for (const account of book.all()) planOne(account)
  }

  function planOne(account: Account): void {
    const dueAtMs = dueAt(account)
    const planned = plans.get(account.id)
    if (planned?.atMs === dueAtMs) return
    planned?.cancel()
    plans.delete(account.id)
    if (dueAtMs === undefined) return
    const delayMs = Math.min(maxDelayMs, Math.max(0, dueAtMs - clock.monotonic()))
    const cancel = clock.schedule(delayMs, () => {
      plans.delete(account.id)
      const current = book.has(account.id) ? book.find(account.id) : undefined
      if (current === undefined) return
      // Its failure stands in the account; there is nobody here to tell.
      if (dueAt(current) !== undefined && mayRenewUnasked(current)) renewOnce(current).catch(() => undefined)
    })
    plans.set(account.id, { cancel, atMs: dueAtMs })
  }

  function dueAt(
    account: Account,
    { isRunning } = { isRunning: underWay.has(account.id) },
  ): number | undefined {
    const lifetimeMs = account.record?.grant.lifetimeMs
    if (account.accessEndsAtMonotonicMs === undefined || lifetimeMs === undefined) return undefined
    if (account.needsSignIn || account.record === undefined || !isRenewable(account.record)) return undefined
    if (isRunning || !mayRenewUnasked(account)) return undefined
    return Math.max(
      account.accessEndsAtMonotonicMs - refreshAheadMs(lifetimeMs),
      pauses.unaskedNotBeforeMs(account.id),
    )
  }

  function remainingMs(account: Account): number {
    return account.accessEndsAtMonotonicMs === undefined
      ? Number.POSITIVE_INFINITY
      : account.accessEndsAtMonotonicMs - clock.monotonic()
  }

  function usableToken(accountId: string): string {
    const account = book.find(accountId)
    if (account.record === undefined) throw new ProblemError(account.problem ?? vaultLockedProblem())
    if (account.needsSignIn) throw new ProblemError(account.problem ?? noRefreshToken())
    return account.record.grant.accessToken
  }

  return {
    async accessToken(accountId, signal) {
      const token = usableToken(accountId)
      const account = book.find(accountId)
      const left = remainingMs(account)
      if (left > refreshAheadMs(account.record?.grant.lifetimeMs ?? 0)) return token
      if (left > 0 && !(account.record && isRenewable(account.record))) return token
      try {
        if (pauses.isHeldOff(accountId)) throw new ProblemError(account.problem ?? renewedAlready())
        await withSignal(renewOnce(account), signal)
      } catch (error) {
        // A renewal that failed for the moment does not spoil a token that still lives.
        if (signal.aborted || remainingMs(book.find(accountId)) <= 0) throw error
      }
      return usableToken(accountId)
    },
    async renew(accountId, usedToken, signal) {
      // Somebody else may have renewed it while this request was under way.
      if (usableToken(accountId) === usedToken) {
        const account = book.find(accountId)
        // Renewing again would not help: an API that refuses every token must not make a storm of renewals.
        const isFresh = pauses.isJustRenewed(accountId) && remainingMs(account) > 0
        if ((isFresh || pauses.isHeldOff(accountId)) && !underWay.has(accountId)) {
          throw new ProblemError(account.problem ?? renewedAlready())
        }
        await withSignal(renewOnce(account), signal)
      }
      return usableToken(accountId)
    },
    refreshNow: (accountId) => renewOnce(book.find(accountId)),
    plan,
    forget(accountId) {
      underWay.get(accountId)?.abort.abort()
      underWay.delete(accountId)
      pauses.forget(accountId)
    },
    async close() {
      isClosed = true
      for (const planned of plans.values()) planned.cancel()
      plans.clear()
      const ended = Promise.allSettled([...underWay.values()].map(({ promise }) => promise))
      let stopWaiting = () => {}
      const limit = new Promise<void>((resolve) => {
        stopWaiting = clock.schedule(closeLimitMs, resolve)
      })
      await Promise.race([ended, limit])
      stopWaiting()
      for (const running of underWay.values()) running.abort.abort()
    },
  }
}

/** Waits for a shared promise without owning it: one who gives up does not stop it for the others. */
function withSignal<Value>(shared: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new ProblemError(requestCancelledProblem()))
    if (signal.aborted) return giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
    shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
  })
}

function renewedAlready(): Problem {
  return makeProblem('token_not_accepted', 'api', {
    title: 'The API refuses a token that was renewed a moment ago',
    detail:
      'Keyfold renews a refused token once a minute at most. The token may be meant for another API (audience, resource), or lack what this API checks.',
    nextStep: 'Check audience, resource and scopes in the provider setup, or try again in a minute.',
  })
}

function noRefreshToken(): Problem {
  return makeProblem('needs_sign_in', 'provider', {
    title: 'The access token has ended',
    detail: 'The provider gave no refresh token, so Keyfold cannot renew it without you.',
    nextStep:
      'Sign in again. To stay signed in longer, ask for offline access in the setup where the provider offers it.',
  })
}
