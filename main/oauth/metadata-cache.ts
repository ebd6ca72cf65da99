import type { Clock, Http } from '../ports.ts'
import { type DiscoverableSetup, discoverMetadata, type ServerMetadata } from './discovery.ts'

const maxAgeMs = 3_600_000
const maxEntries = 100

interface Entry {
  readonly metadata: ServerMetadata
  readonly keptAtMs: number
}

/** By network stack, so that two programs in one process (tests) share nothing. */
const caches = new WeakMap<Http, Map<string, Entry>>()

/**
 * Metadata for a refresh: what was discovered within the last hour, or else discovered anew. A sign-in always
 * discovers anew, so a changed provider is found by signing in again.
 */
export async function recallMetadata(options: {
  readonly http: Http
  readonly clock: Clock
  readonly setup: DiscoverableSetup
  readonly signal?: AbortSignal
}): Promise<ServerMetadata> {
  const { http, clock, setup } = options
  const entry = caches.get(http)?.get(keyOf(setup))
  if (entry && clock.monotonic() - entry.keptAtMs < maxAgeMs) return entry.metadata
  const metadata = await discoverMetadata(options)
  keepMetadata({ http, clock, setup, metadata })
  return metadata
}

/** The metadata that was last discovered, however old; undefined before. */
export function knownMetadata(http: Http, setup: DiscoverableSetup): ServerMetadata | undefined {
  return caches.get(http)?.get(keyOf(setup))?.metadata
}

/** Keeps metadata that was just discovered for later refreshes. */
export function keepMetadata(options: {
  readonly http: Http
  readonly clock: Clock
  readonly setup: DiscoverableSetup
  readonly metadata: ServerMetadata
}): void {
  const { http, clock, setup, metadata } = options
  const cache = caches.get(http) ?? new Map<string, Entry>()
  caches.set(http, cache)
  cache.set(keyOf(setup), { metadata, keptAtMs: clock.monotonic() })
  const [oldest] = cache.keys()
  if (cache.size > maxEntries && oldest !== undefined) cache.delete(oldest)
}

function keyOf({ issuer, endpoints, scopes, quirks, grant }: DiscoverableSetup): string {
  return JSON.stringify([
    issuer,
    endpoints,
    scopes.includes('openid'),
    quirks?.issuerTemplate,
    quirks?.lacksPkce,
    grant,
  ])
}
