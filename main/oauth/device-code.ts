import * as oauth from 'oauth4webapi'
import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import { isLoopbackHost } from '../local-hosts.ts'
import { askServer } from './ask-server.ts'
import { parametersOfSetup } from './authorization-parameters.ts'
import type { VerifiedAnswer } from './code-exchange.ts'
import { checkOutsideUrl } from './outside-url.ts'
import { isRecord, printable } from './printable.ts'
import { problemOf, unreadableAnswerProblem } from './problems.ts'
import { readRetryAfterMs } from './retry-after.ts'
import { oauthClientOf, type ServerAccess } from './server-access.ts'
import { tokenStepParameters } from './step-parameters.ts'
import { isTransient } from './transient.ts'
import { verifyTokens } from './verify-tokens.ts'

/** What a device authorization server gave (RFC 8628 §3.2). The device code stays in main. */
export interface DeviceAuthorization {
  readonly deviceCode: string
  readonly userCode: string
  readonly verificationUri: string
  /** The same with the user code in it; left out where it is not fit for a browser. */
  readonly verificationUriComplete?: string
  readonly expiresInMs: number
  readonly intervalMs: number
  /** What the server did that is worth telling. */
  readonly notes: readonly string[]
}

const usualIntervalMs = 5_000
/** A longer interval than a person would wait through is cut to this. */
const longestIntervalMs = 60_000
const longestLifeMs = 30 * 60_000

/**
 * Asks for a code to enter on another device (RFC 8628 §3.1). Its address is checked like every one that a browser is
 * sent to. Rejects with a ProblemError or an oauth4webapi error; `problemOf` reads both.
 */
export async function requestDeviceCode(access: ServerAccess): Promise<DeviceAuthorization> {
  const { metadata, client, clock } = access
  const parameters = parametersOfSetup(client.setup)
  const { response, notes } = await askServer(access, ({ server, client, authentication, options }) => {
    const { DPoP: _, ...plain } = options
    return oauth.deviceAuthorizationRequest(server, client, authentication, parameters, plain)
  })
  const even = await withUsableInterval(response)
  const answer = await oauth.processDeviceAuthorizationResponse(
    metadata.server,
    oauthClientOf(client, clock),
    even,
  )
  const complete = answer.verification_uri_complete
  const userCode = printable(answer.user_code, 100)
  if (!userCode) throw new ProblemError(unreadableAnswerProblem('sign-in', 'the user code is empty'))
  return {
    deviceCode: answer.device_code,
    userCode,
    verificationUri: checkedAddress(answer.verification_uri, metadata.isLoopbackHttp),
    ...(complete !== undefined &&
      isUsable(complete, metadata.isLoopbackHttp) && { verificationUriComplete: new URL(complete).href }),
    expiresInMs: Math.min(longestLifeMs, answer.expires_in * 1_000),
    intervalMs: Math.min(longestIntervalMs, (answer.interval ?? usualIntervalMs / 1_000) * 1_000),
    notes,
  }
}

/**
 * Asks for the tokens until the person has answered on the other device (RFC 8628 §3.4, §3.5): as often as the server
 * says, slower with each `slow_down`, and on through failures of the network, as late as `Retry-After` says. Rejects
 * where the person declined, the code ended, or the server refused.
 */
export async function pollForTokens(
  access: ServerAccess,
  { deviceCode, expiresInMs, intervalMs: firstIntervalMs }: Omit<DeviceAuthorization, 'notes'>,
): Promise<VerifiedAnswer> {
  const { clock, client } = access
  const endsAtMs = clock.monotonic() + expiresInMs
  const additionalParameters = tokenStepParameters(client.setup, 'code exchange')
  let intervalMs = firstIntervalMs
  let pauseMs = 0
  for (;;) {
    await wait(access, Math.max(intervalMs, pauseMs))
    pauseMs = 0
    if (clock.monotonic() >= endsAtMs) throw new ProblemError(codeEnded())
    let received: Response | undefined
    try {
      const { response, notes } = await askServer(access, ({ server, client, authentication, options }) =>
        oauth.deviceCodeGrantRequest(server, client, authentication, deviceCode, {
          ...options,
          additionalParameters,
        }),
      )
      received = response
      const verified = await verifyTokens(access, response, oauth.processDeviceCodeResponse)
      return { ...verified, notes: [...notes, ...verified.notes] }
    } catch (error) {
      access.signal?.throwIfAborted()
      const code = error instanceof oauth.ResponseBodyError ? error.error : undefined
      if (code === 'authorization_pending') continue
      if (code === 'expired_token') throw new ProblemError(codeEnded())
      if (code === 'access_denied') throw new ProblemError(declined())
      if (code === 'slow_down') intervalMs += usualIntervalMs
      else if (isTransient(problemOf(error, 'code exchange'))) {
        intervalMs = Math.min(longestIntervalMs, intervalMs * 2)
        pauseMs = readRetryAfterMs((name) => received?.headers.get(name), clock.now()) ?? 0
      } else throw error
    }
  }
}

/** RFC 8628 §3.2: without an interval it is five seconds; one that is no time at all counts as none. */
async function withUsableInterval(response: Response): Promise<Response> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  if (!isRecord(body) || body.interval === undefined) return response
  const interval = Number(body.interval)
  if (Number.isFinite(interval) && interval > 0) body.interval = interval
  else delete body.interval
  return new Response(JSON.stringify(body), { status: response.status, headers: response.headers })
}

function checkedAddress(text: string, isLoopbackHttp: boolean): string {
  if (isUsable(text, isLoopbackHttp)) return new URL(text).href
  throw new ProblemError(
    makeProblem(
      'metadata_refused',
      'provider',
      {
        title: 'The address to enter the code at is not safe to open',
        detail: 'Keyfold checks every address before it shows or opens it, and stopped here.',
        nextStep: 'Check the issuer URL in the provider setup. If it is right, tell the provider.',
      },
      { address: printable(text, 200) },
    ),
  )
}

/** The longest address that the contract carries to the window, as it is written there: encoded. */
const longestAddress = 2_048

/** Loopback only where the provider itself was typed as such. */
function isUsable(text: string, isLoopbackHttp: boolean): boolean {
  const check = checkOutsideUrl(text)
  if (!check.ok || check.url.href.length > longestAddress) return false
  return isLoopbackHttp || !isLoopbackHost(check.url.hostname)
}

function wait({ clock, signal }: ServerAccess, delayMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(delayMs, () => {
      signal?.removeEventListener('abort', abandon)
      resolve()
    })
    const abandon = () => {
      cancel()
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', abandon, { once: true })
    if (signal?.aborted) abandon()
  })
}

function codeEnded(): Problem {
  return makeProblem('sign_in_timed_out', 'you', {
    title: 'The code has ended',
    detail: 'It was not entered and allowed on the other device within its time.',
    nextStep: 'Sign in again to get a new code.',
  })
}

function declined(): Problem {
  return makeProblem('authorization_denied', 'you', {
    title: 'Access was not granted',
    detail: 'It was declined on the other device, or an administrator does not allow it.',
    nextStep: 'Sign in again to try once more.',
  })
}
