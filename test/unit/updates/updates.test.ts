import { describe, expect, it } from 'vitest'
import type { UpdatesView } from '../../../contract/models.ts'
import { ProblemError } from '../../../contract/problem.ts'
import type { UpdateEngine } from '../../../main/ports.ts'
import { updateRefused } from '../../../main/updates/problems.ts'
import { createUpdates } from '../../../main/updates/updates.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { createTestLog } from '../../support/sign-in-run.ts'

/** Updates over an engine that writes down what it was asked and does what the test says. */
function createRun(changes: Partial<UpdateEngine> = {}) {
  const asked: string[] = []
  const shown: UpdatesView[] = []
  const clock = createFakeClock()
  const engine: UpdateEngine = {
    trust: 'checksum',
    async find(channel) {
      asked.push(`find ${channel}`)
      return { version: '0.2.0', notes: 'Faster' }
    },
    async download() {
      asked.push('download')
    },
    install: () => void asked.push('install'),
    installOnQuit: () => void asked.push('installOnQuit'),
    ...changes,
  }
  const updates = createUpdates({ engine, clock, log: createTestLog(), onChange: (view) => shown.push(view) })
  return { updates, asked, shown, clock }
}

describe('the steps to an update', () => {
  it('each is asked for: nothing is downloaded after a check, nothing installed after a download', async () => {
    const { updates, asked } = createRun()
    await updates.check('stable')
    expect(updates.view()).toMatchObject({ phase: 'available', version: '0.2.0', notes: 'Faster' })
    expect(asked).toEqual(['find stable'])
    await updates.download()
    expect(updates.view()).toMatchObject({ phase: 'ready', version: '0.2.0', installsOnQuit: false })
    expect(asked).toEqual(['find stable', 'download'])
    updates.install()
    expect(asked).toEqual(['find stable', 'download', 'install'])
  })

  it('a step whose turn it is not does nothing', async () => {
    const { updates, asked } = createRun()
    await updates.download()
    updates.install()
    updates.postpone()
    expect(asked).toEqual([])
    await updates.check('stable')
    await updates.download()
    await updates.check('stable')
    expect(asked).toEqual(['find stable', 'download'])
  })

  it('asks for the releases of the channel that was chosen', async () => {
    const { updates, asked } = createRun()
    await updates.check('beta')
    expect(asked).toEqual(['find beta'])
  })

  it('is put off to the quit once, and may still be installed at once', async () => {
    const { updates, asked } = createRun()
    await updates.check('stable')
    await updates.download()
    updates.postpone()
    updates.postpone()
    expect(updates.view()).toMatchObject({ phase: 'ready', installsOnQuit: true })
    updates.install()
    expect(asked).toEqual(['find stable', 'download', 'installOnQuit', 'install'])
  })

  it('tells the progress of a download, five times a second at most', async () => {
    const run = createRun({
      async download(onProgress) {
        for (let received = 10; received <= 100; received += 10) {
          onProgress(received, 100)
          run.clock.advance(100)
        }
      },
    })
    await run.updates.check('stable')
    await run.updates.download()
    const told = run.shown.filter(({ totalBytes }) => totalBytes === 100)
    expect(told.filter(({ phase }) => phase === 'downloading').map((view) => view.receivedBytes)).toEqual([
      10, 30, 50, 70, 90,
    ])
  })

  it('says that this is the newest version, and when that was asked', async () => {
    const { updates, clock } = createRun({ find: async () => undefined })
    clock.advance(5_000)
    await updates.check('stable')
    expect(updates.view()).toMatchObject({ phase: 'current', checkedAtMs: clock.now() })
    expect(updates.view()).not.toHaveProperty('version')
  })
})

describe('what goes wrong with an update', () => {
  it('a refused download leaves the offer, says why, and may be tried again', async () => {
    let attempts = 0
    const { updates } = createRun({
      async download() {
        attempts += 1
        if (attempts === 1) throw new ProblemError(updateRefused('a hash that differs'))
      },
    })
    await updates.check('stable')
    await updates.download()
    expect(updates.view()).toMatchObject({ phase: 'available', problem: { code: 'update_refused' } })
    await updates.download()
    expect(updates.view()).toMatchObject({ phase: 'ready' })
    expect(updates.view()).not.toHaveProperty('problem')
  })

  it('a check that fails unexpectedly is told in words, without what was thrown', async () => {
    const { updates } = createRun({ find: () => Promise.reject(new Error('secret of the machine')) })
    await updates.check('stable')
    expect(updates.view()).toMatchObject({ phase: 'idle', problem: { code: 'update_failed' } })
    expect(JSON.stringify(updates.view())).not.toContain('secret of the machine')
  })

  it('an installation that the system refused keeps what was downloaded', async () => {
    const { updates } = createRun({
      install() {
        throw new Error('polkit')
      },
    })
    await updates.check('stable')
    await updates.download()
    updates.install()
    expect(updates.view()).toMatchObject({ phase: 'ready', problem: { code: 'update_failed' } })
  })

  it('quitting ends a download under way', async () => {
    let hasEnded = false
    const { updates } = createRun({
      download: (_onProgress, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            hasEnded = true
            reject(new Error('ended'))
          })
        }),
    })
    await updates.check('stable')
    const download = updates.download()
    updates.close()
    await download
    expect(hasEnded).toBe(true)
  })

  it.each(['policy', 'development', 'noServer', 'unmanaged'] as const)(
    'off (%s): the server is not asked',
    async (off) => {
      const { updates, asked } = createRun({ off })
      expect(updates.view()).toMatchObject({ phase: 'off', off })
      await updates.check('stable')
      expect(asked).toEqual([])
    },
  )
})
