import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, createServer as createRawServer, type Socket } from 'node:net'
import { afterEach } from 'vitest'
import type { Certificate } from './certificates.ts'

/** A request as a {@link LoopbackServer} received it. */
export interface Hit {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
}

export interface LoopbackServer {
  /** Such as `http://127.0.0.1:49211`. */
  readonly origin: string
  readonly port: number
  /** Every request so far. */
  readonly hits: Hit[]
  /** Connections so far, also those without a request. */
  connections(): number
  /** Connections that are open now. */
  openConnections(): number
  /** Closes the connections that wait for their next request. */
  closeIdleConnections(): void
}

const closers: Array<() => void> = []

afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** Starts a server on a free port of 127.0.0.1; it ends with the test. With a certificate it speaks https. */
export async function serve(handler: RequestListener, certificate?: Certificate): Promise<LoopbackServer> {
  const hits: Hit[] = []
  const listener: RequestListener = (request, response) => {
    hits.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers })
    request.resume()
    handler(request, response)
  }
  const server = certificate ? createSecureServer({ ...certificate }, listener) : createServer(listener)
  const tracked = await listen(server)
  const scheme = certificate ? 'https://localhost' : 'http://127.0.0.1'
  return {
    origin: `${scheme}:${tracked.port}`,
    ...tracked,
    hits,
    closeIdleConnections: () => (server as Server).closeIdleConnections(),
  }
}

/** Starts a server of bare sockets, for answers that no HTTP server would give. */
export async function serveRaw(onConnection: (socket: Socket) => void): Promise<LoopbackServer> {
  const server = createRawServer((socket) => {
    socket.on('error', () => {})
    socket.resume()
    onConnection(socket)
  })
  const tracked = await listen(server)
  return { origin: `http://127.0.0.1:${tracked.port}`, ...tracked, hits: [], closeIdleConnections: () => {} }
}

async function listen(server: ReturnType<typeof createRawServer>) {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    openConnections: () => sockets.size,
  }
}
