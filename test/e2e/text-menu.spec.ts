import type { Keyfold } from './support/keyfold.ts'
import { goTo } from './support/person.ts'
import { expect, test } from './support/test.ts'

test('a right click in a field offers cut, copy and paste; a secret cannot be copied; elsewhere nothing opens', async ({
  launchKeyfold,
}) => {
  const keyfold = await launchKeyfold()
  const { window } = keyfold
  await recordMenus(keyfold)
  await goTo(keyfold, 'Provider setups')
  await window.getByRole('heading', { name: 'Provider setups', level: 1 }).click({ button: 'right' })
  await window.getByRole('button', { name: 'New setup' }).click()

  const name = window.getByRole('textbox', { name: 'Name', exact: true }).first()
  await name.fill('Contoso')
  await name.selectText()
  await name.click({ button: 'right' })
  await expect.poll(() => readMenus(keyfold)).toHaveLength(1)
  expect((await readMenus(keyfold))[0]).toEqual(['cut', 'copy', 'paste', 'selectall'])

  await window.getByRole('button', { name: /^Client authentication|None/ }).click()
  await window.getByRole('option', { name: /^Secret in the body/ }).click()
  const secret = window.getByLabel('Client secret')
  await secret.fill('not-to-be-copied')
  await secret.selectText()
  await secret.click({ button: 'right' })
  await expect.poll(() => readMenus(keyfold)).toHaveLength(2)
  expect((await readMenus(keyfold))[1]).not.toEqual(expect.arrayContaining(['copy']))
  expect((await readMenus(keyfold))[1]).toEqual(expect.arrayContaining(['paste']))
})

/** Keeps the roles that each native menu would offer, in place of showing it: no one is there to close it. */
async function recordMenus({ app }: Keyfold): Promise<void> {
  await app.evaluate(({ clipboard, Menu }) => {
    // Something to paste.
    clipboard.writeText('pasted')
    const seen: string[][] = []
    Object.assign(globalThis, { menusSeen: seen })
    Menu.prototype.popup = function () {
      seen.push(
        this.items
          .filter(({ role, enabled }) => role && enabled)
          .map(({ role }) => String(role).toLowerCase()),
      )
    }
  })
}

const readMenus = ({ app }: Keyfold) =>
  app.evaluate(() => (globalThis as unknown as { menusSeen: string[][] }).menusSeen)
