import { readPath } from './answer-shape.ts'
import { isRecord } from './printable.ts'
import type { ServerAccess } from './server-access.ts'
import { fixedHeaders, tokenHeaders } from './token-headers.ts'

/**
 * Reads subject and label from an API, where the provider has neither ID tokens nor a userinfo endpoint. An answer
 * that does not come, or cannot be read, tells nothing.
 */
export async function readProfile(
  access: ServerAccess,
  accessToken: string,
): Promise<{ readonly sub?: string; readonly label?: string }> {
  const { http, client, signal } = access
  const { profile } = client.setup.quirks ?? {}
  if (!profile) return {}
  try {
    const response = await http.fetch(profile.url, {
      headers: {
        accept: 'application/json',
        ...fixedHeaders(client.setup),
        ...tokenHeaders(client.setup, accessToken),
      },
      ...(signal ? { signal } : {}),
    })
    const body: unknown = response.status === 200 ? await response.json() : undefined
    if (!isRecord(body) && !Array.isArray(body)) return {}
    const sub = readPath(body, profile.sub)
    const label = readPath(body, profile.label)
    return {
      ...((typeof sub === 'string' && sub !== '') || typeof sub === 'number' ? { sub: String(sub) } : {}),
      ...(typeof label === 'string' ? { label } : {}),
    }
  } catch {
    return {}
  }
}
