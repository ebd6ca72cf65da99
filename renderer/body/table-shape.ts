import type { ChildSpan, JsonIndex, ValueKind } from './json-index.ts'
import { decodeString } from './json-text.ts'

/** A column of the table: one key of the rows. */
export interface ColumnView {
  readonly key: string
  /** Kinds seen in the sample, null left out. */
  readonly kinds: readonly ValueKind[]
  /** Characters of the longest value in the sample. */
  readonly maxLength: number
  /** True where every text of the sample is a date with a time (RFC 3339). */
  readonly isTime: boolean
  /** The values, where there are only a few short ones that repeat. */
  readonly values?: readonly string[]
}

/** One cell: a value, or undefined where the row has no such key. */
export interface CellView {
  readonly start: number
  readonly kind: ValueKind
  /** Scalars: the value. Objects: their name or title, where they have one. */
  readonly text: string
  readonly isCut: boolean
  readonly count: number
}

const sampleRows = 200
const maxColumns = 100
const cellCharacters = 200
const nameKeys = ['name', 'displayName', 'display_name', 'title', 'label', 'email', 'login', 'id']
const timePattern = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})?$/

/** Where the array of objects is that a table can show: the root, or the longest one under the root's keys. */
export function findRows(index: JsonIndex): { start: number; trail: number[] } | undefined {
  const root = index.rootStart
  if (root < 0) return undefined
  if (isArrayOfObjects(index, root)) return { start: root, trail: [] }
  let best: { start: number; trail: number[]; count: number } | undefined
  const look = (start: number, trail: readonly number[], depth: number) => {
    for (const child of index.children(start, 0, 100)) {
      const childTrail = [...trail, childIndex(child.key, index, start, child.start)]
      if (child.kind === 'array' && isArrayOfObjects(index, child.start)) {
        if (best === undefined || child.count > best.count) {
          best = { start: child.start, trail: childTrail, count: child.count }
        }
      } else if (child.kind === 'object' && depth < 2) look(child.start, childTrail, depth + 1)
    }
  }
  if (index.valueAt(root).kind === 'object') look(root, [], 0)
  return best
}

function childIndex(key: string | number, index: JsonIndex, parent: number, start: number): number {
  if (typeof key === 'number') return key
  let found = 0
  index.eachChild(parent, 0, 100, (span) => {
    if (span.start === start) found = span.index
    return span.start < start
  })
  return found
}

function isArrayOfObjects(index: JsonIndex, start: number): boolean {
  if (index.store.at(start) !== 0x5b) return false
  return index.children(start, 0, 20).some((child) => child.kind === 'object' && child.count > 0)
}

/** The columns of the rows' first two hundred, in the order in which their keys appear. */
export function readColumns(index: JsonIndex, rows: number): ColumnView[] {
  const columns = new Map<
    string,
    {
      kinds: Set<ValueKind>
      maxLength: number
      times: number
      texts: number
      seen: number
      values: Set<string>
    }
  >()
  for (const row of index.children(rows, 0, sampleRows)) {
    if (row.kind !== 'object' || row.end < 0) continue
    for (const cell of index.children(row.start, 0, maxColumns)) {
      const key = String(cell.key)
      let column = columns.get(key)
      if (column === undefined) {
        if (columns.size >= maxColumns) continue
        column = { kinds: new Set(), maxLength: 0, times: 0, texts: 0, seen: 0, values: new Set() }
        columns.set(key, column)
      }
      column.seen++
      if (cell.kind !== 'null') column.kinds.add(cell.kind)
      const view = toCell(index, { index: 0, keyStart: -1, keyEnd: -1, start: cell.start, end: cell.end })
      column.maxLength = Math.max(column.maxLength, view.text.length)
      if (cell.kind !== 'string') continue
      column.texts++
      if (timePattern.test(cell.text)) column.times++
      if (column.values.size <= 8) column.values.add(cell.text)
    }
  }
  return [...columns].map(([key, column]) => {
    const values = [...column.values]
    const isFew = values.length > 0 && values.length <= 8 && values.every((value) => value.length <= 20)
    return {
      key,
      kinds: [...column.kinds],
      maxLength: column.maxLength,
      isTime: column.texts > 0 && column.times === column.texts && column.kinds.size === 1,
      ...(isFew && column.kinds.size === 1 && (column.texts > values.length || column.seen < 10)
        ? { values }
        : {}),
    }
  })
}

/** The cells of the row that begins at `start`, one a column. Of a key that is there twice, the last one counts. */
export function readCells(
  index: JsonIndex,
  start: number,
  columns: readonly string[],
): (CellView | undefined)[] {
  const cells: (CellView | undefined)[] = new Array(columns.length).fill(undefined)
  if (index.store.at(start) !== 0x7b) return cells
  const byKey = new Map(columns.map((key, at) => [key, at]))
  index.eachChild(start, 0, 10_000, (span) => {
    const at = byKey.get(String(index.keyOf(span)))
    if (at !== undefined) cells[at] = toCell(index, span)
  })
  return cells
}

function toCell(index: JsonIndex, span: ChildSpan): CellView {
  const value = index.valueAt(span.start)
  if (value.kind === 'object') {
    return {
      start: value.start,
      kind: 'object',
      text: nameOf(index, value.start),
      isCut: false,
      count: value.count,
    }
  }
  const isCut = value.isCut || value.text.length > cellCharacters
  const text = isCut ? value.text.slice(0, cellCharacters) : value.text
  return { start: value.start, kind: value.kind, text, isCut, count: value.count }
}

/** What an object calls itself, to stand for it in a cell. */
function nameOf(index: JsonIndex, start: number): string {
  let best = nameKeys.length
  let text = ''
  for (const child of index.children(start, 0, 20)) {
    const rank = nameKeys.indexOf(String(child.key))
    if (rank < 0 || rank >= best || (child.kind !== 'string' && child.kind !== 'number')) continue
    best = rank
    text = child.text.slice(0, cellCharacters)
  }
  return text
}

/** Whether the key between two positions is `key`: its bytes are compared, and decoded only where they hold an escape. */
export function makeKeyTest(index: JsonIndex, key: string): (keyStart: number, keyEnd: number) => boolean {
  const bytes = new TextEncoder().encode(key)
  const { store } = index
  return (keyStart, keyEnd) => {
    if (keyEnd - keyStart - 2 === bytes.length) {
      let i = 0
      while (i < bytes.length && store.at(keyStart + 1 + i) === bytes[i]) i++
      if (i === bytes.length) return true
    }
    // An escape takes at most six times the bytes.
    if (keyEnd - keyStart - 2 > bytes.length * 6) return false
    const inside = store.slice(keyStart + 1, keyEnd - 1)
    return inside.includes(0x5c) && decodeString(inside) === key
  }
}

/** A scalar's text for comparing: strings unescaped, everything else as sent, at most 2 kB of it. */
export function comparableText(index: JsonIndex, start: number): string {
  const value = index.valueAt(start)
  return value.kind === 'object' ? nameOf(index, start) : value.text
}
