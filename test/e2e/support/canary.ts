import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server of the test's own on loopback. */
export interface TestServer {
  readonly origin: string
  /** Every request so far: method and path with its query. */
  readonly hits: string[]
  close(): void
}

/** Serves until it is closed; left alone it answers everything with a small web page that other origins may read. */
export async function serveOnLoopback(
  answer: (request: IncomingMessage, response: ServerResponse, origin: string) => void = answerAnything,
): Promise<TestServer> {
  const hits: string[] = []
  const listener: RequestListener = (request, response) => {
    hits.push(`${request.method} ${request.url}`)
    request.resume()
    answer(request, response, origin)
  }
  const server = createServer(listener)
  // A WebSocket reaches the server too, though no handler answers it.
  server.on('upgrade', (request, socket) => {
    hits.push(`UPGRADE ${request.url}`)
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin,
    hits,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function answerAnything(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' })
  response.end('<title>elsewhere</title>')
}
