import type { ServerResponse } from 'node:http'
import { type CallbackResult, callbackHeaders, renderCallbackPage } from './callback-page.ts'

/** Answers with a page that names the result. */
export function sendPage(response: ServerResponse, status: number, result: CallbackResult): void {
  response.writeHead(status, { ...callbackHeaders, 'content-type': 'text/html; charset=utf-8' })
  response.end(renderCallbackPage(result))
}

/** Answers what no person sees with a bare status. */
export function sendPlain(response: ServerResponse, status: number): void {
  response.writeHead(status, {
    ...callbackHeaders,
    ...(status === 405 ? { allow: 'GET' } : {}),
    'content-length': 0,
  })
  response.end()
}

interface RawSocket {
  readonly writable: boolean
  end(text: string, onFlushed: () => void): unknown
  destroy(): unknown
}

/** Answers on a socket that Node has taken no request from, then closes it. */
export function refuseRaw(socket: RawSocket, statusAndHeaders: string): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  socket.end(`HTTP/1.1 ${statusAndHeaders}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
    socket.destroy(),
  )
}

/** The status line for what Node's parser refused. */
export function rawStatusOf(error: NodeJS.ErrnoException): string {
  if (error.code === 'HPE_HEADER_OVERFLOW') return '431 Request Header Fields Too Large'
  return error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request'
}
