import * as oauth from 'oauth4webapi'
import type { ProviderSetup } from '../../contract/models.ts'
import { ProblemError } from '../../contract/problem.ts'
import type { Clock, Http } from '../ports.ts'
import type { AttemptSecrets } from './authorization-request.ts'
import { clientAuthenticationOf, clientOf, requestOptions } from './client-authentication.ts'
import type { ServerMetadata } from './discovery.ts'
import type { Grant, Subject } from './grant.ts'
import { assertIdTokenClaims, verifyIdTokenSignature } from './id-token.ts'
import { findSubject } from './subject.ts'
import { evenTokenAnswer, makeGrant } from './token-answer.ts'

export interface ExchangeOptions {
  readonly http: Http
  readonly clock: Clock
  readonly metadata: ServerMetadata
  readonly setup: ProviderSetup
  readonly clientSecret?: string
  readonly secrets: AttemptSecrets
  /** Exactly as it was sent in the authorization request. */
  readonly redirectUri: string
  /** The provider's key set, where it was fetched ahead. */
  readonly keySet?: oauth.ExportedJWKSCache | undefined
  readonly signal?: AbortSignal
}

/** A token endpoint's answer that nobody has checked: only {@link verifyAnswer} makes tokens of it. */
export interface UnverifiedAnswer {
  readonly response: Response
  readonly receivedAtMs: number
}

/**
 * Exchanges the code of an authorization response for an answer (RFC 6749 §4.1.3 with RFC 7636 §4.5), once: a code is
 * never sent twice. `scope` is not sent, because some servers refuse it here.
 * Rejects with a ProblemError or an oauth4webapi error; `problemOf` reads both.
 */
export async function requestTokens(
  options: ExchangeOptions,
  callback: URLSearchParams,
): Promise<UnverifiedAnswer> {
  const { http, clock, metadata, setup, clientSecret, secrets, redirectUri, signal } = options
  const { server } = metadata
  const client = clientOf(setup, clock)
  // The listener has compared these already; oauth4webapi takes a code from a response that it checked itself only.
  const checkable = metadata.isIssuerKnown ? callback : withoutIssuer(callback)
  const parameters = oauth.validateAuthResponse(server, client, checkable, secrets.state)
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    clientAuthenticationOf(setup, clientSecret),
    parameters,
    redirectUri,
    secrets.codeVerifier,
    requestOptions(http, metadata, signal),
  )
  return { response, receivedAtMs: clock.now() }
}

/**
 * Checks the answer, its ID token with the signature, and finds out who signed in.
 * Rejects with a ProblemError or an oauth4webapi error; `problemOf` reads both.
 */
export async function verifyAnswer(
  options: ExchangeOptions,
  unverified: UnverifiedAnswer,
): Promise<{ readonly grant: Grant; readonly subject: Subject }> {
  const { http, clock, metadata, setup, secrets, keySet, signal } = options
  const { server } = metadata
  const client = clientOf(setup, clock)
  const response = await evenTokenAnswer(unverified.response, 'code exchange', {
    dropsIdToken: !metadata.isIssuerKnown,
  })
  const answer = await oauth.processAuthorizationCodeResponse(server, client, response, {
    ...(secrets.nonce === undefined ? {} : { expectedNonce: secrets.nonce, requireIdToken: true }),
  })
  const idClaims = oauth.getValidatedIdTokenClaims(answer)
  if (idClaims) {
    assertIdTokenClaims(idClaims, setup.clientId, clock)
    const { keysUnavailable } = await verifyIdTokenSignature({ http, metadata, response, keySet, signal })
    if (keysUnavailable) throw new ProblemError(keysUnavailable)
  }
  const subject = await findSubject({
    http,
    metadata,
    client,
    accessToken: answer.access_token,
    idClaims,
    fallbackLabel: setup.name,
    ...(signal ? { signal } : {}),
  })
  const grant = makeGrant(answer, { scopesAsked: setup.scopes, receivedAtMs: unverified.receivedAtMs })
  return { grant, subject }
}

function withoutIssuer(callback: URLSearchParams): URLSearchParams {
  const copy = new URLSearchParams(callback)
  copy.delete('iss')
  return copy
}
