import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findElectron } from '../../e2e/support/keyfold.ts'

const hook = join(import.meta.dirname, 'shown-hook.cjs')
const isSandboxed = process.env.KEYFOLD_SANDBOX === '1'
const limitMs = 30_000

export interface RunningApp {
  /** From spawning the process to its content and two frames, in milliseconds. */
  readonly shownAfterMs: number
  readonly pid: number
  close(): Promise<void>
}

/** Starts an app on a fresh data folder and waits until its page has `selector` and two frames more. */
export async function startCold(
  folder: string,
  selector: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<RunningApp> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'keyfold-bench-'))
  const startedMs = Date.now()
  const child = spawn(
    findElectron(),
    [
      ...(isSandboxed ? [] : ['--no-sandbox']),
      `--user-data-dir=${dataFolder}`,
      '--password-store=gnome-libsecret',
      folder,
    ],
    {
      env: { ...env, NODE_OPTIONS: `--require=${hook}`, KEYFOLD_BENCH_SHOWN: selector },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const close = async () => {
    child.kill('SIGTERM')
    const limit = setTimeout(() => child.kill('SIGKILL'), 5_000)
    await ended
    clearTimeout(limit)
    // Its child processes end after it and write meanwhile; rmSync would not look for new files again.
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
  try {
    const shownMs = await new Promise<number>((resolve, reject) => {
      let output = ''
      const limit = setTimeout(() => reject(new Error(`${folder} showed nothing`)), limitMs)
      child.stdout.on('data', (chunk) => {
        output += chunk
        const shown = /^SHOWN (\d+)$/m.exec(output)?.[1]
        if (shown === undefined) return
        clearTimeout(limit)
        resolve(Number(shown))
      })
      child.once('exit', () => reject(new Error(`${folder} ended before it showed anything`)))
    })
    return { shownAfterMs: shownMs - startedMs, pid: child.pid ?? 0, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Proportional set size of a process and all below it, in MB: shared pages are counted once over all. */
export function memoryOf(pid: number): number {
  const parents = new Map<number, number>()
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      // It ended meanwhile.
    }
  }
  const isBelow = (one: number): boolean => {
    const parent = parents.get(one)
    return parent === pid || (parent !== undefined && parent > 1 && isBelow(parent))
  }
  let total = 0
  for (const one of [pid, ...[...parents.keys()].filter(isBelow)]) {
    const rollup = readFileSync(`/proc/${one}/smaps_rollup`, 'utf8')
    total += Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0)
  }
  return total / 1_024
}
