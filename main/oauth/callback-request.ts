import type { IncomingMessage } from 'node:http'

/** Why a request is no callback, and the status it is answered with. */
export interface RequestRefusal {
  readonly status: 400 | 404 | 405 | 421 | 431
  readonly reason: string
}

const maxHeaderFields = 100
const dotSegment = /\/(?:\.|%2e){1,2}(?:\/|$)/i

/**
 * The checks of a request's head before its query is read, on the raw target: Node takes absolute-form targets, two
 * Host fields and HTTP/1.0 without Host, and `new URL` would make another host of `//evil/callback`.
 * `expectedHost` is the bound literal with its port, which browsers leave out where it is 80 (RFC 9110 §4.2.1); it keeps
 * out web pages whose name was made to resolve to loopback (DNS rebinding).
 */
export function refuseRequest(
  request: Pick<IncomingMessage, 'method' | 'url' | 'httpVersion' | 'rawHeaders'>,
  expectedHost: string,
  path: string,
): RequestRefusal | undefined {
  const { rawHeaders, method, httpVersion, url: target = '' } = request
  if (rawHeaders.length / 2 > maxHeaderFields) return { status: 431, reason: 'too many header fields' }
  if (httpVersion !== '1.1') return { status: 400, reason: 'HTTP version' }
  const hosts = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host',
  )
  if (hosts.length !== 1) return { status: 400, reason: 'Host not given once' }
  if (hosts[0] !== expectedHost && hosts[0] !== expectedHost.replace(/:80$/, ''))
    return { status: 421, reason: 'Host differs' }
  if (!target.startsWith('/') || target.startsWith('//') || target.includes('#')) {
    return { status: 400, reason: 'target form' }
  }
  const queryAt = target.indexOf('?')
  const targetPath = queryAt < 0 ? target : target.slice(0, queryAt)
  if (dotSegment.test(targetPath)) return { status: 400, reason: 'dot segment' }
  if (method !== 'GET') return { status: 405, reason: 'method' }
  if (targetPath !== path) return { status: 404, reason: 'path' }
  return undefined
}
