import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { built, findBuilt, readFuses, releaseFuses, unpack } from '../support/built.ts'

describe('the fuses of every artifact', () => {
  it.each([
    ['deb', '.deb', 'opt/Keyfold/keyfold'],
    ['rpm', '.rpm', 'opt/Keyfold/keyfold'],
    ['tar.gz', '.tar.gz', 'keyfold'],
  ])('I127 %s: closed as promised', async (_name, ending, program) => {
    const { folder, remove } = unpack(findBuilt(ending))
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
