import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { electronLines, electronLinesReviewedOn } from '../../../main/platform/electron-support.ts'

const root = join(import.meta.dirname, '../../..')
const { version, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** What it has against a release on that day; the places to fill in are still there. */
function complaintsOn(day, tag = `v${version}`) {
  const script = join(root, 'scripts/package/release-ready.mjs')
  const { status, stderr } = spawnSync(process.execPath, [script, tag, day], { encoding: 'utf8' })
  expect(status).toBe(1)
  return stderr
}

const dayAfter = (day, days) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

describe('release-ready', () => {
  it('I132 has nothing against the runtime on the day of its review', () => {
    const complaints = complaintsOn(electronLinesReviewedOn)
    expect(complaints).toContain('package.json names keyfold.example')
    expect(complaints).not.toMatch(/Electron|electron-support/)
  })

  it('I132 refuses a release once the runtime’s support has ended, and one without a recent review', () => {
    const major = Number.parseInt(devDependencies.electron, 10)
    const { releasedOn } = electronLines.find((line) => line.major === major)
    const complaints = complaintsOn(dayAfter(releasedOn, 24 * 7))
    expect(complaints).toContain(`Electron ${devDependencies.electron} gets no security fixes any more`)
    expect(complaints).toContain(`was last gone through on ${electronLinesReviewedOn}`)
    expect(complaintsOn(dayAfter(electronLinesReviewedOn, 15))).toContain('was last gone through on')
  })

  it('refuses a tag that is not the version', () => {
    expect(complaintsOn(electronLinesReviewedOn, 'v9.9.9')).toContain(`the tag v9.9.9 is not v${version}`)
  })
})
