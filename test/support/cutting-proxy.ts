import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'
import { closeServer, listenOnLoopback } from '../../demo/listen.ts'

/** A proxy that passes requests on to an origin, and cuts the next answers off when it is told to. */
export interface CuttingProxy {
  readonly origin: string
  /** The next so many answers arrive here, and their connections break before a byte is passed on. */
  cutNext(count: number): void
}

export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  let left = 0
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const answer = await fetch(new URL(request.url ?? '', target), {
      method: request.method ?? 'GET',
      headers: { 'content-type': request.headers['content-type'] ?? '' },
      ...(body && { body }),
      redirect: 'manual',
    })
    const text = await answer.text()
    if (left > 0) {
      left -= 1
      request.socket.destroy()
      return
    }
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
    response.end(text)
  })
  const port = await listenOnLoopback(server, 0)
  onTestFinished(() => closeServer(server))
  return {
    origin: `http://127.0.0.1:${port}`,
    cutNext: (count) => {
      left = count
    },
  }
}
