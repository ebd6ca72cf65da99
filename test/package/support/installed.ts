import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'playwright/test'
import { type Keyring, openKeyring } from '../../e2e/support/keyring.ts'
import { makePlace, type Place } from '../../e2e/support/place.ts'
import { isAlive } from '../../e2e/support/processes.ts'

/** The installed program, as its desktop file starts it. */
export const program = '/opt/Keyfold/keyfold'

/** Only ends what hangs: other tests keep the machine busy. */
const startLimitMs = 45_000
const endLimitMs = 30_000

export interface StartOptions {
  readonly args?: readonly string[]
  readonly env?: (place: Place) => Readonly<Record<string, string>>
  readonly command?: string
}

/** The installed program on a desktop of its own, seen from outside only. */
export interface InstalledKeyfold {
  readonly pid: number
  readonly place: Place
  output(): string
  /** Waits for its window to be on the screen. */
  window(): Promise<{ readonly id: string; readonly title: string; readonly wmClass: string }>
  /** Its main process and all below it. */
  processes(): readonly { readonly pid: number; readonly commandLine: string; readonly status: string }[]
  /** Asks it to quit; rejects where it had to be killed. */
  quit(): Promise<void>
  close(): Promise<void>
}

/** Makes a desktop and starts the installed program on it. */
export async function startInstalled(display: string, options: StartOptions = {}): Promise<InstalledKeyfold> {
  const place = makePlace(display)
  let keyring: Keyring | undefined
  try {
    keyring = await openKeyring(place, 'unlocked')
  } catch (error) {
    await place.remove()
    throw error
  }
  const child = spawn(
    options.command ?? program,
    ['--password-store=gnome-libsecret', ...(options.args ?? [])],
    {
      env: { ...keyring.env, ...options.env?.(place) },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const { pid = 0 } = child
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
    })
  }
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))

  const quit = async () => {
    let hasHung = false
    child.kill('SIGTERM')
    const limit = setTimeout(() => {
      hasHung = true
      child.kill('SIGKILL')
    }, endLimitMs)
    await ended
    clearTimeout(limit)
    if (hasHung) throw new Error(`It did not quit within ${endLimitMs / 1000} s: ${output}`)
  }
  return {
    pid,
    place,
    output: () => output,
    window: () => waitForWindow(display),
    processes: () => processesBelow(pid),
    quit,
    async close() {
      await quit()
      await expect.poll(() => isAlive(pid)).toBe(false)
      await keyring?.close()
      await place.remove()
    },
  }
}

/** Runs the installed program to its end. */
export function runInstalled(
  place: Place,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    env: { ...place.env, ...env },
    encoding: 'utf8',
    timeout: startLimitMs,
  })
  return { exitCode: status, output: stdout + stderr }
}

async function waitForWindow(display: string) {
  let found: Awaited<ReturnType<InstalledKeyfold['window']>> | undefined
  await expect
    .poll(
      () => {
        found = findWindow(display)
        return found !== undefined
      },
      { message: 'its window is on the screen', timeout: startLimitMs, intervals: [50] },
    )
    .toBe(true)
  if (found === undefined) throw new Error('There is no window')
  return found
}

function findWindow(display: string) {
  const tree = spawnSync('xwininfo', ['-display', display, '-root', '-tree'], { encoding: 'utf8' }).stdout
  for (const [, id = '', title = '', wmClass = ''] of tree.matchAll(
    /(0x[0-9a-f]+) "([^"]*)": \("([^"]*)"/g,
  )) {
    if (!/^Keyfold/.test(title)) continue
    const { stdout } = spawnSync('xwininfo', ['-display', display, '-id', id], { encoding: 'utf8' })
    if (stdout.includes('Map State: IsViewable')) return { id, title, wmClass }
  }
  return undefined
}

function processesBelow(leader: number) {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, 'utf8')
        const commandLine = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        return [
          { pid: Number(name), parent: Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]), commandLine, status },
        ]
      } catch {
        return []
      }
    })
  const family = new Set([leader])
  // Parents come before their children, but for ids that were used again: once more until nobody is added.
  for (let size = 0; size !== family.size; ) {
    size = family.size
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid)
  }
  return all.filter(({ pid }) => family.has(pid))
}

/** The sockets on which these processes listen for connections from elsewhere, as `ss` lists them. */
export function listeningSockets(pids: readonly number[]): readonly string[] {
  const { stdout } = spawnSync('ss', ['-Hlntup'], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => pids.some((pid) => line.includes(`pid=${pid},`)))
}
