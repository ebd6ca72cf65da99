import type { Clock, Log } from '../ports.ts'
import {
  type AttemptSecrets,
  makeAttemptSecrets,
  makeAuthorizationParameters,
} from './authorization-parameters.ts'
import { type AuthorizationRequest, createAuthorizationRequest } from './authorization-request.ts'
import { type LoopbackListener, openLoopbackListener } from './loopback-listener.ts'
import type { CallbackAnswer, CallbackExpectation } from './parse-callback.ts'
import { receiveByPasting } from './pasted-redirect.ts'
import type { ServerAccess } from './server-access.ts'
import { nothingCameBackProblem, waitLimitMs } from './sign-in-problems.ts'

/** Without an answer for so long, the person is offered the other ways. */
const doubtAfterMs = 3_000
/** Ignored requests that are logged, so that a flood does not fill the log. */
const maxIgnoredLogged = 10

/** One authorization request and where its answer comes to. */
export interface AuthorizationAttempt {
  readonly request: AuthorizationRequest
  readonly secrets: AttemptSecrets
  readonly expected: CallbackExpectation
  readonly listener: LoopbackListener
}

/**
 * Opens the listener, unless the answer is to be pasted, then builds the request for the redirect URI that is bound. Rejects as the two do, or with the
 * signal's reason; the listener is closed then.
 */
export async function openAuthorizationAttempt(
  access: ServerAccess & { readonly signal: AbortSignal },
  options: { readonly loginHint?: string; readonly log: Log },
): Promise<AuthorizationAttempt> {
  const { metadata, client, prover, clock, signal } = access
  const { setup } = client
  const { log, ...hint } = options
  const secrets = makeAttemptSecrets(setup)
  const expected: CallbackExpectation = {
    state: secrets.state,
    ...(metadata.isIssuerKnown ? { issuer: metadata.server.issuer } : {}),
    isIssRequired: metadata.server.authorization_response_iss_parameter_supported === true,
  }
  let ignored = 0
  const onIgnored = (reason: string) => {
    ignored += 1
    if (ignored <= maxIgnoredLogged) log.info('signIn.ignoredRequest', { reason })
  }
  const { pastedAddress, ...loopback } = setup.redirect
  const listener =
    pastedAddress === undefined
      ? await openLoopbackListener({ ...loopback, ...expected, clock, onIgnored })
      : receiveByPasting(pastedAddress)
  try {
    const { redirectUri } = listener
    const bound = prover ? { prover } : {}
    const parameters = await makeAuthorizationParameters({ setup, redirectUri, secrets, ...hint, ...bound })
    const request = await createAuthorizationRequest(access, parameters)
    signal.throwIfAborted()
    return { request, secrets, expected, listener }
  } catch (error) {
    await listener.close()
    throw error
  }
}

/** The wait for the browser, with its limit. */
export interface AnswerWait {
  /** When it ends, milliseconds since 1970. */
  readonly deadlineMs: number
  /** Resolves once, with the answer or with `sign_in_timed_out`; rejects with the signal's reason. */
  readonly answer: Promise<CallbackAnswer>
  /** Gives an answer that came another way than over the listener. */
  settle(answer: CallbackAnswer): void
}

/** Starts to wait for the answer to an attempt; `onDoubt` is called once when nothing came for a few seconds. */
export function awaitAnswer(
  { listener }: AuthorizationAttempt,
  options: { readonly clock: Clock; readonly signal: AbortSignal; readonly onDoubt: () => void },
): AnswerWait {
  const { clock, signal, onDoubt } = options
  const deadlineMs = clock.now() + waitLimitMs
  const deadlineMonotonicMs = clock.monotonic() + waitLimitMs
  const isExpired = () => clock.now() >= deadlineMs || clock.monotonic() >= deadlineMonotonicMs
  const timedOut = (): CallbackAnswer => ({ kind: 'problem', problem: nothingCameBackProblem() })

  let settle: AnswerWait['settle'] = () => {}
  const answer = new Promise<CallbackAnswer>((resolve, reject) => {
    const cancelDoubt = clock.schedule(doubtAfterMs, onDoubt)
    const cancelLimit = clock.schedule(waitLimitMs, () => settle(timedOut()))
    const abandon = () => {
      cancelDoubt()
      cancelLimit()
      reject(signal.reason)
    }
    settle = (given) => {
      cancelDoubt()
      cancelLimit()
      signal.removeEventListener('abort', abandon)
      // Timers stand still while the computer sleeps, so the time is looked at again when an answer comes.
      resolve(isExpired() ? timedOut() : given)
    }
    signal.addEventListener('abort', abandon, { once: true })
    if (signal.aborted) abandon()
    listener.answer.then(settle, reject)
  })
  return { deadlineMs, answer, settle: (given) => settle(given) }
}
