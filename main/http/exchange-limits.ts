import { type Problem, ProblemError } from '../../contract/problem.ts'
import type { Clock } from '../ports.ts'
import { requestCancelledProblem, timedOutProblem } from './problems.ts'

/** What ends one exchange before its answer is complete: the caller's signal, a time limit, a size limit. */
export interface ExchangeLimits {
  readonly host: string
  /** Most bytes of the body after decompression. */
  readonly maxBodyBytes: number
  /** Why the exchange was ended, once it was. */
  readonly reason: ProblemError | undefined
  /** Names the stream that {@link cut} destroys. */
  watch(stream: { destroy(): unknown }): void
  /** Ends the exchange; the first reason counts. */
  cut(problem: Problem): void
  /** Cuts unless the returned function is called within the idle limit. */
  startIdling(): () => void
  /** Lets go of the signal and the timers: the exchange is over. */
  release(): void
}

interface LimitOptions {
  readonly host: string
  readonly signal: AbortSignal | undefined
  readonly totalTimeoutMs: number | undefined
  readonly idleTimeoutMs: number
  readonly maxBodyBytes: number | undefined
}

/** Throws where the signal is aborted already. A signal aborted with a ProblemError as its reason rejects with it. */
export function createExchangeLimits(clock: Clock, options: LimitOptions): ExchangeLimits {
  const { host, signal, totalTimeoutMs, idleTimeoutMs, maxBodyBytes = Number.POSITIVE_INFINITY } = options
  if (signal?.aborted) throw toReason(signal)
  let reason: ProblemError | undefined
  let stream: { destroy(error?: Error): unknown } | undefined

  function end(error: ProblemError): void {
    if (reason !== undefined) return
    reason = error
    stream?.destroy(error)
  }
  const cut = (problem: Problem) => end(new ProblemError(problem))
  const onAbort = () => signal && end(toReason(signal))
  signal?.addEventListener('abort', onAbort, { once: true })
  const stopTotal =
    totalTimeoutMs === undefined
      ? undefined
      : clock.schedule(totalTimeoutMs, () => cut(timedOutProblem(host, totalTimeoutMs)))

  return {
    host,
    maxBodyBytes,
    get reason() {
      return reason
    },
    watch(watched) {
      stream = watched
    },
    cut,
    startIdling: () => clock.schedule(idleTimeoutMs, () => cut(timedOutProblem(host, idleTimeoutMs))),
    release() {
      signal?.removeEventListener('abort', onAbort)
      stopTotal?.()
    },
  }
}

function toReason(signal: AbortSignal): ProblemError {
  return signal.reason instanceof ProblemError ? signal.reason : new ProblemError(requestCancelledProblem())
}
