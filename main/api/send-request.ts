import type { ProviderSetup, RequestDraft, ResponseHead } from '../../contract/models.ts'
import { type Problem, ProblemError } from '../../contract/problem.ts'
import { type DpopProver, sendWithProof } from '../oauth/dpop.ts'
import { fixedHeaders, tokenHeaders } from '../oauth/token-headers.ts'
import type { ClientCertificate, Clock, Http, HttpRequest, HttpResponse } from '../ports.ts'
import { allowedOrigins, checkApiAddress } from './allowed-origins.ts'
import { checkHeaders } from './check-headers.ts'
import { mayLackScopes, readScopeRefusal, type ScopeRefusal } from './missing-scopes.ts'
import { peekBody } from './peek-body.ts'
import { createRedactor } from './redact.ts'
import { makeResponseHead } from './response-head.ts'

/** Most bytes of a body that goes to the window. */
const maxViewedBytes = 512 * 1_048_576
const maxRefusalBytes = 65_536
const refusalLimitMs = 2_000

/** What has to be shown beside a token that is bound to it (RFC 9449 §7, RFC 8705 §3). */
export interface TokenBinding {
  readonly prover?: DpopProver
  readonly certificate?: ClientCertificate
}

/** One request to an API, and the account's side of it. */
export interface ApiCall {
  readonly http: Http
  readonly clock: Clock
  readonly setup: ProviderSetup
  readonly draft: RequestDraft
  readonly scopesGranted: readonly string[]
  /** What the provider was asked for. */
  readonly scopesAsked: readonly string[]
  /** Told which scopes the API misses, where it names them. */
  onScopesMissing(missing: readonly string[]): void
  /** The account's tokens at this moment: what may not come back in an answer. */
  secrets(): readonly string[]
  accessToken(): Promise<string>
  /** A token other than the one that was refused. */
  renewAccessToken(usedToken: string): Promise<string>
  /** What the token of this moment is bound to. */
  binding(): Promise<TokenBinding>
  readonly signal: AbortSignal
}

/** The head of an answer and its body, still to be read. */
export interface ApiAnswer {
  readonly head: Omit<ResponseHead, 'requestId'>
  /** Decompressed, without the account's secrets. Must be read; the call's signal ends it. */
  readonly body: AsyncIterable<Uint8Array>
}

/**
 * Sends one request with the account's access token (RFC 6750 §2.1, RFC 9449 §7.1). A 401 renews the token and repeats the request,
 * once: it was refused, so it was not carried out. No other status repeats it. Rejects with a ProblemError where no
 * head came; a status outside of 2xx is an answer, with the problem in its head.
 */
export async function sendApiRequest(call: ApiCall): Promise<ApiAnswer> {
  const { http, clock, setup, draft, signal } = call
  const origins = allowedOrigins(setup)
  const url = checkApiAddress(origins, draft.url)
  const headers = checkHeaders(draft.headers)
  const knownSecrets = new Set(call.secrets())

  const request: HttpRequest = {
    method: draft.method,
    url: url.href,
    ...(draft.body !== undefined && { body: draft.body }),
    signal,
    maxBodyBytes: maxViewedBytes,
  }
  const send = async (accessToken: string): Promise<HttpResponse> => {
    const { prover, certificate } = await call.binding()
    const shown = certificate ? { clientCertificate: certificate } : {}
    const sendWith = (own: Readonly<Record<string, string>>) =>
      http.stream({ ...request, ...shown, headers: { ...headers, ...fixedHeaders(setup), ...own } })
    return prover
      ? sendWithProof(prover, { method: draft.method, url, accessToken }, sendWith)
      : sendWith(tokenHeaders(setup, accessToken))
  }

  const usedToken = await call.accessToken()
  let sentAtMs = clock.monotonic()
  let response = await send(usedToken)
  const renewal = response.status === 401 ? await renew(call, usedToken, response) : {}
  if (renewal.token !== undefined) {
    sentAtMs = clock.monotonic()
    response = await send(renewal.token)
  } else if (renewal.refused !== undefined) {
    response = renewal.refused
  }

  const durationMs = clock.monotonic() - sentAtMs
  const redactor = createRedactor([...knownSecrets, ...call.secrets(), usedToken, renewal.token ?? ''])
  const { scopeRefusal, ...answer } = await lookForMissingScopes(response, call, redactor.text)
  if (scopeRefusal !== undefined && scopeRefusal.missing.length > 0)
    call.onScopesMissing(scopeRefusal.missing)
  const head = makeResponseHead(response, {
    draft,
    url,
    origins,
    scopeRefusal,
    scopesAsked: call.scopesAsked,
    durationMs,
    nowMs: clock.now(),
    hasRefreshed: !knownSecrets.has(usedToken) || renewal.token !== undefined,
    redact: redactor.text,
  })
  return {
    head: renewal.problem ? { ...head, problem: renewal.problem } : head,
    body: redactor.bytes(answer.body),
  }
}

/** Looks into the body only where the head leaves it open. */
async function lookForMissingScopes(
  response: HttpResponse,
  { clock, scopesGranted }: ApiCall,
  redact: (text: string) => string,
): Promise<{ readonly scopeRefusal: ScopeRefusal | undefined; readonly body: HttpResponse['body'] }> {
  const read = (name: string) => response.headers.find(([candidate]) => candidate === name)?.[1]
  if (!mayLackScopes(response.status, read)) return { scopeRefusal: undefined, body: response.body }
  const { beginning, body } = await peekBody(response.body, clock)
  const text = new TextDecoder().decode(beginning)
  const refusal = readScopeRefusal(response.status, read, text, scopesGranted)
  // What holds a secret of the account is no scope.
  const missing = refusal?.missing.filter((scope) => redact(scope) === scope)
  return { scopeRefusal: missing && { missing }, body }
}

/**
 * A new token after a 401. Where there is none, the refused answer stands, with the reason as its problem. Its body is
 * taken off the connection first: calls that wait for one renewal must not keep it from having a connection.
 */
async function renew(
  call: ApiCall,
  usedToken: string,
  refused: HttpResponse,
): Promise<{ readonly token?: string; readonly refused?: HttpResponse; readonly problem?: Problem }> {
  const body = await readBeginning(refused.body, call.clock)
  try {
    return { token: await call.renewAccessToken(usedToken) }
  } catch (error) {
    if (!(error instanceof ProblemError) || call.signal.aborted) throw error
    return { refused: { ...refused, body: once(body) }, problem: error.problem }
  }
}

/** What a refusal says: its first 64 KiB, as far as they come within two seconds. Ends the exchange where there is more. */
async function readBeginning(body: AsyncIterable<Uint8Array>, clock: Clock): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let totalBytes = 0
  const iterator = body[Symbol.asyncIterator]()
  const stopWaiting = clock.schedule(refusalLimitMs, () => void iterator.return?.())
  try {
    for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
      chunks.push(step.value.subarray(0, maxRefusalBytes - totalBytes))
      totalBytes += step.value.byteLength
      if (totalBytes >= maxRefusalBytes) await iterator.return?.()
    }
  } catch (error) {
    // A refusal that breaks off is a refusal all the same.
    if (!(error instanceof ProblemError)) throw error
  } finally {
    stopWaiting()
  }
  return Buffer.concat(chunks)
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}
