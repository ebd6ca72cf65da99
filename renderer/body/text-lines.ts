import type { ByteStore } from './byte-store.ts'
import { cutUtf8, decodeUtf8 } from './json-text.ts'

/** A line as shown: a whole line of the text, or a part of one that is too long to be shown at once. */
export interface LineView {
  /** The line's number in the text, from 1. */
  readonly number: number
  /** True where this is a further part of the line above. */
  readonly isContinued: boolean
  readonly text: string
  /** Position of its first byte. */
  readonly start: number
}

const markEveryLines = 64
const newline = 0x0a
const carriageReturn = 0x0d

/** Finds the lines of a text, long ones cut into parts of at most `widthBytes`, and marks where every 64th begins. */
export class TextLines {
  readonly #store: ByteStore
  readonly #widthBytes: number
  /** For every 64th line: position, number, whether it is continued. */
  readonly #marks: { readonly at: number; readonly number: number; readonly isContinued: boolean }[] = []
  #count = 0
  #at = 0
  #number = 1
  #isContinued = false

  constructor(store: ByteStore, widthBytes: number) {
    this.#store = store
    this.#widthBytes = widthBytes
  }

  /** Lines to show that were found so far. */
  get count(): number {
    return this.#count
  }

  /** Lines of the text found so far, each counted once however many parts it is shown in. */
  get textLineCount(): number {
    return this.#isContinued ? this.#number : this.#number - 1
  }

  /** Looks for lines in what has arrived, at most `maxBytes` further; true once all has been looked at. */
  advance(isComplete: boolean, maxBytes: number): boolean {
    const stopAt = this.#at + maxBytes
    while (this.#at < this.#store.length) {
      if (this.#at >= stopAt) return false
      const line = this.#lineAt(this.#at, isComplete)
      if (line === undefined) return true
      if (this.#count % markEveryLines === 0) {
        this.#marks.push({ at: this.#at, number: this.#number, isContinued: this.#isContinued })
      }
      this.#count++
      this.#at = line.next
      this.#isContinued = !line.isWhole
      if (line.isWhole) this.#number++
    }
    return true
  }

  /** Lines [from, to), those that were found. */
  lines(from: number, to: number): LineView[] {
    const views: LineView[] = []
    this.#walk(Math.floor(from / markEveryLines), (index, at, end, number, isContinued) => {
      if (index >= Math.min(to, this.#count)) return false
      if (index >= from) {
        views.push({ number, isContinued, text: decodeUtf8(this.#store.slice(at, end)), start: at })
      }
      return true
    })
    return views
  }

  /** Index of the line that holds the byte at `position`, if it was found. */
  indexAt(position: number): number {
    let low = 0
    let high = this.#marks.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#marks[middle]?.at ?? 0) <= position) low = middle + 1
      else high = middle
    }
    let found = 0
    this.#walk(Math.max(0, low - 1), (index, at) => {
      if (at > position || index >= this.#count) return false
      found = index
      return true
    })
    return found
  }

  #walk(
    mark: number,
    visit: (index: number, at: number, end: number, number: number, isContinued: boolean) => boolean,
  ): void {
    const from = this.#marks[mark]
    if (from === undefined) return
    let { at, number, isContinued } = from
    for (let index = mark * markEveryLines; at < this.#store.length; index++) {
      const line = this.#lineAt(at, true)
      if (line === undefined || !visit(index, at, line.end, number, isContinued)) return
      at = line.next
      isContinued = !line.isWhole
      if (line.isWhole) number++
    }
  }

  /** The line that begins at `at`; undefined where more bytes could still change it. */
  #lineAt(at: number, isComplete: boolean): { end: number; next: number; isWhole: boolean } | undefined {
    const store = this.#store
    const stop = Math.min(at + this.#widthBytes, store.length)
    for (let end = at; end < stop; end++) {
      if (store.at(end) !== newline) continue
      return {
        end: end > at && store.at(end - 1) === carriageReturn ? end - 1 : end,
        next: end + 1,
        isWhole: true,
      }
    }
    if (stop === store.length) return isComplete ? { end: stop, next: stop, isWhole: true } : undefined
    // A line that ends right at the cut is whole.
    if (store.at(stop) === newline) {
      return { end: store.at(stop - 1) === carriageReturn ? stop - 1 : stop, next: stop + 1, isWhole: true }
    }
    const cut = at + cutUtf8(store.slice(at, stop + 1), stop - at)
    return { end: cut, next: cut, isWhole: false }
  }
}
