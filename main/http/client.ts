import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { type Got, type Response as GotResponse, got, type Method, type Request } from 'got'
import { ProblemError } from '../../contract/problem.ts'
import type { Clock, Http, HttpRequest, HttpResponse } from '../ports.ts'
import { checkAddress } from './check-address.ts'
import { createExchangeLimits, type ExchangeLimits } from './exchange-limits.ts'
import { createFetch } from './fetch.ts'
import {
  bodyRefusedProblem,
  timedOutProblem,
  toHttpProblem,
  unknownEncodingProblem,
  unknownStatusProblem,
} from './problems.ts'
import { readBody } from './read-body.ts'

export interface HttpOptions {
  readonly clock: Clock
  /** Keyfold's version, for `User-Agent`. */
  readonly version: string
  /** Certificates in PEM to trust instead of Node's; an option so that no environment variable can do it. */
  readonly certificateAuthorities?: readonly string[]
  /** Time for the head of an answer, where the request sets no total limit. Default 60 s. */
  readonly headTimeoutMs?: number
  /** Time that may pass between two parts of a body. Default 60 s. */
  readonly idleTimeoutMs?: number
}

const maxHeaderBytes = 65_536
/** Below the 5 s after which Node's servers close: a connection that the server has closed already loses a request. */
const idleConnectionMs = 4_000
const agentOptions = {
  keepAlive: true,
  maxSockets: 32,
  maxTotalSockets: 128,
  maxFreeSockets: 8,
  timeout: idleConnectionMs,
}

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
const methodsWithoutBody: ReadonlySet<string> = new Set(['GET', 'HEAD'])
const methodsWithBody: ReadonlySet<string> = new Set(['POST', 'PUT'])
/** `deflate` is read where it comes but not asked for: servers disagree on what it means (RFC 9110 §8.4.1.2). */
const readableEncodings: ReadonlySet<string> = new Set(['', 'identity', 'gzip', 'deflate', 'br'])

/**
 * The one way out of the program, over got: no redirect is followed, nothing is repeated, no cookie is kept, no
 * certificate is excused, and every rejection is a {@link ProblemError} that holds nothing of the request.
 */
export function createHttp(options: HttpOptions): Http {
  const { clock, certificateAuthorities, headTimeoutMs = 60_000, idleTimeoutMs = 60_000 } = options
  const client = got.extend({
    isStream: true,
    retry: { limit: 0 },
    followRedirect: false,
    throwHttpErrors: false,
    decompress: true,
    http2: false,
    maxHeaderSize: maxHeaderBytes,
    agent: { http: new HttpAgent(agentOptions), https: new HttpsAgent(agentOptions) },
    headers: { 'user-agent': `Keyfold/${options.version}`, 'accept-encoding': 'gzip, br' },
    // Said here so that NODE_TLS_REJECT_UNAUTHORIZED and --tls-min-v1.0 change nothing.
    https: {
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ...(certificateAuthorities && { certificateAuthority: [...certificateAuthorities] }),
    },
  })

  async function stream(request: HttpRequest): Promise<HttpResponse> {
    const url = checkAddress(request.url)
    if (request.body !== undefined && methodsWithoutBody.has(request.method.toUpperCase())) {
      throw new ProblemError(bodyRefusedProblem())
    }
    const limits = createExchangeLimits(clock, {
      host: url.host,
      signal: request.signal,
      totalTimeoutMs: request.totalTimeoutMs,
      idleTimeoutMs,
      maxBodyBytes: request.maxBodyBytes,
    })
    const stopWaiting = clock.schedule(headTimeoutMs, () =>
      limits.cut(timedOutProblem(url.host, headTimeoutMs)),
    )
    try {
      return await receive(client, url, request, limits)
    } catch (error) {
      limits.release()
      throw error instanceof ProblemError ? error : toHttpProblem(error, url.host)
    } finally {
      stopWaiting()
    }
  }

  return { stream, fetch: createFetch(stream) }
}

function receive(
  client: Got,
  url: URL,
  request: HttpRequest,
  limits: ExchangeLimits,
  isRepeated = false,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const method = request.method.toUpperCase()
    // got waits for a stream to be written where these methods have no body.
    const body = request.body ?? (methodsWithBody.has(method) ? '' : undefined)
    const exchange: Request = client.stream(url, {
      method: method as Method,
      ...(request.headers && { headers: { ...request.headers } }),
      ...(body !== undefined && { body }),
      ...(request.clientCertificate && {
        https: {
          certificate: request.clientCertificate.certificate,
          key: request.clientCertificate.privateKey,
        },
      }),
      ...(isRepeated && { agent: { http: false, https: false } }),
    })
    limits.watch(exchange)

    exchange.once('error', (error: unknown) => {
      // The server closed an idle connection in the moment it was used again (RFC 9112 §9.3.1, RFC 9110 §9.2.2).
      if (
        !isRepeated &&
        exchange.reusedSocket &&
        exchange.response === undefined &&
        limits.reason === undefined
      ) {
        const problem = toHttpProblem(error, url.host)
        if (safeMethods.has(method) && problem.problem.code === 'connection_lost') {
          resolve(receive(client, url, request, limits, true))
          return
        }
      }
      reject(limits.reason ?? toHttpProblem(error, url.host))
    })
    // A body that nobody reads any more may still fail; without a listener that would end the process.
    exchange.on('error', () => {})
    exchange.once('response', (response: GotResponse) => {
      const headers = pairHeaders(response.rawHeaders)
      const problem = refuseHead(response.statusCode, headers, method, url.host)
      if (problem !== undefined) {
        exchange.destroy()
        reject(problem)
        return
      }
      resolve({
        status: response.statusCode,
        statusText: response.statusMessage ?? '',
        headers,
        body: readBody(exchange, limits),
      })
    })
  })
}

function refuseHead(
  status: number,
  headers: HttpResponse['headers'],
  method: string,
  host: string,
): ProblemError | undefined {
  if (status < 200 || status > 599) return new ProblemError(unknownStatusProblem(host, status))
  const encoding = headers
    .flatMap(([name, value]) => (name === 'content-encoding' ? [value.trim().toLowerCase()] : []))
    .join(', ')
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 205 && status !== 304
  if (hasBody && !readableEncodings.has(encoding)) {
    return new ProblemError(unknownEncodingProblem(host, encoding))
  }
  return undefined
}

function pairHeaders(raw: readonly string[]): Array<readonly [string, string]> {
  const pairs: Array<readonly [string, string]> = []
  for (let index = 0; index + 1 < raw.length; index += 2) {
    pairs.push([raw[index]?.toLowerCase() ?? '', raw[index + 1] ?? ''])
  }
  return pairs
}
