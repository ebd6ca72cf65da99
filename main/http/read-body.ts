import type { Readable } from 'node:stream'
import { ProblemError } from '../../contract/problem.ts'
import type { ExchangeLimits } from './exchange-limits.ts'
import { toHttpProblem, tooLargeProblem } from './problems.ts'

/**
 * Reads a body chunk by chunk, no faster than it is asked for. Counts what it gives and waits no longer than the
 * limits allow; throws a ProblemError where they or the connection cut it. Ending the iteration, even before its
 * first step, ends the exchange.
 */
export function readBody(stream: Readable, limits: ExchangeLimits): AsyncIterable<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array, undefined> = stream[Symbol.asyncIterator]()
  let totalBytes = 0

  function close(): void {
    limits.release()
    stream.destroy()
  }

  const iterator: AsyncIterator<Uint8Array, undefined> = {
    async next() {
      if (limits.reason !== undefined) {
        close()
        throw limits.reason
      }
      const stopIdling = limits.startIdling()
      try {
        const step = await chunks.next()
        if (step.done) {
          // A destroyed stream may end like a complete one.
          if (limits.reason !== undefined) throw limits.reason
          limits.release()
          return step
        }
        totalBytes += step.value.byteLength
        if (totalBytes > limits.maxBodyBytes) {
          limits.cut(tooLargeProblem(limits.host, limits.maxBodyBytes))
          throw limits.reason
        }
        return step
      } catch (error) {
        close()
        throw limits.reason ?? (error instanceof ProblemError ? error : toHttpProblem(error, limits.host))
      } finally {
        stopIdling()
      }
    },
    async return() {
      close()
      return { done: true, value: undefined }
    },
  }
  return { [Symbol.asyncIterator]: () => iterator }
}
