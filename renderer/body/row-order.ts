import { findText, toNeedle } from './find-text.ts'
import type { ChildSpan, JsonIndex, ValueKind } from './json-index.ts'
import { comparableText, makeKeyTest } from './table-shape.ts'

/** How the rows are to stand. */
export interface Arrangement {
  /** Rows that hold this text in any value; `column: text` where a column has that name. */
  readonly filter?: string
  readonly sort?: { readonly key: string; readonly isDescending: boolean }
}

/** Rows of one document: the array of objects that begins at `start`. */
export interface RowSource {
  readonly index: JsonIndex
  readonly start: number
  readonly count: number
}

const rowsAtOnce = 500
/** Up to this many rows, texts are sorted as people do (numbers in them by value); beyond, by code unit. */
const maxCollated = 50_000

/**
 * The numbers of the rows in the order wanted, counted over all sources; undefined where that is simply all of them.
 * `pause` is awaited every few hundred rows and rejects to stop.
 */
export async function orderRows(
  sources: readonly RowSource[],
  columns: readonly string[],
  arrangement: Arrangement,
  pause: () => Promise<void>,
): Promise<Uint32Array | undefined> {
  const filter = arrangement.filter?.trim() ?? ''
  if (filter === '' && arrangement.sort === undefined) return undefined
  const rows: number[] = []
  const keys: SortKey[] = []
  let offset = 0
  for (const source of sources) {
    const isWanted = filter === '' ? () => true : makeFilter(source.index, filter, columns)
    const readKey =
      arrangement.sort === undefined ? undefined : makeSortKey(source.index, arrangement.sort.key)
    for (let from = 0; from < source.count; from += rowsAtOnce) {
      source.index.eachChild(source.start, from, Math.min(from + rowsAtOnce, source.count), (span) => {
        if (!isWanted(span)) return
        if (readKey !== undefined) keys.push(readKey(span))
        rows.push(offset + span.index)
      })
      await pause()
    }
    offset += source.count
  }
  if (arrangement.sort === undefined) return Uint32Array.from(rows)
  const compare = makeCompare(rows.length <= maxCollated, arrangement.sort.isDescending)
  const order = Uint32Array.from(rows, (_, at) => at).sort(
    (a, b) => compare(keys[a] as SortKey, keys[b] as SortKey) || a - b,
  )
  return order.map((at) => rows[at] as number)
}

/** Rank of the kind (missing and null last), then the value. */
type SortKey = readonly [rank: number, value: string | number]

function makeSortKey(index: JsonIndex, key: string): (row: ChildSpan) => SortKey {
  const isKey = makeKeyTest(index, key)
  const ranks: Record<ValueKind, number> = { number: 0, string: 1, boolean: 2, object: 3, array: 4, null: 5 }
  return (row) => {
    let found: ChildSpan | undefined
    if (index.store.at(row.start) === 0x7b) {
      index.eachChild(row.start, 0, 10_000, (span) => {
        if (isKey(span)) found = span
      })
    }
    if (found === undefined) return [6, 0]
    const value = index.valueAt(found.start)
    const rank = ranks[value.kind]
    if (value.kind === 'number') return [rank, Number(value.text)]
    if (value.kind === 'array') return [rank, value.count]
    return [rank, comparableText(index, found.start)]
  }
}

function makeCompare(isCollated: boolean, isDescending: boolean): (a: SortKey, b: SortKey) => number {
  const collator = new Intl.Collator('en', { numeric: true })
  const sign = isDescending ? -1 : 1
  return (a, b) => {
    // Null and missing stay last in either direction.
    if (a[0] !== b[0]) return a[0] >= 5 || b[0] >= 5 ? a[0] - b[0] : sign * (a[0] - b[0])
    if (a[1] === b[1]) return 0
    if (isCollated && typeof a[1] === 'string') return sign * collator.compare(a[1], b[1] as string)
    return a[1] < b[1] ? -sign : sign
  }
}

function makeFilter(
  index: JsonIndex,
  filter: string,
  columns: readonly string[],
): (row: ChildSpan) => boolean {
  const colon = filter.indexOf(':')
  const column = columns.find(
    (key) => key.toLowerCase() === filter.slice(0, Math.max(colon, 0)).trim().toLowerCase(),
  )
  const wanted = (column === undefined ? filter : filter.slice(colon + 1)).trim().toLowerCase()
  if (column !== undefined) {
    const isKey = makeKeyTest(index, column)
    return (row) => {
      let isFound = false
      if (index.store.at(row.start) !== 0x7b) return false
      index.eachChild(row.start, 0, 10_000, (span) => {
        if (isKey(span)) isFound = comparableText(index, span.start).toLowerCase().includes(wanted)
      })
      return isFound
    }
  }
  const needle = toNeedle(wanted)
  return (row) => {
    const end = row.end < 0 ? index.store.length : row.end
    const mayDiffer =
      /[^ -~]/.test(wanted) || wanted.includes('"') || wanted.includes('\\') || wanted.includes('/')
    if (!mayDiffer && findText(index.store, needle, row.start, end) < 0 && !hasEscape(index, row.start, end))
      return false
    return holdsText(index, row.start, wanted, 0)
  }
}

function hasEscape(index: JsonIndex, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (index.store.at(at) === 0x5c) return true
  return false
}

/** Whether any value under `start` holds the text; keys do not count. */
function holdsText(index: JsonIndex, start: number, wanted: string, depth: number): boolean {
  const byte = index.store.at(start)
  if (byte !== 0x7b && byte !== 0x5b) {
    const text = index.wholeText(start, 1_000_000) ?? index.valueAt(start).text
    return text.toLowerCase().includes(wanted)
  }
  if (depth > 50) return false
  let isFound = false
  index.eachChild(start, 0, Number.POSITIVE_INFINITY, (span) => {
    isFound = holdsText(index, span.start, wanted, depth + 1)
    return !isFound
  })
  return isFound
}
