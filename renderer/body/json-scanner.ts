/** Values of this many bytes or more are recorded, so that nobody scans over them again. */
export const longValueBytes = 16_384
/** Inside a long container, a mark is set where the next child begins this many bytes after the last mark. */
const markEveryBytes = 2_048
/** Containers nested deeper than this are validated, but not opened: their text is shown. */
export const maxOpenDepth = 200

/** Where a long value ends, and for a container how many children it has and where some of them begin. */
export interface LongValue {
  readonly end: number
  readonly count: number
  /** Pairs: index of a child, position where it begins (an object's child begins with its key). */
  readonly marks: readonly number[]
}

/** A container whose end has not been seen. */
export interface OpenContainer {
  readonly start: number
  /** Children that are complete. */
  readonly count: number
  readonly marks: readonly number[]
  /** Where the child that is not complete begins. */
  readonly childStart: number
}

/** Why a document is no JSON: what was found, at which byte. */
export interface JsonFault {
  readonly position: number
  readonly message: string
}

// States. Constants instead of an enum: the inner loop switches on small integers.
const atValue = 0
const atValueOrEnd = 1
const atKeyOrEnd = 2
const atKey = 3
const atColon = 4
const atCommaOrEnd = 5
const atDone = 6
const inString = 7
const inEscape = 8
const inHex = 9
const inNumber = 10
const inLiteral = 11
const atFault = 12

// States inside a number (RFC 8259 §6).
const numberMinus = 0
const numberZero = 1
const numberInteger = 2
const numberDot = 3
const numberFraction = 4
const numberE = 5
const numberSign = 6
const numberExponent = 7
const acceptsNumberEnd = [false, true, true, false, true, false, false, true]

const literals = ['true', 'false', 'null'].map((word) => new TextEncoder().encode(word))

/** 1 for the bytes that a string holds as they are and that need no look. */
const isPlain = new Uint8Array(256)
for (let byte = 0x20; byte < 0x80; byte++) isPlain[byte] = byte === 0x22 || byte === 0x5c ? 0 : 1

const quote = 0x22
const arrayKind = 1
const objectKind = 2

function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

function nameByte(byte: number): string {
  return byte > 0x20 && byte < 0x7f
    ? `“${String.fromCharCode(byte)}”`
    : `byte 0x${byte.toString(16).padStart(2, '0')}`
}

/**
 * Validates a JSON document (RFC 8259) as its bytes arrive and marks where the children of long containers begin.
 * Builds no values: what it keeps for a document is a small share of its length, whatever its shape.
 * Invalid UTF-8 and lone surrogates are counted and no fault; a byte order mark is passed over.
 */
export class JsonScanner {
  /** Values of {@link longValueBytes} and more, by where they begin. */
  readonly longValues = new Map<number, LongValue>()
  /** Where the root value begins; -1 before it was seen. */
  rootStart = -1
  fault: JsonFault | undefined
  /** Sequences that are not UTF-8 (shown as U+FFFD). */
  invalidUtf8Count = 0
  /** Halves of surrogate pairs written as escapes without their other half. */
  loneSurrogateCount = 0
  hasByteOrderMark = false

  #position = 0
  #state = atValue
  /** Kinds of the containers that are open, the outermost at 1. */
  #kinds = new Uint8Array(1_024)
  #depth = 0
  readonly #starts = new Float64Array(maxOpenDepth + 1)
  readonly #counts = new Float64Array(maxOpenDepth + 1)
  readonly #lastMarks = new Float64Array(maxOpenDepth + 1)
  readonly #childStarts = new Float64Array(maxOpenDepth + 1)
  readonly #marks: (number[] | undefined)[] = []

  #tokenStart = 0
  #isKey = false
  #utf8Need = 0
  #utf8Low = 0x80
  #utf8High = 0xbf
  #hexLeft = 0
  #hexValue = 0
  #escapeStart = 0
  #highEnd = -1
  #numberState = numberMinus
  #literal = 0
  #literalAt = 0
  #orderMarkAt = 0

  /** True once the root value is complete. */
  get isDone(): boolean {
    return this.#state === atDone
  }

  /** The containers that are still open, from the root inwards, as far as they can be opened. */
  openContainers(): OpenContainer[] {
    const open: OpenContainer[] = []
    for (let depth = 1; depth <= Math.min(this.#depth, maxOpenDepth); depth++) {
      open.push({
        start: this.#starts[depth] as number,
        count: this.#counts[depth] as number,
        marks: this.#marks[depth] ?? [],
        childStart: this.#childStarts[depth] as number,
      })
    }
    return open
  }

  /** Whether the container that begins at `start` is still open. */
  isOpen(start: number): boolean {
    for (let depth = Math.min(this.#depth, maxOpenDepth); depth > 0; depth--) {
      if (this.#starts[depth] === start) return true
    }
    return false
  }

  /** Ends the document: one that is not complete becomes a fault. */
  end(): void {
    if (this.#state === inNumber && this.#depth === 0 && acceptsNumberEnd[this.#numberState])
      this.#state = atDone
    if (this.#state === atDone || this.#state === atFault) return
    this.#fail(
      this.#position,
      this.rootStart < 0 ? 'The body is empty' : 'The document ends before it is complete',
    )
  }

  /** Scans the next bytes of the document. */
  push(bytes: Uint8Array): void {
    const base = this.#position
    const length = bytes.length
    let i = 0
    while (i < length) {
      switch (this.#state) {
        case inString:
          i = this.#scanString(bytes, i, base)
          break
        case inEscape: {
          const byte = bytes[i] as number
          if (byte === 0x75) {
            this.#hexLeft = 4
            this.#hexValue = 0
            this.#state = inHex
          } else if (
            byte === quote ||
            byte === 0x5c ||
            byte === 0x2f ||
            byte === 0x62 ||
            byte === 0x66 ||
            byte === 0x6e ||
            byte === 0x72 ||
            byte === 0x74
          ) {
            this.#state = inString
          } else {
            this.#fail(base + i, `${nameByte(byte)} is no escape`)
          }
          i++
          break
        }
        case inHex: {
          const value = hexValue(bytes[i] as number)
          if (value < 0) {
            this.#fail(base + i, `${nameByte(bytes[i] as number)} is no hexadecimal digit`)
          } else {
            this.#hexValue = this.#hexValue * 16 + value
            if (--this.#hexLeft === 0) this.#endHex(base + i + 1)
          }
          i++
          break
        }
        case inNumber:
          i = this.#scanNumber(bytes, i, base)
          break
        case inLiteral: {
          const word = literals[this.#literal] as Uint8Array
          if (bytes[i] !== word[this.#literalAt]) {
            this.#fail(
              base + i,
              `${nameByte(bytes[i] as number)} inside a word that is no true, false or null`,
            )
          } else if (++this.#literalAt === word.length) {
            this.#endValue()
          }
          i++
          break
        }
        case atFault:
          i = length
          break
        default:
          i = this.#scanStructure(bytes, i, base)
      }
    }
    this.#position = base + length
  }

  /** Everything between strings, numbers and words. */
  #scanStructure(bytes: Uint8Array, from: number, base: number): number {
    let i = from
    const length = bytes.length
    for (; i < length; i++) {
      const byte = bytes[i] as number
      if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) continue
      const at = base + i
      const state = this.#state
      if (state === atCommaOrEnd) {
        const kind = this.#kinds[this.#depth]
        if (byte === 0x2c) {
          if (this.#depth <= maxOpenDepth) (this.#counts[this.#depth] as number)++
          this.#state = kind === arrayKind ? atValue : atKey
        } else if (byte === (kind === arrayKind ? 0x5d : 0x7d)) {
          if (this.#depth <= maxOpenDepth) (this.#counts[this.#depth] as number)++
          this.#close(at + 1)
        } else {
          return this.#fail(
            at,
            `Expected a comma or the end of the ${kind === arrayKind ? 'array' : 'object'}, found ${nameByte(byte)}`,
          )
        }
        continue
      }
      if (state === atColon) {
        if (byte !== 0x3a) return this.#fail(at, `Expected a colon, found ${nameByte(byte)}`)
        this.#state = atValue
        continue
      }
      if (state === atDone) return this.#fail(at, `Expected the end of the document, found ${nameByte(byte)}`)
      if (state === atKey || state === atKeyOrEnd) {
        if (byte === quote) {
          this.#beginChild(at)
          this.#isKey = true
          this.#beginString(at)
          return i + 1
        }
        if (byte === 0x7d && state === atKeyOrEnd) {
          this.#close(at + 1)
          continue
        }
        return this.#fail(at, `Expected a key in double quotes, found ${nameByte(byte)}`)
      }
      // A value.
      if (byte === 0x5d && state === atValueOrEnd) {
        this.#close(at + 1)
        continue
      }
      if (this.rootStart < 0) {
        if (this.#takeOrderMark(byte, at)) continue
        this.rootStart = at
      }
      if (this.#kinds[this.#depth] === arrayKind && this.#depth > 0) this.#beginChild(at)
      if (byte === quote) {
        this.#isKey = false
        this.#beginString(at)
        return i + 1
      }
      if (byte === 0x7b) {
        this.#open(at, objectKind)
        this.#state = atKeyOrEnd
        continue
      }
      if (byte === 0x5b) {
        this.#open(at, arrayKind)
        this.#state = atValueOrEnd
        continue
      }
      this.#tokenStart = at
      if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) {
        this.#numberState = byte === 0x2d ? numberMinus : byte === 0x30 ? numberZero : numberInteger
        this.#state = inNumber
        return i + 1
      }
      const literal = byte === 0x74 ? 0 : byte === 0x66 ? 1 : byte === 0x6e ? 2 : -1
      if (literal < 0) return this.#fail(at, `Expected a value, found ${nameByte(byte)}`)
      this.#literal = literal
      this.#literalAt = 1
      this.#state = inLiteral
      return i + 1
    }
    return i
  }

  #scanString(bytes: Uint8Array, from: number, base: number): number {
    const length = bytes.length
    let i = from
    while (i < length) {
      let byte = bytes[i] as number
      if (this.#utf8Need > 0) {
        if (byte >= this.#utf8Low && byte <= this.#utf8High) {
          this.#utf8Need--
          this.#utf8Low = 0x80
          this.#utf8High = 0xbf
          i++
        } else {
          this.invalidUtf8Count++
          this.#utf8Need = 0
        }
        continue
      }
      while (isPlain[byte] === 1) {
        if (++i >= length) return i
        byte = bytes[i] as number
      }
      i++
      if (byte === quote) {
        this.#endString(base + i)
        return i
      }
      if (byte === 0x5c) {
        this.#escapeStart = base + i - 1
        this.#state = inEscape
        return i
      }
      if (byte < 0x20) return this.#fail(base + i - 1, `Control character ${nameByte(byte)} inside a string`)
      this.#beginUtf8(byte)
    }
    return i
  }

  /** The lead byte of a sequence decides how many follow and, for the first, which (RFC 3629 §4). */
  #beginUtf8(lead: number): void {
    this.#utf8Low = 0x80
    this.#utf8High = 0xbf
    if (lead >= 0xc2 && lead <= 0xdf) this.#utf8Need = 1
    else if (lead >= 0xe0 && lead <= 0xef) {
      this.#utf8Need = 2
      if (lead === 0xe0) this.#utf8Low = 0xa0
      if (lead === 0xed) this.#utf8High = 0x9f
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      this.#utf8Need = 3
      if (lead === 0xf0) this.#utf8Low = 0x90
      if (lead === 0xf4) this.#utf8High = 0x8f
    } else this.invalidUtf8Count++
  }

  #endHex(end: number): void {
    const unit = this.#hexValue
    if (unit >= 0xd800 && unit <= 0xdbff) {
      if (this.#highEnd >= 0) this.loneSurrogateCount++
      this.#highEnd = end
    } else if (unit >= 0xdc00 && unit <= 0xdfff) {
      if (this.#highEnd === this.#escapeStart) this.#highEnd = -1
      else this.loneSurrogateCount++
    }
    this.#state = inString
  }

  #beginString(at: number): void {
    this.#tokenStart = at
    this.#highEnd = -1
    this.#state = inString
  }

  #endString(end: number): void {
    if (this.#highEnd >= 0) this.loneSurrogateCount++
    if (end - this.#tokenStart >= longValueBytes && this.#depth <= maxOpenDepth) {
      this.longValues.set(this.#tokenStart, { end, count: 0, marks: [] })
    }
    if (this.#isKey) this.#state = atColon
    else this.#endValue()
  }

  #scanNumber(bytes: Uint8Array, from: number, base: number): number {
    let i = from
    let state = this.#numberState
    for (; i < bytes.length; i++) {
      const byte = bytes[i] as number
      if (byte >= 0x30 && byte <= 0x39) {
        if (state === numberInteger || state === numberFraction || state === numberExponent) continue
        if (state === numberMinus) state = byte === 0x30 ? numberZero : numberInteger
        else if (state === numberDot) state = numberFraction
        else if (state === numberE || state === numberSign) state = numberExponent
        else return this.#fail(base + i, 'A number begins with a zero')
      } else if (byte === 0x2e && (state === numberZero || state === numberInteger)) state = numberDot
      else if (
        (byte === 0x65 || byte === 0x45) &&
        (state === numberZero || state === numberInteger || state === numberFraction)
      )
        state = numberE
      else if ((byte === 0x2b || byte === 0x2d) && state === numberE) state = numberSign
      else if (acceptsNumberEnd[state]) {
        if (base + i - this.#tokenStart >= longValueBytes && this.#depth <= maxOpenDepth) {
          this.longValues.set(this.#tokenStart, { end: base + i, count: 0, marks: [] })
        }
        this.#endValue()
        return i
      } else return this.#fail(base + i, `${nameByte(byte)} inside a number`)
    }
    this.#numberState = state
    return i
  }

  #beginChild(at: number): void {
    const depth = this.#depth
    if (depth > maxOpenDepth) return
    this.#childStarts[depth] = at
    if (at - (this.#lastMarks[depth] as number) < markEveryBytes) return
    this.#lastMarks[depth] = at
    const marks = this.#marks[depth]
    if (marks === undefined) this.#marks[depth] = [this.#counts[depth] as number, at]
    else marks.push(this.#counts[depth] as number, at)
  }

  #open(at: number, kind: number): void {
    const depth = ++this.#depth
    if (depth >= this.#kinds.length) {
      const wider = new Uint8Array(this.#kinds.length * 2)
      wider.set(this.#kinds)
      this.#kinds = wider
    }
    this.#kinds[depth] = kind
    if (depth > maxOpenDepth) return
    this.#starts[depth] = at
    this.#counts[depth] = 0
    this.#lastMarks[depth] = at
    this.#childStarts[depth] = at + 1
    this.#marks[depth] = undefined
  }

  #close(end: number): void {
    const depth = this.#depth--
    if (depth <= maxOpenDepth) {
      const start = this.#starts[depth] as number
      if (end - start >= longValueBytes) {
        this.longValues.set(start, {
          end,
          count: this.#counts[depth] as number,
          marks: this.#marks[depth] ?? [],
        })
      }
    }
    this.#endValue()
  }

  #endValue(): void {
    this.#state = this.#depth === 0 ? atDone : atCommaOrEnd
  }

  /** True while `byte` belongs to a byte order mark at the very start (RFC 8259 §8.1 lets parsers ignore it). */
  #takeOrderMark(byte: number, at: number): boolean {
    if (at !== this.#orderMarkAt || byte !== [0xef, 0xbb, 0xbf][at]) return false
    this.#orderMarkAt++
    if (this.#orderMarkAt === 3) this.hasByteOrderMark = true
    return true
  }

  /** Returns an index beyond any chunk, which ends the loops. */
  #fail(position: number, message: string): number {
    this.fault = { position, message }
    this.#state = atFault
    return Number.MAX_SAFE_INTEGER
  }
}
