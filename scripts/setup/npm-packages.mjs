import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../paths.mjs'

const stampFile = join(root, 'node_modules', '.keyfold-lock')

/** Runs `npm ci` unless node_modules holds what package-lock.json asks for. */
export function ensureNpmPackages(say) {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const stamp = createHash('sha256').update(lock).digest('hex')
  if (readIfThere(stampFile) === stamp) return
  if (!isInstalled(JSON.parse(lock))) {
    say('installing the npm packages (npm ci)')
    const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
    const result = spawnSync(
      npm[0],
      [...npm.slice(1), 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
      {
        cwd: root,
        stdio: 'inherit',
        shell: process.platform === 'win32' && !process.env.npm_execpath,
      },
    )
    if (result.status !== 0) throw new Error('npm ci failed: see above.')
  }
  writeFileSync(stampFile, stamp)
}

/** Compares with the list that npm keeps of what it has put into node_modules. */
function isInstalled(lock) {
  const installedText = readIfThere(join(root, 'node_modules', '.package-lock.json'))
  if (installedText === undefined) return false
  const installed = JSON.parse(installedText).packages
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '') return true
    if (installed[path]) return installed[path].version === wanted.version
    return wanted.optional === true || wanted.peer === true
  })
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
