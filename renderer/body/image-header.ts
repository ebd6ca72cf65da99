/** What the first bytes say of an image: its type and how many pixels decoding it would make. */
export interface ImageHeader {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/avif'
  /** Pixels; absent where the header has not arrived or does not say. */
  readonly width?: number
  readonly height?: number
}

/** No side longer, and no more pixels, are given to the decoder: 64 MP decode to 256 MB. */
const maxImageSide = 16_384
const maxImagePixels = 64_000_000

/** True where the dimensions are known and small enough to be decoded. */
export function isShowable(image: ImageHeader): boolean {
  const { width, height } = image
  if (width === undefined || height === undefined) return false
  return (
    width > 0 &&
    height > 0 &&
    width <= maxImageSide &&
    height <= maxImageSide &&
    width * height <= maxImagePixels
  )
}

/**
 * Reads the type from the magic bytes, never from the declared media type: what is declared an image and is none is
 * shown as text. SVG is no image here but a document, and is shown as text.
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n', 0)) {
    return sized('image/png', bytes.length >= 24 ? [view.getUint32(16), view.getUint32(20)] : undefined)
  }
  if (startsWith(bytes, 'GIF87a', 0) || startsWith(bytes, 'GIF89a', 0)) {
    return sized(
      'image/gif',
      bytes.length >= 10 ? [view.getUint16(6, true), view.getUint16(8, true)] : undefined,
    )
  }
  if (startsWith(bytes, '\xff\xd8\xff', 0)) return sized('image/jpeg', jpegSize(view))
  if (startsWith(bytes, 'RIFF', 0) && startsWith(bytes, 'WEBP', 8))
    return sized('image/webp', webpSize(bytes, view))
  if (startsWith(bytes, 'ftypavif', 4) || startsWith(bytes, 'ftypavis', 4)) {
    return sized('image/avif', avifSize(bytes, view))
  }
  return undefined
}

function sized(
  mediaType: ImageHeader['mediaType'],
  size: readonly [number, number] | undefined,
): ImageHeader {
  return size === undefined ? { mediaType } : { mediaType, width: size[0], height: size[1] }
}

function startsWith(bytes: Uint8Array, text: string, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false
  return true
}

/** Walks the markers up to the frame header (ITU-T T.81 §B.2.2). */
function jpegSize(view: DataView): [number, number] | undefined {
  let at = 2
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at++
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)]
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}

/** The three kinds of WebP bitstream (RFC 9649 §2.5 to §2.7). */
function webpSize(bytes: Uint8Array, view: DataView): [number, number] | undefined {
  if (bytes.length < 30) return undefined
  if (startsWith(bytes, 'VP8X', 12)) {
    const at24 = (at: number) => view.getUint16(at, true) + (view.getUint8(at + 2) << 16) + 1
    return [at24(24), at24(27)]
  }
  if (startsWith(bytes, 'VP8L', 12)) {
    const bits = view.getUint32(21, true)
    return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
  }
  if (startsWith(bytes, 'VP8 ', 12))
    return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff]
  return undefined
}

/** The largest `ispe` box (ISO/IEC 23008-12 §6.5.3) in the first bytes. */
function avifSize(bytes: Uint8Array, view: DataView): [number, number] | undefined {
  let size: [number, number] | undefined
  for (let at = 4; at + 16 <= Math.min(bytes.length, 65_536); at++) {
    if (bytes[at] !== 0x69 || !startsWith(bytes, 'ispe', at)) continue
    const found: [number, number] = [view.getUint32(at + 8), view.getUint32(at + 12)]
    if (size === undefined || found[0] * found[1] > size[0] * size[1]) size = found
  }
  return size
}
