import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The ways in which a copy of Keyfold got here that can replace it. */
export type InstalledAs = 'nsis' | 'mac' | 'appImage' | 'deb' | 'rpm'

/** What is known of the running program. */
export interface ProgramFacts {
  readonly platform: NodeJS.Platform
  /** Path of the executable. */
  readonly executable: string
  readonly resourcesFolder: string
  readonly env: NodeJS.ProcessEnv
}

/**
 * How this copy was installed; undefined where it is only a folder (zip, tar.gz), or belongs to a store that updates it
 * (snap, Flatpak). electron-builder puts `package-type` into the folder of every Linux target that it makes beside a
 * deb or an rpm, so that file counts only where those packages install.
 */
export function installedAs({
  platform,
  executable,
  resourcesFolder,
  env,
}: ProgramFacts): InstalledAs | undefined {
  if (platform === 'darwin') return 'mac'
  if (platform === 'win32') {
    return existsSync(join(dirname(executable), 'Uninstall Keyfold.exe')) ? 'nsis' : undefined
  }
  if (env.APPIMAGE !== undefined) return 'appImage'
  if (executable !== '/opt/Keyfold/keyfold') return undefined
  const type = readIfThere(join(resourcesFolder, 'package-type'))?.trim()
  return type === 'deb' || type === 'rpm' ? type : undefined
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
