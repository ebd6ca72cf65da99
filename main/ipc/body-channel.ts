import { type BodyCredit, bodyChunkBytes, bodyInitialCredit } from '../../contract/ipc.ts'
import type { BodyChannel } from '../ports.ts'

/** What is used of Electron's MessagePortMain. */
export interface BodyPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  postMessage(message: unknown): void
}

/**
 * Sends the bytes of one response over a port, no faster than the window takes them: it has
 * {@link bodyInitialCredit} chunks of credit at first and gives back one for each chunk that it has read.
 * Credit is asked for only once it has run out, so a body of up to four chunks never waits.
 */
export function sendBodyOver(port: BodyPort): BodyChannel {
  const gone = new AbortController()
  let credit = bodyInitialCredit
  let hasEnded = false
  let wake = (): void => {}

  port.on('message', ({ data }) => {
    if (!isCredit(data)) return
    credit = Math.min(credit + data.chunks, bodyInitialCredit)
    wake()
  })
  port.on('close', () => {
    gone.abort(new Error('The window has stopped reading'))
    wake()
  })
  port.start()

  return {
    signal: gone.signal,
    async send(bytes) {
      for (let start = 0; start < bytes.length; start += bodyChunkBytes) {
        while (credit === 0 && !hasEnded && !gone.signal.aborted) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
        gone.signal.throwIfAborted()
        // A chunk that waited while the body was cut would come after the message that says so.
        if (hasEnded) throw new Error('The body has ended')
        credit -= 1
        port.postMessage({ type: 'chunk', bytes: ownBytes(bytes.subarray(start, start + bodyChunkBytes)) })
      }
    },
    finish(message) {
      hasEnded = true
      wake()
      if (!gone.signal.aborted) port.postMessage(message)
    },
  }
}

/**
 * Cloning a view clones the whole buffer under it, and Node's small Buffers share one with whatever else main has
 * read lately, tokens included: a chunk leaves main only in a buffer of its own.
 */
function ownBytes(view: Uint8Array): Uint8Array {
  const isWhole = view.byteLength === view.buffer.byteLength && view.constructor === Uint8Array
  return isWhole ? view : Uint8Array.from(view)
}

function isCredit(message: unknown): message is BodyCredit {
  if (typeof message !== 'object' || message === null) return false
  const { type, chunks } = message as Partial<BodyCredit>
  return type === 'credit' && Number.isSafeInteger(chunks) && (chunks ?? 0) > 0
}
