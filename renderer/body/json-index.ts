import { ByteStore } from './byte-store.ts'
import { JsonScanner, longValueBytes, maxOpenDepth, type OpenContainer } from './json-scanner.ts'
import { decodeString, decodeStringStart, decodeUtf8, type PathStep } from './json-text.ts'

/** The types of JSON (RFC 8259 §3), `true` and `false` as one. */
export type ValueKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'

/** A value of the document, told by where it begins; short enough to show. */
export interface ValueView {
  /** Position of the value's first byte; it names the value. */
  readonly start: number
  /** Position after its last byte; -1 while it has not arrived whole. */
  readonly end: number
  readonly kind: ValueKind
  /** Strings unescaped, numbers and words exactly as sent; empty for containers. */
  readonly text: string
  /** True where {@link text} is only the beginning. */
  readonly isCut: boolean
  /** Children, for containers. */
  readonly count: number
}

/** A value and its key or number in its parent. */
export interface ChildView extends ValueView {
  /** An object's key (cut like {@link text}) or an array's index. */
  readonly key: PathStep
}

/** A child as positions only. */
export interface ChildSpan {
  readonly index: number
  /** Where the key's quote is; -1 in arrays. */
  readonly keyStart: number
  readonly keyEnd: number
  readonly start: number
  /** -1 while it has not arrived whole. */
  readonly end: number
}

/** Bytes of a string that are shown; the rest can be copied. */
const shownBytes = 600

const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d
const quote = 0x22
const backslash = 0x5c
const comma = 0x2c

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/**
 * A JSON document that is read where it lies: bytes are appended as they arrive, and any part of what has arrived can
 * be asked for at once. No tree of objects is built, so keys such as `__proto__` are keys and nothing more, duplicate
 * keys stay, and numbers keep their digits.
 */
export class JsonIndex {
  readonly store: ByteStore
  readonly scanner = new JsonScanner()

  constructor(store: ByteStore = new ByteStore()) {
    this.store = store
  }

  /** Appends the next bytes to the store and scans them. */
  append(bytes: Uint8Array): void {
    this.store.append(bytes)
    this.scanner.push(bytes)
  }

  /** Position of the root value; -1 where none was seen. */
  get rootStart(): number {
    return this.scanner.rootStart
  }

  /** The value that begins at `start`. */
  valueAt(start: number): ValueView {
    return this.#view(start, this.#endOf(start))
  }

  /** Children [from, to) of the container that begins at `start`, those that have arrived. */
  children(start: number, from: number, to: number): ChildView[] {
    const views: ChildView[] = []
    this.eachChild(start, from, to, (span) => {
      views.push({
        ...this.#view(span.start, span.end),
        key: span.keyStart < 0 ? span.index : this.#keyText(span, shownBytes),
      })
    })
    return views
  }

  /** How many children of the container that begins at `start` have arrived. */
  countOf(start: number): number {
    const long = this.scanner.longValues.get(start)
    if (long !== undefined) return long.count
    const open = this.#openAt(start)
    if (open !== undefined) return open.count + (this.#openChild(open) === undefined ? 0 : 1)
    let count = 0
    this.eachChild(start, 0, Number.POSITIVE_INFINITY, () => {
      count++
    })
    return count
  }

  /** Calls `visit` with the positions of children [from, to), in order; stops early where it returns false. */
  eachChild(start: number, from: number, to: number, visit: (span: ChildSpan) => unknown): void {
    const store = this.store
    const isObject = store.at(start) === openBrace
    const open = this.scanner.longValues.has(start) ? undefined : this.#openAt(start)
    const [firstIndex, firstAt] = this.#nearestMark(start, from, open)
    const openSpan = open === undefined ? undefined : this.#openChild(open)
    const complete = open === undefined ? Number.POSITIVE_INFINITY : open.count
    let at = firstAt
    for (let index = firstIndex; index < to; index++) {
      if (index >= complete) {
        if (openSpan !== undefined && index === complete && index >= from) visit(openSpan)
        return
      }
      at = this.#skipSpace(at)
      const byte = store.at(at)
      if (byte === closeBracket || byte === closeBrace) return
      let keyStart = -1
      let keyEnd = -1
      if (isObject) {
        keyStart = at
        keyEnd = this.#endOfString(at)
        at = this.#skipSpace(this.#skipSpace(keyEnd) + 1)
      }
      const valueStart = at
      at = this.#endOf(at)
      if (index >= from && visit({ index, keyStart, keyEnd, start: valueStart, end: at }) === false) return
      at = this.#skipSpace(at)
      if (store.at(at) !== comma) return
      at++
    }
  }

  /** Where the value of a key begins, in the object at `start`; of a key that is there twice, the last. -1 without it. */
  memberStart(start: number, isKey: (keyStart: number, keyEnd: number) => boolean): number {
    const store = this.store
    let found = -1
    if (store.at(start) !== openBrace || this.scanner.isOpen(start)) return found
    for (let at = this.#skipSpace(start + 1); store.at(at) === quote; at = this.#skipSpace(at + 1)) {
      const keyEnd = this.#endOfString(at)
      const valueStart = this.#skipSpace(this.#skipSpace(keyEnd) + 1)
      if (isKey(at, keyEnd)) found = valueStart
      at = this.#skipSpace(this.#endOf(valueStart))
      if (store.at(at) !== comma) break
    }
    return found
  }

  /** The whole key of a child. */
  keyOf(span: ChildSpan): PathStep {
    return span.keyStart < 0 ? span.index : decodeString(this.store.slice(span.keyStart + 1, span.keyEnd - 1))
  }

  /** The exact text of a value as sent, at most `maxBytes`; undefined where it is longer. */
  sourceText(start: number, maxBytes: number): string | undefined {
    const found = this.#endOf(start)
    const end = found < 0 ? this.store.length : found
    return end - start > maxBytes ? undefined : decodeUtf8(this.store.slice(start, end))
  }

  /** The whole text of a string value, or the source of any other. */
  wholeText(start: number, maxBytes: number): string | undefined {
    if (this.store.at(start) !== quote) return this.sourceText(start, maxBytes)
    const end = this.#endOf(start)
    if (end < 0 || end - start > maxBytes) return undefined
    return decodeString(this.store.slice(start + 1, end - 1))
  }

  /** The path to a value, given as indexes of children from the root down. */
  pathOf(trail: readonly number[]): PathStep[] {
    const steps: PathStep[] = []
    let start = this.rootStart
    for (const index of trail) {
      let found: ChildSpan | undefined
      this.eachChild(start, index, index + 1, (span) => {
        found = span
      })
      if (found === undefined) break
      steps.push(this.keyOf(found))
      start = found.start
    }
    return steps
  }

  /** The indexes of children from the root down to the value or key that holds the byte at `position`. */
  trailAt(position: number): number[] {
    const trail: number[] = []
    let start = this.rootStart
    while (start >= 0 && trail.length < maxOpenDepth) {
      const byte = this.store.at(start)
      if (byte !== openBrace && byte !== openBracket) break
      const from = this.#indexNear(start, position)
      let found: ChildSpan | undefined
      this.eachChild(start, from, Number.POSITIVE_INFINITY, (span) => {
        const childStart = span.keyStart < 0 ? span.start : span.keyStart
        if (childStart > position) return false
        if (span.end < 0 || position < span.end) {
          found = span
          return false
        }
        return true
      })
      if (found === undefined) break
      trail.push(found.index)
      if (position < found.start) break
      start = found.start
    }
    return trail
  }

  #view(start: number, end: number): ValueView {
    const byte = this.store.at(start)
    if (byte === openBrace || byte === openBracket) {
      const kind = byte === openBrace ? 'object' : 'array'
      return { start, end, kind, text: '', isCut: false, count: this.countOf(start) }
    }
    if (byte === quote) {
      const length = end - 1 - (start + 1)
      const isCut = length > shownBytes
      const inside = this.store.slice(start + 1, isCut ? start + 1 + shownBytes + 8 : end - 1)
      const text = isCut ? decodeStringStart(inside, shownBytes) : decodeString(inside)
      return { start, end, kind: 'string', text, isCut, count: 0 }
    }
    const isCut = end - start > shownBytes
    const text = decodeUtf8(this.store.slice(start, isCut ? start + shownBytes : end))
    const kind = byte === 0x6e ? 'null' : byte === 0x74 || byte === 0x66 ? 'boolean' : 'number'
    return { start, end, kind, text, isCut, count: 0 }
  }

  #keyText(span: ChildSpan, maxBytes: number): string {
    const inside = this.store.slice(
      span.keyStart + 1,
      Math.min(span.keyEnd - 1, span.keyStart + 1 + maxBytes + 8),
    )
    return span.keyEnd - 1 - (span.keyStart + 1) > maxBytes
      ? `${decodeStringStart(inside, maxBytes)}…`
      : decodeString(inside)
  }

  #openAt(start: number): OpenContainer | undefined {
    if (!this.scanner.isOpen(start)) return undefined
    return this.scanner.openContainers().find((container) => container.start === start)
  }

  /** The child that is still arriving, where it is a container that can be opened. */
  #openChild(parent: OpenContainer): ChildSpan | undefined {
    const containers = this.scanner.openContainers()
    const child = containers[containers.findIndex((container) => container.start === parent.start) + 1]
    if (child === undefined) return undefined
    const isKeyed = this.store.at(parent.start) === openBrace
    const keyStart = isKeyed ? parent.childStart : -1
    return {
      index: parent.count,
      keyStart,
      keyEnd: isKeyed ? this.#endOfString(keyStart) : -1,
      start: child.start,
      end: -1,
    }
  }

  /** The last mark at or before the child `index`, as index and position. */
  #nearestMark(start: number, index: number, open: OpenContainer | undefined): [number, number] {
    const marks = open?.marks ?? this.scanner.longValues.get(start)?.marks ?? []
    const pair = lastPairAtMost(marks, 0, index)
    return pair < 0 ? [0, start + 1] : [marks[pair * 2] as number, marks[pair * 2 + 1] as number]
  }

  /** A child's index from which the child that holds `position` is near. */
  #indexNear(start: number, position: number): number {
    const marks = this.scanner.longValues.get(start)?.marks ?? this.#openAt(start)?.marks ?? []
    const pair = lastPairAtMost(marks, 1, position)
    return pair < 0 ? 0 : (marks[pair * 2] as number)
  }

  #skipSpace(from: number): number {
    let at = from
    while (isSpace(this.store.at(at))) at++
    return at
  }

  /**
   * Position after the value that begins at `start`; -1 where it has not arrived whole. Only values that turn out to be
   * long are looked up: most are scanned faster than they are found in a map.
   */
  #endOf(start: number): number {
    const store = this.store
    const length = store.length
    const first = store.at(start)
    if (first === quote) return this.#endOfString(start)
    const lookUpAt = start + longValueBytes
    let at = start
    if (first !== openBrace && first !== openBracket) {
      for (; at < length; at++) {
        const byte = store.at(at)
        if (byte === comma || byte === closeBracket || byte === closeBrace || isSpace(byte)) break
        if (at === lookUpAt) return this.scanner.longValues.get(start)?.end ?? length
      }
      return at
    }
    const near = endInside(store.near(start))
    if (near > 0) return start + near
    let depth = 0
    let hasLookedUp = false
    while (at < length) {
      if (at >= lookUpAt && !hasLookedUp) {
        hasLookedUp = true
        const long = this.scanner.longValues.get(start)
        if (long !== undefined) return long.end
        if (this.scanner.isOpen(start)) return -1
      }
      const byte = store.at(at)
      if (byte === quote) {
        at = this.#endOfString(at)
        continue
      }
      at++
      if (byte === openBrace || byte === openBracket) depth++
      else if ((byte === closeBrace || byte === closeBracket) && --depth === 0) return at
    }
    return -1
  }

  #endOfString(start: number): number {
    const store = this.store
    const length = store.length
    const lookUpAt = start + longValueBytes
    for (let at = start + 1; at < length; at++) {
      const byte = store.at(at)
      if (byte === quote) return at + 1
      if (byte === backslash) at++
      else if (at === lookUpAt) {
        const long = this.scanner.longValues.get(start)
        if (long !== undefined) return long.end
      }
    }
    return length
  }
}

const plain = 0
const opens = 1
const closes = 2
const quotes = 3
const roles = new Uint8Array(256)
for (const byte of [openBrace, openBracket]) roles[byte] = opens
for (const byte of [closeBrace, closeBracket]) roles[byte] = closes
roles[quote] = quotes

/** Length of the container that begins these bytes; 0 where it goes on after them or is long. The path most taken. */
function endInside(bytes: Uint8Array): number {
  const length = Math.min(bytes.length, longValueBytes)
  let depth = 0
  for (let at = 0; at < length; at++) {
    const role = roles[bytes[at] as number]
    if (role === plain) continue
    if (role === opens) depth++
    else if (role === closes) {
      if (--depth === 0) return at + 1
    } else {
      at++
      while (at < length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1
    }
  }
  return 0
}

/** The last pair whose field (0 or 1) is at most `limit`; -1 where there is none. */
function lastPairAtMost(marks: readonly number[], field: 0 | 1, limit: number): number {
  let low = 0
  let high = marks.length / 2
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((marks[middle * 2 + field] as number) <= limit) low = middle + 1
    else high = middle
  }
  return low - 1
}
