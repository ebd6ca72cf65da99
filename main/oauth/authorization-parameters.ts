import * as oauth from 'oauth4webapi'
import type { ProviderSetup } from '../../contract/models.ts'
import { makeProblem, ProblemError } from '../../contract/problem.ts'
import type { DpopProver } from './dpop.ts'
import { assertNotReserved } from './step-parameters.ts'

/** The secrets of one attempt. They stay in main's memory and end with it. */
export interface AttemptSecrets {
  readonly state: string
  readonly codeVerifier: string
  /** Present where an ID token with it is expected. */
  readonly nonce?: string
}

/** Makes `state`, code verifier (RFC 7636 §4.1) and, for OpenID, `nonce`: 256 random bits each. */
export function makeAttemptSecrets(setup: Pick<ProviderSetup, 'scopes' | 'quirks'>): AttemptSecrets {
  const hasNonce = setup.scopes.includes('openid') && !setup.quirks?.lacksNonce
  return {
    state: oauth.generateRandomState(),
    codeVerifier: oauth.generateRandomCodeVerifier(),
    ...(hasNonce ? { nonce: oauth.generateRandomNonce() } : {}),
  }
}

/**
 * What a setup asks for, the same in an authorization request and in a device authorization request (RFC 8628 §3.1):
 * scopes, resources (RFC 8707 §2.1), authorization details (RFC 9396 §2) and extra parameters. Throws a ProblemError
 * `invalid_argument` for a setup that they cannot be made of.
 */
export function parametersOfSetup(setup: ProviderSetup): URLSearchParams {
  assertNotReserved(setup.authorizationParameters, 'authorization')
  const parameters = new URLSearchParams(setup.authorizationParameters)
  for (const resource of setup.resources ?? []) parameters.append('resource', resource)
  if (setup.authorizationDetails !== undefined) {
    assertJsonList(setup.authorizationDetails)
    parameters.set('authorization_details', setup.authorizationDetails)
  }
  if (setup.scopes.length > 0) {
    const { scopeParameter = 'scope', scopeSeparator = ' ' } = setup.quirks ?? {}
    parameters.set(scopeParameter, setup.scopes.join(scopeSeparator))
  }
  return parameters
}

/**
 * The parameters of an authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 9449 §10, OpenID Connect Core
 * §3.1.2.1) beside those of {@link parametersOfSetup}, which may throw.
 */
export async function makeAuthorizationParameters(options: {
  readonly setup: ProviderSetup
  readonly redirectUri: string
  readonly secrets: AttemptSecrets
  /** Who signs in again, as a hint to the provider. */
  readonly loginHint?: string
  readonly prover?: DpopProver
}): Promise<URLSearchParams> {
  const { setup, redirectUri, secrets, loginHint, prover } = options
  const parameters = parametersOfSetup(setup)
  const isHintSet = parameters.has('login_hint')
  if (loginHint !== undefined && setup.scopes.includes('openid') && !isHintSet)
    parameters.set('login_hint', loginHint)
  parameters.set('response_type', 'code')
  parameters.set('client_id', setup.clientId)
  parameters.set('redirect_uri', redirectUri)
  parameters.set('state', secrets.state)
  parameters.set('code_challenge', await oauth.calculatePKCECodeChallenge(secrets.codeVerifier))
  parameters.set('code_challenge_method', 'S256')
  if (secrets.nonce !== undefined) parameters.set('nonce', secrets.nonce)
  if (prover) parameters.set('dpop_jkt', await prover.toServer.calculateThumbprint())
  return parameters
}

function assertJsonList(text: string): void {
  try {
    if (Array.isArray(JSON.parse(text))) return
  } catch {
    // Told below, as any other text that is no list.
  }
  throw new ProblemError(
    makeProblem('invalid_argument', 'you', {
      title: 'The authorization details are not a JSON list',
      detail: 'RFC 9396 asks for a list of objects, each with a “type”.',
      nextStep: 'Correct the authorization details in the provider setup.',
    }),
  )
}
