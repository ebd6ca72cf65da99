import type { BodyCredit, BodyMessage } from '../../contract/ipc.ts'
import { BodyDocument } from './body-document.ts'
import { findText, toNeedle } from './find-text.ts'
import { isShowable } from './image-header.ts'
import type { ChildView, JsonIndex } from './json-index.ts'
import { formatJsonPath, formatJsonPointer, type PathStep } from './json-text.ts'
import {
  type Address,
  type BodyQueries,
  type BodyStatus,
  type FoundText,
  type FromWorker,
  pagesAddress,
  type QueryName,
  type RowView,
  type ToWorker,
  wholeView,
} from './protocol.ts'
import { type Arrangement, orderRows, type RowSource } from './row-order.ts'
import { type ColumnView, findRows, readCells, readColumns } from './table-shape.ts'
import { TextLines } from './text-lines.ts'

/** The part of a MessagePort that the session uses. */
export interface BodyPort {
  onmessage: ((event: MessageEvent<BodyMessage>) => void) | null
  postMessage(message: BodyCredit): void
  close(): void
}

const documentSpan = 2 ** 32
const statusEveryMs = 100
const sliceMs = 8
const copyBytes = 30_000_000
const findSliceBytes = 4_000_000
const lineSliceBytes = 4_000_000
/** Columns are settled once this many rows are there, so that they do not move under the reader. */
const settledRows = 200

class Cancelled extends Error {}

/** Lets other messages in. setTimeout would be clamped to 4 ms when nested. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel()
    channel.port1.onmessage = () => {
      channel.port1.close()
      resolve()
    }
    channel.port2.postMessage(0)
  })
}

/**
 * Holds the bodies of one response (further pages included) inside the worker: takes the chunks, gives credit, and
 * answers the screen's questions. Long questions are worked on in slices, so that short ones and chunks come between.
 */
export class BodySession {
  readonly #post: (message: FromWorker) => void
  readonly #documents: BodyDocument[] = []
  #lineBytes = 160
  #lines: TextLines | undefined
  #isFindingLines = false
  #rows: (RowSource & { readonly trail: readonly number[] })[] = []
  #columns: readonly ColumnView[] = []
  #areColumnsSettled = false
  #view = wholeView
  #order: Uint32Array | undefined
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
      const result = await run(args, this.#makePause(id))
      this.#post({ type: 'answer', id, result })
    } catch (error) {
      this.#post({
        type: 'failure',
        id,
        message: error instanceof Cancelled ? 'cancelled' : error instanceof Error ? error.message : 'failed',
      })
    } finally {
      this.#cancelled.delete(id)
    }
  }

  /** A pause that costs nothing until its slice of time is used up, and that ends a cancelled question. */
  #makePause(id: number): () => Promise<void> {
    let since = performance.now()
    return async () => {
      if (performance.now() - since < sliceMs) return
      await breathe()
      if (this.#cancelled.has(id)) throw new Cancelled()
      since = performance.now()
    }
  }

  readonly #queries: {
    [Name in QueryName]: (
      args: BodyQueries[Name]['args'],
      pause: () => Promise<void>,
    ) => BodyQueries[Name]['result'] | Promise<BodyQueries[Name]['result']>
  } = {
    children: ({ address, from, to }) => {
      if (address === pagesAddress) {
        return this.#documents
          .slice(from, to)
          .map((_, at) => this.#rootOf(from + at, `page ${from + at + 1}`))
      }
      const { number, index, position } = this.#locate(address)
      return index
        .children(position, from, to)
        .map((child) => ({ ...child, start: number * documentSpan + child.start }))
    },
    value: ({ address }) => {
      if (address === pagesAddress) {
        return {
          key: '',
          start: pagesAddress,
          end: 0,
          kind: 'array',
          text: '',
          isCut: false,
          count: this.#documents.length,
        }
      }
      const { index, position } = this.#locate(address)
      return { ...index.valueAt(position), key: '', start: address }
    },
    rows: ({ view, from, to }) => this.#readRows(view, from, to),
    arrange: async (arrangement: Arrangement, pause) => {
      this.#updateRows()
      const rows = this.#rows
      const order = await orderRows(
        rows,
        this.#columns.map((column) => column.key),
        arrangement,
        pause,
      )
      this.#order = order
      this.#view = order === undefined ? wholeView : this.#view + 1
      return { view: this.#view, count: order?.length ?? this.#rowCount() }
    },
    lines: async ({ from, to }, pause) => {
      const lines = this.#startLines()
      while (lines.count < to && this.#isFindingLines) {
        await breathe()
        await pause()
      }
      return lines.lines(from, to)
    },
    find: ({ text, from }, pause) => this.#find(text, from, pause),
    path: ({ trail }) => {
      const steps = this.#pathOf(trail)
      return { jsonPath: formatJsonPath(steps), pointer: formatJsonPointer(steps) }
    },
    text: ({ address }) => {
      const { index, position } = this.#locate(address)
      return index.wholeText(position, copyBytes)
    },
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

  #locate(address: Address): { number: number; index: JsonIndex; position: number } {
    const number = Math.floor(address / documentSpan)
    const document = this.#documents[number]
    const position = address % documentSpan
    if (document === undefined || !(position >= 0 && position < document.store.length))
      throw new Error('no such value')
    return { number, index: document.index, position }
  }

  #rootOf(number: number, key: PathStep): ChildView {
    const index = this.#documents[number]?.index
    if (index === undefined || index.rootStart < 0) {
      return { key, start: number * documentSpan, end: -1, kind: 'null', text: '', isCut: false, count: 0 }
    }
    return { ...index.valueAt(index.rootStart), key, start: number * documentSpan + index.rootStart }
  }

  /** With several pages, the trail begins with the page, which is no part of a path. */
  #pathOf(trail: readonly number[]): PathStep[] {
    const isPaged = this.#documents.length > 1
    const index = (isPaged ? this.#documents[trail[0] ?? 0] : this.#first())?.index
    return index?.pathOf(isPaged ? trail.slice(1) : trail) ?? []
  }

  #rowCount(): number {
    return this.#rows.reduce((sum, rows) => sum + rows.count, 0)
  }

  /** Finds where the rows are and counts them, as far as they have arrived. */
  #updateRows(): void {
    this.#rows = []
    for (const document of this.#documents) {
      if (document.format !== 'json' || document.index.rootStart < 0) continue
      const found = findRows(document.index)
      if (found === undefined) continue
      this.#rows.push({ ...found, index: document.index, count: document.index.countOf(found.start) })
    }
    const [first] = this.#rows
    if (first === undefined || this.#areColumnsSettled) return
    this.#columns = readColumns(first.index, first.start)
    this.#areColumnsSettled = this.#first().isComplete || first.count >= settledRows
  }

  #readRows(view: number, from: number, to: number): RowView[] {
    if (view !== wholeView && view !== this.#view) return []
    const order = view === wholeView ? undefined : this.#order
    const keys = this.#columns.map((column) => column.key)
    const isPaged = this.#documents.length > 1
    const views: RowView[] = []
    const end = Math.min(to, order?.length ?? this.#rowCount())
    for (let at = from; at < end; at++) {
      const number = order?.[at] ?? at
      let inSource = number
      const page = this.#rows.findIndex((rows) => {
        if (inSource < rows.count) return true
        inSource -= rows.count
        return false
      })
      const source = this.#rows[page]
      if (source === undefined) break
      source.index.eachChild(source.start, inSource, inSource + 1, (span) => {
        const documentNumber = this.#documents.findIndex((document) => document.index === source.index)
        const base = documentNumber * documentSpan
        views.push({
          number,
          address: base + span.start,
          trail: [...(isPaged ? [documentNumber] : []), ...source.trail, inSource],
          cells: readCells(source.index, span.start, keys).map(
            (cell) => cell && { ...cell, start: base + cell.start },
          ),
        })
      })
    }
    return views
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
    this.#post({ type: 'status', status: this.#status() })
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
    if (isEnd) this.#areColumnsSettled = false
    this.#updateRows()
    if (this.#lines !== undefined) void this.#findLines()
    this.#post({ type: 'status', status: this.#status() })
  }

  #status(): BodyStatus {
    const first = this.#first()
    const { scanner } = first.index
    const isJson = first.format === 'json' && first.index.rootStart >= 0
    const sum = (read: (document: BodyDocument) => number) =>
      this.#documents.reduce((total, one) => total + read(one), 0)
    const root =
      this.#documents.length > 1
        ? ({ address: pagesAddress, kind: 'array', count: this.#documents.length } as const)
        : isJson
          ? {
              address: first.index.rootStart,
              kind: first.index.valueAt(first.index.rootStart).kind,
              count: first.index.countOf(first.index.rootStart),
            }
          : undefined
    const [rows] = this.#rows
    return {
      format: first.format,
      receivedBytes: sum((document) => document.receivedBytes),
      isComplete: this.#documents.every((document) => document.isComplete),
      pageCount: this.#documents.length,
      lineCount: this.#lines?.count ?? 0,
      textLineCount: this.#lines?.textLineCount ?? 0,
      invalidUtf8Count: sum((document) => document.index.scanner.invalidUtf8Count),
      loneSurrogateCount: sum((document) => document.index.scanner.loneSurrogateCount),
      hasByteOrderMark: scanner.hasByteOrderMark,
      isBinary: first.isBinary,
      ...(first.durationMs === undefined ? {} : { durationMs: first.durationMs }),
      ...(first.cut === undefined ? {} : { cut: first.cut }),
      ...(root === undefined ? {} : { root }),
      ...(rows === undefined || this.#columns.length === 0
        ? {}
        : { table: { trail: rows.trail, columns: this.#columns, rowCount: this.#rowCount() } }),
      ...(scanner.fault === undefined ? {} : { fault: this.#locateFault(scanner.fault) }),
      ...(first.image === undefined
        ? {}
        : { image: { ...first.image, isShowable: isShowable(first.image) } }),
      ...(first.charset === undefined ? {} : { charset: first.charset }),
    }
  }

  #fault: BodyStatus['fault']

  #locateFault({
    position,
    message,
  }: {
    position: number
    message: string
  }): NonNullable<BodyStatus['fault']> {
    if (this.#fault !== undefined) return this.#fault
    const { store } = this.#first()
    let line = 1
    let lineStart = 0
    for (let at = 0; at < Math.min(position, store.length); at++) {
      if (store.at(at) !== 0x0a) continue
      line++
      lineStart = at + 1
    }
    const column = new TextDecoder().decode(store.slice(lineStart, position)).length + 1
    this.#fault = { message, line, column, lineIndex: line - 1 }
    return this.#fault
  }
}
