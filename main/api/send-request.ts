import type { ProviderSetup, RequestDraft, ResponseHead } from '../../contract/models.ts'
import { type Problem, ProblemError } from '../../contract/problem.ts'
import type { Clock, Http, HttpResponse } from '../ports.ts'
import { allowedOrigins, checkApiAddress } from './allowed-origins.ts'
import { checkHeaders } from './check-headers.ts'
import { createRedactor } from './redact.ts'
import { makeResponseHead } from './response-head.ts'

/** Most bytes of a body that goes to the window. */
export const maxViewedBytes = 512 * 1_048_576

export interface ApiCall {
  readonly http: Http
  readonly clock: Clock
  readonly setup: ProviderSetup
  readonly draft: RequestDraft
  readonly scopesGranted: readonly string[]
  /** The account's tokens at this moment: what may not come back in an answer. */
  secrets(): readonly string[]
  accessToken(): Promise<string>
  /** A token other than the one that was refused. */
  renewAccessToken(usedToken: string): Promise<string>
  readonly signal: AbortSignal
}

export interface ApiAnswer {
  readonly head: Omit<ResponseHead, 'requestId'>
  /** Decompressed, without the account's secrets. Must be read; the call's signal ends it. */
  readonly body: AsyncIterable<Uint8Array>
}

/**
 * Sends one request with the account's access token (RFC 6750 §2.1). A 401 renews the token and repeats the request,
 * once: it was refused, so it was not carried out. No other status repeats it. Rejects with a ProblemError where no
 * head came; a status outside of 2xx is an answer, with the problem in its head.
 */
export async function sendApiRequest(call: ApiCall): Promise<ApiAnswer> {
  const { http, clock, setup, draft, signal } = call
  const url = checkApiAddress(setup, draft.url)
  const headers = checkHeaders(draft.headers)
  const knownSecrets = new Set(call.secrets())

  const send = (token: string): Promise<HttpResponse> =>
    http.stream({
      method: draft.method,
      url: url.href,
      headers: { ...headers, authorization: `Bearer ${token}` },
      ...(draft.body !== undefined && { body: draft.body }),
      signal,
      maxBodyBytes: maxViewedBytes,
    })

  const usedToken = await call.accessToken()
  let sentAtMs = clock.monotonic()
  let response = await send(usedToken)
  const renewal = response.status === 401 ? await renew(call, usedToken, response) : {}
  if (renewal.token !== undefined) {
    sentAtMs = clock.monotonic()
    response = await send(renewal.token)
  }

  const redactor = createRedactor([...knownSecrets, ...call.secrets(), usedToken, renewal.token ?? ''])
  const head = makeResponseHead(response, {
    draft,
    url,
    origins: allowedOrigins(setup),
    scopesGranted: call.scopesGranted,
    durationMs: clock.monotonic() - sentAtMs,
    nowMs: clock.now(),
    hasRefreshed: !knownSecrets.has(usedToken) || renewal.token !== undefined,
    redact: redactor.text,
  })
  return {
    head: renewal.problem ? { ...head, problem: renewal.problem } : head,
    body: redactor.bytes(response.body),
  }
}

/** A new token after a 401. Where there is none, the refused answer stands, with the reason as its problem. */
async function renew(
  call: ApiCall,
  usedToken: string,
  refused: HttpResponse,
): Promise<{ readonly token?: string; readonly problem?: Problem }> {
  try {
    const token = await call.renewAccessToken(usedToken)
    await drop(refused)
    return { token }
  } catch (error) {
    if (error instanceof ProblemError && !call.signal.aborted) return { problem: error.problem }
    await drop(refused)
    throw error
  }
}

async function drop(response: HttpResponse): Promise<void> {
  await response.body[Symbol.asyncIterator]().return?.()
}
