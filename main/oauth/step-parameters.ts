import type { ProviderSetup } from '../../contract/models.ts'
import { makeProblem, ProblemError } from '../../contract/problem.ts'
import { printable } from './printable.ts'

/** Parameters that are Keyfold's alone: with another value the answer could not be told from a forged one. */
const reserved = {
  authorization: new Set([
    'client_id',
    'client_secret',
    'code_challenge',
    'code_challenge_method',
    'dpop_jkt',
    'nonce',
    'redirect_uri',
    'request',
    'request_uri',
    'response_mode',
    'response_type',
    'scope',
    'state',
  ]),
  token: new Set([
    'client_assertion',
    'client_assertion_type',
    'client_id',
    'client_secret',
    'code',
    'code_verifier',
    'grant_type',
    'redirect_uri',
    'refresh_token',
  ]),
} as const

/** Throws a ProblemError `invalid_argument` for an extra parameter that would override one of Keyfold's. */
export function assertNotReserved(
  parameters: Readonly<Record<string, string>>,
  endpoint: keyof typeof reserved,
): void {
  const name = Object.keys(parameters).find((one) => reserved[endpoint].has(one.toLowerCase()))
  if (name === undefined) return
  throw new ProblemError(
    makeProblem(
      'invalid_argument',
      'you',
      {
        title: 'An extra parameter is Keyfold’s own',
        detail:
          'Keyfold sets this parameter itself, anew for each sign-in, so that nobody can forge the answer.',
        nextStep: 'Take the parameter out of the provider setup.',
      },
      { parameter: printable(name, 100) },
    ),
  )
}

/**
 * What a setup adds to its requests to the token endpoint: the one resource that the token is for (RFC 8707 §2.2), where
 * nothing else is said the setup's first, and extra parameters. A token for several at once could be used at one of
 * them by another (§3), and servers refuse to make one.
 */
export function tokenStepParameters(
  setup: ProviderSetup,
  step: 'code exchange' | 'refresh',
  resource = setup.resources?.[0],
): URLSearchParams {
  const extra = (step === 'refresh' ? setup.refreshParameters : setup.tokenParameters) ?? {}
  assertNotReserved(extra, 'token')
  const parameters = new URLSearchParams(extra)
  if (resource !== undefined) parameters.append('resource', resource)
  return parameters
}
