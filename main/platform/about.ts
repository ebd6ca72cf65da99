import { app } from 'electron'
import type { About } from '../../contract/models.ts'

/** The oldest Electron that Keyfold is released on; older ones no longer get security fixes. */
const oldestSupportedElectron = 45

/** What the window shows of the program itself, with what makes this run unfit for real accounts. */
export function describeProgram(dataFolder: string): About {
  const { electron = '', chrome = '', node } = process.versions
  const warnings: string[] = []
  if (Number.parseInt(electron, 10) < oldestSupportedElectron) {
    warnings.push(
      `Test runtime: Electron ${electron} is no longer supported. Do not use it with real accounts.`,
    )
  }
  if (app.commandLine.hasSwitch('no-sandbox')) {
    warnings.push(
      'The sandbox is off. Start Keyfold without --no-sandbox before you use it with real accounts.',
    )
  }
  return {
    version: app.getVersion(),
    electron,
    chromium: chrome,
    node,
    platform: `${process.platform} ${process.arch}`,
    dataFolder,
    warnings,
  }
}
