import { join } from 'node:path'
import {
  expectStatus,
  expectWaiting,
  openExplorer,
  sendRequest,
  signInAndAllow,
} from '../../e2e/support/person.ts'
import { expect, test } from '../../e2e/support/test.ts'
import { expectVaultOpen } from '../support/settings.ts'

/* The installed program with the inspector's fuse on and the mark that lets it take a debugging port. */

const artifacts = process.env.KEYFOLD_ARTIFACTS ?? 'artifacts'

test('a person signs in at the demo provider in the installed app and sees protected data', async ({
  launchKeyfold,
}) => {
  const keyfold = await launchKeyfold()
  const { window } = keyfold
  expect(await keyfold.app.evaluate(({ app }) => [app.isPackaged, app.getAppPath()])).toEqual([
    true,
    '/opt/Keyfold/resources/app.asar',
  ])
  await window.getByRole('button', { name: 'Try it with the demo account' }).click()
  await expectWaiting(window)
  await signInAndAllow(await keyfold.browser.nextPage())
  await expect(window.getByRole('heading', { name: 'Connected', exact: true })).toBeVisible()
  expect(await keyfold.keyring.countKeys(), 'keys of Keyfold in the keyring').toBe(1)
  await openExplorer(keyfold, 'Demo shop')
  await sendRequest(keyfold, '/orders')
  await expectStatus(keyfold, '200')
  await expect(window.getByRole('grid').getByRole('row').nth(10)).toBeVisible()
  await window.screenshot({ path: join(artifacts, 'installed-orders.png') })

  await keyfold.restart()
  await expectVaultOpen(keyfold.window, 1)
})

test('its window says that it is a test build', async ({ launchKeyfold }) => {
  const { window } = await launchKeyfold()
  await window.getByRole('navigation').getByRole('button', { name: 'Settings' }).click()
  await expect(window.getByText(/^Test build: made on Electron/)).toBeVisible()
  await expect(window.getByText(/^Test runtime: Electron/)).toBeVisible()
  await window.screenshot({ path: join(artifacts, 'installed-settings.png') })
})
