/** Turns a body's bytes into UTF-8 where they are in another charset. */
export interface Transcoder {
  /** The charset that was found, as the Encoding Standard names it. */
  readonly charset: string
  push(bytes: Uint8Array): Uint8Array
  end(): Uint8Array
}

/**
 * Chooses by the byte order mark, then by the `charset` parameter. Undefined for UTF-8, for what is a part of it, and
 * for labels that nobody knows: those bytes are shown as UTF-8 with what does not fit marked.
 */
export function makeTranscoder(first: Uint8Array, declared: string | undefined): Transcoder | undefined {
  const label =
    first[0] === 0xff && first[1] === 0xfe
      ? 'utf-16le'
      : first[0] === 0xfe && first[1] === 0xff
        ? 'utf-16be'
        : declared
  if (label === undefined || /^(utf-?8|us-ascii|ascii)$/i.test(label)) return undefined
  let decoder: TextDecoder
  try {
    decoder = new TextDecoder(label)
  } catch {
    return undefined
  }
  const encoder = new TextEncoder()
  return {
    charset: decoder.encoding,
    push: (bytes) => encoder.encode(decoder.decode(bytes, { stream: true })),
    end: () => encoder.encode(decoder.decode()),
  }
}
