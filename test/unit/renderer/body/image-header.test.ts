import { describe, expect, it } from 'vitest'
import { isShowable, readImageHeader } from '../../../../renderer/body/image-header.ts'

function bytesOf(...parts: (string | number[])[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : part)),
  )
}
const be32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]
const le16 = (value: number) => [value & 255, value >>> 8]
const le24 = (value: number) => [value & 255, (value >>> 8) & 255, value >>> 16]
const png = (width: number, height: number) =>
  bytesOf('\x89PNG\r\n\x1a\n', be32(13), 'IHDR', be32(width), be32(height))

describe('readImageHeader', () => {
  it.each([
    ['image/png', png(640, 480)],
    ['image/gif', bytesOf('GIF89a', le16(640), le16(480), [0, 0, 0])],
    ['image/jpeg', bytesOf([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 17, 8, 1, 0xe0, 2, 0x80, 3])],
    ['image/webp', bytesOf('RIFF', be32(0), 'WEBPVP8X', be32(0), [0, 0, 0, 0], le24(639), le24(479))],
    ['image/webp', bytesOf('RIFF', be32(0), 'WEBPVP8L', be32(0), [0x2f, 0x7f, 0xc2, 0x77, 0], be32(0), [0])],
    [
      'image/webp',
      bytesOf('RIFF', be32(0), 'WEBPVP8 ', be32(0), [0, 0, 0, 0x9d, 1, 0x2a], le16(640), le16(480)),
    ],
    ['image/avif', bytesOf(be32(28), 'ftypavif', be32(0), be32(20), 'ispe', be32(0), be32(640), be32(480))],
  ])('reads type and size of %s', (mediaType, bytes) => {
    expect(readImageHeader(bytes)).toEqual({ mediaType, width: 640, height: 480 })
  })

  it('refuses what would decode to too many pixels, or says no size', () => {
    const showable = (bytes: Uint8Array) => isShowable(readImageHeader(bytes) ?? { mediaType: 'image/png' })
    expect(showable(png(8_000, 8_000))).toBe(true)
    expect(showable(png(100_000, 100_000))).toBe(false)
    expect(showable(png(8_001, 8_000))).toBe(false)
    expect(showable(png(16_385, 1))).toBe(false)
    expect(showable(png(0, 10))).toBe(false)
    expect(showable(png(10, 10).subarray(0, 12))).toBe(false)
    expect(showable(bytesOf([0xff, 0xd8, 0xff, 0xda, 0, 2, 0, 0, 0, 0]))).toBe(false)
  })

  it('takes SVG, icons and texts for no image', () => {
    for (const text of [
      '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
      '\0\0\x01\0\x01\0',
      'GIF87b',
      '{"a":1}',
    ]) {
      expect(readImageHeader(bytesOf(text))).toBeUndefined()
    }
  })
})
