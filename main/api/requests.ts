import type { ProviderSetup, RequestDraft, ResponseHead } from '../../contract/models.ts'
import { ProblemError } from '../../contract/problem.ts'
import { requestCancelledProblem } from '../http/problems.ts'
import type { BodyChannel, Clock, Http, Log } from '../ports.ts'
import { sendBody } from './body-stream.ts'
import { headTimedOut, requestIdInUse } from './problems.ts'
import { resourceOf } from './resource-of.ts'
import { sendApiRequest, type TokenBinding } from './send-request.ts'

/** The requests under way. */
export interface Requests {
  /**
   * Sends a request with its account's token and resolves with the head; the body follows over the channel. Rejects
   * with a ProblemError where no head came.
   */
  send(requestId: string, draft: RequestDraft): Promise<ResponseHead>
  /** Stops a request, before or in its body. One that is over, or was never there, is no error. */
  cancel(requestId: string): void
  cancelAll(): void
}

/** What requests need of the accounts. */
export interface RequestAccounts {
  /** With a `resource`, the token for that one in place of the setup's first (RFC 8707). */
  accessToken(accountId: string, signal: AbortSignal, resource: string | undefined): Promise<string>
  /** A token other than `usedToken`, which an API refused. */
  renew(
    accountId: string,
    usedToken: string,
    signal: AbortSignal,
    resource: string | undefined,
  ): Promise<string>
  setupOf(accountId: string): ProviderSetup
  /** What the account's token of this moment is bound to. */
  bindingOf(accountId: string): Promise<TokenBinding>
  scopesOf(accountId: string): { readonly granted: readonly string[]; readonly asked: readonly string[] }
  noteScopesNeeded(accountId: string, scopes: readonly string[]): void
  /** The account's access tokens, refresh and ID token: what may not come back in an answer. */
  secretsOf(accountId: string): readonly string[]
}

/** Time for the head, a renewal of the token included. */
const headLimitMs = 60_000

/** No requests yet. `openBodyChannel` opens the way of one body to the window. */
export function createRequests(options: {
  readonly http: Http
  readonly clock: Clock
  readonly log: Log
  readonly accounts: RequestAccounts
  openBodyChannel(requestId: string): BodyChannel
}): Requests {
  const { http, clock, log, accounts, openBodyChannel } = options
  const underWay = new Map<string, AbortController>()

  async function send(requestId: string, draft: RequestDraft): Promise<ResponseHead> {
    if (underWay.has(requestId)) throw new ProblemError(requestIdInUse())
    const controller = new AbortController()
    const { signal } = controller
    const { accountId, url } = draft
    const sentAtMs = clock.monotonic()
    underWay.set(requestId, controller)
    const stopWaiting = clock.schedule(headLimitMs, () =>
      controller.abort(new ProblemError(headTimedOut(headLimitMs))),
    )
    try {
      const setup = accounts.setupOf(accountId)
      const resource = resourceOf(setup, url)
      const { head, body } = await sendApiRequest({
        http,
        clock,
        draft,
        signal,
        setup,
        binding: () => accounts.bindingOf(accountId),
        scopesGranted: accounts.scopesOf(accountId).granted,
        scopesAsked: accounts.scopesOf(accountId).asked,
        onScopesMissing: (missing) => accounts.noteScopesNeeded(accountId, missing),
        secrets: () => accounts.secretsOf(accountId),
        accessToken: () => accounts.accessToken(accountId, signal, resource),
        renewAccessToken: (usedToken) => accounts.renew(accountId, usedToken, signal, resource),
      })
      stopWaiting()
      log.info('request.answered', { status: head.status, hasRefreshed: head.hasRefreshed })
      const channel = openBodyChannel(requestId)
      channel.signal.addEventListener('abort', () => stop(controller), { once: true })
      void sendBody({ body, channel, clock, sentAtMs, signal }).finally(() => underWay.delete(requestId))
      return { requestId, ...head }
    } catch (error) {
      stopWaiting()
      underWay.delete(requestId)
      // Whoever noticed the abort first, its reason is what happened.
      const reason = signal.aborted && signal.reason instanceof ProblemError ? signal.reason : error
      if (reason instanceof ProblemError) log.info('request.failed', { code: reason.problem.code })
      throw reason
    }
  }

  const stop = (controller: AbortController) => controller.abort(new ProblemError(requestCancelledProblem()))

  return {
    send,
    cancel(requestId) {
      const controller = underWay.get(requestId)
      if (controller) stop(controller)
    },
    cancelAll() {
      for (const controller of underWay.values()) stop(controller)
    },
  }
}
