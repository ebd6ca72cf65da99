import { constants } from 'node:fs'
import { type FileHandle, link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../ports.ts'
import { errorCode } from './problems.ts'

/** Longer than any task under the lock may take: a lock that is older belongs to nobody who still works. */
const staleAfterMs = 60_000
const askAgainMs = 25
/** The locks of this process: one that names it and is not among them was left by an earlier process of its id. */
const held = new Set<string>()

/**
 * Runs a task while this process alone holds `<folder>/<id>.lock`. The file is made exclusively and holds the id of its
 * process; one whose process is gone, or that is older than a minute, is taken over. Where the disk refuses to keep a
 * lock, the task runs without one: refusing to renew a token would be worse than two processes trying to.
 */
export async function withRecordLock<Value>(
  folder: string,
  id: string,
  clock: Clock,
  task: () => Promise<Value>,
): Promise<Value> {
  const path = join(folder, `${id}.lock`)
  const isKept = await acquire(folder, path, clock)
  try {
    return await task()
  } finally {
    if (isKept) await unlink(path).catch(() => undefined)
    held.delete(path)
  }
}

/** False where the disk keeps no locks. */
async function acquire(folder: string, path: string, clock: Clock): Promise<boolean> {
  for (;;) {
    let handle: FileHandle
    try {
      handle = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
    } catch (error) {
      const code = errorCode(error)
      if (code === 'ENOENT') {
        const isMade = await mkdir(folder, { recursive: true, mode: 0o700 }).then(
          () => true,
          () => false,
        )
        if (!isMade) return false
        continue
      }
      if (code !== 'EEXIST') return false
      if (await isStale(path, path)) await takeAway(path)
      else await new Promise<void>((resolve) => clock.schedule(askAgainMs, resolve))
      continue
    }
    held.add(path)
    await handle.writeFile(String(process.pid)).finally(() => handle.close())
    return true
  }
}

async function isStale(file: string, path: string): Promise<boolean> {
  try {
    // The disk's own clock on both sides: an injected one has no part in what a file's time says.
    if (Date.now() - (await stat(file)).mtimeMs > staleAfterMs) return true
    const pid = Number(await readFile(file, 'utf8'))
    // Empty: its process has made it and not written yet.
    if (pid === 0) return false
    return pid === process.pid ? !held.has(path) : !isRunning(pid)
  } catch (error) {
    return errorCode(error) !== 'ENOENT'
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) === 'EPERM'
  }
}

/** Of two who find the same stale lock, the second may catch the first one's new lock: it looks again, and gives it back. */
async function takeAway(path: string): Promise<void> {
  const aside = `${path}.${process.pid}.stale`
  try {
    await rename(path, aside)
    if (!(await isStale(aside, path))) await link(aside, path)
  } catch (error) {
    if (errorCode(error) === 'EEXIST' || errorCode(error) === 'ENOENT') return
    throw error
  } finally {
    await unlink(aside).catch(() => undefined)
  }
}
