import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, root } from './paths.mjs'
import { findRuntime } from './runtime/ensure-runtime.mjs'
import { say, stop } from './say.mjs'

/*
 * `npm run package`: the app as a folder that starts, dist/<system>-unpacked. An Electron other than the
 * declared one is named in a local configuration that extends the release's; nothing else than a folder
 * is made of it unless KEYFOLD_PACKAGE_ANY_RUNTIME=1 says so.
 */
const targets = process.argv.slice(2)
const runtime = findRuntime()
const isDeclared = runtime.source === 'declared'
if (!isDeclared && targets.length > 0 && process.env.KEYFOLD_PACKAGE_ANY_RUNTIME !== '1') {
  stop(`No installer is built on ${runtime.why}. KEYFOLD_PACKAGE_ANY_RUNTIME=1 builds one for a test.`)
}
say(`packaging on ${runtime.why}`)

const workFolder = makeWorkFolder()
try {
  const cli = join(root, 'node_modules', 'electron-builder', 'cli.js')
  const config = isDeclared ? join(root, 'electron-builder.yml') : localConfig()
  const args = [cli, ...(targets.length > 0 ? targets : ['--dir']), '--publish', 'never', '--config', config]
  // A linked executable would be changed in the cache when its fuses are flipped.
  const env = { ...process.env, USE_HARD_LINKS: 'false' }
  const result = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' })
  process.exitCode = result.status ?? 1
} finally {
  rmSync(workFolder, { recursive: true, force: true })
}

/** In the cache, on the runtime's own file system, so that the copy is made of links. */
function makeWorkFolder() {
  mkdirSync(cacheFolder(), { recursive: true })
  return mkdtempSync(join(cacheFolder(), 'packaging-'))
}

function localConfig() {
  const electronDist = join(workFolder, 'electron')
  copyOrLink(runtime.folder, electronDist)
  // electron-builder leaves it in a folder that it was given; the packaged app would open it.
  rmSync(join(electronDist, 'resources', 'default_app.asar'), { force: true })
  const electronVersion = readFileSync(join(runtime.folder, 'version'), 'utf8').trim().replace(/^v/, '')
  const file = join(workFolder, 'electron-builder.json')
  const config = { extends: join(root, 'electron-builder.yml'), electronDist, electronVersion }
  writeFileSync(file, JSON.stringify(config))
  return file
}

function copyOrLink(from, to) {
  if (process.platform === 'linux' && spawnSync('cp', ['-a', '--link', from, to]).status === 0) return
  cpSync(from, to, { recursive: true, verbatimSymlinks: true })
}
