import * as oauth from 'oauth4webapi'
import { cancelledProblem, makeProblem, type Problem, ProblemError } from '../../contract/problem.ts'
import { type OAuthStep, oauthErrorProblem } from './oauth-error.ts'
import { isRecord, printable } from './printable.ts'

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
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')) {
    return cancelledProblem('Start again when you are ready.')
  }
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
