import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'vite'

/** Bundles vault-process.ts for plain Node into a folder of its own, which the caller deletes. */
export async function bundleVaultProcess(): Promise<{ readonly folder: string; readonly script: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfold-vault-process-'))
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('./vault-process.ts', import.meta.url)),
      outDir: folder,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'vault-process.mjs' } },
    },
  })
  return { folder, script: join(folder, 'vault-process.mjs') }
}

const unshare = process.getuid?.() === 0 ? ['-m'] : ['-rm']
const mountSmall = 'mount -t tmpfs -o size=64k,mode=0700 tmpfs "$1"'

/** Why no small disk can be mounted here; undefined where one can. */
export function whyNoSmallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'keyfold-mount-'))
  const { status } = spawnSync('unshare', [...unshare, 'sh', '-c', mountSmall, 'sh', folder])
  rmSync(folder, { recursive: true })
  return status === 0 ? undefined : 'needs root, or a system that lets a user mount in a namespace of its own'
}

/** Runs a scenario on a disk of 64 KiB, in a mount namespace of its own, so that nothing is left to be unmounted. */
export async function runOnSmallDisk(script: string, scenario: string): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'keyfold-small-disk-'))
  const command = `${mountSmall} && exec "$2" "$3" "$4" "$1"`
  const { stdout } = await promisify(execFile)('unshare', [
    ...unshare,
    ...['sh', '-c', command, 'sh', folder, process.execPath, script, scenario],
  ])
  // The mount is gone with its namespace; what is deleted is the empty folder under it.
  rmSync(folder, { recursive: true })
  return JSON.parse(stdout)
}
