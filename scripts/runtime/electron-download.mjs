import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, root } from '../paths.mjs'

const downloadLimitMs = 60_000
const refusalValidMs = 24 * 60 * 60 * 1000

/** The executable's path inside a folder that holds an unpacked Electron. */
export const executableInFolder =
  {
    darwin: join('Electron.app', 'Contents', 'MacOS', 'Electron'),
    win32: 'electron.exe',
  }[process.platform] ?? 'electron'

/** The version that package.json asks for and npm installed, for example `45.4.1`. */
export function declaredElectronVersion() {
  return JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')).version
}

/** The folder of the declared Electron where its own download has been unpacked, else `undefined`. */
export function downloadedElectron() {
  const folder = join(root, 'node_modules', 'electron', 'dist')
  try {
    const unpacked = readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '')
    const isWhole = unpacked === declaredElectronVersion() && existsSync(join(folder, executableInFolder))
    return isWhole && existsSync(join(folder, '..', 'path.txt')) ? folder : undefined
  } catch {
    return undefined
  }
}

/**
 * Runs the `electron` package's own download, for at most a minute.
 * @returns `undefined` when Electron is there, else the reason in a few words; the refusal is then
 * remembered for a day, so that the next start does not wait for it again.
 */
export function downloadElectron() {
  const result = spawnSync(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')], {
    env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: '' },
    encoding: 'utf8',
    timeout: downloadLimitMs,
    killSignal: 'SIGKILL',
  })
  if (result.status === 0 && downloadedElectron()) return undefined
  const reason =
    result.error?.code === 'ETIMEDOUT'
      ? `no answer within ${downloadLimitMs / 1000} s`
      : (firstLine(result.stderr) ?? `exit code ${result.status}`)
  mkdirSync(cacheFolder(), { recursive: true })
  writeFileSync(refusalFile(), `${reason}\n`)
  return reason
}

/** Why the download was refused, if that was less than a day ago. */
export function rememberedRefusal() {
  try {
    const ageMs = Date.now() - statSync(refusalFile()).mtimeMs
    return ageMs < refusalValidMs ? readFileSync(refusalFile(), 'utf8').trim() : undefined
  } catch {
    return undefined
  }
}

function refusalFile() {
  return join(cacheFolder(), `electron-${declaredElectronVersion()}-refused`)
}

function firstLine(text) {
  return text
    ?.split('\n')
    .map((line) => line.trim().replace(/^\w*Error: /, ''))
    .find((line) => line !== '' && !line.startsWith('at '))
}
