import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { ProblemError } from '../../contract/problem.ts'
import type { Clock } from '../ports.ts'
import { bindLoopback, noLoopbackProblem } from './bind-loopback.ts'
import { rawStatusOf, refuseRaw, sendPage, sendPlain } from './callback-answers.ts'
import type { CallbackResult } from './callback-page.ts'
import { refuseRequest } from './callback-request.ts'
import { type CallbackAnswer, type CallbackExpectation, parseCallback } from './parse-callback.ts'

/** What a listener bears from whoever connects to it. */
export interface ListenerLimits {
  /** Time for a whole request head, in milliseconds. */
  readonly headersTimeoutMs: number
  /** Connections held at once; the oldest goes when one more comes. */
  readonly maxConnections: number
  /** Bytes of a request head. */
  readonly maxHeaderBytes: number
  /** Time after {@link LoopbackListener.finish} in which a repeated callback still gets its page, in milliseconds. */
  readonly graceMs: number
}

const defaultLimits: ListenerLimits = {
  headersTimeoutMs: 5_000,
  maxConnections: 20,
  maxHeaderBytes: 16_384,
  graceMs: 3_000,
}

export interface ListenerOptions extends CallbackExpectation {
  readonly host: '127.0.0.1' | '[::1]'
  /** 0: any free port. */
  readonly port: number
  readonly path: string
  readonly clock: Clock
  /** Told of requests that were not the answer, for the log. Never gets anything of the request but the reason. */
  readonly onIgnored?: (reason: string) => void
  readonly limits?: Partial<ListenerLimits>
}

/** A listener for the one answer to one authorization request (RFC 8252 §7.3). */
export interface LoopbackListener {
  /** Built of the address that is bound: a literal, never `localhost` (docs/adr/0009). */
  readonly redirectUri: string
  /** Resolves once, with the first answer that carries our `state`. Stays pending when the listener is closed before. */
  readonly answer: Promise<CallbackAnswer>
  /**
   * Ends the wait. Where the answer came here, a callback that comes again is told how the sign-in ended, and the port
   * closes after a few seconds; where not, it closes now.
   */
  finish(result: 'signedIn' | 'failed'): Promise<void>
  /** Closes the port and every connection now. */
  close(): Promise<void>
}

/** Listeners that linger for a repeated callback, by port: a new sign-in on a fixed port takes over at once. */
const lingering = new Map<number, LoopbackListener>()

/**
 * Binds a literal loopback address and waits for the answer that carries the expected `state`. Whatever else comes
 * (other paths, methods, hosts, states, prefetches, garbage) is answered and changes nothing.
 *
 * Rejects with a ProblemError: `port_in_use` or `no_loopback`.
 */
export async function openLoopbackListener(options: ListenerOptions): Promise<LoopbackListener> {
  const limits = { ...defaultLimits, ...options.limits }
  await lingering.get(options.port)?.close()

  const sockets = new Set<Socket>()
  let settle: (answer: CallbackAnswer) => void = () => {}
  const answer = new Promise<CallbackAnswer>((resolve) => {
    settle = resolve
  })
  let isSettled = false
  let repeated: CallbackResult = 'alreadyUsed'
  let expectedHost = ''

  const server = createServer({
    insecureHTTPParser: false,
    requireHostHeader: true,
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.headersTimeoutMs,
    connectionsCheckingInterval: Math.min(1_000, limits.headersTimeoutMs),
    keepAlive: false,
  })
  // 0 lifts Node's silent cut after so many fields; the count is checked instead.
  server.maxHeadersCount = 0

  const ignore = (reason: string) => options.onIgnored?.(reason)

  function handle(request: IncomingMessage, response: ServerResponse): void {
    const refusal = refuseRequest(request, expectedHost, options.path)
    if (refusal) {
      ignore(refusal.reason)
      sendPlain(response, refusal.status)
      return
    }
    const target = request.url ?? ''
    const queryAt = target.indexOf('?')
    const reading = parseCallback(new URLSearchParams(queryAt < 0 ? '' : target.slice(queryAt + 1)), options)
    if (reading.kind === 'ignored') {
      ignore(reading.reason)
      sendPage(response, 400, 'notOurs')
      return
    }
    if (isSettled) {
      ignore('repeated')
      sendPage(response, 200, repeated)
      return
    }
    isSettled = true
    sendPage(response, reading.kind === 'code' ? 200 : 400, pageOf(reading))
    settle(reading)
  }

  // Nothing that a request does may end the process: what throws here would be an uncaught exception.
  server.on('request', (request, response) => {
    response.on('error', () => {})
    try {
      handle(request, response)
    } catch {
      ignore('handler failed')
      request.socket.destroy()
    }
  })
  server.on('checkContinue', (_request, response: ServerResponse) => sendPlain(response, 405))
  server.on('checkExpectation', (_request, response: ServerResponse) => sendPlain(response, 417))
  for (const event of ['upgrade', 'connect'] as const) {
    server.on(event, (_request, socket) => {
      ignore(event)
      refuseRaw(socket, '405 Method Not Allowed\r\nAllow: GET')
    })
  }
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    ignore(error.code === 'HPE_HEADER_OVERFLOW' ? 'head too large' : 'not HTTP')
    refuseRaw(socket, rawStatusOf(error))
  })
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('close', () => sockets.delete(socket))
    sockets.add(socket)
    // The oldest goes, not the newest: slow connections cannot keep the real answer out.
    const [oldest] = sockets
    if (sockets.size > limits.maxConnections) oldest?.destroy()
  })

  const address = await bindLoopback(server, options.host, options.port)
  server.on('error', () => ignore('accept failed'))
  expectedHost = formatHost(address)

  let cancelGrace: (() => void) | undefined
  let closing: Promise<void> | undefined
  const listener: LoopbackListener = {
    redirectUri: `http://${expectedHost}${options.path}`,
    answer,
    async finish(result) {
      if (!isSettled) return listener.close()
      if (closing || cancelGrace) return
      repeated = result
      lingering.set(address.port, listener)
      cancelGrace = options.clock.schedule(limits.graceMs, () => void listener.close())
    },
    close() {
      cancelGrace?.()
      if (lingering.get(address.port) === listener) lingering.delete(address.port)
      closing ??= closeServer(server, sockets)
      return closing
    },
  }
  return listener
}

function pageOf(answer: CallbackAnswer): CallbackResult {
  if (answer.kind === 'code') return 'received'
  return answer.problem.code === 'authorization_denied' ? 'declined' : 'failed'
}

function formatHost({ address, family, port }: AddressInfo): string {
  if (address !== '127.0.0.1' && address !== '::1') throw new ProblemError(noLoopbackProblem(address))
  return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`
}

function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
  })
}
