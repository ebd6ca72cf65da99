import type { Problem } from '../../contract/problem.ts'
import { ByteStore } from './byte-store.ts'
import { makeTranscoder, type Transcoder } from './charset.ts'
import { type ImageHeader, readImageHeader } from './image-header.ts'
import { JsonIndex } from './json-index.ts'
import type { BodyFormat, BodyStatus } from './protocol.ts'

const headerBytes = 262_144

/** The bytes of one body, and what they are read as. */
export class BodyDocument {
  readonly index = new JsonIndex(new ByteStore())
  format: BodyFormat = 'text'
  image: ImageHeader | undefined
  isBinary = false
  isComplete = false
  receivedBytes = 0
  durationMs: number | undefined
  cut: Problem | undefined
  #fault: BodyStatus['fault']
  #transcoder: Transcoder | undefined
  #hasBegun = false
  readonly #mediaType: string | undefined
  readonly #charset: string | undefined

  constructor(mediaType: string | undefined, charset: string | undefined) {
    this.#mediaType = mediaType?.toLowerCase()
    this.#charset = charset
  }

  /** The charset that the bytes came in, where it was not UTF-8. */
  get charset(): string | undefined {
    return this.#transcoder?.charset
  }

  get store(): ByteStore {
    return this.index.store
  }

  /** Where and why it is no JSON although it is read as such. */
  get fault(): BodyStatus['fault'] {
    const { fault } = this.index.scanner
    if (fault !== undefined) this.#fault ??= this.#locateFault(fault)
    return this.#fault
  }

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    if (!this.#hasBegun) this.#begin(bytes)
    this.receivedBytes += bytes.length
    this.#add(this.#transcoder === undefined ? bytes : this.#transcoder.push(bytes))
    if (this.format === 'image' && this.image?.width === undefined) {
      this.image = readImageHeader(this.store.slice(0, headerBytes)) ?? this.image
    }
  }

  end(message: { durationMs?: number; cut?: Problem }): void {
    if (this.#transcoder !== undefined) this.#add(this.#transcoder.end())
    if (this.format === 'json' && message.cut === undefined) this.index.scanner.end()
    this.durationMs = message.durationMs
    this.cut = message.cut
    this.isComplete = true
  }

  #add(bytes: Uint8Array): void {
    if (this.format === 'json') this.index.append(bytes)
    else this.store.append(bytes)
  }

  #begin(bytes: Uint8Array): void {
    this.#hasBegun = true
    this.image = readImageHeader(bytes)
    if (this.image !== undefined) {
      this.format = 'image'
      return
    }
    this.#transcoder = makeTranscoder(bytes, this.#charset)
    this.isBinary = this.#transcoder === undefined && bytes.subarray(0, 4_096).includes(0)
    if (!this.isBinary && this.#looksLikeJson(bytes)) this.format = 'json'
  }

  /** Declared JSON, or nothing telling declared and a first character that only JSON begins with. */
  #looksLikeJson(bytes: Uint8Array): boolean {
    const type = this.#mediaType
    if (type !== undefined && /[/+]json$/.test(type)) return true
    if (type !== undefined && type !== 'text/plain' && type !== 'application/octet-stream') return false
    const first = bytes.find((byte) => byte > 0x20 && byte < 0x80)
    return first === 0x7b || first === 0x5b
  }

  #locateFault({
    position,
    message,
  }: {
    position: number
    message: string
  }): NonNullable<BodyStatus['fault']> {
    let line = 1
    let lineStart = 0
    for (let at = 0; at < Math.min(position, this.store.length); at++) {
      if (this.store.at(at) !== 0x0a) continue
      line++
      lineStart = at + 1
    }
    const column = new TextDecoder().decode(this.store.slice(lineStart, position)).length + 1
    return { message, line, column, lineIndex: line - 1 }
  }
}
