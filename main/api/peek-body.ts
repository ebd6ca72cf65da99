import type { Clock } from '../ports.ts'

const maxBytes = 65_536
const limitMs = 2_000

/** A body's beginning, and the whole body as it was. */
export interface PeekedBody {
  readonly beginning: Uint8Array
  readonly body: AsyncIterable<Uint8Array>
}

/**
 * Reads the first 64 KiB of a body, as far as they come within two seconds. Nothing is lost: `body` gives what was read
 * and then the rest, its failure included.
 */
export async function peekBody(source: AsyncIterable<Uint8Array>, clock: Clock): Promise<PeekedBody> {
  const iterator = source[Symbol.asyncIterator]()
  const read: Promise<IteratorResult<Uint8Array>>[] = []
  const chunks: Uint8Array[] = []
  let stopWaiting = () => {}
  const timeUp = new Promise<undefined>((resolve) => {
    stopWaiting = clock.schedule(limitMs, () => resolve(undefined))
  })
  let totalBytes = 0
  while (totalBytes < maxBytes) {
    const next = iterator.next()
    // Whoever reads the body is told of its failure; here it only ends the look.
    next.catch(() => {})
    read.push(next)
    const step = await Promise.race([next.catch(() => undefined), timeUp])
    if (step === undefined || step.done) break
    chunks.push(step.value)
    totalBytes += step.value.byteLength
  }
  stopWaiting()

  async function* whole(): AsyncIterable<Uint8Array> {
    try {
      for (const pending of read) {
        const step = await pending
        if (step.done) return
        yield step.value
      }
      for (let step = await iterator.next(); !step.done; step = await iterator.next()) yield step.value
    } finally {
      await iterator.return?.()
    }
  }
  return { beginning: Buffer.concat(chunks).subarray(0, maxBytes), body: whole() }
}
