import type { ProviderSetup } from '../../contract/models.ts'

/**
 * The header fields that bring a bearer token to an API (RFC 6750 §2.1), in the way of the provider where it has its
 * own. Names are in lower case.
 */
export function tokenHeaders(
  { quirks }: Pick<ProviderSetup, 'quirks'>,
  accessToken: string,
): Record<string, string> {
  const { tokenHeader } = quirks ?? {}
  return tokenHeader === undefined
    ? { authorization: `Bearer ${accessToken}` }
    : { [tokenHeader.toLowerCase()]: accessToken }
}

/** The header fields that an API needs of every call, whatever the token. */
export function fixedHeaders({
  clientId,
  quirks,
}: Pick<ProviderSetup, 'clientId' | 'quirks'>): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(quirks?.apiHeaders ?? {})) {
    headers[name.toLowerCase()] = value.replaceAll('{clientId}', clientId)
  }
  return headers
}
