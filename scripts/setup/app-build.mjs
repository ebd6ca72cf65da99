import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../paths.mjs'

const sources = ['contract', 'main', 'preload', 'renderer', 'demo']
const settings = ['package.json', 'package-lock.json', 'electron.vite.config.ts', 'tsconfig.base.json']
const stampFile = join(root, 'out', '.sources')

/** Builds the app into out/ unless out/ was built from these very sources. */
export function ensureBuild(say) {
  const stamp = sourcesHash()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  say('building the app')
  buildApp()
  writeFileSync(stampFile, stamp)
}

/** Builds the app into out/; shows the bundler's output only when it fails. */
function buildApp() {
  const bundler = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const result = spawnSync(process.execPath, [bundler, 'build'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (result.status !== 0) throw new Error(`The build failed:\n${result.stdout ?? ''}${result.stderr ?? ''}`)
}

function sourcesHash() {
  const hash = createHash('sha256')
  for (const file of [...settings, ...sources.flatMap(filesIn)]) {
    const path = join(root, file)
    if (existsSync(path)) hash.update(`${file}\0`).update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

function filesIn(folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath.slice(root.length + 1), entry.name))
    .sort()
}
