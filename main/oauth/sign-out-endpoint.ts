import { recallMetadata } from './metadata-cache.ts'
import { checkOutsideUrl } from './outside-url.ts'

/**
 * Where the provider signs people out; undefined where it does not offer that. Checked like every address that the
 * browser is sent to. Rejects as discovery does.
 */
export async function findSignOutEndpoint(
  options: Parameters<typeof recallMetadata>[0],
): Promise<URL | undefined> {
  const { server } = await recallMetadata(options)
  const check =
    server.end_session_endpoint === undefined ? undefined : checkOutsideUrl(server.end_session_endpoint)
  return check?.ok ? check.url : undefined
}
