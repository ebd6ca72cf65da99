import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { afterEach } from 'vitest'
import type { createAuthority } from './certificates.ts'

/** An https server that asks for a client's certificate. */
export interface MutualTlsServer {
  readonly origin: string
  /** SHA-256 of the certificate that came with each request, in hexadecimal. */
  readonly shown: Array<string | undefined>
  /** What was posted to /token, which always answers with tokens. */
  readonly forms: URLSearchParams[]
  /** What discovery answers; the plain one until replaced. */
  metadata: Record<string, unknown>
}

const closers: Array<() => void> = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/**
 * Starts one on a free port of localhost; it ends with the test. A connection without a certificate is taken all the
 * same; `demands`: it is cut off in the handshake, and so is one with a certificate of another authority.
 */
export async function serveMutualTls(
  authority: ReturnType<typeof createAuthority>,
  { demands = false } = {},
): Promise<MutualTlsServer> {
  const { cert, key } = authority.issue(['localhost'])
  const shown: MutualTlsServer['shown'] = []
  const forms: URLSearchParams[] = []
  const server = createServer(
    { cert, key, ca: authority.cert, requestCert: true, rejectUnauthorized: demands },
    (request, response) => {
      const { raw } = (request.socket as TLSSocket).getPeerCertificate()
      shown.push(raw && createHash('sha256').update(raw).digest('hex'))
      response.setHeader('content-type', 'application/json')
      if (request.method === 'GET') {
        response.end(JSON.stringify(described.metadata))
        return
      }
      void readForm(request).then((form) => {
        forms.push(form)
        response.end('{"access_token":"access-token-1","token_type":"Bearer"}')
      })
    },
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => {
    server.close()
    server.closeAllConnections()
  })
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`
  const described: MutualTlsServer = {
    origin,
    shown,
    forms,
    metadata: {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      code_challenge_methods_supported: ['S256'],
    },
  }
  return described
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return new URLSearchParams(body)
}
