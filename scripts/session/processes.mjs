import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const running = new Set()

/**
 * Starts a program as the leader of a process group, so that it ends with everything that it started:
 * by `endGroup`, or at the latest when this process ends.
 */
export function startGroup(command, args, options = {}) {
  if (running.size === 0) for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, endAll)
  const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' })
  running.add(child)
  child.once('exit', () => running.delete(child))
  child.once('error', () => running.delete(child))
  return child
}

/** Ends a program that `startGroup` started, and what it started, also where it has ended already. */
function endGroup(child, signal = 'SIGKILL') {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/**
 * Runs a program to its end.
 * @param {object} options as for `spawn`, and `limitMs`, after which it is ended
 * @returns {Promise<{ exitCode: number, output: string }>} `output` holds both streams in the order in
 *   which they came, and is empty where `stdio` is 'inherit'; `exitCode` is 1 where it was ended or did not start
 */
export function runToEnd(command, args, { limitMs, ...options } = {}) {
  return new Promise((resolve) => {
    const child = startGroup(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk) => {
        output += chunk
      })
    }
    const limit = setTimeout(
      () => {
        output += `\nEnded after ${Math.round(limitMs / 1000)} s, the limit.\n`
        endGroup(child)
      },
      limitMs ?? 2 ** 31 - 1,
    )
    let exitCode = 1
    child.once('error', (error) => {
      output += `${command} did not start: ${error.message}\n`
      finish()
    })
    child.once('exit', (code) => {
      exitCode = code ?? 1
      endGroup(child)
      // A daemon that left the group may hold the pipes open for as long as it lives.
      setTimeout(finish, 2_000).unref()
    })
    child.once('close', finish)
    function finish() {
      clearTimeout(limit)
      resolve({ exitCode, output })
    }
  })
}

/**
 * Ends the daemons that left their process group, for example keyrings and crash handlers: every process
 * whose environment or command line names a path in this folder. Linux only.
 */
export function endProcessesIn(folder) {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
  for (const pid of pids) {
    try {
      const about =
        readFileSync(`/proc/${pid}/environ`, 'latin1') + readFileSync(`/proc/${pid}/cmdline`, 'latin1')
      if (about.includes(`${folder}/`)) process.kill(Number(pid), 'SIGKILL')
    } catch {
      // It has ended meanwhile.
    }
  }
}

function endAll() {
  for (const child of running) endGroup(child)
  process.exit(1)
}
