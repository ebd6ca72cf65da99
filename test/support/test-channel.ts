import type { BodyMessage } from '../../contract/ipc.ts'
import type { BodyChannel } from '../../main/ports.ts'

export interface TestChannel extends BodyChannel {
  readonly chunks: Uint8Array[]
  /** The message that ended it, once there is one. */
  readonly last: Exclude<BodyMessage, { type: 'chunk' }> | undefined
  giveRoom(chunks: number): void
  /** The window goes away. */
  close(): void
}

/** A body channel that keeps what it gets; it has room for as many chunks as it is told. */
export function createTestChannel({ room = Number.POSITIVE_INFINITY } = {}): TestChannel {
  const gone = new AbortController()
  const chunks: Uint8Array[] = []
  let left = room
  let last: TestChannel['last']
  let wake = () => {}
  return {
    chunks,
    get last() {
      return last
    },
    signal: gone.signal,
    async send(bytes) {
      while (left === 0 && !gone.signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      gone.signal.throwIfAborted()
      left -= 1
      chunks.push(Uint8Array.from(bytes))
    },
    finish(message) {
      if (last !== undefined) throw new Error('finished twice')
      last = message
    },
    giveRoom(count) {
      left += count
      wake()
    },
    close() {
      gone.abort(new Error('The window is gone'))
      wake()
    },
  }
}
