import * as oauth from 'oauth4webapi'
import { makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'

/** What was being done when an answer of the provider was refused. */
export type OAuthStep = 'code exchange' | 'refresh' | 'revocation' | 'user information'

/**
 * A text of the provider's making as evidence: control and direction characters removed, cut.
 * Nothing else of an answer's body becomes evidence, because a body may hold tokens.
 */
export function printable(text: unknown, maxLength = 300): string | undefined {
  if (typeof text !== 'string') return undefined
  const clean = text
    .slice(0, maxLength * 4)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed.
    .replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return clean.length > maxLength ? `${clean.slice(0, maxLength - 1)}…` : clean
}

/** The problem of a sign-in, refresh or revocation that was ended on purpose. */
export function cancelledProblem(): Problem {
  return makeProblem('cancelled', 'you', {
    title: 'Cancelled',
    detail: 'It was ended before it was finished. Nothing was stored.',
    nextStep: 'Start again when you are ready.',
  })
}

/**
 * The problem of an `error` in an authorization response (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6).
 * Only called once the response's `state` was found to be ours.
 */
export function authorizationErrorProblem(parameters: URLSearchParams): Problem {
  const error = printable(parameters.get('error'), 100)
  const evidence = {
    error,
    error_description: printable(parameters.get('error_description')),
    error_uri: printable(parameters.get('error_uri'), 200),
  }
  if (error === 'access_denied' || error === 'consent_required') {
    return makeProblem(
      'authorization_denied',
      'you',
      {
        title: 'Access was not granted',
        detail:
          'You declined on the provider’s page, or an administrator of the provider does not allow this app.',
        nextStep: 'Sign in again and accept, or ask the administrator to allow the app.',
      },
      evidence,
    )
  }
  const nextSteps: Record<string, string> = {
    invalid_scope: 'Take the scopes out of the provider setup that this provider does not know.',
    unauthorized_client: 'Allow the authorization code grant for this client in the provider’s console.',
    unsupported_response_type: 'Allow the response type “code” for this client in the provider’s console.',
    invalid_request: 'Compare the provider setup with the provider’s console, the redirect URI first.',
    login_required: 'Take “prompt=none” out of the setup’s extra parameters, then sign in again.',
    interaction_required: 'Take “prompt=none” out of the setup’s extra parameters, then sign in again.',
  }
  const isTheirTrouble = error === 'server_error' || error === 'temporarily_unavailable'
  return makeProblem(
    'authorization_error',
    isTheirTrouble || error === undefined || !(error in nextSteps) ? 'provider' : 'you',
    {
      title: 'The provider answered with an error',
      detail: 'It sent the browser back with an error in place of an authorization code.',
      nextStep: (error && nextSteps[error]) || 'Sign in again in a few minutes.',
    },
    evidence,
  )
}

/**
 * Turns whatever was thrown while an answer of the provider was fetched and checked into a Problem.
 * An oauth4webapi error carries the answer in its `cause`: only the members named here are read from it.
 */
export function problemOf(error: unknown, step: OAuthStep): Problem {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof oauth.ResponseBodyError) {
    return oauthErrorProblem(step, error.status, error.error, error.error_description)
  }
  if (error instanceof oauth.WWWAuthenticateChallengeError) {
    const { parameters } = error.cause[0] ?? {}
    return oauthErrorProblem(
      step,
      error.status,
      parameters?.error ?? 'invalid_client',
      parameters?.error_description,
    )
  }
  if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) {
    return checkFailureProblem(error, step)
  }
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError'))
    return cancelledProblem()
  return makeProblem(
    'internal',
    'keyfold',
    {
      title: 'Keyfold made a mistake',
      detail: `The ${step} ended with an error that Keyfold did not foresee.`,
      nextStep: 'Try again. If it happens again, save a report and send it to us.',
    },
    { error: error instanceof Error ? error.name : typeof error },
  )
}

const clientErrors: Readonly<Record<string, { title: string; detail: string; nextStep: string }>> = {
  invalid_client: {
    title: 'The provider does not accept this client',
    detail:
      'The client id, the client secret or the way of sending it is not the one that the provider has on file.',
    nextStep:
      'Compare client id, secret and client authentication in the provider setup with the provider’s console.',
  },
  unauthorized_client: {
    title: 'This client may not do that',
    detail: 'The provider knows the client but does not allow it this grant.',
    nextStep:
      'Allow the authorization code and refresh token grants for this client in the provider’s console.',
  },
  invalid_scope: {
    title: 'The provider does not know a scope',
    detail: 'At least one scope of the provider setup is unknown, or not allowed for this client.',
    nextStep: 'Compare the scopes of the provider setup with the provider’s console.',
  },
  unsupported_grant_type: {
    title: 'The provider does not offer this grant',
    detail: 'Its token endpoint does not take the grant type that was sent.',
    nextStep: 'Check the token endpoint in the provider setup.',
  },
}

/** The problem of an OAuth error answer (RFC 6749 §5.2, RFC 6750 §3.1). */
export function oauthErrorProblem(
  step: OAuthStep,
  status: number,
  error: string,
  description?: string,
): Problem {
  const evidence = {
    step,
    status,
    error: printable(error, 100),
    error_description: printable(description),
  }
  if (step === 'revocation') {
    return makeProblem(
      'revocation_failed',
      'provider',
      {
        title: 'The provider did not revoke the tokens',
        detail: 'The tokens are deleted on this computer, but may stay valid at the provider until they end.',
        nextStep: 'Remove this app’s access in your account at the provider.',
      },
      evidence,
    )
  }
  if (error === 'invalid_grant' && step === 'refresh') {
    return makeProblem(
      'refresh_refused',
      'provider',
      {
        title: 'The provider ended this sign-in',
        detail: 'It no longer accepts the refresh token: it expired, was revoked or was replaced.',
        nextStep: 'Sign in again. Settings and history are kept.',
      },
      evidence,
    )
  }
  if (error === 'invalid_grant') {
    return makeProblem(
      'token_endpoint_error',
      'provider',
      {
        title: 'The provider refused the authorization code',
        detail:
          'The code was used already, took too long to come back, or was made for another redirect URI.',
        nextStep:
          'Sign in again. If it happens again, compare the redirect URI with the one in the provider’s console.',
      },
      evidence,
    )
  }
  const client = clientErrors[error]
  if (client) return makeProblem('token_endpoint_error', 'you', client, evidence)
  return statusProblem(step, status, evidence)
}

function statusProblem(
  step: OAuthStep,
  status: number,
  evidence: Readonly<Record<string, string | number | undefined>>,
): Problem {
  if (status === 429) {
    return makeProblem(
      'rate_limited',
      'provider',
      {
        title: 'The provider asks for a pause',
        detail: 'It received too many requests in a short time.',
        nextStep: 'Wait a few minutes, then try again.',
      },
      evidence,
    )
  }
  if (status >= 500) {
    return makeProblem(
      'provider_unavailable',
      'provider',
      {
        title: 'The provider has trouble',
        detail: `Its server answered the ${step} with an error of its own.`,
        nextStep: 'Try again in a few minutes.',
      },
      evidence,
    )
  }
  return makeProblem(
    'token_endpoint_error',
    'provider',
    {
      title: `The provider refused the ${step}`,
      detail: 'Its answer names the reason below.',
      nextStep: 'Compare the provider setup with the provider’s console.',
    },
    evidence,
  )
}

/** The problem of an answer that is not what RFC 6749 and OpenID Connect Core say it is. */
export function unreadableAnswerProblem(step: OAuthStep, reason: string, status?: number): Problem {
  return makeProblem(
    'token_answer_unreadable',
    'provider',
    {
      title: 'The provider sent an unreadable answer',
      detail: `Its answer to the ${step} is not what the standard says, so Keyfold did not use it.`,
      nextStep: 'Check the endpoints in the provider setup. If they are right, tell the provider.',
    },
    { step, status, reason: printable(reason) },
  )
}

/** The problem of an ID token that failed a check (OpenID Connect Core §3.1.3.7). Nothing of it is evidence but names. */
export function idTokenProblem(reason: string, claim?: string): Problem {
  return makeProblem(
    'id_token_invalid',
    'provider',
    {
      title: 'The ID token failed a check',
      detail: 'It cannot be relied on to say who signed in, so the tokens were not kept.',
      nextStep: 'Sign in again. If it happens again, check issuer and client id in the provider setup.',
    },
    { reason: printable(reason), claim },
  )
}

/** The problem of times in a token that do not fit this computer's clock. */
export function clockProblem(claim: string, differenceSeconds: number): Problem {
  return makeProblem(
    'clock_skewed',
    'this computer',
    {
      title: 'The clocks do not agree',
      detail: 'A time in the ID token does not fit this computer’s clock by more than a minute.',
      nextStep: 'Check this computer’s clock and time zone, then sign in again.',
    },
    { claim, 'difference in seconds': Math.round(differenceSeconds) },
  )
}

function checkFailureProblem(
  error: oauth.OperationProcessingError | oauth.UnsupportedOperationError,
  step: OAuthStep,
): Problem {
  const cause = error.cause
  if (cause instanceof Response) {
    if (cause.status >= 400) return oauthErrorProblem(step, cause.status, '')
    const reason = cause.status >= 300 ? 'a redirect' : 'not a JSON object'
    return unreadableAnswerProblem(step, reason, cause.status)
  }
  const members = isRecord(cause) ? cause : {}
  if (error.code === oauth.JWT_TIMESTAMP_CHECK && typeof members.claim === 'string') {
    const { claim, claims, now } = members
    const value = isRecord(claims) ? claims[claim] : undefined
    return clockProblem(claim, typeof value === 'number' && typeof now === 'number' ? value - now : 0)
  }
  if (error.code === oauth.JSON_ATTRIBUTE_COMPARISON) {
    return idTokenProblem('user information is about another subject', 'sub')
  }
  if (error.code === oauth.MISSING_SERVER_METADATA || error.code === oauth.INVALID_SERVER_METADATA) {
    return makeProblem(
      'metadata_refused',
      'provider',
      {
        title: 'The provider’s metadata misses an endpoint',
        detail: `The ${step} needs an endpoint that the metadata does not name.`,
        nextStep: 'Enter the endpoints in the provider setup.',
      },
      { attribute: printable(members.attribute, 100) },
    )
  }
  if (error.code === oauth.PARSE_ERROR && !error.message.includes('JWT')) {
    return unreadableAnswerProblem(step, 'not JSON')
  }
  // Messages of oauth4webapi are constant texts; what was received stands in the cause alone.
  const isAboutBody = 'body' in members
  if (isAboutBody) return unreadableAnswerProblem(step, error.message)
  return idTokenProblem(error.message, typeof members.claim === 'string' ? members.claim : undefined)
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
