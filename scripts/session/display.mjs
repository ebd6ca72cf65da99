import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync } from 'node:fs'

/** Only ends what hangs: a busy machine takes its time. */
const startLimitMs = 60_000
const screen = '1400x1000x24'

/** Whether a window can be opened where this process runs. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/**
 * Starts an X server without a screen on the first free display.
 * @param {(command: string, args: string[], options: object) => import('node:child_process').ChildProcess} start
 *   how to start it, for example as another user
 * @returns {Promise<{ display: string, stop: () => void }>} `display` is the value for DISPLAY
 */
export async function startVirtualDisplay(start = spawn) {
  if (process.getuid?.() === 0) makeSocketFolder()
  const server = start(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-dpi', '96'],
    {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    },
  )
  let complaint = ''
  server.stderr.on('data', (chunk) => {
    complaint = `${complaint}${chunk}`.slice(-2000)
  })
  const number = await new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`Xvfb did not start within ${startLimitMs / 1000} s`)),
      startLimitMs,
    )
    server.once('error', (error) =>
      reject(error.code === 'ENOENT' ? new Error('Xvfb is not installed') : error),
    )
    server.once('exit', (code) => reject(new Error(`Xvfb ended with exit code ${code}: ${complaint.trim()}`)))
    server.stdio[3].once('data', (chunk) => {
      clearTimeout(timer)
      resolve(String(chunk).trim())
    })
  }).catch((error) => {
    server.kill()
    throw error
  })
  return { display: `:${number}`, stop: () => server.kill() }
}

/** An X server that does not run as root cannot make this folder as it should be. */
function makeSocketFolder() {
  const folder = '/tmp/.X11-unix'
  if (existsSync(folder)) return
  mkdirSync(folder)
  chmodSync(folder, 0o1777)
}
