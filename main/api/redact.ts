/** Replaces an account's secrets, so that an API that repeats what it was sent cannot bring them to the window. */
export interface Redactor {
  text(value: string): string
  /**
   * The same bytes with every secret replaced by as many `*`, wherever the chunks divide it. Overwrites the chunks
   * in place. Holds back the end of a chunk only while it may be the beginning of a secret.
   */
  bytes(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
}

/** A shorter text is no token, and would be found everywhere. */
const minSecretLength = 8
const star = 0x2a

type Span = readonly [start: number, end: number]

/** Makes a {@link Redactor} for the secrets as they are, percent-encoded, escaped for JSON and in base64. */
export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = [...new Set(secrets.filter((secret) => secret.length >= minSecretLength).flatMap(formsOf))]
  const needles = forms.map((form) => Buffer.from(form))

  function redactAll(buffer: Buffer): void {
    for (const [start, end] of findSpans(buffer, needles)) buffer.fill(star, start, end)
  }

  return {
    text(value) {
      if (!forms.some((form) => value.includes(form))) return value
      const buffer = Buffer.from(value)
      redactAll(buffer)
      return buffer.toString()
    },
    bytes: (chunks) => (needles.length === 0 ? chunks : redactChunks(chunks, needles)),
  }
}

async function* redactChunks(
  chunks: AsyncIterable<Uint8Array>,
  needles: readonly Buffer[],
): AsyncGenerator<Uint8Array, undefined> {
  let held: Buffer = Buffer.alloc(0)
  /** Parts of `held` that belong to a secret found already. */
  let heldSpans: readonly Span[] = []
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const buffer = held.length === 0 ? bytes : Buffer.concat([held, bytes])
    const spans = [...heldSpans, ...findSpans(buffer, needles)]
    const keepFrom = buffer.length - countHeldBytes(buffer, needles)
    // Copied before the stars are written: what is held must still be recognised.
    held = Buffer.from(buffer.subarray(keepFrom))
    heldSpans = spans
      .filter(([, end]) => end > keepFrom)
      .map(([start, end]): Span => [Math.max(0, start - keepFrom), end - keepFrom])
    for (const [start, end] of spans) buffer.fill(star, start, end)
    if (keepFrom > 0) yield buffer.subarray(0, keepFrom)
  }
  for (const [start, end] of heldSpans) held.fill(star, start, end)
  if (held.length > 0) yield held
}

/** Where needles lie, overlapping ones each. */
function findSpans(buffer: Buffer, needles: readonly Buffer[]): Span[] {
  const spans: Span[] = []
  for (const needle of needles) {
    for (let at = buffer.indexOf(needle); at !== -1; at = buffer.indexOf(needle, at + 1)) {
      spans.push([at, at + needle.length])
    }
  }
  return spans
}

/** Length of the longest end of `buffer` that a needle begins with and does not end with. */
function countHeldBytes(buffer: Buffer, needles: readonly Buffer[]): number {
  let longest = 0
  for (const needle of needles) {
    const first = needle[0] ?? 0
    const from = Math.max(0, buffer.length - needle.length + 1)
    for (let at = buffer.indexOf(first, from); at !== -1; at = buffer.indexOf(first, at + 1)) {
      const length = buffer.length - at
      if (length <= longest) break
      if (buffer.compare(needle, 0, length, at) === 0) {
        longest = length
        break
      }
    }
  }
  return longest
}

function formsOf(secret: string): string[] {
  const percentEncoded = encodeURIComponent(secret)
  return [
    secret,
    percentEncoded,
    percentEncoded.replace(/%[0-9A-F]{2}/g, (pair) => pair.toLowerCase()),
    secret.replaceAll('/', '\\/'),
    ...[0, 1, 2].flatMap((offset) => base64At(secret, offset)),
  ]
}

/** The part of the base64 text that is the same whatever stands before and after the secret, `offset` bytes into a group. */
function base64At(secret: string, offset: number): string[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)])
  const firstSettled = Math.ceil((offset * 8) / 6)
  const afterSettled = Math.floor((bytes.length * 8) / 6)
  const settled = bytes.toString('base64').slice(firstSettled, afterSettled)
  if (settled.length < minSecretLength) return []
  return [settled, settled.replaceAll('+', '-').replaceAll('/', '_')]
}
