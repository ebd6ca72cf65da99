import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../main/system-clock.ts'
import { withRecordLock } from '../../../main/vault/record-lock.ts'
import { eventually } from '../../support/eventually.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

let folder: string
const lockFile = () => join(folder, 'ada.lock')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyfold-locks-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Asks again at once. */
const eager = {
  ...systemClock,
  schedule: (_delayMs: number, callback: () => void) => systemClock.schedule(0, callback),
}

const endedPid = (): number => spawnSync(process.execPath, ['--version']).pid

describe('a record’s lock', () => {
  it('lets one task run at a time', async () => {
    let running = 0
    let most = 0
    const task = async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
    }
    // Often, because what went wrong once took a lock in the moment in which another was let go.
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(Array.from({ length: 10 }, () => withRecordLock(folder, 'ada', eager, task)))
    }
    expect(most).toBe(1)
    expect(existsSync(lockFile())).toBe(false)
  })

  it('waits for another process that lives', async () => {
    writeFileSync(lockFile(), String(process.ppid))
    let hasRun = false
    const clock = createFakeClock()
    const waiting = withRecordLock(folder, 'ada', clock, async () => {
      hasRun = true
    })
    for (let asked = 0; asked < 3; asked += 1) {
      await eventually(() => expect(clock.waiting()).toBe(1))
      clock.advance(25)
    }
    expect(hasRun).toBe(false)
    rmSync(lockFile())
    await eventually(() => {
      clock.advance(25)
      expect(hasRun).toBe(true)
    })
    await waiting
    expect(hasRun).toBe(true)
  })

  it.each([
    ['of a process that is gone', () => writeFileSync(lockFile(), String(endedPid()))],
    ['of an earlier process with this one’s id', () => writeFileSync(lockFile(), String(process.pid))],
    [
      'that is older than any task may take',
      () => {
        writeFileSync(lockFile(), String(process.ppid))
        utimesSync(lockFile(), new Date(0), new Date(0))
      },
    ],
    [
      'from a time that is yet to come: the clock was set back since',
      () => {
        const nextYear = new Date(Date.now() + 365 * 86_400_000)
        writeFileSync(lockFile(), String(process.ppid))
        utimesSync(lockFile(), nextYear, nextYear)
      },
    ],
  ])('takes over a lock %s', async (_whose, leave) => {
    leave()
    await expect(withRecordLock(folder, 'ada', systemClock, async () => 'ran')).resolves.toBe('ran')
    expect(existsSync(lockFile())).toBe(false)
  })

  it('has its time renewed while its task runs, and touches and ends no lock that took its name', async () => {
    const clock = createFakeClock()
    let end = () => {}
    const task = new Promise<void>((resolve) => {
      end = resolve
    })
    const working = withRecordLock(folder, 'ada', clock, () => task)
    const makeOld = (path: string) => utimesSync(path, new Date(0), new Date(0))
    const isFresh = (path: string) => statSync(path).mtimeMs > Date.now() - 60_000
    await eventually(() => expect(clock.waiting()).toBe(1))
    for (let touched = 0; touched < 2; touched += 1) {
      makeOld(lockFile())
      clock.advance(15_000)
      await eventually(() => expect(isFresh(lockFile())).toBe(true))
    }
    const aside = join(folder, 'aside')
    renameSync(lockFile(), aside)
    writeFileSync(lockFile(), String(process.ppid))
    for (const path of [aside, lockFile()]) makeOld(path)
    clock.advance(15_000)
    await eventually(() => expect(isFresh(aside)).toBe(true))
    expect(isFresh(lockFile())).toBe(false)
    end()
    await working
    expect(clock.waiting()).toBe(0)
    expect(readFileSync(lockFile(), 'utf8'), 'the other’s').toBe(String(process.ppid))
  })

  it('is given back when the task fails', async () => {
    const failing = withRecordLock(folder, 'ada', systemClock, async () => {
      throw new Error('it failed')
    })
    await expect(failing).rejects.toThrow('it failed')
    await expect(withRecordLock(folder, 'ada', systemClock, async () => 'next')).resolves.toBe('next')
  })

  it('runs without a lock where none can be kept', async () => {
    const file = join(folder, 'file')
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, '')
    await expect(withRecordLock(join(file, 'locks'), 'ada', systemClock, async () => 'ran')).resolves.toBe(
      'ran',
    )
  })
})
