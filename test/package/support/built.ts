import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'

/** The folder with what scripts/test-package.mjs has built. */
export const built = process.env.KEYFOLD_PACKAGES ?? ''

/** The folder in it with the packages for arm64, over a stand-in. */
export const arm64 = join(built, 'arm64')

/** The one file or folder of the built ones whose name ends so. */
export function findBuilt(ending: string, folder = built): string {
  const names = readdirSync(folder).filter((name) => name.endsWith(ending))
  const [name] = names
  if (name === undefined || names.length > 1) throw new Error(`${names.length} built files end in ${ending}`)
  return join(folder, name)
}

/** Unpacks a deb, an rpm, an AppImage or a tar.gz into a folder of its own, which the caller removes. */
export function unpack(file: string): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(built, 'unpacked-'))
  if (file.endsWith('.deb')) execFileSync('dpkg-deb', ['-x', file, folder])
  else if (file.endsWith('.tar.gz')) execFileSync('tar', ['-xzf', file, '-C', folder, '--strip-components=1'])
  else if (file.endsWith('.AppImage')) {
    const offset = execFileSync(file, ['--appimage-offset']).toString().trim()
    execFileSync('unsquashfs', ['-quiet', '-no-progress', '-force', '-dest', folder, '-o', offset, file], {
      stdio: 'ignore',
    })
  } else {
    execFileSync('sh', ['-c', 'rpm2cpio "$0" | cpio -idm --quiet', file], { cwd: folder })
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The state of every fuse that a program's wire has, by name. Fuses that Electron has removed are left out. */
export async function readFuses(program: string): Promise<Record<string, boolean>> {
  const wire = await getCurrentFuseWire(program)
  const on = '1'.charCodeAt(0)
  const removed = 'r'.charCodeAt(0)
  return Object.fromEntries(
    Object.entries(wire)
      .filter(([key, state]) => key !== 'version' && state !== removed)
      .map(([key, state]) => [
        FuseV1Options[Number(key)] ?? fusesUnnamedByLibrary[Number(key)] ?? key,
        state === on,
      ]),
  )
}

/** Those that came after the version of the library that runs on Node 20. */
const fusesUnnamedByLibrary: Readonly<Record<number, string>> = { 7: 'GrantFileProtocolExtraPrivileges' }

/** What the issue and docs/release.md promise of every artifact. */
export const releaseFuses = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
} as const
