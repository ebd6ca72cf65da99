import { expect, it } from 'vitest'
import { createFakeClock } from '../../support/fake-clock.ts'
import { startHostileProvider } from '../../support/hostile-provider.ts'
import { createTestSetup, runSignIn } from '../../support/sign-in-run.ts'

it('A28 nothing comes back: the browser’s question and the provider’s page are named, and pasting as the way out', async () => {
  const provider = await startHostileProvider()
  const clock = createFakeClock(Date.now())
  const run = runSignIn(createTestSetup(provider.issuer), { clock })
  const { deadlineMs } = await run.until(({ phase }) => phase === 'awaitingBrowser')
  clock.advance((deadlineMs ?? 0) - clock.now())

  const { phase, problem } = await run.ended
  expect([phase, problem?.code]).toEqual(['failed', 'sign_in_timed_out'])
  expect(problem?.detail).toContain('something kept the browser from reaching Keyfold on this computer')
  expect(problem?.detail).toContain('or a rule of the provider’s page')
  expect(problem?.nextStep).toContain('asks whether the page may reach devices on your network, allow it')
  expect(problem?.nextStep).toContain('if its last page failed to open, paste its address here')
})
