import type { Page } from 'playwright'
import { expect, test } from 'playwright/test'
import { findViolations, type Harness, startHarness } from '../support/renderer-harness/harness-page.ts'
import { openScene } from '../support/renderer-harness/open-scene.ts'

/* The menus of accounts and values: by right click, by Shift+F10, and the focus goes back to where it was. */

const size = { width: 1280, height: 800 }
let harness: Harness

test.beforeAll(async () => {
  harness = await startHarness()
})

test.afterAll(async () => {
  await harness?.close()
})

async function open(scene: string, theme: 'light' | 'dark' = 'light') {
  const { page, faults } = await harness.openPage(size)
  await openScene(page, harness.url, scene, theme)
  return { page, faults }
}

/** The texts that were put on the clipboard. */
const copied = (page: Page) =>
  page.evaluate(() =>
    (window as unknown as { harness: { copied(): { text: string }[] } }).harness
      .copied()
      .map(({ text }) => text),
  )

test('the keyboard opens the menu of an account, and Escape goes back to it', async () => {
  const { page, faults } = await open('accounts-full')
  const account = page.getByRole('navigation').getByRole('button', { name: /^Demo shop/ })
  await account.focus()
  await page.keyboard.press('Shift+F10')
  const menu = page.getByRole('menu', { name: 'Demo shop' })
  await expect(menu.getByRole('menuitem', { name: 'Browse data' })).toBeFocused()
  expect(await findViolations(page)).toEqual([])
  const below = await menu.boundingBox()
  const beside = await account.boundingBox()
  expect(below?.y, 'it stands below its account').toBeGreaterThanOrEqual(
    (beside?.y ?? 0) + (beside?.height ?? 0),
  )
  await page.keyboard.press('Escape')
  await expect(menu).toBeHidden()
  await expect(account).toBeFocused()
  expect(faults).toEqual([])
  await page.close()
})

test('disconnecting from the menu of an account asks first, with Cancel in focus', async () => {
  const { page, faults } = await open('accounts-full', 'dark')
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^Dropbox/ })
    .click({ button: 'right' })
  await expect(page.getByRole('menuitem', { name: 'Refresh now' })).toBeDisabled()
  await page.getByRole('menuitem', { name: 'Disconnect…' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Disconnect Dropbox?' })
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  expect(faults).toEqual([])
  await page.close()
})

test('the menu of a cell copies its value, its path and its row', async () => {
  const { page, faults } = await open('explorer-orders')
  const cell = page.getByRole('gridcell', { name: 'Mary Somerville' }).first()
  for (const item of ['Copy value', 'Copy path', 'Copy JSON Pointer']) {
    await cell.click({ button: 'right' })
    await page.getByRole('menuitem', { name: item }).click()
  }
  await expect.poll(() => copied(page)).toEqual(['Mary Somerville', '$[2].customer', '/2/customer'])
  await expect(page.getByRole('row', { selected: true })).toContainText('Mary Somerville')
  await cell.click({ button: 'right' })
  expect(await findViolations(page)).toEqual([])
  await page.getByRole('menuitem', { name: 'Copy row as JSON' }).click()
  await expect.poll(async () => JSON.parse((await copied(page))[3] ?? '{}')).toMatchObject({ id: 10_480 })
  expect(faults).toEqual([])
  await page.close()
})

test('the keyboard opens the menu of the selected cell, and goes on in the table', async () => {
  const { page, faults } = await open('explorer-orders')
  const grid = page.getByRole('grid')
  await grid.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+F10')
  await expect(page.getByRole('menuitem', { name: 'Copy value' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect.poll(() => copied(page)).toEqual(['Grace Murray'])
  await expect(grid).toBeFocused()
  expect(faults).toEqual([])
  await page.close()
})

test('the menu of a line of the tree copies its path', async () => {
  const { page, faults } = await open('explorer-tree')
  const line = page.getByRole('treeitem', { name: /customer.*Ada Byron/ })
  await line.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Copy path' }).click()
  await expect.poll(() => copied(page)).toEqual(['$[0].customer'])
  await page.getByRole('tree').focus()
  await page.keyboard.press('Shift+F10')
  await page.getByRole('menuitem', { name: 'Copy value' }).press('Enter')
  await expect.poll(() => copied(page)).toEqual(['$[0].customer', 'Ada Byron'])
  expect(faults).toEqual([])
  await page.close()
})
