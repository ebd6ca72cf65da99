import * as oauth from 'oauth4webapi'
import { ProblemError } from '../../contract/problem.ts'
import { askServer, type ServerAnswer } from './ask-server.ts'
import type { AttemptSecrets } from './authorization-parameters.ts'
import type { Grant, Subject } from './grant.ts'
import { assertAccessTokenHash, assertIdTokenClaims, verifySignature } from './id-token.ts'
import { readScopesInToken } from './introspect.ts'
import { isIssuerTemplate, serverOfTenant } from './issuer-template.ts'
import { oauthClientOf, type ServerAccess } from './server-access.ts'
import { tokenStepParameters } from './step-parameters.ts'
import { findSubject } from './subject.ts'
import { evenTokenAnswer, makeGrant } from './token-answer.ts'

/** What belongs to one authorization request and its answer. */
export interface Exchange {
  readonly secrets: AttemptSecrets
  /** Exactly as it was sent in the authorization request. */
  readonly redirectUri: string
  /** The provider's key set, where it was fetched ahead. */
  readonly keySet?: oauth.ExportedJWKSCache | undefined
}

/** A token endpoint's answer that nobody has checked: only {@link verifyAnswer} makes tokens of it. */
export interface UnverifiedAnswer extends ServerAnswer {
  readonly receivedAtMs: number
}

/** What a sign-in came to, with what of the answer's form is worth telling. */
export interface VerifiedAnswer {
  readonly grant: Grant
  readonly subject: Subject
  readonly notes: readonly string[]
}

/**
 * Exchanges the code of an authorization response for an answer (RFC 6749 §4.1.3 with RFC 7636 §4.5). A code is never
 * sent again blindly: only where the server refused to look at it, see {@link askServer}. `scope` is not sent, because
 * some servers refuse it here.
 * Rejects with a ProblemError or an oauth4webapi error; `problemOf` reads both.
 */
export async function requestTokens(
  access: ServerAccess,
  { secrets, redirectUri }: Exchange,
  callback: URLSearchParams,
): Promise<UnverifiedAnswer> {
  const { metadata, client, clock } = access
  // The listener has compared these already; oauth4webapi takes a code from a response that it checked itself only.
  const isCompared = metadata.isIssuerKnown && !isIssuerTemplate(metadata.server.issuer)
  const checkable = isCompared ? callback : withoutIssuer(callback)
  const parameters = oauth.validateAuthResponse(
    isCompared
      ? metadata.server
      : { ...metadata.server, authorization_response_iss_parameter_supported: false },
    oauthClientOf(client, clock),
    checkable,
    secrets.state,
  )
  const additionalParameters = tokenStepParameters(client.setup, 'code exchange')
  const answer = await askServer(access, ({ server, client, authentication, options }) =>
    oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication,
      parameters,
      redirectUri,
      secrets.codeVerifier,
      { ...options, additionalParameters },
    ),
  )
  return { ...answer, receivedAtMs: clock.now() }
}

/**
 * Checks the answer, its ID token with the signature, and finds out who signed in.
 * Rejects with a ProblemError or an oauth4webapi error; `problemOf` reads both.
 */
export async function verifyAnswer(
  access: ServerAccess,
  { secrets, keySet }: Exchange,
  unverified: UnverifiedAnswer,
): Promise<VerifiedAnswer> {
  const { metadata, client, clock, prover } = access
  const { setup } = client
  const even = await evenTokenAnswer(unverified.response, {
    step: 'code exchange',
    setup,
    isBound: prover !== undefined,
    dropsIdToken: !metadata.isIssuerKnown,
  })
  const server = serverOfTenant(metadata.server, even.idToken)
  const answer = await oauth.processAuthorizationCodeResponse(
    server,
    oauthClientOf(client, clock),
    even.response,
    {
      requireIdToken: setup.scopes.includes('openid') && metadata.isIssuerKnown,
      ...(secrets.nonce !== undefined && { expectedNonce: secrets.nonce }),
      ...maxAgeOf(setup.authorizationParameters.max_age),
    },
  )
  const idClaims = oauth.getValidatedIdTokenClaims(answer)
  if (idClaims) {
    assertIdTokenClaims(idClaims, setup.clientId, clock)
    assertAccessTokenHash(even.idToken ?? '', idClaims, answer.access_token)
    const { keysUnavailable } = await verifySignature(access, { response: even.response, keySet })
    if (keysUnavailable) throw new ProblemError(keysUnavailable)
  }
  const accessToken = answer.access_token
  const subject = await findSubject(access, { accessToken, idClaims, told: even.told })
  const grant = makeGrant(answer, {
    setup,
    receivedAtMs: unverified.receivedAtMs,
    serverDate: unverified.response.headers.get('date'),
    dpopKey: prover?.key,
  })
  const scopesInToken = answer.scope === undefined ? await readScopesInToken(access, accessToken) : undefined
  return {
    grant: { ...grant, ...(scopesInToken && { scopesInToken }) },
    subject,
    notes: even.notes,
  }
}

/** OpenID Connect Core §3.1.2.1: with `max_age` the ID token has to say when the person signed in. */
function maxAgeOf(text: string | undefined): { maxAge?: number } {
  return text !== undefined && /^\d{1,9}$/.test(text) ? { maxAge: Number(text) } : {}
}

function withoutIssuer(callback: URLSearchParams): URLSearchParams {
  const copy = new URLSearchParams(callback)
  copy.delete('iss')
  return copy
}
