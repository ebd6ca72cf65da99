import type { ByteStore } from './byte-store.ts'

const fold = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++) fold[byte] = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte

/** The bytes of a text to look for; capitals of ASCII count as small letters. */
export function toNeedle(text: string): Uint8Array {
  return new TextEncoder().encode(text).map((byte) => fold[byte] as number)
}

/**
 * The first position in [from, to) where `needle` begins, as the bytes were sent; -1 where there is none.
 * ASCII letters match in either case, all other bytes exactly.
 */
export function findText(store: ByteStore, needle: Uint8Array, from: number, to: number): number {
  const first = needle[0]
  if (first === undefined) return -1
  const last = Math.min(to, store.length - needle.length + 1)
  for (let at = from; at < last; at++) {
    if (fold[store.at(at)] !== first) continue
    let i = 1
    while (i < needle.length && fold[store.at(at + i)] === needle[i]) i++
    if (i === needle.length) return at
  }
  return -1
}

/** Whether a row of JSON may hold `needle` in a value: it stands there, or an escape may hide it. One pass, for speed. */
export function mayHoldText(bytes: Uint8Array, needle: Uint8Array): boolean {
  const first = needle[0]
  const last = bytes.length - needle.length
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number
    if (byte === 0x5c) return true
    if (fold[byte] !== first || at > last) continue
    let i = 1
    while (i < needle.length && fold[bytes[at + i] as number] === needle[i]) i++
    if (i === needle.length) return true
  }
  return false
}
