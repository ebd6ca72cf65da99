import type { BodyQueries, BodyStatus, FromWorker, QueryName, ToWorker } from './protocol.ts'

/** Width of a line of the text view in bytes; longer ones are cut into parts. */
const lineBytes = 128

/** A question that was given up. */
export class QueryCancelled extends Error {}

/** The screen's end of one body: it lives in a worker of its own, whose memory goes with it. */
export class BodyClient {
  readonly #worker: Worker
  readonly #waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>()
  #lastId = 0
  #isClosed = false

  /** Starts the worker; `onStatus` is told at the first bytes, then about ten times a second until the end. */
  constructor(onStatus: (status: BodyStatus) => void, worker = makeWorker()) {
    this.#worker = worker
    this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.type === 'status') {
        onStatus(data.status)
        return
      }
      const waiting = this.#waiting.get(data.id)
      this.#waiting.delete(data.id)
      if (data.type === 'answer') waiting?.resolve(data.result as never)
      else waiting?.reject(data.message === 'cancelled' ? new QueryCancelled() : new Error(data.message))
    }
  }

  /** Hands the worker the port on which the body comes. */
  open(port: MessagePort, mediaType: string | undefined, charset: string | undefined): void {
    this.#send({ type: 'open', port, mediaType, charset, lineBytes }, [port])
  }

  /** Adds a further page, whose rows come after those that are there. */
  append(port: MessagePort): void {
    this.#send({ type: 'append', port }, [port])
  }

  /** Asks the worker. Rejects with {@link QueryCancelled} once the signal aborts or the body is closed. */
  ask<Name extends QueryName>(
    name: Name,
    args: BodyQueries[Name]['args'],
    signal?: AbortSignal,
  ): Promise<BodyQueries[Name]['result']> {
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      if (this.#isClosed || signal?.aborted) {
        reject(new QueryCancelled())
        return
      }
      this.#waiting.set(id, { resolve, reject })
      this.#send({ type: 'ask', id, name, args })
      signal?.addEventListener(
        'abort',
        () => {
          if (!this.#waiting.delete(id)) return
          this.#send({ type: 'cancel', id })
          reject(new QueryCancelled())
        },
        { once: true },
      )
    })
  }

  /** Ends the worker; the body is gone. */
  close(): void {
    this.#isClosed = true
    this.#worker.terminate()
    for (const { reject } of this.#waiting.values()) reject(new QueryCancelled())
    this.#waiting.clear()
  }

  #send(message: ToWorker, transfer: Transferable[] = []): void {
    if (!this.#isClosed) this.#worker.postMessage(message, transfer)
  }
}

function makeWorker(): Worker {
  return new Worker(new URL('./body-worker.ts', import.meta.url), { type: 'module', name: 'body' })
}
