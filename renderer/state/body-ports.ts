import { bodyPortChannel } from '../../contract/ipc.ts'

/** The ports on which bodies arrive, by request. */
export interface BodyPorts {
  /** The port on which the body of this request comes; it may have come before or be still on its way. */
  take(requestId: string): Promise<MessagePort>
  /** Nobody wants this body: its port is closed, now or when it comes, which stops main. */
  drop(requestId: string): void
}

/** Collects the ports of bodies that preload passes on to the page. */
export function createBodyPorts(target: Window): BodyPorts {
  const ports = new Map<string, MessagePort>()
  const takers = new Map<string, (port: MessagePort) => void>()
  const dropped = new Set<string>()
  target.addEventListener('message', (event: MessageEvent<unknown>) => {
    const [port] = event.ports
    const data = event.data as { channel?: unknown; requestId?: unknown } | null
    if (event.source !== target || data?.channel !== bodyPortChannel || port === undefined) return
    const requestId = String(data.requestId)
    const take = takers.get(requestId)
    takers.delete(requestId)
    if (dropped.delete(requestId)) port.close()
    else if (take !== undefined) take(port)
    else ports.set(requestId, port)
  })
  return {
    take(requestId) {
      const port = ports.get(requestId)
      ports.delete(requestId)
      return port === undefined
        ? new Promise((resolve) => takers.set(requestId, resolve))
        : Promise.resolve(port)
    },
    drop(requestId) {
      takers.delete(requestId)
      const port = ports.get(requestId)
      if (port === undefined) dropped.add(requestId)
      else port.close()
      ports.delete(requestId)
    },
  }
}
