import type { BodyDocument } from './body-document.ts'
import type { ChildView, JsonIndex } from './json-index.ts'
import { formatJsonPath, formatJsonPointer, type PathStep } from './json-text.ts'
import { type Address, type BodyQueries, pagesAddress } from './protocol.ts'

const documentSpan = 2 ** 32
const copyBytes = 30_000_000

/** The address of the value that begins at a position of a document. */
export function addressOf(documentNumber: number, position: number): Address {
  return documentNumber * documentSpan + position
}

/** The JSON values of one response by their addresses; several pages are the items of one list. */
export class BodyValues {
  readonly #documents: readonly BodyDocument[]

  constructor(documents: readonly BodyDocument[]) {
    this.#documents = documents
  }

  /** Throws where there is no such value, as do the other questions. */
  children({ address, from, to }: BodyQueries['children']['args']): ChildView[] {
    if (address === pagesAddress) {
      return this.#documents.slice(from, to).map((_, at) => this.#rootOf(from + at, `page ${from + at + 1}`))
    }
    const { number, index, position } = this.#locate(address)
    return index
      .children(position, from, to)
      .map((child) => ({ ...child, start: addressOf(number, child.start) }))
  }

  value(address: Address): ChildView {
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
  }

  /** A value whole; undefined where it is longer than the clipboard takes. */
  text(address: Address): string | undefined {
    const { index, position } = this.#locate(address)
    return index.wholeText(position, copyBytes)
  }

  /** With several pages, the trail begins with the page, which is no part of a path. */
  path(trail: readonly number[]): BodyQueries['path']['result'] {
    const isPaged = this.#documents.length > 1
    const index = this.#documents[isPaged ? (trail[0] ?? 0) : 0]?.index
    const steps: PathStep[] = index?.pathOf(isPaged ? trail.slice(1) : trail) ?? []
    return { jsonPath: formatJsonPath(steps), pointer: formatJsonPointer(steps) }
  }

  #locate(address: Address): { number: number; index: JsonIndex; position: number } {
    const number = Math.floor(address / documentSpan)
    const document = this.#documents[number]
    const position = address % documentSpan
    if (document === undefined || !(position >= 0 && position < document.store.length)) {
      throw new Error('no such value')
    }
    return { number, index: document.index, position }
  }

  #rootOf(number: number, key: PathStep): ChildView {
    const index = this.#documents[number]?.index
    if (index === undefined || index.rootStart < 0) {
      return { key, start: addressOf(number, 0), end: -1, kind: 'null', text: '', isCut: false, count: 0 }
    }
    return { ...index.valueAt(index.rootStart), key, start: addressOf(number, index.rootStart) }
  }
}
