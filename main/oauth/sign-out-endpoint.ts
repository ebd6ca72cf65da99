import type { Http } from '../ports.ts'
import type { DiscoverableSetup, ServerMetadata } from './discovery.ts'
import { knownMetadata, recallMetadata } from './metadata-cache.ts'
import { checkOutsideUrl } from './outside-url.ts'

/**
 * Where the provider signs people out; undefined where it does not offer that. Checked like every address that the
 * browser is sent to. Rejects as discovery does.
 */
export async function findSignOutEndpoint(
  options: Parameters<typeof recallMetadata>[0],
): Promise<URL | undefined> {
  return endpointOf(await recallMetadata(options))
}

/** Whether the provider signs people out; undefined where nobody has read its metadata since the start. */
export function isSignOutOffered(http: Http, setup: DiscoverableSetup): boolean | undefined {
  const metadata = knownMetadata(http, setup)
  return metadata && endpointOf(metadata) !== undefined
}

function endpointOf({ server }: ServerMetadata): URL | undefined {
  const check =
    server.end_session_endpoint === undefined ? undefined : checkOutsideUrl(server.end_session_endpoint)
  return check?.ok ? check.url : undefined
}
