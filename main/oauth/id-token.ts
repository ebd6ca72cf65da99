import * as oauth from 'oauth4webapi'
import { type Problem, ProblemError } from '../../contract/problem.ts'
import type { Clock, Http } from '../ports.ts'
import { clockToleranceSeconds, requestOptions } from './client-authentication.ts'
import type { ServerMetadata } from './discovery.ts'
import { clockProblem, idTokenProblem } from './problems.ts'

const maxSubjectLength = 255
/** An ID token made longer ago than this is not the one that was just asked for. */
const maxAgeSeconds = 24 * 3_600
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
const unprintable = /[\u0000-\u001f\u007f-\u009f]/

/**
 * What oauth4webapi leaves open in an ID token's claims, besides `iss`, `aud`, `exp` and `nonce`, which it checked:
 * `iat` ahead or old, `azp`, the shape of `sub` (OpenID Connect Core §2, §3.1.3.7).
 * Throws a ProblemError `id_token_invalid` or `clock_skewed`.
 */
export function assertIdTokenClaims(claims: oauth.IDToken, clientId: string, clock: Clock): void {
  const ageSeconds = clock.now() / 1_000 - claims.iat
  if (ageSeconds < -clockToleranceSeconds || ageSeconds > maxAgeSeconds) {
    throw new ProblemError(clockProblem('iat', -ageSeconds))
  }
  if (claims.azp !== undefined && claims.azp !== clientId) {
    throw new ProblemError(idTokenProblem('made for another client', 'azp'))
  }
  if (claims.sub === '' || claims.sub.length > maxSubjectLength || unprintable.test(claims.sub)) {
    throw new ProblemError(idTokenProblem('the subject is not what the standard allows', 'sub'))
  }
}

/**
 * Checks an ID token's signature with the provider's key set, whatever the transport: OpenID Connect Core §3.1.3.7
 * lets the code flow skip it, Keyfold does not. `response` was processed by oauth4webapi.
 *
 * Resolves with `keysUnavailable` where the key set did not come; rejects where the signature is wrong.
 */
export async function verifyIdTokenSignature(options: {
  readonly http: Http
  readonly metadata: ServerMetadata
  readonly response: Response
  /** Fetched ahead; without it, or where it lacks the key, the key set is fetched. */
  readonly keySet?: oauth.ExportedJWKSCache | undefined
  readonly signal?: AbortSignal | undefined
}): Promise<{ readonly keysUnavailable?: Problem }> {
  const { http, metadata, response, keySet, signal } = options
  if (metadata.server.jwks_uri === undefined) {
    return { keysUnavailable: idTokenProblem('the metadata names no key set to check its signature with') }
  }
  try {
    await oauth.validateApplicationLevelSignature(metadata.server, response, {
      ...requestOptions(http, metadata, signal),
      ...(keySet && { [oauth.jwksCache]: keySet }),
    })
    return {}
  } catch (error) {
    if (error instanceof ProblemError) return { keysUnavailable: error.problem }
    if (error instanceof oauth.OperationProcessingError && error.cause instanceof Response) {
      const reason = `the provider’s key set could not be read (status ${error.cause.status})`
      return { keysUnavailable: idTokenProblem(reason) }
    }
    throw error
  }
}
