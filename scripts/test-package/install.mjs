import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../paths.mjs'

const installed = '/opt/Keyfold'
const holdReady = join(root, 'test', 'e2e', 'support', 'hold-ready.cjs')
const archiveIn = (folder) => join(folder, 'resources', 'app.asar')
const installedArchive = archiveIn(installed)

/**
 * Installs a deb as a person does. A test build that an interrupted run has left is removed before.
 * @throws {Error} where a Keyfold that is no test build is installed: it belongs to whoever works here
 */
export async function installPackage(deb) {
  if (existsSync(installedArchive) && !(await readManifest()).keyfold?.testBuild) {
    throw new Error(`Keyfold is installed here: ${installed}`)
  }
  if (existsSync(installed)) run('dpkg', ['--purge', 'keyfold'])
  run('dpkg', ['--install', deb])
}

export function removePackage() {
  run('dpkg', ['--remove', 'keyfold'])
}

/** Every file on this machine that a package could have left, with what makes it itself. */
export function filesOutsideHomes() {
  // dpkg takes an empty /opt with the last package in it, where no package of the system owns it.
  const folders = ['/opt', '/usr', '/etc', '/var/lib'].filter((folder) => existsSync(folder))
  // What dpkg keeps of removed packages, and caches that desktops make of what is installed.
  const left = ['-path', '/var/lib/dpkg', '-prune', '-o', '-path', '/var/lib/update-notifier', '-prune', '-o']
  const output = execFileSync(
    'find',
    [
      ...folders,
      '-xdev',
      ...left,
      '-name',
      '*.cache',
      '-o',
      '(',
      '-type',
      'f',
      '-o',
      '-type',
      'l',
      ')',
      '-print',
    ],
    { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  )
  return new Set(output.split('\n').filter(Boolean))
}

/** Puts the mark into the installed archive and the fuse into the installed program that let a test drive it. */
export async function letInstalledBeDriven(updateUrl) {
  await letBeDriven(installed, { updateUrl })
}

/**
 * Unpacks an AppImage, whose runtime is a stand-in, as the runtime would mount it, for a test to drive.
 * @returns the program that the runtime would start
 */
export async function layOutAppImage(file, folder) {
  const offset = execFileSync(file, ['--appimage-offset'], { encoding: 'utf8' }).trim()
  run('unsquashfs', ['-quiet', '-no-progress', '-dest', folder, '-o', offset, file])
  await letBeDriven(folder, {})
  return join(folder, 'AppRun')
}

async function letBeDriven(folder, marks) {
  await changeArchive(archiveIn(folder), (unpacked) => {
    const file = join(unpacked, 'package.json')
    const manifest = JSON.parse(readFileSync(file, 'utf8'))
    // Held until Playwright has attached, as the app under test always is.
    cpSync(holdReady, join(unpacked, 'hold-ready.cjs'))
    if (manifest.main !== 'driven.mjs') {
      writeFileSync(join(unpacked, 'driven.mjs'), `import './hold-ready.cjs'\nimport './${manifest.main}'\n`)
    }
    const keyfold = { ...manifest.keyfold, isDriven: true, ...marks }
    writeFileSync(file, JSON.stringify({ ...manifest, main: 'driven.mjs', keyfold }))
  })
  const { flipFuses, FuseV1Options, FuseVersion } = (await import('@electron/fuses')).default
  await flipFuses(join(folder, 'keyfold'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
}

/**
 * Lays the installed program out once more with an empty window in place of Keyfold: the same runtime and fuses.
 * @returns the program
 */
export async function layOutEmptyWindow(folder) {
  mkdirSync(dirname(folder), { recursive: true })
  if (spawnSync('cp', ['-a', '--link', installed, folder]).status !== 0) {
    cpSync(installed, folder, { recursive: true })
  }
  const empty = archiveIn(folder)
  rmSync(empty)
  const { createPackage } = (await import('@electron/asar')).default
  await createPackage(join(root, 'test', 'package', 'empty-window'), empty)
  return join(folder, 'keyfold')
}

/** Sizes in bytes of the installed files, and of our own code among them. */
export function installedSizes() {
  const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const sizes = files.map((entry) => statSync(join(entry.parentPath, entry.name)).size)
  return { installed: sizes.reduce((sum, size) => sum + size, 0), archive: statSync(installedArchive).size }
}

async function readManifest() {
  const { extractFile, uncacheAll } = (await import('@electron/asar')).default
  uncacheAll()
  return JSON.parse(extractFile(installedArchive, 'package.json').toString())
}

async function changeArchive(archive, change) {
  const { createPackage, extractAll, uncacheAll } = (await import('@electron/asar')).default
  uncacheAll()
  const folder = mkdtempSync('/var/tmp/keyfold-archive-')
  try {
    extractAll(archive, folder)
    change(folder)
    await createPackage(folder, archive)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`)
}
