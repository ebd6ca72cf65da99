import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  electronLines,
  electronLinesReviewedOn,
  findElectronFault,
} from '../../../main/platform/electron-support.ts'

const reviewedMs = Date.parse(electronLinesReviewedOn)

describe('the Electron that Keyfold runs on', () => {
  it('I132 the declared version is supported and above the last advisory on the day of the review', () => {
    const file = join(import.meta.dirname, '../../../package.json')
    const { electron } = JSON.parse(readFileSync(file, 'utf8')).devDependencies
    expect(electron).toMatch(/^\d+\.\d+\.\d+$/)
    expect(findElectronFault(electron, reviewedMs)).toBeUndefined()
  })

  it.each([
    ['I132 the runtime of test builds', '33.2.1', 'ended'],
    ['I132 the first of a line, before its fixes', '45.0.0', 'unpatched'],
    ['I132 one patch below', '44.11.4', 'unpatched'],
    ['I132 a smaller number that is not an older version', '44.9.99', 'unpatched'],
    ['I132 a preview of a later line', '46.0.0-beta.3', 'unpatched'],
    ['I132 not a version', '', 'ended'],
    ['exactly the patched one', '44.11.5', undefined],
    ['a later one of its line', '44.12.0', undefined],
    ['a line that began after the table was made', '46.1.0', undefined],
  ])('%s', (_name, version, fault) => {
    expect(findElectronFault(version, reviewedMs)).toBe(fault)
  })

  it('I132 support of a line ends on a day, 24 weeks after it began', () => {
    for (const { releasedOn, patchedFrom } of electronLines) {
      const endsMs = Date.parse(releasedOn) + 24 * 7 * 86_400_000
      expect(findElectronFault(patchedFrom, endsMs - 1)).toBeUndefined()
      expect(findElectronFault(patchedFrom, endsMs)).toBe('ended')
    }
  })
})
