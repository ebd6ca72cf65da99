import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
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
import { shopSetup, storeSetups } from './support/shop.ts'
import { expect, test } from './support/test.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

test('axe finds nothing on any screen, in either theme', async ({ launchKeyfold, shop }) => {
  const keyfold = await launchKeyfold({ prepare: storeSetups(shopSetup(shop)) })
  const { window } = keyfold
  await expect(window.getByRole('heading', { name: 'Accounts', level: 1 })).toBeVisible()

  await expectAccessible(keyfold, 'accounts, empty')
  await goTo(keyfold, 'Connect an account')
  await expectAccessible(keyfold, 'connect')
  await startSignIn(keyfold, 'Corner shop')
  await expectAccessible(keyfold, 'sign-in, waiting')
  await window.getByRole('main').getByRole('button', { name: 'Cancel' }).click()
  await expect(window.getByRole('heading', { name: 'Sign-in cancelled' })).toBeVisible()
  await expectAccessible(keyfold, 'sign-in, cancelled')
  await keyfold.browser.nextPage()
  await connectAccount(keyfold, 'Corner shop')
  await expectAccessible(keyfold, 'sign-in, done')

  await goTo(keyfold, 'Accounts')
  await expect(window.getByRole('article')).toBeVisible()
  await expectAccessible(keyfold, 'accounts')
  await openExplorer(keyfold, 'Corner shop')
  await expectAccessible(keyfold, 'explorer, before the first request')
  await sendRequest(keyfold, '/orders')
  await expectStatus(keyfold, '200')
  for (const view of ['Table', 'Tree', 'Text', 'Headers']) {
    await window.getByRole('radio', { name: view }).click()
    await expectAccessible(keyfold, `explorer, ${view}`)
  }
  await sendRequest(keyfold, '/invoices')
  await expectStatus(keyfold, '403')
  await expectAccessible(keyfold, 'explorer, refused')

  await goTo(keyfold, 'Provider setups')
  await expectAccessible(keyfold, 'setups')
  await goTo(keyfold, 'Settings')
  await expectAccessible(keyfold, 'settings')
  await window.keyboard.press('Control+K')
  await expect(window.getByRole('dialog')).toBeVisible()
  await expectAccessible(keyfold, 'palette')
})

test('the main job by keyboard alone', async ({ launchKeyfold }) => {
  const keyfold = await launchKeyfold()
  const { window } = keyfold
  await expect(window.getByRole('heading', { name: 'Connect your first account' })).toBeVisible()
  await press(keyfold, 'button', 'Try it with the demo account')
  await expectWaiting(window)
  await signInAndAllow(await keyfold.browser.nextPage())
  await expect(window.getByRole('heading', { name: 'Connected', exact: true })).toBeVisible()
  await expect(window.getByRole('button', { name: 'Browse its data' })).toBeFocused()
  await window.keyboard.press('Enter')
  await expect(window.getByRole('heading', { name: 'Demo shop', level: 1 })).toBeFocused()

  await tabTo(keyfold, 'combobox', 'Path')
  await window.keyboard.type('/orders')
  await window.keyboard.press('Enter')
  await expectStatus(keyfold, '200')
  await tabTo(keyfold, 'grid', 'Rows of the response')
  await window.keyboard.press('ArrowDown')
  await window.keyboard.press('ArrowDown')
  await expect(window.getByRole('grid').getByRole('row', { selected: true })).toHaveAttribute(
    'aria-rowindex',
    '4',
  )
  await window.keyboard.press('Control+1')
  await expect(window.getByRole('heading', { name: 'Accounts', level: 1 })).toBeFocused()
})

/** Goes there with the Tab key alone and presses Enter. */
async function press(keyfold: Keyfold, role: 'button', name: string): Promise<void> {
  await tabTo(keyfold, role, name)
  await keyfold.window.keyboard.press('Enter')
}

async function tabTo({ window }: Keyfold, role: 'button' | 'combobox' | 'grid', name: string): Promise<void> {
  const target = window.getByRole(role, { name })
  await expect(target).toBeVisible()
  for (let count = 0; count < 40; count += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await window.keyboard.press('Tab')
  }
  throw new Error(`Tab does not come to ${role} “${name}”`)
}

/** Runs axe in the window as it is, in both themes. */
async function expectAccessible({ window }: Keyfold, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // Evaluated by the debugger: the page's own policy would let no such script in.
    const violations = await window.evaluate(async (source) => {
      const run = new Function(
        `${source}; return globalThis.axe.run(document, { resultTypes: ['violations'] })`,
      )
      // A colour on its way from one theme to the other is neither.
      const isMoving = () => document.getAnimations().some((animation) => animation instanceof CSSTransition)
      do await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      while (isMoving())
      const { violations: found } = (await run()) as AxeResults
      return found.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}: ${failureSummary}`),
      )
    }, axeSource)
    expect.soft(violations, `${screen}, ${colorScheme}`).toEqual([])
  }
}
