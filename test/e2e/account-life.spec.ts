import type { Keyfold } from './support/keyfold.ts'
import {
  connectAccount,
  expectStatus,
  expectWaiting,
  goTo,
  openExplorer,
  sendRequest,
  signInAndAllow,
  startSignIn,
} from './support/person.ts'
import { showInBothThemes } from './support/screenshots.ts'
import { shopSetup, storeSetups } from './support/shop.ts'
import { expect, test } from './support/test.ts'

test('disconnecting the demo account revokes its tokens and ends the session in the browser', async ({
  launchKeyfold,
}) => {
  const keyfold = await launchKeyfold()
  const { window } = keyfold
  await window.getByRole('button', { name: 'Try it with the demo account' }).click()
  await signInAndAllow(await keyfold.browser.nextPage())
  await window.getByRole('button', { name: 'Back to accounts' }).click()

  await window.getByRole('button', { name: 'More actions: Demo shop' }).click()
  await window.getByRole('menuitem', { name: 'Disconnect…' }).click()
  const question = window.getByRole('alertdialog')
  await question.getByText('Also sign out at the provider').click()
  await expect(question.getByRole('checkbox')).toBeChecked()
  await showInBothThemes(keyfold, 'disconnect-dialog')
  await question.getByRole('button', { name: 'Disconnect' }).click()
  await expect(window.getByText('The provider revoked its tokens, and they were deleted here.')).toBeVisible()

  const page = await keyfold.browser.nextPage()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('heading', { name: 'You are signed out' })).toBeVisible()
  await expect(page, 'the provider sent the browser back').toHaveURL(
    /^http:\/\/127\.0\.0\.1:\d+\/signed-out\?/,
  )
  await expect(window.getByText('Signed out at the provider', { exact: true })).toBeVisible()
  await expect(window.getByRole('heading', { name: 'Disconnected', exact: true })).toBeVisible()
  await showInBothThemes(keyfold, 'disconnected')

  await window.getByRole('button', { name: 'Dismiss' }).first().click()
  await startDemoAgain(keyfold)
  const again = await keyfold.browser.nextPage()
  await expect(again.getByRole('heading', { name: 'Sign in' }), 'the session is over').toBeVisible()
})

test('a refused refresh token: needs sign-in, and one click signs in again as the same person', async ({
  launchKeyfold,
  shop,
}) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  const { window } = keyfold
  await connectAccount(keyfold, 'Corner shop')
  shop.provider.expireAccessTokens()
  shop.provider.expireRefreshTokens()
  await openExplorer(keyfold, 'Corner shop')
  await sendRequest(keyfold, '/orders')
  await goTo(keyfold, 'Accounts')
  const account = window.getByRole('article', { name: 'Corner shop' })
  await expect(account).toContainText('needs sign-in')
  await expect(account, 'everything else is kept').toContainText('orders:read')
  await showInBothThemes(keyfold, 'account-needs-sign-in')

  await account.getByRole('button', { name: 'Sign in again' }).click()
  await expectWaiting(window)
  await signInAndAllow(await keyfold.browser.nextPage())
  await expect(window.getByRole('heading', { name: 'Connected', exact: true })).toBeVisible()
  const [first, second] = keyfold.browser.opened().map((address) => new URL(address).searchParams)
  expect(second?.get('login_hint')).toBe('ada@example.test')
  expect(second?.get('scope')).toBe(first?.get('scope'))
  await window.getByRole('button', { name: 'Browse its data' }).click()
  await sendRequest(keyfold, '/orders')
  await expectStatus(keyfold, '200')
  await goTo(keyfold, 'Accounts')
  await expect(window.getByRole('article')).toHaveCount(1)
  await expect(account).toContainText('connected')
})

test('a scope that is missing: offered, asked for, granted, and seen in the ledger', async ({
  launchKeyfold,
  shop,
}) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  const { window } = keyfold
  await connectAccount(keyfold, 'Corner shop')
  await openExplorer(keyfold, 'Corner shop')
  await sendRequest(keyfold, '/invoices')
  await expectStatus(keyfold, '403')
  await showInBothThemes(keyfold, 'explorer-scope-missing')

  await goTo(keyfold, 'Accounts')
  const account = window.getByRole('article', { name: 'Corner shop' })
  await account.getByRole('button', { name: 'Compare' }).click()
  const row = account.getByRole('row', { name: /^invoices:read/ })
  await expect(row.getByRole('cell')).toContainText(['no', 'no', 'yes'])
  await showInBothThemes(keyfold, 'scope-ledger')

  await account.getByRole('button', { name: 'Ask for it' }).click()
  const page = await keyfold.browser.nextPage()
  expect(new URL(keyfold.browser.opened()[1] ?? '').searchParams.get('scope')).toContain('invoices:read')
  await expect(page.getByText('Read invoices')).toBeVisible()
  await signInAndAllow(page)
  await expect(window.getByRole('heading', { name: 'Connected', exact: true })).toBeVisible()
  await openExplorer(keyfold, 'Corner shop')
  await sendRequest(keyfold, '/invoices')
  await expectStatus(keyfold, '200')
  await goTo(keyfold, 'Accounts')
  await expect(account).toContainText('invoices:read')
  await expect(account.getByRole('button', { name: 'Ask for it' })).toBeHidden()
})

test('two people at one setup are two accounts; the same person again replaces, and is told so', async ({
  launchKeyfold,
  shop,
}) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  const { window } = keyfold
  await connectAccount(keyfold, 'Corner shop')
  await startSignIn(keyfold, 'Corner shop')
  const page = await keyfold.browser.nextPage()
  await page.getByRole('link', { name: 'Use another' }).click()
  await expect(page.getByLabel('E-mail address')).toHaveValue('grace@example.test')
  await page.getByLabel('Password').fill('demo')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('button', { name: 'Allow' }).click()
  await expect(window.getByText('Signed in as grace@example.test')).toBeVisible()
  await goTo(keyfold, 'Accounts')
  const accounts = window.getByRole('article', { name: 'Corner shop' })
  await expect(accounts).toHaveCount(2)
  await expect(accounts.nth(0)).toContainText('ada@example.test')
  await expect(accounts.nth(1)).toContainText('grace@example.test')
  await showInBothThemes(keyfold, 'accounts-two-at-one-setup')

  await startSignIn(keyfold, 'Corner shop')
  await signInAndAllow(await keyfold.browser.nextPage())
  await expect(window.getByText('This account was connected already')).toBeVisible()
  await showInBothThemes(keyfold, 'sign-in-replaced')
  await goTo(keyfold, 'Accounts')
  await expect(accounts).toHaveCount(2)
})

async function startDemoAgain({ window }: Keyfold): Promise<void> {
  await window.getByRole('button', { name: 'Try it with the demo account' }).click()
  await expectWaiting(window)
}
