import type * as oauth from 'oauth4webapi'
import type { DiscoveryView } from '../../contract/models.ts'
import { makeProblem, ProblemError } from '../../contract/problem.ts'
import type { Http } from '../ports.ts'
import { parseIssuer } from './metadata-checks.ts'
import { isRecord, printable } from './printable.ts'

/** A document that names an issuer; which one, its reader compares. */
export interface FoundDocument {
  readonly document: oauth.AuthorizationServer
  readonly source: DiscoveryView['source']
}

/** Where the metadata of an issuer may stand, the most likely first. */
export function wellKnownUrls(
  issuer: URL,
): ReadonlyArray<{ readonly url: string; readonly source: DiscoveryView['source'] }> {
  const path = trimSlash(issuer.pathname)
  const at = (pathname: string, source: DiscoveryView['source']) => ({
    url: issuer.origin + pathname,
    source,
  })
  const openid = at(`${path}/.well-known/openid-configuration`, 'openid-configuration')
  const inserted = at(`/.well-known/oauth-authorization-server${path}`, 'oauth-authorization-server')
  if (path === '') return [openid, inserted]
  return [
    openid,
    inserted,
    at(`/.well-known/openid-configuration${path}`, 'openid-configuration'),
    at(`${path}/.well-known/oauth-authorization-server`, 'oauth-authorization-server'),
  ]
}

/**
 * Asks the well-known places of an issuer in turn. A document of that very issuer ends the search; one of another is
 * returned where none fits. Rejects with a ProblemError `discovery_failed`, or what the network said.
 */
export async function findDocument(
  http: Http,
  issuerText: string,
  signal?: AbortSignal,
): Promise<FoundDocument> {
  const issuer = parseIssuer(issuerText)
  const seen: string[] = []
  let mismatch: FoundDocument | undefined
  for (const { url, source } of wellKnownUrls(issuer)) {
    const response = await http.fetch(url, {
      method: 'GET',
      headers: { accept: 'application/json' },
      redirect: 'manual',
      ...(signal ? { signal } : {}),
    })
    const reading = await readDocument(response)
    if ('refusal' in reading) {
      seen.push(`${new URL(url).pathname}: ${reading.refusal}`)
      continue
    }
    const found = { document: reading.document, source }
    if (reading.document.issuer === issuerText) return found
    mismatch ??= found
  }
  if (mismatch) return mismatch
  throw new ProblemError(
    makeProblem(
      'discovery_failed',
      'provider',
      {
        title: 'No metadata was found at the issuer',
        detail: 'Neither OpenID Connect discovery nor RFC 8414 metadata answered with a valid document.',
        nextStep: 'Check the issuer URL, or enter the provider’s endpoints by hand.',
      },
      { issuer: printable(issuerText), answers: seen.join('; ') },
    ),
  )
}

async function readDocument(
  response: Response,
): Promise<{ readonly document: oauth.AuthorizationServer } | { readonly refusal: string }> {
  if (response.status !== 200) {
    await response.body?.cancel()
    return { refusal: `status ${response.status}` }
  }
  let document: unknown
  try {
    document = JSON.parse(await response.text())
  } catch (error) {
    if (error instanceof ProblemError) throw error
    return { refusal: 'not JSON' }
  }
  if (!isRecord(document)) return { refusal: 'not a JSON object' }
  const { issuer } = document
  if (typeof issuer !== 'string' || issuer === '') return { refusal: 'no issuer in it' }
  return { document: { ...document, issuer } }
}

/** Without one slash at the end, where there is one. */
export function trimSlash(text: string): string {
  return text.endsWith('/') ? text.slice(0, -1) : text
}
