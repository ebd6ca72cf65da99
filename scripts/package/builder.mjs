import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { cacheFolder, root } from '../paths.mjs'
import { packagingConfiguration } from './configuration.mjs'
import { writeNotices } from './notices.mjs'

/**
 * Runs electron-builder over out/ to its end.
 * @param {object} options
 * @param {string[]} options.args targets and options for electron-builder
 * @param {import('../runtime/ensure-runtime.mjs').Runtime} [options.runtime] the Electron to build a test build on;
 *   absent: the declared one, as for a release
 * @param {Omit<import('./configuration.mjs').Place, 'root' | 'standIn'>} [options.place]
 * @param {Record<string, string | undefined>} [options.env]
 * @param {'inherit' | 'pipe'} [options.stdio]
 * @returns {{ exitCode: number, output: string }} `output` is empty where `stdio` is 'inherit'
 */
export function runBuilder({ args, runtime, place = {}, env = process.env, stdio = 'inherit' }) {
  const workFolder = makeWorkFolder()
  try {
    writeNotices()
    const configFile = join(workFolder, 'electron-builder.json')
    const standIn = runtime && prepareStandIn(workFolder, runtime)
    writeFileSync(configFile, JSON.stringify(packagingConfiguration({ root, standIn, ...place }, env)))
    const cli = join(root, 'node_modules', 'electron-builder', 'cli.js')
    const result = spawnSync(process.execPath, [cli, ...args, '--publish', 'never', '--config', configFile], {
      cwd: root,
      // A linked executable would be changed in the cache when its fuses are flipped.
      env: { ...env, ...(runtime && systemTools(env)), USE_HARD_LINKS: 'false' },
      stdio: stdio === 'pipe' ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
    return { exitCode: result.status ?? 1, output: `${result.stdout ?? ''}${result.stderr ?? ''}` }
  } finally {
    rmSync(workFolder, { recursive: true, force: true })
  }
}

/** In the cache, on the runtime's own file system, so that the copy is made of links. */
function makeWorkFolder() {
  mkdirSync(cacheFolder(), { recursive: true })
  return mkdtempSync(join(cacheFolder(), 'packaging-'))
}

function prepareStandIn(workFolder, runtime) {
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
function systemTools(env) {
  if (process.platform !== 'linux') return {}
  const folders = (env.PATH ?? '').split(delimiter)
  const sevenZip = folders.map((folder) => join(folder, '7zz')).find((path) => existsSync(path))
  if (sevenZip === undefined) throw new Error('7zz is missing (Debian: 7zip)')
  return {
    ELECTRON_BUILDER_7ZIP_PATH: sevenZip,
    CUSTOM_FPM_PATH: join(root, 'scripts', 'package', 'fpm.mjs'),
  }
}
