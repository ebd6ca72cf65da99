import type { Problem } from '../../contract/problem.ts'
import type { ImageHeader } from './image-header.ts'
import type { ChildView, ValueKind } from './json-index.ts'
import type { Arrangement } from './row-order.ts'
import type { CellView, ColumnView } from './table-shape.ts'
import type { LineView } from './text-lines.ts'

/*
 * What passes between the screen and the worker that holds a body. Values are named by numbers (see `Address`), paths
 * by a trail: the numbers of the children from the root down.
 */

/** How a body is read: decided by its first bytes and the declared media type. */
export type BodyFormat = 'json' | 'text' | 'image'

/** Names a value of one of the documents: document number times 2^32, plus the position of its first byte. */
export type Address = number

/** The address of the list of documents, where there are several pages. */
export const pagesAddress: Address = -1

/** The array of objects that the table shows. */
export interface TableView {
  /** Where the rows are in a document. */
  readonly trail: readonly number[]
  readonly columns: readonly ColumnView[]
  readonly rowCount: number
}

/** What is known of a body at this moment. */
export interface BodyStatus {
  readonly format: BodyFormat
  readonly receivedBytes: number
  /** True once nothing more comes: the body ended or was cut. */
  readonly isComplete: boolean
  /** From the head's arrival to the body's end, as main measured it. */
  readonly durationMs?: number
  /** Why the body was cut. */
  readonly cut?: Problem
  /** Pages appended to the first one, itself included. */
  readonly pageCount: number
  readonly root?: { readonly address: Address; readonly kind: ValueKind; readonly count: number }
  /** Where an array of objects was found. */
  readonly table?: TableView
  /** Why it is no JSON although it was read as such. Line and column count from 1, the column in characters. */
  readonly fault?: {
    readonly message: string
    readonly line: number
    readonly column: number
    readonly lineIndex: number
  }
  readonly image?: ImageHeader & { readonly isShowable: boolean }
  /** Lines found so far; 0 until lines were asked for. */
  readonly lineCount: number
  /** The same, a long line that is shown in parts counted once. */
  readonly textLineCount: number
  readonly invalidUtf8Count: number
  readonly loneSurrogateCount: number
  readonly hasByteOrderMark: boolean
  /** The charset that the bytes were in, where it was not UTF-8. */
  readonly charset?: string
  /** True where the text holds NUL bytes: not meant to be read. */
  readonly isBinary: boolean
}

/** One row of the table. */
export interface RowView {
  /** The row's number as sent, from 0. */
  readonly number: number
  readonly address: Address
  readonly trail: readonly number[]
  readonly cells: readonly (CellView | undefined)[]
}

/** Where a text was found. */
export interface FoundText {
  /** Position of the first byte; pass it plus 1 to go on. */
  readonly position: number
  readonly trail: readonly number[]
  readonly lineIndex: number
}

/** Questions that the worker answers. */
export interface BodyQueries {
  children: { args: { address: Address; from: number; to: number }; result: ChildView[] }
  value: { args: { address: Address }; result: ChildView }
  rows: { args: { view: number; from: number; to: number }; result: RowView[] }
  /** Filters and sorts the rows: the view's number to ask rows of, and its length. */
  arrange: { args: Arrangement; result: { view: number; count: number } }
  lines: { args: { from: number; to: number }; result: LineView[] }
  find: { args: { text: string; from: number }; result: FoundText | undefined }
  path: { args: { trail: readonly number[] }; result: { jsonPath: string; pointer: string } }
  /** A value whole, strings without quotes; undefined where it is longer than the clipboard takes. */
  text: { args: { address: Address }; result: string | undefined }
  /** The body as sent. */
  blob: { args: Record<never, never>; result: Blob }
}
/** The name of a question. */
export type QueryName = keyof BodyQueries

/** The view of all rows in the order sent. */
export const wholeView = 0

/** What the screen sends to the worker. */
export type ToWorker =
  | {
      type: 'open'
      port: MessagePort
      mediaType: string | undefined
      charset: string | undefined
      lineBytes: number
    }
  /** A further page; its rows come after those that are there. */
  | { type: 'append'; port: MessagePort }
  | { type: 'ask'; id: number; name: QueryName; args: unknown }
  | { type: 'cancel'; id: number }

/** What the worker sends to the screen. */
export type FromWorker =
  | { type: 'status'; status: BodyStatus }
  | { type: 'answer'; id: number; result: unknown }
  | { type: 'failure'; id: number; message: string }
