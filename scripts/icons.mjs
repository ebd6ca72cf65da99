import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'

/*
 * `node scripts/icons.mjs` draws build/icon.svg (from 48 pixels on) and build/icon-small.svg in every size that
 * a system asks for. What it writes is committed, so that packaging needs no drawing tool. Needs rsvg-convert
 * (Debian: librsvg2-bin).
 */
const largestSmallPx = 32
/** macOS draws its icons on a grid that leaves a margin around the shape. */
const macShare = 0.9

const folder = join(root, 'build')
rmSync(join(folder, 'icons'), { recursive: true, force: true })
mkdirSync(join(folder, 'icons'))
for (const size of [16, 24, 32, 48, 64, 96, 128, 256, 512, 1024]) {
  writeFileSync(join(folder, 'icons', `${size}x${size}.png`), draw(size))
}
writeFileSync(join(folder, 'icon.ico'), icoOf([16, 24, 32, 48, 64, 128, 256]))
writeFileSync(join(folder, 'icon.icns'), icnsOf())

function draw(size, share = 1) {
  const source = join(folder, size <= largestSmallPx ? 'icon-small.svg' : 'icon.svg')
  const shape = Math.round(size * share)
  const margin = Math.floor((size - shape) / 2)
  const page = [`--page-width=${size}`, `--page-height=${size}`, `--left=${margin}`, `--top=${margin}`]
  return execFileSync('rsvg-convert', [`--width=${shape}`, `--height=${shape}`, ...page, source])
}

/** An .ico file of PNGs, which Windows reads since Vista: a directory, then the pictures. */
function icoOf(sizes) {
  const pictures = sizes.map((size) => draw(size))
  const head = Buffer.alloc(6 + 16 * sizes.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(sizes.length, 4)
  let offset = head.length
  for (const [index, size] of sizes.entries()) {
    const entry = 6 + 16 * index
    // 256 is written as 0.
    head.writeUInt8(size % 256, entry)
    head.writeUInt8(size % 256, entry + 1)
    head.writeUInt16LE(1, entry + 4)
    head.writeUInt16LE(32, entry + 6)
    head.writeUInt32LE(pictures[index].length, entry + 8)
    head.writeUInt32LE(offset, entry + 12)
    offset += pictures[index].length
  }
  return Buffer.concat([head, ...pictures])
}

/** An .icns file of PNGs: for each a type that names its size, plain and for screens of double density. */
function icnsOf() {
  const types = { icp4: 16, icp5: 32, ic07: 128, ic08: 256, ic09: 512, ic10: 1024 }
  const doubled = { ic11: 32, ic12: 64, ic13: 256, ic14: 512 }
  const entries = Object.entries({ ...types, ...doubled }).map(([type, size]) => {
    const picture = draw(size, macShare)
    const head = Buffer.from(`${type}....`)
    head.writeUInt32BE(picture.length + head.length, 4)
    return Buffer.concat([head, picture])
  })
  const body = Buffer.concat(entries)
  const head = Buffer.from('icns....')
  head.writeUInt32BE(body.length + head.length, 4)
  return Buffer.concat([head, body])
}
