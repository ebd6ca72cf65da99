import { ProblemError } from '../../contract/problem.ts'
import { isLoopbackHost } from '../local-hosts.ts'
import { addressRefusedProblem } from './problems.ts'

/**
 * Parses an address that a request may go to: https, or http to this computer only (RFC 8252 §8.3), without user
 * information. Throws a ProblemError `origin_not_allowed`; its text never repeats the address.
 */
export function checkAddress(text: string): URL {
  const url = parse(text)
  if (url === undefined) throw refused('It is not an absolute URL.')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refused('Only https and http addresses can be asked.')
  }
  if (url.username !== '' || url.password !== '') throw refused('It names a user or a password.')
  // got takes the host name `unix` for a socket's path.
  if (url.hostname === 'unix') throw refused('It names a socket of this computer.')
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname)) {
    throw refused('Plain http would show what is sent to everyone on the way.')
  }
  return url
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

function refused(detail: string): ProblemError {
  return new ProblemError(addressRefusedProblem(detail))
}
