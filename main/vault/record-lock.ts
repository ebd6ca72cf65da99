import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../ports.ts'
import { errorCode } from './problems.ts'
import { createQueues } from './queues.ts'

/** A holder renews its lock's time this often, so that a task may take as long as it needs. */
const touchEveryMs = 15_000
/** A lock that was left untouched for longer belongs to nobody who still works. */
const staleAfterMs = 60_000
const askAgainMs = 25
/** In this process they wait for each other here, so that the file has to tell processes apart and nothing else. */
const queues = createQueues()

/**
 * Runs a task while this process alone holds `<folder>/<id>.lock`. The file is made exclusively, names its process, and
 * has its time renewed while the task runs; one whose process is gone, or whose time is more than a minute away, is taken
 * over. Where the disk refuses to keep a lock, the task runs without one: refusing to renew a token would be worse than
 * two processes trying to.
 */
export async function withRecordLock<Value>(
  folder: string,
  id: string,
  clock: Clock,
  task: () => Promise<Value>,
): Promise<Value> {
  const path = join(folder, `${id}.lock`)
  return queues.run(path, async () => {
    const lock = await acquire(folder, path, clock)
    if (lock === undefined) return task()
    const stopTouching = keepFresh(lock, clock)
    try {
      return await task()
    } finally {
      stopTouching()
      const isOurs = await isAt(path, lock)
      await lock.close().catch(() => undefined)
      if (isOurs) await unlink(path).catch(() => undefined)
    }
  })
}

/** False where another process took the lock over, such as while the computer slept: that one is not ours to end. */
async function isAt(path: string, lock: FileHandle): Promise<boolean> {
  try {
    const [held, there] = await Promise.all([lock.stat({ bigint: true }), stat(path, { bigint: true })])
    return held.ino === there.ino && held.dev === there.dev
  } catch {
    return false
  }
}

/** Renews the time of the file that is held, and of no other that took its name, until the returned function is called. */
function keepFresh(lock: FileHandle, clock: Clock): () => void {
  let cancel = clock.schedule(touchEveryMs, touch)
  function touch(): void {
    const now = new Date()
    lock.utimes(now, now).catch(() => undefined)
    cancel = clock.schedule(touchEveryMs, touch)
  }
  return () => cancel()
}

/** The lock, open; undefined where the disk keeps none. */
async function acquire(folder: string, path: string, clock: Clock): Promise<FileHandle | undefined> {
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
        if (!isMade) return undefined
        continue
      }
      if (code !== 'EEXIST') return undefined
      if (await isStale(path)) await takeAway(path)
      else await new Promise<void>((resolve) => clock.schedule(askAgainMs, resolve))
      continue
    }
    try {
      await handle.writeFile(String(process.pid))
      return handle
    } catch {
      // Full: the name was to be had, but not a byte.
      await handle.close().catch(() => undefined)
      await unlink(path).catch(() => undefined)
      return undefined
    }
  }
}

async function isStale(file: string): Promise<boolean> {
  try {
    // The disk's own clock on both sides: an injected one has no part in what a file's time says.
    // A time that is yet to come was written before the clock was set back, and tells no age.
    if (Math.abs(Date.now() - (await stat(file)).mtimeMs) > staleAfterMs) return true
    const pid = Number(await readFile(file, 'utf8'))
    // Empty: its process has made it and not written yet. Our own id: left by an earlier process that had it.
    return pid !== 0 && (pid === process.pid || !isRunning(pid))
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
  const aside = `${path}.${randomUUID()}.stale`
  try {
    await rename(path, aside)
    if (!(await isStale(aside))) await link(aside, path)
  } catch (error) {
    if (errorCode(error) === 'EEXIST' || errorCode(error) === 'ENOENT') return
    throw error
  } finally {
    await unlink(aside).catch(() => undefined)
  }
}
