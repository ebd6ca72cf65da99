import { expect, type Page } from 'playwright/test'

/** Goes to the settings by the sidebar. */
export async function openSettings(window: Page): Promise<void> {
  await window.getByRole('navigation').getByRole('button', { name: 'Settings', exact: true }).click()
  await expect(window.getByRole('heading', { name: 'Updates' })).toBeVisible()
}

/** The vault was read with the keyring's key: so many records, and the account that one of them holds is listed. */
export async function expectVaultOpen(window: Page, records: number): Promise<void> {
  await openSettings(window)
  await expect(window.getByText(/^Tokens and client secrets are on disk only encrypted/)).toBeVisible()
  await expect(window.getByText('Records', { exact: true }).locator('xpath=following::*[1]')).toHaveText(
    String(records),
  )
  await expect(window.getByRole('navigation').getByRole('button', { name: 'Demo shop' })).toBeVisible()
}
