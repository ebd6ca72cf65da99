import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from '../paths.mjs'
import { hasDisplay, startVirtualDisplay } from './display.mjs'
import { asUser, canSandbox, ensureOrdinaryUser } from './ordinary-user.mjs'
import { endProcessesIn, runToEnd, startGroup } from './processes.mjs'
import { makeStage } from './stage.mjs'

/** Where screenshots, traces and reports of a run end up. */
export const artifactsFolder = join(root, 'artifacts')

/**
 * @typedef {object} Session
 * @property {string} project the folder that holds the project as the session's user sees it
 * @property {string} artifacts the folder for what a run leaves; its content is in `artifactsFolder`
 *   after `close`
 * @property {(args: string[], options?: object) => Promise<{ exitCode: number, output: string }>} runNode
 *   runs Node.js in the project to its end; options as for `runToEnd`
 * @property {() => void} close ends what runs and removes what was made
 */

/**
 * Opens a place where the real app can run unattended: with a display (a virtual one on Linux), with a
 * XDG_RUNTIME_DIR of its own, and, when this process is root's, as an ordinary user from a copy which
 * that user can read, so that Chromium's sandbox is on as it is for everybody else.
 *
 * Programs run in it find in their environment: KEYFOLD_ELECTRON, the Electron executable;
 * KEYFOLD_ARTIFACTS, a folder for screenshots; KEYFOLD_SANDBOX, `1` where the sandbox can be on, else `0`.
 * @param {import('../runtime/ensure-runtime.mjs').Runtime} runtime
 * @param {(line: string) => void} say
 * @param {Record<string, string>} [furtherEnv] put over the environment described above
 * @returns {Promise<Session>}
 */
export async function openSession(runtime, say, furtherEnv = {}) {
  mkdirSync(artifactsFolder, { recursive: true })
  const isRoot = process.platform === 'linux' && process.getuid() === 0
  const user = isRoot ? ensureOrdinaryUser(say) : undefined
  if (isRoot && !user) say('running as root without the sandbox: no ordinary user could be made here')
  const hasSandbox = process.platform !== 'linux' || ((!isRoot || user !== undefined) && canSandbox(user))
  if (!hasSandbox && (user || !isRoot)) {
    say('running without the sandbox: this system lets no ordinary user make namespaces')
  }
  const place = user ? placeForUser(user, runtime) : placeHere(runtime)
  const env = {
    ...place.env,
    XDG_RUNTIME_DIR: place.runtimeDir,
    KEYFOLD_ELECTRON: place.electron,
    KEYFOLD_ARTIFACTS: place.artifacts,
    KEYFOLD_SANDBOX: hasSandbox ? '1' : '0',
    ...furtherEnv,
  }
  let display
  try {
    display = await openDisplay((command, args, options) =>
      startGroup(...place.command(env, command, args), options),
    )
  } catch (error) {
    place.close()
    throw error
  }
  const sessionEnv = { ...env, ...display.env }
  const close = () => {
    process.off('exit', close)
    display.stop()
    place.close()
  }
  // Also when a signal ends this process.
  process.on('exit', close)

  return {
    project: place.project,
    artifacts: place.artifacts,
    runNode: (args, options) =>
      runToEnd(...place.command(sessionEnv, place.node, args), {
        cwd: place.project,
        env: sessionEnv,
        ...options,
      }),
    close,
  }
}

function placeForUser(user, runtime) {
  const stage = makeStage(user, runtime.folder)
  const artifacts = join(stage.folder, 'artifacts')
  const runtimeDir = join(stage.folder, 'run')
  const temporary = join(stage.folder, 'tmp')
  for (const folder of [artifacts, runtimeDir, temporary]) {
    mkdirSync(folder, { mode: 0o700 })
    chownSync(folder, user.uid, user.gid)
  }
  return {
    project: stage.project,
    artifacts,
    runtimeDir,
    node: stage.node,
    electron: join(stage.runtime, runtime.executable.slice(runtime.folder.length + 1)),
    env: {
      HOME: user.home,
      USER: user.name,
      LOGNAME: user.name,
      PATH: `${dirname(stage.node)}:${process.env.PATH}`,
      LANG: 'C.UTF-8',
      TMPDIR: temporary,
      ...(process.env.DISPLAY ? { DISPLAY: process.env.DISPLAY } : {}),
      ...(process.env.CI ? { CI: process.env.CI } : {}),
    },
    command: (env, command, args) => asUser(user, env, command, args),
    close() {
      endProcessesIn(stage.folder)
      cpSync(artifacts, artifactsFolder, { recursive: true, force: true })
      stage.remove()
    },
  }
}

function placeHere(runtime) {
  const runtimeDir = mkdtempSync(join(tmpdir(), 'keyfold-run-'))
  return {
    project: root,
    artifacts: artifactsFolder,
    runtimeDir,
    node: process.execPath,
    electron: runtime.executable,
    env: process.env,
    command: (_env, command, args) => [command, args],
    close: () => rmSync(runtimeDir, { recursive: true, force: true }),
  }
}

/** A virtual display wherever there is one, so that no test takes the focus away from who works here. */
async function openDisplay(start) {
  if (process.platform !== 'linux') return { env: {}, stop() {} }
  if (!isOnPath('Xvfb') && hasDisplay()) {
    return { env: {}, stop() {} }
  }
  const { display, stop } = await startVirtualDisplay(start)
  return { env: { DISPLAY: display }, stop }
}

function isOnPath(command) {
  return (process.env.PATH ?? '').split(':').some((folder) => folder && existsSync(join(folder, command)))
}
