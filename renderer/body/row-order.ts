import { mayHoldText, toNeedle } from './find-text.ts'
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
  const total = sources.reduce((sum, source) => sum + source.count, 0)
  const keys = arrangement.sort === undefined ? undefined : makeSortKeys(total)
  let offset = 0
  for (const source of sources) {
    const isWanted = filter === '' ? () => true : makeFilter(source.index, filter, columns)
    const isKey = makeKeyTest(source.index, arrangement.sort?.key ?? '')
    for (let from = 0; from < source.count; from += rowsAtOnce) {
      source.index.eachChild(source.start, from, Math.min(from + rowsAtOnce, source.count), (span) => {
        if (!isWanted(span)) return
        const row = offset + span.index
        if (keys !== undefined)
          readSortKey(keys, row, source.index, source.index.memberStart(span.start, isKey))
        rows.push(row)
      })
      await pause()
    }
    offset += source.count
  }
  const order = Uint32Array.from(rows)
  if (keys === undefined) return order
  return order.sort(makeCompare(keys, rows.length <= maxCollated, arrangement.sort?.isDescending === true))
}

/** The values to sort by, by the rows' numbers. */
interface SortKeys {
  /** Of the kind; null and missing last. */
  readonly ranks: Uint8Array
  readonly numbers: Float64Array
  readonly texts: string[]
}

const ranks: Record<ValueKind, number> = { number: 0, string: 1, boolean: 2, object: 3, array: 4, null: 5 }
const missingRank = 6

function makeSortKeys(count: number): SortKeys {
  return { ranks: new Uint8Array(count), numbers: new Float64Array(count), texts: [] }
}

function readSortKey(keys: SortKeys, row: number, index: JsonIndex, start: number): void {
  if (start < 0) {
    keys.ranks[row] = missingRank
    return
  }
  const value = index.valueAt(start)
  keys.ranks[row] = ranks[value.kind]
  if (value.kind === 'number') keys.numbers[row] = Number(value.text)
  else if (value.kind === 'array') keys.numbers[row] = value.count
  else keys.texts[row] = comparableText(index, start)
}

function makeCompare(
  keys: SortKeys,
  isCollated: boolean,
  isDescending: boolean,
): (a: number, b: number) => number {
  const collator = new Intl.Collator('en', { numeric: true })
  const sign = isDescending ? -1 : 1
  const { ranks: rankOf, numbers, texts } = keys
  return (a, b) => {
    const rankA = rankOf[a] as number
    const rankB = rankOf[b] as number
    if (rankA !== rankB) {
      // Null and missing stay last in either direction.
      return rankA >= ranks.null || rankB >= ranks.null ? rankA - rankB : sign * (rankA - rankB)
    }
    let order = 0
    if (rankA === ranks.number || rankA === ranks.array) {
      const numberA = numbers[a] as number
      const numberB = numbers[b] as number
      order = numberA === numberB ? 0 : numberA < numberB ? -1 : 1
    } else {
      const textA = texts[a] ?? ''
      const textB = texts[b] ?? ''
      if (textA !== textB) order = isCollated ? collator.compare(textA, textB) : textA < textB ? -1 : 1
    }
    return order === 0 ? a - b : sign * order
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
      const start = index.memberStart(row.start, isKey)
      return start >= 0 && comparableText(index, start).toLowerCase().includes(wanted)
    }
  }
  const needle = toNeedle(wanted)
  // Other letters have capitals that the bytes do not tell: those rows are all looked at.
  const isAscii = /^[ -~]*$/.test(wanted)
  return (row) => {
    const end = row.end < 0 ? index.store.length : row.end
    if (isAscii && !mayHoldText(index.store.slice(row.start, end), needle)) return false
    return holdsText(index, row.start, wanted, 0)
  }
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
