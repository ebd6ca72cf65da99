import { expect, type Page } from 'playwright/test'
import { demoPassword } from '../../../demo/users.ts'
import type { Keyfold } from './keyfold.ts'

/* What a person does in the window and in the browser, by what can be read there. */

/** Signs in at the demo provider's page in the browser, unless that knows the person, up to its question of consent. */
export async function signInInBrowser(page: Page, email = 'ada@example.test'): Promise<void> {
  const consent = page.getByRole('heading', { name: 'Allow access?' })
  await consent.or(page.getByRole('heading', { name: 'Sign in' })).waitFor()
  if (await consent.isVisible()) return
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password').fill(demoPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(consent).toBeVisible()
}

/** Signs in and allows what is asked for; the browser ends at Keyfold's own page. */
export async function signInAndAllow(page: Page, email?: string): Promise<void> {
  await signInInBrowser(page, email)
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/callback/)
}

/** The screens that the sidebar always offers, by their names there and in their headings. */
type ScreenName = 'Accounts' | 'Connect an account' | 'Provider setups' | 'Settings'

/**
 * Goes to a screen by the sidebar and waits until it is there: the screen before stays and can be pressed while the
 * next one loads.
 */
export async function goTo({ window }: Keyfold, screen: ScreenName): Promise<void> {
  await window.getByRole('navigation').getByRole('button', { name: screen, exact: true }).click()
  await expect(window.getByRole('heading', { name: screen, level: 1 })).toBeVisible()
}

/** Chooses a provider setup to connect an account at. */
export async function chooseSetup(keyfold: Keyfold, setupName: string): Promise<void> {
  await goTo(keyfold, 'Connect an account')
  await keyfold.window.getByRole('main').getByRole('button', { name: setupName }).click()
}

/** Chooses a provider setup to connect an account at; ends on the sign-in's screen. */
export async function startSignIn(keyfold: Keyfold, setupName: string): Promise<void> {
  await chooseSetup(keyfold, setupName)
  await expectWaiting(keyfold.window)
}

/** The sign-in waits for the browser. */
export async function expectWaiting(window: Page): Promise<void> {
  await expect(window.getByRole('heading', { name: 'Finish signing in in your browser' })).toBeVisible()
}

/** Connects an account from the window through the browser and back. */
export async function connectAccount(keyfold: Keyfold, setupName: string): Promise<void> {
  await startSignIn(keyfold, setupName)
  await signInAndAllow(await keyfold.browser.nextPage())
  await expect(keyfold.window.getByRole('heading', { name: 'Connected', exact: true })).toBeVisible()
}

/** Goes to the account's explorer by the sidebar. */
export async function openExplorer({ window }: Keyfold, accountName: string): Promise<void> {
  await window.getByRole('navigation').getByRole('button', { name: accountName }).click()
  await expect(window.getByRole('heading', { name: accountName, level: 1 })).toBeVisible()
  await expect(window.getByRole('form', { name: 'Request' })).toBeVisible()
}

/** Types a path into the explorer and sends it. */
export async function sendRequest({ window }: Keyfold, path: string): Promise<void> {
  await window.getByRole('combobox', { name: 'Path' }).fill(path)
  await window.getByRole('button', { name: 'Send' }).click()
}

/** The status of the response that is shown, such as `200 OK`. */
export async function expectStatus({ window }: Keyfold, status: string): Promise<void> {
  await expect(
    window.getByRole('region', { name: 'Response', exact: true }).getByRole('status').first(),
  ).toContainText(status)
}
