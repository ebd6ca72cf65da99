import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openKeyring } from '../e2e/support/keyring.ts'
import { makePlace } from '../e2e/support/place.ts'
import { test } from '../e2e/support/test.ts'
import { memoryOf, startCold } from './support/cold-start.ts'
import { byTurns, median, report } from './support/measures.ts'

const project = join(import.meta.dirname, '../..')
const emptyWindow = join(import.meta.dirname, 'empty-window')
/** Idle is what is left when the start is over; how long to look is the measure itself. */
const idleMs = 3_000

test('cold start and idle memory against an empty window', async ({ display }) => {
  const place = makePlace(display)
  const keyring = await openKeyring(place, 'unlocked')
  try {
    const memory: Record<'ours' | 'empty', number[]> = { ours: [], empty: [] }
    const start = (side: 'ours' | 'empty', folder: string, selector: string) => async () => {
      const app = await startCold(folder, selector, keyring.env)
      await wait(idleMs)
      memory[side].push(memoryOf(app.pid))
      await app.close()
      return app.shownAfterMs
    }
    const runs = 10
    const taken = await byTurns(
      { ours: start('ours', project, 'h1'), empty: start('empty', emptyWindow, 'h1') },
      runs,
    )
    report({
      what: 'cold start, spawn to content',
      against: 'an empty window',
      ours: median(taken.ours),
      reference: median(taken.empty),
      unit: 'ms',
      goal: 1.25,
      runs,
    })
    report({
      what: 'idle memory (PSS)',
      against: 'an empty window',
      ours: median(memory.ours),
      reference: median(memory.empty),
      unit: 'MB',
      goal: 1.15,
      runs,
    })
    const usable = await byTurns(
      {
        ours: start('ours', project, 'main button'),
        empty: start('empty', emptyWindow, 'h1'),
      },
      runs,
    )
    report({
      what: 'cold start, spawn to usable accounts',
      against: 'an empty window',
      ours: median(usable.ours),
      reference: median(usable.empty),
      unit: 'ms',
      runs,
    })
  } finally {
    await keyring.close()
    await place.remove()
  }
})
