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
  const forms = [...new Set(secrets)].filter((secret) => secret.length >= minSecretLength).flatMap(formsOf)
  const needles = forms.map((form) => Buffer.from(form))
  const table = tabulate(needles)

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
    bytes: (chunks) => (needles.length === 0 ? chunks : redactChunks(chunks, needles, table)),
  }
}

async function* redactChunks(
  chunks: AsyncIterable<Uint8Array>,
  needles: readonly Buffer[],
  table: NeedleTable,
): AsyncGenerator<Uint8Array, undefined> {
  let held: Buffer = Buffer.alloc(0)
  const maxNeedleBytes = Math.max(...needles.map((needle) => needle.length))
  /** Parts of `held` that belong to a secret found already. */
  let heldSpans: readonly Span[] = []
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const buffer = held.length === 0 ? bytes : Buffer.concat([held, bytes])
    const spans = [...heldSpans, ...findSpans(buffer, needles)]
    const keepFrom = buffer.length - countHeldBytes(buffer, table, maxNeedleBytes)
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

/** Needles by their first byte. */
type NeedleTable = ReadonlyArray<readonly Buffer[] | undefined>

function tabulate(needles: readonly Buffer[]): NeedleTable {
  const table: Buffer[][] = new Array(256)
  for (const needle of needles) {
    const first = needle[0] ?? 0
    const sharing = table[first]
    if (sharing) sharing.push(needle)
    else table[first] = [needle]
  }
  return table
}

/** Length of the longest end of `buffer` that a needle begins with and does not end with. */
function countHeldBytes(buffer: Buffer, table: NeedleTable, maxNeedleBytes: number): number {
  const lastByte = buffer[buffer.length - 1]
  for (let at = Math.max(0, buffer.length - maxNeedleBytes + 1); at < buffer.length; at++) {
    const candidates = table[buffer[at] ?? 0]
    if (candidates === undefined) continue
    const length = buffer.length - at
    for (const needle of candidates) {
      if (length >= needle.length || needle[length - 1] !== lastByte) continue
      if (buffer.compare(needle, 0, length, at) === 0) return length
    }
  }
  return 0
}

function formsOf(secret: string): string[] {
  const forms = [secret, ...base64Forms(Buffer.from(secret))]
  const percentEncoded = encodeURIComponent(secret)
  if (percentEncoded !== secret) {
    forms.push(
      percentEncoded,
      percentEncoded.replace(/%[0-9A-F]{2}/g, (pair) => pair.toLowerCase()),
    )
  }
  if (secret.includes('/')) forms.push(secret.replaceAll('/', '\\/'))
  return forms
}

/** The groups of base64 that are the same whatever stands around the secret: three texts, by where in a group it begins. */
function base64Forms(secret: Buffer): string[] {
  const forms: string[] = []
  for (let start = 0; start < 3; start++) {
    const wholeGroups = Math.floor((secret.length - start) / 3)
    const text = secret.toString('base64', start, start + wholeGroups * 3)
    if (text.length < minSecretLength) continue
    forms.push(text)
    if (/[+/]/.test(text)) forms.push(text.replaceAll('+', '-').replaceAll('/', '_'))
  }
  return forms
}
