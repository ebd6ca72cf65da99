import * as oauth from 'oauth4webapi'
import type { ProviderSetup } from '../../contract/models.ts'
import { makeProblem, ProblemError } from '../../contract/problem.ts'
import type { ServerMetadata } from './discovery.ts'
import { refuseMetadata } from './metadata-checks.ts'
import { checkOutsideUrl } from './outside-url.ts'
import { printable } from './printable.ts'

/** The secrets of one attempt. They stay in main's memory and end with it. */
export interface AttemptSecrets {
  readonly state: string
  readonly codeVerifier: string
  /** Present where an ID token is expected. */
  readonly nonce?: string
}

/** Parameters that are Keyfold's alone: with another value the answer could not be told from a forged one. */
const reserved = new Set([
  'client_id',
  'client_secret',
  'code_challenge',
  'code_challenge_method',
  'nonce',
  'redirect_uri',
  'request',
  'request_uri',
  'response_mode',
  'response_type',
  'scope',
  'state',
])

/** Makes `state`, code verifier (RFC 7636 §4.1) and, for OpenID, `nonce`: 256 random bits each. */
export function makeAttemptSecrets(setup: Pick<ProviderSetup, 'scopes'>): AttemptSecrets {
  return {
    state: oauth.generateRandomState(),
    codeVerifier: oauth.generateRandomCodeVerifier(),
    ...(setup.scopes.includes('openid') ? { nonce: oauth.generateRandomNonce() } : {}),
  }
}

/**
 * Builds the authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3, OpenID Connect Core §3.1.2.1).
 * The redirect URI is the one the listener is bound to.
 *
 * Rejects with a ProblemError: `invalid_argument` for an extra parameter that would override one of Keyfold's,
 * `metadata_refused` for an address that is not fit for the browser.
 */
export async function buildAuthorizationUrl(options: {
  readonly metadata: ServerMetadata
  readonly setup: ProviderSetup
  readonly redirectUri: string
  readonly secrets: AttemptSecrets
  /** Who signs in again, as a hint to the provider. */
  readonly loginHint?: string
}): Promise<URL> {
  const { metadata, setup, redirectUri, secrets, loginHint } = options
  const url = new URL(metadata.server.authorization_endpoint ?? '')
  const query = url.searchParams
  if (loginHint !== undefined && setup.scopes.includes('openid')) query.set('login_hint', loginHint)
  for (const [name, value] of Object.entries(setup.authorizationParameters)) {
    if (reserved.has(name.toLowerCase())) throw new ProblemError(reservedProblem(name))
    query.set(name, value)
  }
  query.set('response_type', 'code')
  query.set('client_id', setup.clientId)
  query.set('redirect_uri', redirectUri)
  if (setup.scopes.length > 0) query.set('scope', setup.scopes.join(' '))
  query.set('state', secrets.state)
  query.set('code_challenge', await oauth.calculatePKCECodeChallenge(secrets.codeVerifier))
  query.set('code_challenge_method', 'S256')
  if (secrets.nonce !== undefined) query.set('nonce', secrets.nonce)
  const check = checkOutsideUrl(url.href)
  if (check.ok) return check.url
  throw new ProblemError(
    refuseMetadata(
      'The authorization request is not safe to open',
      'authorization_endpoint',
      check.refusal,
      url.origin,
    ),
  )
}

function reservedProblem(name: string) {
  return makeProblem(
    'invalid_argument',
    'you',
    {
      title: 'An extra parameter is Keyfold’s own',
      detail:
        'Keyfold sets this parameter itself, anew for each sign-in, so that nobody can forge the answer.',
      nextStep: 'Take the parameter out of the provider setup.',
    },
    { parameter: printable(name, 100) },
  )
}
