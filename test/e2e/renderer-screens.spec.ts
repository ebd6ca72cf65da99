import type { Page } from 'playwright'
import { expect, test } from 'playwright/test'
import { findViolations, type Harness, startHarness } from '../support/renderer-harness/harness-page.ts'
import { openScene } from '../support/renderer-harness/open-scene.ts'
import { scenes } from '../support/renderer-harness/scenes.ts'

/*
 * Every screen in every state and both themes, from the real renderer over a scripted bridge, under the window's own
 * policy: axe finds nothing, nothing overflows sideways, nothing is refused by the policy or written to the console.
 */

// The longest file by far: the two workers share it.
test.describe.configure({ mode: 'parallel' })

let harness: Harness

test.beforeAll(async () => {
  harness = await startHarness()
})

test.afterAll(async () => {
  await harness?.close()
})

const openPage = (size: { width: number; height: number }) => harness.openPage(size)

const sizes = {
  light: { width: 1280, height: 800 },
  // The smallest that must be usable, where the sidebar shows signs only.
  dark: { width: 880, height: 560 },
} as const

/** True where something runs out of the window sideways. */
const isTooWide = (page: Page) =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main, main > div')].some(
      (element) => element.scrollWidth > element.clientWidth,
    ),
  )

for (const theme of ['light', 'dark'] as const) {
  test.describe(theme, () => {
    for (const name of Object.keys(scenes)) {
      test(`${name} in the ${theme} theme has nothing for axe to find`, async () => {
        const { page, faults } = await openPage(sizes[theme])
        await openScene(page, harness.url, name, theme)
        expect(await findViolations(page)).toEqual([])
        expect(await isTooWide(page)).toBe(false)
        expect(faults).toEqual([])
        await page.close()
      })
    }
  })
}

test('G97 markup in names, scopes and errors is shown as text: no element, no script, no request', async () => {
  const { page, faults } = await openPage(sizes.light)
  await openScene(page, harness.url, 'accounts-hostile', 'light')
  await expect(page.getByRole('heading', { name: /<img src=x onerror=/ }).first()).toBeVisible()
  expect(await page.locator('#root img, #root script, #root iframe').count()).toBe(0)
  expect(await page.title()).toBe('Keyfold')
  expect(faults).toEqual([])
  await page.close()
})

test('G99 an endless word, piled marks and a direction override stay inside their place', async () => {
  const { page } = await openPage(sizes.dark)
  await openScene(page, harness.url, 'accounts-hostile', 'dark')
  const outside = await page.evaluate(() => {
    const width = document.documentElement.clientWidth
    return [...document.querySelectorAll('main *')]
      .filter((element) => element.getBoundingClientRect().right > width)
      .map((element) => element.className)
  })
  expect(outside).toEqual([])
  expect(await page.locator('body').textContent()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
  await page.close()
})

test('at a zoom of 200 % nothing runs out of the window, and the status stays whole', async () => {
  for (const name of [
    'accounts-full',
    'setup-invalid',
    'settings-trouble',
    'sign-in-doubt',
    'explorer-orders',
  ]) {
    const { page } = await openPage({ width: 640, height: 400 })
    await openScene(page, harness.url, name, 'light')
    expect(await isTooWide(page), name).toBe(false)
    if (name === 'explorer-orders') {
      const status = page.getByRole('status').getByText('200 OK')
      expect(await status.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)).toBe(false)
    }
    await page.close()
  }
})

test('forced colours leave what is current, selected and ticked to be told', async () => {
  const { page } = await openPage(sizes.light)
  await page.emulateMedia({ forcedColors: 'active' })
  await openScene(page, harness.url, 'explorer-orders', 'light')
  for (const told of [
    page.getByRole('navigation').getByRole('button', { name: /^Demo shop/ }),
    page.getByRole('row', { selected: true }),
  ]) {
    expect(await told.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid')
  }
  await openScene(page, harness.url, 'accounts-disconnect', 'light')
  const tick = page.getByRole('alertdialog').locator('label svg')
  await expect(tick).toBeHidden()
  await page.getByRole('checkbox', { name: /Also sign out/ }).press('Space')
  await expect(tick).toBeVisible()
  await page.close()
})

test('the keyboard alone reaches the palette, the screens and the panes', async () => {
  const { page, faults } = await openPage(sizes.light)
  await openScene(page, harness.url, 'accounts-full', 'light')
  await page.keyboard.press('Control+2')
  await expect(page.getByRole('heading', { level: 1, name: 'Provider setups' })).toBeFocused()
  await page.keyboard.press('F6')
  const pane = () =>
    page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-pane]')?.dataset.pane ?? 'none')
  expect(await pane()).toBe('content')
  await page.keyboard.press('F6')
  expect(await pane()).toBe('sidebar')
  await page.keyboard.press('Shift+F6')
  expect(await pane()).toBe('content')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('settings')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused()
  expect(faults).toEqual([])
  await page.close()
})

test('the palette sends a known request, asks before it disconnects, and lists the shortcuts', async () => {
  const { page, faults } = await openPage(sizes.light)
  await openScene(page, harness.url, 'explorer-orders', 'light')
  const choose = async (text: string) => {
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('combobox', { name: 'Command palette' })).toBeFocused()
    await page.keyboard.type(text)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
  }
  await choose('get profile demo')
  await expect(page.getByRole('combobox', { name: 'Path' })).toHaveValue('/profile')
  await expect(page.getByRole('region', { name: 'Response', exact: true })).toContainText('200 OK')

  await choose('disconnect dropbox')
  const dialog = page.getByRole('alertdialog', { name: 'Disconnect Dropbox?' })
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()

  await page.keyboard.press('Control+/')
  const shortcuts = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(shortcuts).toContainText('Command paletteCtrl+K')
  await page.keyboard.press('Escape')
  await expect(shortcuts).toBeHidden()
  expect(faults).toEqual([])
  await page.close()
})

test('disconnecting asks first, and Enter alone does not do it', async () => {
  const { page } = await openPage(sizes.light)
  await openScene(page, harness.url, 'accounts-disconnect', 'light')
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText('ada@example.test')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Demo shop' })).toBeVisible()
  await page.close()
})

test('a setup that is left with changes is there again, without its secret', async () => {
  const { page } = await openPage(sizes.light)
  await openScene(page, harness.url, 'setup-edit', 'light')
  await page.getByRole('button', { name: 'Replace' }).click()
  await page.getByLabel('Client secret').fill('not-kept')
  await page.getByLabel('Name', { exact: true }).first().fill('Renamed')
  await page.keyboard.press('Control+3')
  await page.keyboard.press('Control+2')
  await page.getByRole('button', { name: 'Edit Contoso (Entra)' }).click()
  await expect(page.getByLabel('Name', { exact: true }).first()).toHaveValue('Renamed')
  await expect(page.getByLabel('Client secret')).toHaveValue('')
  await page.close()
})

test('a pasted private key leaves its field when it is sent, also where it is refused', async () => {
  const { page, faults } = await openPage(sizes.light)
  await openScene(page, harness.url, 'setup-authentication', 'light')
  const field = page.getByRole('textbox', { name: 'Private key' })
  await field.fill('-----BEGIN PRIVATE KEY----- not-kept')
  await page.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('This call is not scripted')
  await expect(field).toHaveValue('')
  expect(await page.content()).not.toContain('not-kept')
  expect(faults).toEqual([])
  await page.close()
})

test('the keyboard alone makes a setup from a preset', async () => {
  const { page, faults } = await openPage(sizes.light)
  await openScene(page, harness.url, 'presets', 'light')
  // A screen takes the focus when it opens: what is typed before goes nowhere.
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toBeFocused()
  await page.getByRole('searchbox', { name: 'Find a provider' }).focus()
  await page.keyboard.type('contoso')
  await page.keyboard.press('Enter')
  const clientId = page.getByRole('textbox', { name: 'Application (client) ID' })
  await expect(clientId).toBeVisible()
  await expect(heading).toBeFocused()
  await clientId.focus()
  await page.keyboard.type('desk')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type('eu-1')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Client ID', exact: true })).toHaveValue('desk')
  await expect(heading).toBeFocused()
  const mail = page.getByRole('checkbox', { name: /Read your mail/ })
  await mail.focus()
  await page.keyboard.press('Space')
  await expect(mail).toBeChecked()
  expect(faults).toEqual([])
  await page.close()
})

test('Enter in a field of the exchange form exchanges, or goes to what is wrong', async () => {
  const { page, faults } = await openPage(sizes.light)
  await openScene(page, harness.url, 'exchange-done', 'light')
  const done = page.getByRole('heading', { name: 'A new account was made' })
  await page.getByRole('button', { name: 'Exchange again' }).click()
  await expect(done).toBeHidden()
  await page.getByRole('textbox', { name: 'Resource' }).fill('orders')
  await page.getByRole('textbox', { name: 'Audience' }).press('Enter')
  await expect(page.getByRole('textbox', { name: 'Resource' })).toBeFocused()
  await expect(page.getByText('Enter a whole address')).toBeVisible()
  await page.getByRole('textbox', { name: 'Resource' }).fill('')
  await page.getByRole('textbox', { name: 'Resource' }).press('Enter')
  await expect(done).toBeVisible()
  expect(faults).toEqual([])
  await page.close()
})
