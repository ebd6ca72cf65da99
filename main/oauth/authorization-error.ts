import { makeProblem, type Problem } from '../../contract/problem.ts'
import { printable } from './printable.ts'

/** A Map, because the provider chooses the key. */
const nextSteps: ReadonlyMap<string, string> = new Map([
  ['invalid_scope', 'Take the scopes out of the provider setup that this provider does not know.'],
  ['unauthorized_client', 'Allow the authorization code grant for this client in the provider’s console.'],
  ['unsupported_response_type', 'Allow the response type “code” for this client in the provider’s console.'],
  ['invalid_request', 'Compare the provider setup with the provider’s console, the redirect URI first.'],
  ['login_required', 'Take “prompt=none” out of the setup’s extra parameters, then sign in again.'],
  ['interaction_required', 'Take “prompt=none” out of the setup’s extra parameters, then sign in again.'],
])

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
  const nextStep = nextSteps.get(error ?? '')
  return makeProblem(
    'authorization_error',
    nextStep === undefined ? 'provider' : 'you',
    {
      title: 'The provider answered with an error',
      detail: 'It sent the browser back with an error in place of an authorization code.',
      nextStep: nextStep ?? 'Sign in again in a few minutes.',
    },
    evidence,
  )
}
