/** One line of Electron's releases that gets security fixes. */
export interface ElectronLine {
  readonly major: number
  /** Day of `<major>.0.0`, as the npm registry has it. */
  readonly releasedOn: string
  /**
   * The oldest version of the line that Keyfold runs on: its newest one when the table was last gone through, which
   * holds the fix of every advisory known on that day.
   */
  readonly patchedFrom: string
}

/**
 * The lines that are supported, gone through before each release (docs/release.md). The last advisory that named a
 * version of its own: GHSA-9f4c-93c8-jc8g, mended from 41.10.3 on, before the oldest of these lines began.
 */
export const electronLines: readonly ElectronLine[] = [
  { major: 43, releasedOn: '2026-07-01', patchedFrom: '43.8.12' },
  { major: 44, releasedOn: '2026-08-25', patchedFrom: '44.11.5' },
  { major: 45, releasedOn: '2026-10-21', patchedFrom: '45.4.1' },
]

/** The day on which the table was last gone through. */
export const electronLinesReviewedOn = '2026-11-21'

/** A line begins every eight weeks, and ends when the third after it begins. */
const supportMs = 24 * 7 * 86_400_000

/** What is wrong with an Electron: `ended`, no more security fixes for its line; `unpatched`, known ones are not in it. */
export type ElectronFault = 'ended' | 'unpatched'

/**
 * Compares an Electron's version with the supported lines on a day. A line that is newer than the table counts as
 * supported: it began after the table was made.
 * @param version such as `45.4.1`; one before a stable release (`46.0.0-beta.1`) counts as unpatched
 * @param nowMs milliseconds since 1970
 */
export function findElectronFault(version: string, nowMs: number): ElectronFault | undefined {
  const [major = 0] = numbersOf(version)
  const newest = Math.max(...electronLines.map((line) => line.major))
  if (version.includes('-')) return 'unpatched'
  if (major > newest) return undefined
  const line = electronLines.find((one) => one.major === major)
  if (line === undefined || nowMs >= Date.parse(line.releasedOn) + supportMs) return 'ended'
  return isOlder(numbersOf(version), numbersOf(line.patchedFrom)) ? 'unpatched' : undefined
}

function numbersOf(version: string): readonly number[] {
  return version.split('.').map((part) => Number.parseInt(part, 10) || 0)
}

function isOlder(version: readonly number[], other: readonly number[]): boolean {
  for (const [index, part] of other.entries()) {
    const own = version[index] ?? 0
    if (own !== part) return own < part
  }
  return false
}
