import type { BodyDocument } from './body-document.ts'
import { addressOf } from './body-values.ts'
import { type RowView, type TableView, wholeView } from './protocol.ts'
import { type Arrangement, orderRows, type RowSource } from './row-order.ts'
import { type ColumnView, findRows, readCells, readColumns } from './table-shape.ts'

/** Columns are settled once this many rows are there, so that they do not move under the reader. */
const settledRows = 200

/** Rows of one document, and where they are in it. */
interface PageRows extends RowSource {
  readonly documentNumber: number
  readonly trail: readonly number[]
}

/** The rows of one response, those of further pages after those of the first, in the order that the screen wants. */
export class BodyTable {
  readonly #documents: readonly BodyDocument[]
  #pages: PageRows[] = []
  #columns: readonly ColumnView[] = []
  #areColumnsSettled = false
  #view = wholeView
  #order: Uint32Array | undefined

  constructor(documents: readonly BodyDocument[]) {
    this.#documents = documents
  }

  /** What the screen needs to show a table; undefined where there is no array of objects. */
  get view(): TableView | undefined {
    const [first] = this.#pages
    if (first === undefined || this.#columns.length === 0) return undefined
    return { trail: first.trail, columns: this.#columns, rowCount: this.#rowCount }
  }

  /** Finds where the rows are and counts them, as far as they have arrived. */
  update(): void {
    this.#pages = []
    for (const [documentNumber, document] of this.#documents.entries()) {
      if (document.format !== 'json' || document.index.rootStart < 0) continue
      const found = findRows(document.index)
      if (found === undefined) continue
      const { index } = document
      this.#pages.push({ ...found, documentNumber, index, count: index.countOf(found.start) })
    }
    const [first] = this.#pages
    if (first === undefined || this.#areColumnsSettled) return
    this.#columns = readColumns(first.index, first.start)
    this.#areColumnsSettled = this.#documents[0]?.isComplete === true || first.count >= settledRows
  }

  /** Columns may change once more: a body has ended. */
  unsettleColumns(): void {
    this.#areColumnsSettled = false
  }

  /** Filters and sorts the rows: the view's number to ask rows of, and its length. `pause` rejects to stop. */
  async arrange(
    arrangement: Arrangement,
    pause: () => Promise<void>,
  ): Promise<{ view: number; count: number }> {
    this.update()
    const order = await orderRows(this.#pages, this.#keys, arrangement, pause)
    this.#order = order
    this.#view = order === undefined ? wholeView : this.#view + 1
    return { view: this.#view, count: order?.length ?? this.#rowCount }
  }

  /** Rows of a view; none of one that was arranged anew since. */
  read(view: number, from: number, to: number): RowView[] {
    if (view !== wholeView && view !== this.#view) return []
    const order = view === wholeView ? undefined : this.#order
    const keys = this.#keys
    const isPaged = this.#documents.length > 1
    const views: RowView[] = []
    const end = Math.min(to, order?.length ?? this.#rowCount)
    for (let at = from; at < end; at++) {
      const number = order?.[at] ?? at
      let inPage = number
      const page = this.#pages.find((rows) => {
        if (inPage < rows.count) return true
        inPage -= rows.count
        return false
      })
      if (page === undefined) break
      const { index, documentNumber } = page
      index.eachChild(page.start, inPage, inPage + 1, (span) => {
        views.push({
          number,
          address: addressOf(documentNumber, span.start),
          trail: [...(isPaged ? [documentNumber] : []), ...page.trail, inPage],
          cells: readCells(index, span.start, keys).map(
            (cell) => cell && { ...cell, start: addressOf(documentNumber, cell.start) },
          ),
        })
      })
    }
    return views
  }

  get #keys(): string[] {
    return this.#columns.map((column) => column.key)
  }

  get #rowCount(): number {
    return this.#pages.reduce((sum, rows) => sum + rows.count, 0)
  }
}
