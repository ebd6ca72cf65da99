import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { packagingConfiguration } from './package/configuration.mjs'
import { writeNotices } from './package/notices.mjs'
import { cacheFolder, root } from './paths.mjs'
import { findRuntime } from './runtime/ensure-runtime.mjs'
import { say, stop } from './say.mjs'

/*
 * `npm run package`: installers for this system, in dist/. Names of targets choose some of them
 * (`npm run package -- deb`, `-- dir`), options go to electron-builder (`-- --arm64`).
 *
 * On the declared Electron it is what a release does, signing left to the environment. On any other it is a test
 * build: made with the system's own tools instead of electron-builder's, named `test-build`, and saying so in
 * its window.
 */
const args = process.argv.slice(2)
const runtime = findRuntime()
const isRelease = runtime.source === 'declared'
/** What can be made without fetching anything; `tar.gz` first (electron-builder.yml says why). */
const reachableTargets = { linux: ['tar.gz', 'deb', 'rpm'], darwin: ['dir'], win32: ['dir'] }
const systemOption = { linux: '--linux', darwin: '--mac', win32: '--win' }[process.platform]

say(`packaging on ${runtime.why}`)
if (!isRelease) say('this is a test build: not for use with real accounts, and its window says so')
const workFolder = makeWorkFolder()
try {
  writeNotices()
  const cli = join(root, 'node_modules', 'electron-builder', 'cli.js')
  const config = join(workFolder, 'electron-builder.json')
  const place = { root, ...(!isRelease && { standIn: standIn() }) }
  place.version = process.env.KEYFOLD_PACKAGE_VERSION
  place.output = process.env.KEYFOLD_PACKAGE_OUTPUT
  writeFileSync(config, JSON.stringify(packagingConfiguration(place, process.env)))
  const env = { ...process.env, ...(!isRelease && systemTools()) }
  // A linked executable would be changed in the cache when its fuses are flipped.
  env.USE_HARD_LINKS = 'false'
  const builderArgs = [cli, ...chosenTargets(), '--publish', 'never', '--config', config]
  const result = spawnSync(process.execPath, builderArgs, { cwd: root, env, stdio: 'inherit' })
  process.exitCode = result.status ?? 1
} finally {
  rmSync(workFolder, { recursive: true, force: true })
}

function chosenTargets() {
  if (args.some((argument) => ['--linux', '--mac', '--win'].includes(argument))) return args
  if (args.some((argument) => !argument.startsWith('-'))) return [systemOption, ...args]
  if (isRelease) return [systemOption, ...args]
  const targets = reachableTargets[process.platform]
  say(`making ${targets.join(', ')}; the other targets need tools that only releases fetch`)
  return [systemOption, ...targets, ...args]
}

/** In the cache, on the runtime's own file system, so that the copy is made of links. */
function makeWorkFolder() {
  mkdirSync(cacheFolder(), { recursive: true })
  return mkdtempSync(join(cacheFolder(), 'packaging-'))
}

function standIn() {
  const folder = join(workFolder, 'electron')
  copyOrLink(runtime.folder, folder)
  // electron-builder leaves it in a folder that it was given; the packaged app would open it.
  rmSync(join(folder, 'resources', 'default_app.asar'), { force: true })
  const version = readFileSync(join(runtime.folder, 'version'), 'utf8').trim().replace(/^v/, '')
  return { folder, version, why: `made on Electron ${version}` }
}

function copyOrLink(from, to) {
  if (process.platform === 'linux' && spawnSync('cp', ['-a', '--link', from, to]).status === 0) return
  cpSync(from, to, { recursive: true, verbatimSymlinks: true })
}

/** The system's own tools in place of those that electron-builder would fetch from GitHub. */
function systemTools() {
  if (process.platform !== 'linux') return {}
  const sevenZip = findOnPath('7zz')
  if (sevenZip === undefined) stop('7zz is missing (Debian: 7zip)')
  return {
    ELECTRON_BUILDER_7ZIP_PATH: sevenZip,
    CUSTOM_FPM_PATH: join(root, 'scripts', 'package', 'fpm.mjs'),
  }
}

function findOnPath(command) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path))
}
