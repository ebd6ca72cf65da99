import { app } from 'electron'
import type { About } from '../../contract/models.ts'
import { readBuildMarks } from './build-marks.ts'

/** The oldest Electron that Keyfold is released on; older ones no longer get security fixes. */
const oldestSupportedElectron = 45

/** What the window shows of the program itself, with what makes this run unfit for real accounts. */
export function describeProgram(dataFolder: string): About {
  const { electron = '', chrome = '', node } = process.versions
  return {
    version: app.getVersion(),
    electron,
    chromium: chrome,
    node,
    platform: `${process.platform} ${process.arch}`,
    dataFolder,
    warnings: [
      describeBuild(readBuildMarks().testBuild),
      describeRuntime(electron),
      app.commandLine.hasSwitch('no-sandbox') ? describeMissingSandbox() : undefined,
    ].filter((warning) => warning !== undefined),
  }
}

function describeBuild(testBuild: string | undefined): string | undefined {
  if (testBuild === undefined) return undefined
  return `Test build: ${testBuild}. Do not use it with real accounts.`.slice(0, 200)
}

function describeRuntime(electron: string): string | undefined {
  if (Number.parseInt(electron, 10) >= oldestSupportedElectron) return undefined
  return `Test runtime: Electron ${electron} is no longer supported. Do not use it with real accounts.`
}

/** An AppImage switches the sandbox off by itself where the system lets no program make user namespaces. */
function describeMissingSandbox(): string {
  return process.env.APPIMAGE === undefined
    ? 'The sandbox is off. Start Keyfold without --no-sandbox before you use it with real accounts.'
    : 'The sandbox is off: this system keeps AppImages from making user namespaces. Install the deb or rpm package instead; it brings the rule that allows it.'
}
