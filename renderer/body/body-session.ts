import type { BodyCredit, BodyMessage } from '../../contract/ipc.ts'
import { BodyDocument } from './body-document.ts'
import { readStatus } from './body-status.ts'
import { BodyTable } from './body-table.ts'
import { BodyValues } from './body-values.ts'
import { findText, toNeedle } from './find-text.ts'
import type { BodyQueries, FoundText, FromWorker, QueryName, ToWorker } from './protocol.ts'
import { breathe, makePause, QuestionCancelled } from './slices.ts'
import { TextLines } from './text-lines.ts'

/** The part of a MessagePort that the session uses. */
export interface BodyPort {
  onmessage: ((event: MessageEvent<BodyMessage>) => void) | null
  postMessage(message: BodyCredit): void
  close(): void
}

const statusEveryMs = 100
const findSliceBytes = 4_000_000
const lineSliceBytes = 4_000_000

/**
 * Holds the bodies of one response (further pages included) inside the worker: takes the chunks, gives credit, and
 * answers the screen's questions. Long questions are worked on in slices, so that short ones and chunks come between.
 */
export class BodySession {
  readonly #post: (message: FromWorker) => void
  readonly #documents: BodyDocument[] = []
  readonly #values = new BodyValues(this.#documents)
  readonly #table = new BodyTable(this.#documents)
  #lineBytes = 160
  #lines: TextLines | undefined
  #isFindingLines = false
  #statusAtMs = Number.NEGATIVE_INFINITY
  readonly #cancelled = new Set<number>()

  constructor(post: (message: FromWorker) => void) {
    this.#post = post
  }

  receive(message: ToWorker): void {
    if (message.type === 'open') {
      this.#lineBytes = message.lineBytes
      this.addPage(message.port, message.mediaType, message.charset)
    } else if (message.type === 'append') {
      this.addPage(message.port, 'application/json', undefined)
    } else if (message.type === 'cancel') {
      this.#cancelled.add(message.id)
    } else {
      void this.#answer(message.id, message.name, message.args)
    }
  }

  /** Reads a body from its port. */
  addPage(port: BodyPort, mediaType: string | undefined, charset: string | undefined): void {
    const document = new BodyDocument(mediaType, charset)
    this.#documents.push(document)
    port.onmessage = ({ data }) => {
      if (data.type === 'chunk') {
        document.push(data.bytes)
        port.postMessage({ type: 'credit', chunks: 1 })
        this.#report(false)
        return
      }
      document.end(data.type === 'cut' ? { cut: data.problem } : { durationMs: data.durationMs })
      port.close()
      this.#report(true)
    }
  }

  async #answer(id: number, name: QueryName, args: unknown): Promise<void> {
    try {
      const run = this.#queries[name] as (args: unknown, pause: () => Promise<void>) => unknown
      const result = await run(
        args,
        makePause(() => this.#cancelled.has(id)),
      )
      this.#post({ type: 'answer', id, result })
    } catch (error) {
      this.#post({
        type: 'failure',
        id,
        message:
          error instanceof QuestionCancelled
            ? 'cancelled'
            : error instanceof Error
              ? error.message
              : 'failed',
      })
    } finally {
      this.#cancelled.delete(id)
    }
  }

  readonly #queries: {
    [Name in QueryName]: (
      args: BodyQueries[Name]['args'],
      pause: () => Promise<void>,
    ) => BodyQueries[Name]['result'] | Promise<BodyQueries[Name]['result']>
  } = {
    children: (args) => this.#values.children(args),
    value: ({ address }) => this.#values.value(address),
    text: ({ address }) => this.#values.text(address),
    path: ({ trail }) => this.#values.path(trail),
    rows: ({ view, from, to }) => this.#table.read(view, from, to),
    arrange: (arrangement, pause) => this.#table.arrange(arrangement, pause),
    lines: async ({ from, to }, pause) => {
      const lines = this.#startLines()
      while (lines.count < to && this.#isFindingLines) {
        await breathe()
        await pause()
      }
      return lines.lines(from, to)
    },
    find: ({ text, from }, pause) => this.#find(text, from, pause),
    blob: () => {
      const first = this.#first()
      return new Blob(first.store.parts(), { type: first.image?.mediaType ?? 'application/octet-stream' })
    },
  }

  #first(): BodyDocument {
    const [first] = this.#documents
    if (first === undefined) throw new Error('no body has arrived')
    return first
  }

  #startLines(): TextLines {
    if (this.#lines === undefined) {
      this.#lines = new TextLines(this.#first().store, this.#lineBytes)
      void this.#findLines()
    }
    return this.#lines
  }

  async #findLines(): Promise<void> {
    const lines = this.#lines
    if (lines === undefined || this.#isFindingLines) return
    this.#isFindingLines = true
    while (!lines.advance(this.#first().isComplete, lineSliceBytes)) await breathe()
    this.#isFindingLines = false
    this.#postStatus()
  }

  async #find(text: string, from: number, pause: () => Promise<void>): Promise<FoundText | undefined> {
    const { store, index, format } = this.#first()
    const needle = toNeedle(text)
    const search = async (start: number, end: number): Promise<number> => {
      for (let at = start; at < end; at += findSliceBytes) {
        const position = findText(store, needle, at, Math.min(at + findSliceBytes, end))
        if (position >= 0) return position
        await pause()
      }
      return -1
    }
    let position = await search(from, store.length)
    if (position < 0 && from > 0) position = await search(0, from)
    if (position < 0) return undefined
    const lines = this.#startLines()
    while (this.#isFindingLines) await breathe()
    const trail =
      format === 'json' && index.rootStart >= 0 && index.scanner.fault === undefined
        ? index.trailAt(position)
        : []
    return {
      position,
      trail: this.#documents.length > 1 ? [0, ...trail] : trail,
      lineIndex: lines.indexAt(position),
    }
  }

  #report(isEnd: boolean): void {
    const now = performance.now()
    if (!isEnd && now - this.#statusAtMs < statusEveryMs) return
    this.#statusAtMs = now
    if (isEnd) this.#table.unsettleColumns()
    this.#table.update()
    if (this.#lines !== undefined) void this.#findLines()
    this.#postStatus()
  }

  #postStatus(): void {
    const status = readStatus(this.#first(), this.#documents, this.#table.view, this.#lines)
    this.#post({ type: 'status', status })
  }
}
