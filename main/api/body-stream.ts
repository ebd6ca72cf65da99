import { bodyChunkBytes } from '../../contract/ipc.ts'
import { ProblemError } from '../../contract/problem.ts'
import type { BodyChannel, Clock } from '../ports.ts'
import { bodyCut } from './problems.ts'

/** How long bytes may wait for more to go with them. */
const gatherMs = 20

/**
 * Sends a body to the window, no faster than it takes it, and says how it ended. The first bytes go at once, later
 * ones in ever larger chunks up to the largest, because each costs a message. Never rejects: a failure of the body
 * ends it with `cut`, and a window that is gone ends it in silence.
 */
export async function sendBody(options: {
  readonly body: AsyncIterable<Uint8Array>
  readonly channel: BodyChannel
  readonly clock: Clock
  /** When the request was sent, by the monotonic clock. */
  readonly sentAtMs: number
  /** Stops it, also while the window takes nothing. */
  readonly signal: AbortSignal
}): Promise<{ readonly totalBytes: number; readonly isWhole: boolean }> {
  const { body, channel, clock, sentAtMs, signal } = options
  const iterator = body[Symbol.asyncIterator]()
  const stopped = rejectOnAbort(signal)
  let totalBytes = 0
  let waiting: Uint8Array[] = []
  let waitingBytes = 0

  async function flush(): Promise<void> {
    if (waitingBytes === 0) return
    const bytes = join(waiting, waitingBytes)
    waiting = []
    waitingBytes = 0
    for (let start = 0; start < bytes.length; start += bodyChunkBytes) {
      const chunk = bytes.subarray(start, start + bodyChunkBytes)
      await Promise.race([channel.send(chunk), stopped])
      totalBytes += chunk.length
    }
  }

  try {
    let next = iterator.next()
    for (;;) {
      const step = waitingBytes === 0 ? await next : await within(clock, next)
      if (step === 'late') {
        await flush()
        continue
      }
      if (step.done) break
      waiting.push(step.value)
      waitingBytes += step.value.byteLength
      if (waitingBytes >= Math.min(bodyChunkBytes, totalBytes)) await flush()
      next = iterator.next()
    }
    await flush()
    channel.finish({ type: 'end', totalBytes, durationMs: clock.monotonic() - sentAtMs })
    return { totalBytes, isWhole: true }
  } catch (error) {
    if (!channel.signal.aborted) {
      // What came before the cut stays shown.
      if (!signal.aborted) await flush().catch(() => undefined)
      const problem = error instanceof ProblemError ? error.problem : bodyCut()
      channel.finish({ type: 'cut', totalBytes, problem })
    }
    return { totalBytes, isWhole: false }
  } finally {
    await iterator.return?.().catch(() => undefined)
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  aborted.catch(() => undefined)
  return aborted
}

/** The step, or `late` where it takes longer than {@link gatherMs}. */
function within<Step>(clock: Clock, step: Promise<Step>): Promise<Step | 'late'> {
  return new Promise((resolve, reject) => {
    const stop = clock.schedule(gatherMs, () => resolve('late'))
    step.finally(stop).then(resolve, reject)
  })
}

/** One array over a buffer of its own: posting a view would copy the whole buffer under it. */
function join(parts: readonly Uint8Array[], totalBytes: number): Uint8Array {
  const whole = new Uint8Array(totalBytes)
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.byteLength
  }
  return whole
}
