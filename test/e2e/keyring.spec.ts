import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Keyfold } from './support/keyfold.ts'
import { connectAccount, expectStatus, goTo, openExplorer, sendRequest } from './support/person.ts'
import { refreshesSeen, secretsOf, shopSetup, storeSetups } from './support/shop.ts'
import { expect, test } from './support/test.ts'
import { findInFiles } from './support/traces.ts'

test('E64 the keyring is locked: said with a way to try again, files untouched, unlocking mends it', async ({
  launchKeyfold,
  shop,
}) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  await connectAccount(keyfold, 'Corner shop')
  await keyfold.quit()
  const before = hashFiles(vaultOf(keyfold))
  expect(Object.keys(before).length).toBeGreaterThanOrEqual(2)

  await keyfold.keyring.lock()
  await keyfold.start()
  const { window } = keyfold
  await expect(window.getByRole('region', { name: 'The vault is locked' })).toBeVisible()
  const account = window.getByRole('article', { name: 'Corner shop' })
  await expect(account).toContainText('vault locked')
  expect(hashFiles(vaultOf(keyfold))).toEqual(before)

  await keyfold.keyring.unlock()
  await window.getByRole('button', { name: 'Try again' }).click()
  await expect(account).toContainText('connected')
  await expect(window.getByRole('region', { name: 'The vault is locked' })).toBeHidden()
  await openExplorer(keyfold, 'Corner shop')
  await sendRequest(keyfold, '/profile')
  await expectStatus(keyfold, '200')
})

test('E65 the question for the keyring’s password is never answered: the window is there all the same', async ({
  launchKeyfold,
}) => {
  const keyfold = await launchKeyfold({ keyring: 'promptUnanswered' })
  const { window } = keyfold
  await expect(window.getByRole('heading', { name: 'Accounts' })).toBeVisible()
  await goTo(keyfold, 'Settings')
  await expect(window.getByRole('region', { name: 'The vault is locked' })).toBeVisible()
})

test('E66 the keyring’s daemon dies: what is open goes on, and what was renewed lasts', async ({
  launchKeyfold,
  shop,
}) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  await connectAccount(keyfold, 'Corner shop')
  await keyfold.keyring.kill()
  await openExplorer(keyfold, 'Corner shop')
  shop.provider.expireAccessTokens()
  await sendRequest(keyfold, '/orders')
  await expectStatus(keyfold, 'token renewed on the way')

  await keyfold.quit()
  await keyfold.keyring.start()
  await keyfold.start()
  await openExplorer(keyfold, 'Corner shop')
  await sendRequest(keyfold, '/profile')
  await expectStatus(keyfold, '200')
  expect(refreshesSeen(shop), 'the renewed token was kept').toHaveLength(1)
})

test('E67 the keyring’s key is gone: told apart from damage, old files kept, a new vault on request', async ({
  launchKeyfold,
  shop,
}) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  await connectAccount(keyfold, 'Corner shop')
  await keyfold.quit()
  const before = hashFiles(vaultOf(keyfold))
  expect(await keyfold.keyring.countKeys()).toBe(1)
  await keyfold.keyring.deleteKey()
  expect(await keyfold.keyring.countKeys()).toBe(0)

  await keyfold.start()
  const { window } = keyfold
  await expect(window.getByRole('region', { name: 'The keyring’s key has changed' })).toBeVisible()
  await expect(window.getByRole('article', { name: 'Corner shop' })).toBeVisible()
  expect(hashFiles(vaultOf(keyfold))).toEqual(before)

  await window.getByRole('button', { name: 'Start a new vault…' }).click()
  await window.getByRole('alertdialog').getByRole('button', { name: 'Start a new vault' }).click()
  await expect(window.getByRole('region', { name: 'The keyring’s key has changed' })).toBeHidden()
  // The new vault is still being written: a temporary file may go while the folder is read.
  await expect(() => {
    const kept = new Set(Object.values(hashFiles(keyfold.place.dataFolder)))
    for (const [file, hash] of Object.entries(before)) expect(kept, `${file} is kept`).toContain(hash)
  }).toPass({ timeout: 30_000 })

  await connectAccount(keyfold, 'Corner shop')
  await keyfold.restart()
  await openExplorer(keyfold, 'Corner shop')
  await sendRequest(keyfold, '/profile')
  await expectStatus(keyfold, '200')
})

for (const { what, options } of [
  { what: 'no keyring', options: { keyring: 'none' as const } },
  { what: 'Chromium’s built-in key', options: { args: ['--password-store=basic'] } },
]) {
  test(`E68 ${what}: tokens for this session only, said plainly, nothing on the disk`, async ({
    launchKeyfold,
    shop,
  }) => {
    const keyfold = await launchKeyfold({ ...options, prepare: storeSetups(shopSetup(shop)) })
    const { window } = keyfold
    await expect(window.getByRole('region', { name: 'Tokens are kept for this session only' })).toBeVisible()
    await connectAccount(keyfold, 'Corner shop')
    await window.getByRole('button', { name: 'Back to accounts' }).click()
    await expect(window.getByRole('article', { name: 'Corner shop' })).toContainText('Kept in memory only')
    await openExplorer(keyfold, 'Corner shop')
    shop.provider.expireAccessTokens()
    await sendRequest(keyfold, '/orders')
    await expectStatus(keyfold, '200')

    const { place } = keyfold
    expect(findInFiles(place.root, secretsOf(shop), [place.browserProfile])).toEqual([])
    expect(hashFiles(vaultOf(keyfold))).toEqual({})
    await keyfold.restart()
    await expect(keyfold.window.getByRole('heading', { name: 'Connect your first account' })).toBeVisible()
  })
}

function vaultOf({ place }: Keyfold): string {
  return join(place.dataFolder, 'vault')
}

/** The SHA-256 of every file below a folder, by name. */
function hashFiles(folder: string): Readonly<Record<string, string>> {
  if (!existsSync(folder)) return {}
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  )
}
