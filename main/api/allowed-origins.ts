import type { ProviderSetup } from '../../contract/models.ts'
import { ProblemError } from '../../contract/problem.ts'
import { checkAddress } from '../http/check-address.ts'
import { originNotAllowed } from './problems.ts'

/**
 * The origins that a setup's tokens may be sent to: those of its APIs that use https, or http on this computer. An
 * API whose address cannot be asked adds none.
 */
export function allowedOrigins(setup: Pick<ProviderSetup, 'apis'>): ReadonlySet<string> {
  const origins = new Set<string>()
  for (const api of setup.apis) {
    try {
      origins.add(checkAddress(api.baseUrl).origin)
    } catch {
      // Refused when it is asked, with the reason.
    }
  }
  return origins
}

/**
 * Parses an address that a token may be sent to, given the {@link allowedOrigins} of its setup. Compared is the whole origin, scheme, host and port, after
 * the URL standard has normalised it, so that no spelling of a host passes for another. Throws a ProblemError
 * `origin_not_allowed`.
 */
export function checkApiAddress(origins: ReadonlySet<string>, text: string): URL {
  const url = checkAddress(text)
  if (!origins.has(url.origin)) {
    const hosts = [...origins].map((origin) => new URL(origin).host)
    throw new ProblemError(originNotAllowed(url.host, hosts))
  }
  // A fragment stays with the client (RFC 9110 §7.1).
  url.hash = ''
  return url
}
