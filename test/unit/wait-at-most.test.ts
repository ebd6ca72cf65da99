import { describe, expect, it } from 'vitest'
import { waitAtMost } from '../../main/wait-at-most.ts'
import { createFakeClock } from '../support/fake-clock.ts'

describe('waiting for work, within a limit', () => {
  it.each([
    ['fulfilled', () => Promise.resolve()],
    ['rejected', () => Promise.reject(new Error('the disk refuses'))],
  ])('ends with work that is %s, and leaves no timer behind', async (_how, work) => {
    const clock = createFakeClock()
    await waitAtMost(clock, 1_000, work())
    expect(clock.waiting()).toBe(0)
  })

  it('ends at the limit where the work goes on', async () => {
    const clock = createFakeClock()
    const waiting = waitAtMost(clock, 1_000, new Promise(() => {}))
    clock.advance(1_000)
    await waiting
  })
})
