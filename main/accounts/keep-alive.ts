import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import { requestCancelledProblem } from '../http/problems.ts'
import { tokenFor } from '../oauth/grant.ts'
import type { Clock, Log } from '../ports.ts'
import { waitAtMost } from '../wait-at-most.ts'
import type { Account } from './account.ts'
import type { AccountBook } from './account-book.ts'
import { isRenewable } from './account-record.ts'
import { adviseExchange } from './exchange-advice.ts'
import { type RenewalOptions, type RenewalOutcome, renewAccount, vaultLockedProblem } from './renewal.ts'
import { createRenewalPauses, isOfAccount, tokenKey } from './renewal-pauses.ts'

/**
 * Hands out access tokens and keeps them alive: one refresh at a time per token, whoever asks. With a `resource` it is
 * the one for that resource (RFC 8707), which is asked for when it is first needed, and renewed when it is needed again.
 */
export interface KeepAlive {
  /** An access token that has not ended; renews it first where it is about to. */
  accessToken(accountId: string, signal: AbortSignal, resource?: string): Promise<string>
  /** A token other than `usedToken`, which an API refused with 401. */
  renew(accountId: string, usedToken: string, signal: AbortSignal, resource?: string): Promise<string>
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

/** Plans nothing until {@link KeepAlive.plan} is called. */
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
  function renewOnce(account: Account, resource?: string): Promise<void> {
    const key = tokenKey(account.id, resource)
    const running = underWay.get(key)
    if (running) return running.promise
    const abort = new AbortController()
    const { signal } = abort
    // All tokens of an account come by the same refresh token, which rotates: one renewal after the other.
    const others = [...underWay].filter(([other]) => isOfAccount(other, account.id))
    const turn = Promise.allSettled(others.map(([, { promise }]) => promise))
    const isFirst = others.length === 0
    const renewal = isFirst
      ? run(account, signal, resource)
      : turn.then(() => run(book.find(account.id), signal, resource))
    const promise = renewal.finally(() => {
      if (underWay.get(key)?.abort === abort) underWay.delete(key)
      plan()
    })
    underWay.set(key, { promise, abort })
    return promise
  }

  async function run(account: Account, signal: AbortSignal, resource: string | undefined): Promise<void> {
    const { record } = account
    if (record === undefined) throw new ProblemError(account.problem ?? vaultLockedProblem())
    if (resource !== undefined && !isRenewable(record)) throw new ProblemError(noTokenForResource(resource))
    if (account.needsSignIn || !isRenewable(record)) {
      const problem = adviseExchange(record, account.problem ?? noRefreshToken())
      book.update(account.id, { needsSignIn: true, problem })
      throw new ProblemError(problem)
    }
    book.update(account.id, { isRefreshing: true })
    const renewal = renewAccount(account.id, signal, { book, clock, refresh, discard }, resource)
    const outcome = await renewal.finally(() => {
      if (!signal.aborted) book.update(account.id, { isRefreshing: false })
    })
    log.info('account.refreshed', { outcome: outcome.type })
    // What is renewed only when it is needed has nothing to plan.
    if (resource !== undefined) pauses.note(tokenKey(account.id, resource), outcome)
    else if (book.has(account.id)) noteOutcome(account.id, outcome)
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

  /** An access token and how long it lives yet, in milliseconds. */
  function tokenOf(accountId: string, resource: string | undefined) {
    const account = book.find(accountId)
    if (account.record === undefined) throw new ProblemError(account.problem ?? vaultLockedProblem())
    if (account.needsSignIn) throw new ProblemError(account.problem ?? noRefreshToken())
    const token = tokenFor(account.record.grant, resource)
    if (token === undefined) return undefined
    const endsAtMs =
      resource === undefined
        ? account.accessEndsAtMonotonicMs
        : account.resourceEndsAtMonotonicMs.get(resource)
    const leftMs = endsAtMs === undefined ? Number.POSITIVE_INFINITY : endsAtMs - clock.monotonic()
    const isEnding = leftMs <= refreshAheadMs(token.lifetimeMs ?? 0)
    return { accessToken: token.accessToken, leftMs, isEnding, isRenewable: isRenewable(account.record) }
  }

  function usableToken(accountId: string, resource: string | undefined): string {
    const token = tokenOf(accountId, resource)
    if (token === undefined) throw new ProblemError(noTokenForResource(resource ?? ''))
    return token.accessToken
  }

  /** A provider that asked to be left alone meant the account, or this one token of it. */
  const isHeldOff = (accountId: string, resource: string | undefined) =>
    pauses.isHeldOff(accountId) || pauses.isHeldOff(tokenKey(accountId, resource))

  return {
    async accessToken(accountId, signal, resource) {
      const token = tokenOf(accountId, resource)
      if (token && (!token.isEnding || (token.leftMs > 0 && !token.isRenewable))) return token.accessToken
      const account = book.find(accountId)
      try {
        if (isHeldOff(accountId, resource)) throw new ProblemError(account.problem ?? renewedAlready())
        await withSignal(renewOnce(account, resource), signal)
      } catch (error) {
        // A renewal that failed for the moment does not spoil a token that still lives.
        if (signal.aborted || (tokenOf(accountId, resource)?.leftMs ?? 0) <= 0) throw error
      }
      return usableToken(accountId, resource)
    },
    async renew(accountId, usedToken, signal, resource) {
      // Somebody else may have renewed it while this request was under way.
      const token = tokenOf(accountId, resource)
      if (token?.accessToken === usedToken) {
        const account = book.find(accountId)
        const key = tokenKey(accountId, resource)
        // Renewing again would not help: an API that refuses every token must not make a storm of renewals.
        const isFresh = pauses.isJustRenewed(key) && token.leftMs > 0
        if ((isFresh || isHeldOff(accountId, resource)) && !underWay.has(key)) {
          throw new ProblemError(account.problem ?? renewedAlready())
        }
        await withSignal(renewOnce(account, resource), signal)
      }
      return usableToken(accountId, resource)
    },
    refreshNow: (accountId) => renewOnce(book.find(accountId)),
    plan,
    forget(accountId) {
      for (const [key, { abort }] of underWay) {
        if (!isOfAccount(key, accountId)) continue
        abort.abort()
        underWay.delete(key)
      }
      pauses.forget(accountId)
    },
    async close() {
      isClosed = true
      for (const planned of plans.values()) planned.cancel()
      plans.clear()
      const ended = Promise.allSettled([...underWay.values()].map(({ promise }) => promise))
      await waitAtMost(clock, closeLimitMs, ended)
      for (const running of underWay.values()) running.abort.abort()
    },
  }
}

/** Waits for a shared promise without owning it: one who gives up does not stop it for the others. */
function withSignal<Value>(shared: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new ProblemError(requestCancelledProblem()))
    signal.addEventListener('abort', giveUp, { once: true })
    // Also for one who has given up already: nobody else may be there to hear of its failure.
    shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp))
    if (signal.aborted) giveUp()
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

function noTokenForResource(resource: string): Problem {
  return makeProblem(
    'token_not_accepted',
    'provider',
    {
      title: 'There is no token for this API',
      detail:
        'A token is for one resource of the provider setup. The provider gave no refresh token, with which Keyfold would ask for the one of this API.',
      nextStep:
        'Ask for offline access in the provider setup where the provider offers it, and sign in again; or make a setup with this resource alone.',
    },
    { resource },
  )
}
