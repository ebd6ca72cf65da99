import * as oauth from 'oauth4webapi'
import type { ProviderSetup } from '../../contract/models.ts'
import { makeProblem, ProblemError } from '../../contract/problem.ts'
import type { Clock, Http } from '../ports.ts'
import type { ServerMetadata } from './discovery.ts'

/** Clocks may differ by this much before a token's times are refused, in seconds. */
export const clockToleranceSeconds = 60

/** The client of a provider setup in oauth4webapi's terms, on the time of the given clock. */
export function clientOf(setup: Pick<ProviderSetup, 'clientId'>, clock?: Clock): oauth.Client {
  return {
    client_id: setup.clientId,
    [oauth.clockTolerance]: clockToleranceSeconds,
    ...(clock ? { [oauth.clockSkew]: Math.round((clock.now() - Date.now()) / 1000) } : {}),
  }
}

/**
 * How the client proves itself at the token endpoint (RFC 6749 §2.3.1).
 * Throws a ProblemError `invalid_argument` where the setup needs a secret and has none.
 */
export function clientAuthenticationOf(
  setup: Pick<ProviderSetup, 'clientAuthentication'>,
  clientSecret: string | undefined,
): oauth.ClientAuth {
  if (setup.clientAuthentication === 'none') return oauth.None()
  if (clientSecret === undefined || clientSecret === '') {
    throw new ProblemError(
      makeProblem('invalid_argument', 'you', {
        title: 'The client secret is missing',
        detail: 'The provider setup says that the client proves itself with a secret, and none is stored.',
        nextStep: 'Enter the client secret in the provider setup, or set the client authentication to none.',
      }),
    )
  }
  return setup.clientAuthentication === 'client_secret_basic'
    ? oauth.ClientSecretBasic(clientSecret)
    : oauth.ClientSecretPost(clientSecret)
}

/** Options of every oauth4webapi request: our network stack, our cancel, http only where it was typed for loopback. */
export function requestOptions(http: Http, metadata: ServerMetadata, signal: AbortSignal | undefined) {
  return {
    // oauth4webapi passes its own RequestInit; FetchInit is the part of it that it uses.
    [oauth.customFetch]: (url: string, init: object): Promise<Response> => http.fetch(url, init),
    [oauth.allowInsecureRequests]: metadata.isLoopbackHttp,
    ...(signal ? { signal } : {}),
  }
}
