import type { Page } from 'playwright/test'
import {
  expectStatus,
  expectWaiting,
  goTo,
  openExplorer,
  sendRequest,
  signInAndAllow,
} from './support/person.ts'
import { showInBothThemes } from './support/screenshots.ts'
import { expect, test } from './support/test.ts'

test('the main job: connects the demo account through the browser and shows the data that it protects', async ({
  launchKeyfold,
}) => {
  const keyfold = await launchKeyfold()
  const { window } = keyfold
  await expect(window.getByRole('heading', { name: 'Connect your first account' })).toBeVisible()
  await showInBothThemes(keyfold, 'accounts-empty')

  await test.step('sign in', async () => {
    await window.getByRole('button', { name: 'Try it with the demo account' }).click()
    await expectWaiting(window)
    const page = await keyfold.browser.nextPage()
    expect(keyfold.browser.opened(), 'xdg-open started the browser once').toHaveLength(1)
    await showInBothThemes(keyfold, 'sign-in')
    await signInAndAllow(page)
    await expect(page.getByRole('heading', { name: 'Back to Keyfold' })).toBeVisible()
    await expect(window.getByRole('heading', { name: 'Connected', exact: true })).toBeVisible()
    await showInBothThemes(keyfold, 'sign-in-done')
  })

  await test.step('the account', async () => {
    await window.getByRole('button', { name: 'Back to accounts' }).click()
    const account = window.getByRole('article', { name: 'Demo shop' })
    await expect(account).toContainText('ada@example.test')
    await expect(account).toContainText('connected')
    await showInBothThemes(keyfold, 'accounts')
  })

  await test.step('orders as table, tree, text and headers', async () => {
    await openExplorer(keyfold, 'Demo shop')
    await sendRequest(keyfold, '/orders')
    await expectStatus(keyfold, '200')
    const table = window.getByRole('grid')
    await expect(table.getByRole('columnheader', { name: 'customer' })).toBeVisible()
    await expect(table.getByRole('row')).not.toHaveCount(1)
    await expect(foot(window)).toContainText('50 of 500 rows')
    await showInBothThemes(keyfold, 'explorer-table')

    await chooseView(window, 'Tree')
    const tree = window.getByRole('tree', { name: 'Tree of the response' })
    await expect(tree.getByRole('treeitem').first(), 'has been read').toContainText('{')
    await tree.focus()
    await tree.press('ArrowRight')
    await expect(tree).toContainText('customer')
    await showInBothThemes(keyfold, 'explorer-tree')
    await chooseView(window, 'Text')
    await expect(window.getByRole('region', { name: 'Text of the response' })).toContainText('"customer"')
    await chooseView(window, 'Headers')
    await expect(window.getByRole('region', { name: 'Header fields' })).toContainText('x-total-count')
    await showInBothThemes(keyfold, 'explorer-headers')
  })

  await test.step('the next page', async () => {
    await chooseView(window, 'Table')
    const firstCell = window.getByRole('grid').getByRole('gridcell').first()
    await expect(firstCell, 'has been read').toHaveText(/\S/)
    const before = await firstCell.textContent()
    await window.getByRole('button', { name: 'Next', exact: true }).click()
    await expect(firstCell).not.toHaveText(before ?? '')
    await expect(window.getByRole('combobox', { name: 'Path' })).toHaveValue(/page=2/)
  })

  await test.step('a nested document, an image', async () => {
    await sendRequest(keyfold, '/profile')
    await expect(foot(window), 'the orders are gone').not.toContainText('of 500 rows')
    await expectStatus(keyfold, '200')
    await chooseView(window, 'Tree')
    await expect(window.getByRole('tree', { name: 'Tree of the response' })).toContainText('Ada Byron')
    await sendRequest(keyfold, '/image')
    const image = window.getByRole('img', { name: 'Body of the response' })
    await expect(image).toBeVisible()
    await expect
      .poll(
        () => image.evaluate((one: HTMLImageElement) => one.naturalWidth),
        'its width, once it is decoded',
      )
      .toBeGreaterThan(100)
    await showInBothThemes(keyfold, 'explorer-image')
  })

  await test.step('disconnect', async () => {
    await goTo(keyfold, 'Accounts')
    await window.getByRole('button', { name: 'More actions: Demo shop' }).click()
    await window.getByRole('menuitem', { name: 'Disconnect…' }).click()
    await window.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click()
    await expect(window.getByRole('heading', { name: 'Connect your first account' })).toBeVisible()
    await expect(
      window.getByText('The provider revoked its tokens, and they were deleted here.'),
    ).toBeVisible()
  })
})

function foot(window: Page) {
  return window.getByRole('region', { name: 'Response', exact: true }).getByRole('status').last()
}

async function chooseView(window: Page, name: string): Promise<void> {
  await window.getByRole('radiogroup', { name: 'View' }).getByRole('radio', { name }).click()
}
