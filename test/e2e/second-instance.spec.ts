import { findElectron, startArguments } from './support/keyfold.ts'
import { run } from './support/processes.ts'
import { expect, test } from './support/test.ts'

test('E75 a second start shows the first window and ends; what it was started with is ignored', async ({
  launchKeyfold,
}) => {
  const keyfold = await launchKeyfold()
  const { app, window } = keyfold
  await expect(window.getByRole('heading', { name: 'Accounts' })).toBeVisible()
  const address = window.url()

  for (const garbage of [
    [],
    ['keyfold://callback?code=x&state=y', 'javascript:alert(1)', '/etc/passwd', '--\u202e'],
  ]) {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
    // Resolves where it ends with exit code 0.
    await run(findElectron(), [...startArguments(), ...garbage], { env: keyfold.keyring.env })
    await expect
      .poll(() =>
        app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isVisible())),
      )
      .toEqual([true])
    expect(window.url()).toBe(address)
  }
  await expect(window.getByRole('heading', { name: 'Accounts' })).toBeVisible()
  expect(keyfold.browser.opened()).toEqual([])
  await expect(
    run(findElectron(), [...startArguments(), 'x'.repeat(50_000)], { env: keyfold.keyring.env }),
    'a command line too long to be handed over',
  ).rejects.toThrow('ended with 1')
  expect(keyfold.isRunning()).toBe(true)
  await expect(window.getByRole('heading', { name: 'Accounts' })).toBeVisible()
})
