import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  expectStatus,
  expectWaiting,
  openExplorer,
  sendRequest,
  signInAndAllow,
} from '../../e2e/support/person.ts'
import type { Place } from '../../e2e/support/place.ts'
import { expect, test } from '../../e2e/support/test.ts'
import { expectVaultOpen, openSettings } from '../support/settings.ts'

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

test('its window says at the first start that it is a test build, until that is put away', async ({
  launchKeyfold,
}) => {
  const keyfold = await launchKeyfold()
  const banner = () => keyfold.window.getByRole('region', { name: 'This is a test build' })
  await expect(banner()).toContainText(/It was made on Electron \d/)
  await keyfold.window.screenshot({ path: join(artifacts, 'installed-first-start.png') })
  await banner().getByRole('button', { name: 'Hide' }).click()
  await expect(banner()).toBeHidden()

  await keyfold.restart()
  await openSettings(keyfold.window)
  await expect(banner()).toBeHidden()
  await expect(keyfold.window.getByText(/^This is a test build\. It was made on Electron/)).toBeVisible()
  await keyfold.window.screenshot({ path: join(artifacts, 'installed-settings.png') })
})

test('an AppImage where no user namespace can be made starts without the sandbox, and its window says so', async ({
  launchKeyfold,
}) => {
  const appImage = '/home/ada/Keyfold.AppImage'
  const { app, window } = await launchKeyfold({
    executable: withoutNamespaces,
    env: { APPIMAGE: appImage },
  })
  expect(await app.evaluate(({ app: running }) => running.commandLine.hasSwitch('no-sandbox'))).toBe(true)
  const banner = window.getByRole('region', { name: 'The sandbox is off' })
  await expect(banner).toContainText('This system lets no program make user namespaces')
  await banner.getByRole('button', { name: 'How to mend it…' }).click()
  await expect(window.getByRole('dialog')).toContainText('user.max_user_namespaces=15000')
  await window.screenshot({ path: join(artifacts, 'appimage-without-sandbox.png') })
})

test('started without the sandbox, its window says so and how to mend it', async ({ launchKeyfold }) => {
  const { window } = await launchKeyfold({ args: ['--no-sandbox'] })
  const banner = window.getByRole('region', { name: 'The sandbox is off' })
  await expect(banner).toBeVisible()
  await banner.getByRole('button', { name: 'How to mend it…' }).click()
  await expect(window.getByRole('dialog').getByRole('listitem').first()).toBeVisible()
  await window.screenshot({ path: join(artifacts, 'installed-without-sandbox.png') })
})

/** Starts the AppImage as its runtime would, on a system that forbids user namespaces: here, one within another. */
function withoutNamespaces({ bin }: Place): string {
  const file = join(bin, 'keyfold-appimage')
  const appRun = process.env.KEYFOLD_APPIMAGE ?? ''
  writeFileSync(
    file,
    `#!/bin/sh
exec unshare --user --map-current-user --keep-caps sh -c '
echo 0 > /proc/sys/user/max_user_namespaces || exit 1
exec setpriv --inh-caps=-all --ambient-caps=-all "$0" "$@"' '${appRun}' "$@"
`,
  )
  chmodSync(file, 0o755)
  return file
}
