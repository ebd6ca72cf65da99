import { createHash } from 'node:crypto'
import * as oauth from 'oauth4webapi'
import { type Problem, ProblemError } from '../../contract/problem.ts'
import type { Clock } from '../ports.ts'
import { readJwtPart } from './jwt-part.ts'
import { maxKeys } from './key-set.ts'
import { isRecord } from './printable.ts'
import { clockProblem, idTokenProblem } from './problems.ts'
import { clockToleranceSeconds, requestOptions, type ServerAccess } from './server-access.ts'

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
 * Where the ID token has `at_hash`, compares it with the access token beside it (OpenID Connect Core §3.1.3.6): the left
 * half of the hash that its signature uses. Throws a ProblemError `id_token_invalid`.
 */
export function assertAccessTokenHash(idToken: string, claims: oauth.IDToken, accessToken: string): void {
  if (claims.at_hash === undefined) return
  const { alg } = readJwtPart(idToken, 0)
  const hash = createHash(hashOf(String(alg)))
    .update(accessToken)
    .digest()
  if (claims.at_hash !== hash.subarray(0, hash.length / 2).toString('base64url')) {
    throw new ProblemError(idTokenProblem('made for another access token', 'at_hash'))
  }
}

/** The hash of a signature algorithm (RFC 7518 §3.1); Ed25519 signs with SHA-512 (RFC 8032 §5.1). */
function hashOf(algorithm: string): string {
  return /^[A-Z]{2}(256|384|512)$/.test(algorithm) ? `sha${algorithm.slice(2)}` : 'sha512'
}

/**
 * Checks the signature of a JWT that oauth4webapi has processed with the provider's key set, whatever the transport:
 * OpenID Connect Core §3.1.3.7 lets the code flow skip it, Keyfold does not. `response` is the processed one.
 *
 * Resolves with `keysUnavailable` where the key set did not come; rejects where the signature is wrong.
 */
export async function verifySignature(
  access: Pick<ServerAccess, 'http' | 'metadata' | 'signal'>,
  signed: {
    readonly response: Response
    /** Fetched ahead; without it, or where it lacks the key, the key set is fetched. */
    readonly keySet?: oauth.ExportedJWKSCache | undefined
  },
): Promise<{ readonly keysUnavailable?: Problem }> {
  const { metadata } = access
  const { response, keySet } = signed
  if (metadata.server.jwks_uri === undefined) {
    return { keysUnavailable: idTokenProblem('the metadata names no key set to check its signature with') }
  }
  try {
    const options = requestOptions(access)
    const fetch = options[oauth.customFetch]
    await oauth.validateApplicationLevelSignature(metadata.server, response, {
      ...options,
      [oauth.customFetch]: async (url, init) => limitKeys(await fetch(url, init)),
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

/** A key set that is no set of a server's keys, but a burden: each key would be tried. */
async function limitKeys(response: Response): Promise<Response> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  if (isRecord(body) && Array.isArray(body.keys) && body.keys.length > maxKeys)
    throw new ProblemError(idTokenProblem('the provider’s key set holds too many keys'))
  return response
}
