import { expect, it, onTestFinished } from 'vitest'
import { openCrashPlace, runCrashes } from '../../support/crash/crash-test.ts'

it('D54 and D55: killed 40 times, at every step of a refresh and of its writes, it is signed in afterwards, or says why the provider’s rotation made that impossible', async () => {
  const tally = await runCrashes(40)
  expect(tally).toMatchObject({
    kills: 40,
    tokensLost: 0,
    refreshesPerExpiry: 1,
    oldTokensSentAgain: 0,
  })
  expect(tally.restarts).toBeGreaterThanOrEqual(40)
  // Killed between the provider's answer and the disk, there is no other way; if it never came to that, nothing was tested.
  expect(tally.signInsAsked).toBeGreaterThan(0)
  expect(tally.signInsAsked).toBeLessThan(tally.restarts)
}, 240_000)

it('D52 two processes on one vault: ten calls on an ended token make one refresh and ten successes', async () => {
  const place = await openCrashPlace()
  onTestFinished(() => place.close())
  await place.signIn()
  place.provider.expireAccessTokens()
  const runs = await Promise.all([place.start('none'), place.start('none')])
  for (const run of runs) run.begin()
  const reports = await Promise.all(runs.map(({ ended }) => ended))
  expect(reports).toEqual([
    { state: 'connected', successes: 5 },
    { state: 'connected', successes: 5 },
  ])
  expect(place.refreshes).toHaveLength(1)
}, 240_000)
