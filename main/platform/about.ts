import { readFileSync } from 'node:fs'
import { app } from 'electron'
import type { About, ProgramWarning } from '../../contract/models.ts'
import { readBuildMarks } from './build-marks.ts'
import { findElectronFault } from './electron-support.ts'
import { installedAs } from './installed-as.ts'
import { describeMissingSandbox } from './sandbox.ts'

/**
 * What the window shows of the program itself, with what makes this run unfit for real accounts.
 * @param nowMs milliseconds since 1970, for what ends on a day
 */
export function describeProgram(dataFolder: string, nowMs: number): About {
  const { electron = '', chrome = '', node } = process.versions
  return {
    version: app.getVersion(),
    electron,
    chromium: chrome,
    node,
    platform: `${process.platform} ${process.arch}`,
    dataFolder,
    warnings: [...warnOfSandbox(), ...warnOfBuild(), ...warnOfRuntime(electron, nowMs)],
  }
}

function warnOfBuild(): ProgramWarning[] {
  const { testBuild } = readBuildMarks()
  return testBuild === undefined ? [] : [{ kind: 'testBuild', why: testBuild.slice(0, 200) }]
}

function warnOfRuntime(electron: string, nowMs: number): ProgramWarning[] {
  const reason = findElectronFault(electron, nowMs)
  return reason === undefined ? [] : [{ kind: 'oldRuntime', electron, reason, isPackaged: app.isPackaged }]
}

/** Electron turns ELECTRON_DISABLE_SANDBOX into the switch before it runs any of ours. */
function warnOfSandbox(): ProgramWarning[] {
  if (!app.commandLine.hasSwitch('no-sandbox')) return []
  const { platform, env, execPath: executable, resourcesPath: resourcesFolder } = process
  const installed = installedAs({ platform, executable, resourcesFolder, env })
  return [
    describeMissingSandbox({
      platform,
      userId: process.getuid?.(),
      appImage: env.APPIMAGE,
      executable,
      isInstalledByPackage: installed === 'deb' || installed === 'rpm',
      readKernelSetting,
    }),
  ]
}

function readKernelSetting(path: string): string | undefined {
  try {
    return readFileSync(`/proc/sys/${path}`, 'utf8').trim()
  } catch {
    return undefined
  }
}
