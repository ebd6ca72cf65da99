import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'

/** What scripts/package.mjs wrote into the packaged package.json, which stands inside the archive. */
export interface BuildMarks {
  /** Why this build is not for use, such as `made on Electron 33.2.1`; absent in a release. */
  readonly testBuild?: string
  /** True in the build that the package tests drive: it takes a debugging port, as an unpackaged one does. */
  readonly isDriven: boolean
  /** The https address of the folder with the updates; absent in a build that nobody updates. */
  readonly updateUrl?: string
}

/** Reads the marks of this build; whatever is not as expected is left out. */
export function readBuildMarks(): BuildMarks {
  const marks = readFields()
  return {
    ...(typeof marks.testBuild === 'string' && { testBuild: marks.testBuild }),
    isDriven: typeof marks.testBuild === 'string' && marks.isDriven === true,
    ...(typeof marks.updateUrl === 'string' && { updateUrl: marks.updateUrl }),
  }
}

function readFields(): { readonly [Name in keyof BuildMarks]?: unknown } {
  try {
    const { keyfold } = JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8'))
    return keyfold ?? {}
  } catch {
    return {}
  }
}
