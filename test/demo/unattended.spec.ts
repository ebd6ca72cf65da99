import { join } from 'node:path'
import {
  expectStatus,
  expectWaiting,
  goTo,
  openExplorer,
  sendRequest,
  signInAndAllow,
} from '../e2e/support/person.ts'
import { expect, test } from '../e2e/support/test.ts'

const artifacts = process.env.KEYFOLD_ARTIFACTS ?? 'artifacts'
const rowsShown = 10

test('the main job, unattended', async ({ launchKeyfold }) => {
  const keyfold = await test.step('Open the app, with a keyring and a browser of its own', () =>
    launchKeyfold())
  const { window } = keyfold

  const page = await test.step('Start the demo provider and open the system’s browser', async () => {
    await window.getByRole('button', { name: 'Try it with the demo account' }).click()
    await expectWaiting(window)
    return keyfold.browser.nextPage()
  })
  await test.step('Sign in and allow access, in the browser', async () => {
    await signInAndAllow(page)
  })
  await test.step('Exchange the code, check the ID token, seal the tokens in the vault', async () => {
    await expect(window.getByRole('heading', { name: 'Connected', exact: true })).toBeVisible()
    expect(await keyfold.keyring.countKeys(), 'keys of Keyfold in the keyring').toBe(1)
  })
  await test.step('Fetch a protected resource: GET /orders', async () => {
    await openExplorer(keyfold, 'Demo shop')
    await sendRequest(keyfold, '/orders')
    await expectStatus(keyfold, '200')
  })
  const rows = await test.step('Show its rows', async () => {
    const lines = window.getByRole('grid').getByRole('row')
    // A row stands there before its texts have been read.
    await expect(lines.nth(rowsShown).getByRole('gridcell').first()).toHaveText(/\S/)
    await window.screenshot({ path: join(artifacts, 'demo.png') })
    const cells = (row: number) =>
      lines
        .nth(row)
        .getByRole(row === 0 ? 'columnheader' : 'gridcell')
        .allInnerTexts()
    return Promise.all(Array.from({ length: rowsShown + 1 }, (_, row) => cells(row)))
  })
  await test.step('Disconnect: revoke at the provider, delete here', async () => {
    await goTo(keyfold, 'Accounts')
    await window.getByRole('button', { name: 'More actions: Demo shop' }).click()
    await window.getByRole('menuitem', { name: 'Disconnect…' }).click()
    await window.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click()
    await expect(
      window.getByText('The provider revoked its tokens, and they were deleted here.'),
    ).toBeVisible()
  })
  process.stdout.write(`\n${formatTable(rows)}\n\n`)
})

function formatTable(rows: readonly string[][]): string {
  const texts = rows.map((row) => row.map((cell) => cell.replaceAll(/\s+/g, ' ').trim()))
  const widths = (texts[0] ?? []).map((_, column) =>
    Math.max(...texts.map((row) => row[column]?.length ?? 0)),
  )
  return texts
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
