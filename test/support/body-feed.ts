import type { BodyMessage } from '../../contract/ipc.ts'
import type { Problem } from '../../contract/problem.ts'
import { BodyClient } from '../../renderer/body/body-client.ts'
import { BodySession } from '../../renderer/body/body-session.ts'
import type { BodyStatus, FromWorker, ToWorker } from '../../renderer/body/protocol.ts'

/** Main's end of a body: sends the chunks as credit allows, then the end, or the cut where a problem is given. */
export function feedBody(
  port: MessagePort,
  bytes: Uint8Array,
  options: { chunkBytes?: number; cut?: Problem; isOpen?: boolean } = {},
): void {
  const { chunkBytes = 1_048_576, cut, isOpen = false } = options
  let credit = 4
  let at = 0
  let hasEnded = false
  const post = (message: BodyMessage) => port.postMessage(message)
  const pump = () => {
    while (credit > 0 && at < bytes.length) {
      post({ type: 'chunk', bytes: bytes.slice(at, at + chunkBytes) })
      at += chunkBytes
      credit--
    }
    if (hasEnded || at < bytes.length || isOpen) return
    hasEnded = true
    post(
      cut === undefined
        ? { type: 'end', totalBytes: bytes.length, durationMs: 1 }
        : { type: 'cut', totalBytes: bytes.length, problem: cut },
    )
  }
  port.onmessage = ({ data }) => {
    credit += (data as { chunks: number }).chunks
    pump()
  }
  pump()
}

/** A body client whose worker runs in this thread. All that passes is cloned, as between threads. */
export function openBodyHere(onStatus: (status: BodyStatus) => void): BodyClient {
  const worker = {
    onmessage: null as ((event: { data: FromWorker }) => void) | null,
    postMessage(message: ToWorker) {
      // A port is handed over as it is; everything else must survive cloning.
      const copy = 'port' in message ? message : structuredClone(message)
      queueMicrotask(() => session.receive(copy))
    },
    terminate() {
      worker.onmessage = null
    },
  }
  const session = new BodySession((message) => {
    const copy = structuredClone(message)
    queueMicrotask(() => worker.onmessage?.({ data: copy }))
  })
  return new BodyClient(onStatus, worker as unknown as Worker)
}

/** A body that was read to its end, with its last status. */
export async function readBodyHere(
  bytes: Uint8Array | string,
  options: { mediaType?: string; charset?: string; chunkBytes?: number; cut?: Problem } = {},
): Promise<{ body: BodyClient; status: BodyStatus }> {
  const channel = new MessageChannel()
  return new Promise((resolve) => {
    const body = openBodyHere((status) => {
      if (status.isComplete) resolve({ body, status })
    })
    body.open(channel.port2, options.mediaType ?? 'application/json', options.charset)
    feedBody(channel.port1, typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, options)
  })
}
