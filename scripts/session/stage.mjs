import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { root } from '../paths.mjs'
import { asUser } from './ordinary-user.mjs'

const leftBehind = new Set(['.git', '.cache', 'node_modules', 'dist', 'artifacts', 'test-results'])

/**
 * Copies the project, as built, and the runtime to a folder that an ordinary user can read and that
 * nobody else can: the repository and the cache may lie in root's home.
 * @param {import('./ordinary-user.mjs').OrdinaryUser} user
 * @param {string} runtimeFolder
 * @returns {{ folder: string, project: string, runtime: string, node: string, remove: () => void }}
 */
export function makeStage(user, runtimeFolder) {
  // Not under /tmp, which is often held in memory: the copy can be as large as the runtime and node_modules.
  const folder = mkdtempSync('/var/tmp/keyfold-')
  const stage = { folder, project: join(folder, 'project'), runtime: join(folder, 'runtime') }
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  try {
    mkdirSync(stage.project)
    for (const entry of readdirSync(root)) {
      if (!leftBehind.has(entry)) cpSync(join(root, entry), join(stage.project, entry), { recursive: true })
    }
    run('chown', ['-R', `${user.uid}:${user.gid}`, stage.project])
    linkOrCopy(join(root, 'node_modules'), join(stage.project, 'node_modules'), user)
    linkOrCopy(runtimeFolder, stage.runtime, user)
    chownSync(folder, user.uid, user.gid)
    chmodSync(folder, 0o700)
    return { ...stage, node: reachableNode(user, folder), remove }
  } catch (error) {
    remove()
    throw error
  }
}

/**
 * Hard links cost neither time nor space, and stay root's own, so that the user can read and not change
 * them. Where files are not readable for others, or lie on another file system, they are copied.
 */
function linkOrCopy(from, to, user) {
  if (isReadableForOthers(from)) {
    if (spawnSync('cp', ['-a', '--link', from, to]).status === 0) return
    rmSync(to, { recursive: true, force: true })
  }
  run('cp', ['-a', '--reflink=auto', from, to])
  run('chown', ['-R', `${user.uid}:${user.gid}`, to])
}

function isReadableForOthers(folder) {
  const files = readdirSync(folder, { withFileTypes: true }).slice(0, 50)
  return [folder, ...files.map((file) => join(folder, file.name))].every(
    (path) => statSync(path).mode & 0o004,
  )
}

/** This Node.js where the user can run it, else a copy of it. */
function reachableNode(user, folder) {
  const [command, args] = asUser(user, {}, process.execPath, ['--version'])
  if (spawnSync(command, args).status === 0) return process.execPath
  const copy = join(folder, 'node')
  copyFileSync(process.execPath, copy)
  chmodSync(copy, 0o755)
  return copy
}

function run(command, args) {
  const result = spawnSync(command, args, { encoding: 'utf8' })
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${result.stderr}`)
}
