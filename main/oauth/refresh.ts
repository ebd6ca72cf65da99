import * as oauth from 'oauth4webapi'
import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import type { Clock, Http } from '../ports.ts'
import { askServer } from './ask-server.ts'
import type { Client } from './client.ts'
import { type Grant, proverOfGrant, type Subject } from './grant.ts'
import { verifySignature } from './id-token.ts'
import { serverOfTenant } from './issuer-template.ts'
import { recallMetadata } from './metadata-cache.ts'
import { idTokenProblem, problemOf } from './problems.ts'
import { readRetryAfterMs } from './retry-after.ts'
import { oauthClientOf, type ServerAccess } from './server-access.ts'
import { tokenStepParameters } from './step-parameters.ts'
import { evenTokenAnswer, makeGrant } from './token-answer.ts'

/**
 * What a refresh came to. `refused`: the provider ended the grant, only signing in again helps. `transient`: nobody
 * refused the grant (network, 5xx, 429, unreadable answer), so the account stays signed in.
 */
export type RefreshOutcome =
  | { readonly type: 'refreshed'; readonly grant: Grant }
  | { readonly type: 'refused'; readonly problem: Problem }
  | { readonly type: 'transient'; readonly problem: Problem; readonly retryAfterMs?: number }

export interface RefreshOptions {
  readonly http: Http
  readonly clock: Clock
  readonly client: Client
  readonly grant: Grant
  readonly subject: Subject
  /** The resource that the new access token is for; absent: the setup's first (RFC 8707 §2.2). */
  readonly resource?: string | undefined
  readonly signal?: AbortSignal
}

/** Refusals of the grant itself. Errors about the client are the setup's, and mended without signing in again. */
const endsGrant: ReadonlySet<string> = new Set(['refresh_refused', 'id_token_invalid', 'needs_sign_in'])
const tenYearsSeconds = 10 * 365 * 24 * 3_600

/**
 * Renews an access token (RFC 6749 §6). The refresh token is sent once; again only where the server refused to look at it
 * (see {@link askServer}). The old refresh token is kept where none comes back; an ID token about another subject or of another issuer is refused (OpenID Connect Core §12.2).
 * Never rejects.
 */
export async function refreshGrant(options: RefreshOptions): Promise<RefreshOutcome> {
  let response: Response | undefined
  try {
    const grant = await refresh(options, (received) => {
      response = received
    })
    return { type: 'refreshed', grant }
  } catch (error) {
    const problem = problemOf(error, 'refresh')
    if (endsGrant.has(problem.code)) return { type: 'refused', problem }
    return transientOutcome(problem, response, options.clock.now())
  }
}

/** A failure for the moment, with the wait that the server's answer, where there is one, asks for. */
export function transientOutcome(
  problem: Problem,
  response: Response | undefined,
  nowMs: number,
): RefreshOutcome {
  const retryAfterMs = readRetryAfterMs((name) => response?.headers.get(name), nowMs)
  return { type: 'transient', problem, ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

async function refresh(options: RefreshOptions, onResponse: (response: Response) => void): Promise<Grant> {
  const { http, clock, client, grant, subject, resource, signal } = options
  const { setup } = client
  if (grant.refreshToken === undefined) throw new ProblemError(noRefreshTokenProblem())
  const withSignal = signal ? { signal } : {}
  const metadata = await recallMetadata({ http, clock, setup, ...withSignal })
  const prover = await proverOfGrant(grant, clock)
  const access: ServerAccess = { http, clock, metadata, client, ...(prover && { prover }), ...withSignal }
  const received = await requestRefresh(access, grant.refreshToken, resource)
  onResponse(received)
  const receivedAtMs = clock.now()
  const { response, idToken } = await evenTokenAnswer(received, {
    step: 'refresh',
    setup,
    isBound: prover !== undefined,
    dropsIdToken: !metadata.isIssuerKnown,
  })
  // A clock that is set wrong must not lose a rotated refresh token, so the ID token's times are not judged here.
  const oauthClient = { ...oauthClientOf(client, clock), [oauth.clockTolerance]: tenYearsSeconds }
  const server = serverOfTenant(metadata.server, idToken)
  const answer = await oauth.processRefreshTokenResponse(server, oauthClient, response)
  const context = {
    setup,
    receivedAtMs,
    serverDate: received.headers.get('date'),
    dpopKey: prover?.key,
    before: grant,
    resource,
  }
  const claims = oauth.getValidatedIdTokenClaims(answer)
  if (claims) {
    const isSameSubject = subject.sub === undefined || claims.sub === subject.sub
    if (!isSameSubject || claims.iss !== subject.issuer) {
      throw new ProblemError(idTokenProblem('the renewed tokens are about somebody else', 'sub'))
    }
    const { keysUnavailable } = await verifySignature(access, { response })
    // The tokens themselves came from the token endpoint; only this ID token cannot be vouched for.
    if (keysUnavailable) return makeGrant({ ...answer, id_token: undefined }, context)
  }
  return makeGrant(answer, context)
}

async function requestRefresh(
  access: ServerAccess,
  refreshToken: string,
  resource: string | undefined,
): Promise<Response> {
  const { setup } = access.client
  const { refreshEndpoint } = setup.quirks ?? {}
  const additionalParameters = tokenStepParameters(setup, 'refresh', resource)
  const { response } = await askServer(access, ({ server, client, authentication, options }) =>
    oauth.refreshTokenGrantRequest(
      refreshEndpoint === undefined ? server : { ...server, token_endpoint: refreshEndpoint },
      client,
      authentication,
      refreshToken,
      { ...options, additionalParameters },
    ),
  )
  return response
}

function noRefreshTokenProblem(): Problem {
  return makeProblem('needs_sign_in', 'provider', {
    title: 'The access token has ended',
    detail: 'The provider gave no refresh token, so Keyfold cannot renew it without you.',
    nextStep: 'Sign in again.',
  })
}
