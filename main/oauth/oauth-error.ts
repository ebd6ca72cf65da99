import { makeProblem, type Problem } from '../../contract/problem.ts'
import { printable } from './printable.ts'

/** What was being done when an answer of the provider was refused. */
export type OAuthStep =
  | 'sign-in'
  | 'pushed request'
  | 'code exchange'
  | 'refresh'
  | 'introspection'
  | 'revocation'
  | 'token exchange'

/** By `error` code. A Map, because the provider chooses the key. */
const clientErrors: ReadonlyMap<string, { title: string; detail: string; nextStep: string }> = new Map(
  Object.entries({
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
      nextStep: 'Allow this grant for the client in the provider’s console.',
    },
    invalid_scope: {
      title: 'The provider does not know a scope',
      detail: 'At least one scope of the provider setup is unknown, or not allowed for this client.',
      nextStep: 'Compare the scopes of the provider setup with the provider’s console.',
    },
    // GitHub's name for it; others say invalid_grant, or stop in the browser.
    redirect_uri_mismatch: {
      title: 'The provider expects another redirect URI',
      detail:
        'The redirect URI of this sign-in is not the one that the provider has on file for this client.',
      nextStep: 'Register the redirect URI that the provider setup shows, exactly as it is written there.',
    },
    invalid_dpop_proof: {
      title: 'The provider does not accept the proof for the tokens’ key',
      detail:
        'Proofs of possession carry the time, so a clock that is set wrong makes them look old or forged.',
      nextStep: 'Check this computer’s clock and time zone. If they are right, tell the provider.',
    },
    invalid_target: {
      title: 'The provider does not know a resource',
      detail: 'At least one resource of the provider setup is unknown, or not allowed for this client.',
      nextStep: 'Compare the resources of the provider setup with the provider’s documentation.',
    },
    invalid_request_object: {
      title: 'The provider does not accept the signed request',
      detail: 'It does not know the key that the request is signed with, or wants another algorithm.',
      nextStep: 'Register the public key of the provider setup at the provider’s console.',
    },
    unsupported_grant_type: {
      title: 'The provider does not offer this grant',
      detail: 'Its token endpoint does not take the grant type that was sent.',
      nextStep: 'Check the token endpoint in the provider setup.',
    },
  }),
)

/** RFC 8693 §2.2.2: what was asked for stands in the exchange, not in the setup. */
const unknownTarget = {
  title: 'The provider gives no token for this audience or resource',
  detail: 'It does not know it, or does not let this client have tokens for it.',
  nextStep: 'Check audience and resource, and what the provider’s console allows this client.',
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
  if (step === 'revocation' && status < 500 && status !== 429) {
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
  if (error === 'invalid_grant' && step !== 'token exchange') {
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
  const client =
    step === 'token exchange' && error === 'invalid_target' ? unknownTarget : clientErrors.get(error)
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
