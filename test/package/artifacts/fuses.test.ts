import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { arm64, built, findBuilt, readFuses, releaseFuses, unpack } from '../support/built.ts'

describe('the fuses of every artifact', () => {
  it.each([
    ['deb', '.deb', 'opt/Keyfold/keyfold', built],
    ['rpm', '.rpm', 'opt/Keyfold/keyfold', built],
    ['tar.gz', '.tar.gz', 'keyfold', built],
    ['AppImage', '.AppImage', 'keyfold', built],
    ['deb for arm64, over a stand-in', '.deb', 'opt/Keyfold/keyfold', arm64],
    ['rpm for arm64, over a stand-in', '.rpm', 'opt/Keyfold/keyfold', arm64],
    ['tar.gz for arm64, over a stand-in', '.tar.gz', 'keyfold', arm64],
    ['AppImage for arm64, over a stand-in', '.AppImage', 'keyfold', arm64],
  ])('I127 %s: closed as promised', async (_name, ending, program, where) => {
    const { folder, remove } = unpack(findBuilt(ending, where))
    try {
      expect(await readFuses(join(folder, program))).toEqual(releaseFuses)
    } finally {
      remove()
    }
  })

  it.each([
    ['Windows', 'win-unpacked/Keyfold.exe'],
    ['macOS', 'mac/Keyfold.app'],
  ])('I127 %s, over a stand-in: flipped to the same', async (_name, program) => {
    expect(await readFuses(join(built, program))).toEqual(releaseFuses)
  })
})
