import type * as oauth from 'oauth4webapi'
import type { Http } from '../ports.ts'
import type { ServerMetadata } from './discovery.ts'
import { isRecord } from './printable.ts'

/** No server has more keys in use; a longer set is not read. */
export const maxKeys = 100

/** oauth4webapi looks for a key that a key set lacks in a new one only when the set is as old as this. */
const mayLackKeySeconds = 60

/**
 * Fetches the provider's key set before it is needed, so that nobody waits for it after the browser has come back.
 * Resolves with nothing where no usable one came: the check of the signature then fetches it itself, and its failure
 * counts. The set is dated a minute back: a key that the provider has made since is looked for, not missed.
 */
export async function fetchKeySetAhead(
  http: Http,
  { server }: ServerMetadata,
  signal: AbortSignal,
): Promise<oauth.ExportedJWKSCache | undefined> {
  if (server.jwks_uri === undefined) return undefined
  try {
    const headers = { accept: 'application/json, application/jwk-set+json' }
    const response = await http.fetch(server.jwks_uri, { headers, signal })
    const isJson = /^application\/(?:jwk-set\+)?json\b/i.test(response.headers.get('content-type') ?? '')
    if (response.status !== 200 || !isJson) return undefined
    const jwks: unknown = await response.json()
    if (!isRecord(jwks) || !Array.isArray(jwks.keys) || !jwks.keys.every(isRecord)) return undefined
    if (jwks.keys.length > maxKeys) return undefined
    // By the computer's own clock, which oauth4webapi judges the age with.
    return { jwks: { keys: jwks.keys }, uat: Math.floor(Date.now() / 1_000) - mayLackKeySeconds }
  } catch {
    return undefined
  }
}
