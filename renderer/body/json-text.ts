const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const backslash = 0x5c

/** Text of UTF-8 bytes; what is no UTF-8 becomes U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}

/** Where a UTF-8 sequence ends at or before `at`, so that a cut does not go through a character. */
export function cutUtf8(bytes: Uint8Array, at: number): number {
  let cut = Math.min(at, bytes.length)
  for (let back = 0; back < 3 && cut > 0 && ((bytes[cut] ?? 0) & 0xc0) === 0x80; back++) cut--
  return cut
}

/** The text of a JSON string's inside (without its quotes), escapes resolved. Lone surrogates stay as they are. */
export function decodeString(inside: Uint8Array): string {
  const text = decodeUtf8(inside)
  return inside.includes(backslash) ? resolveEscapes(text) : text
}

/** Like {@link decodeString} for the beginning of a longer string: stops before an escape that is cut. */
export function decodeStringStart(inside: Uint8Array, maxBytes: number): string {
  const cut = cutUtf8(inside, maxBytes)
  let end = 0
  for (let i = 0; i < cut; ) {
    const width = inside[i] !== backslash ? 1 : inside[i + 1] === 0x75 ? 6 : 2
    if (i + width > cut) break
    i += width
    end = i
  }
  return decodeString(inside.subarray(0, end))
}

/** Only for text that the scanner has validated: JSON.parse knows the escapes. */
function resolveEscapes(text: string): string {
  return JSON.parse(`"${text}"`) as string
}

/** One step of a path: an object's key or an array's index. */
export type PathStep = string | number

const plainName = /^[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*$/

/** The JSONPath of a value (RFC 9535): `$.items[0].sku`. */
export function formatJsonPath(steps: readonly PathStep[]): string {
  let path = '$'
  for (const step of steps) {
    if (typeof step === 'number') path += `[${step}]`
    else if (plainName.test(step)) path += `.${step}`
    else path += `['${JSON.stringify(step).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}']`
  }
  return path
}

/** The JSON Pointer of a value (RFC 6901): `/items/0/sku`; the whole document is the empty text. */
export function formatJsonPointer(steps: readonly PathStep[]): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
