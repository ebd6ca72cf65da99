import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Listens on 127.0.0.1 and returns the port: the preferred one, or a free one where it is taken
 * (EADDRINUSE) or reserved by the system (EACCES).
 */
export async function listenOnLoopback(server: Server, preferredPort: number): Promise<number> {
  try {
    return await listen(server, preferredPort)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (preferredPort === 0 || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error
    return listen(server, 0)
  }
}

async function listen(server: Server, port: number): Promise<number> {
  const listening = once(server, 'listening')
  server.listen({ host: '127.0.0.1', port, exclusive: true })
  await listening
  return (server.address() as AddressInfo).port
}

/** Closes a server and the connections that clients keep open. */
export async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
